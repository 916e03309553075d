"""The choice of the sentences that together have the highest expected ROUGE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.summary.chances import Chances
    from bot.text.summary.units import Floats, Ints, Units

_CANDIDATES = 32
_BEAM = 5
_BIGRAM_SHARE = 1.3
_WORDS_OF_REFERENCE = 42.0
_BIGRAMS_OF_REFERENCE = 39.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds: ``sentences`` of a summary, and ``words`` where that is not None."""

    sentences: int
    words: int | None = None


@dataclass(frozen=True, slots=True)
class _Partial:
    score: float
    chosen: tuple[int, ...]
    size: int
    words: Floats
    bigrams: Floats


def choose(chances: Chances, lengths: Ints, sizes: Sequence[int], usable: Sequence[int], limits: Limits) -> list[int]:
    """Choose sentences by beam search.

    Args:
        chances: of the document's units.
        lengths: the number of units' words of every sentence.
        sizes: what every sentence counts against ``limits.words``.
        usable: the sentences that may be chosen.
        limits: what the summary may not exceed.

    Returns:
        Sentence numbers in order; empty where no usable sentence is within the limits.
    """
    usable = [index for index in usable if limits.words is None or sizes[index] <= limits.words]
    if not usable:
        return []
    rows = _best_alone(chances, lengths, np.array(usable))
    words = _matrix(chances.words, chances.word, rows, len(lengths))
    bigrams = _matrix(chances.bigrams, chances.bigram, rows, len(lengths))
    beam = [_Partial(0.0, (), 0, np.zeros(words.shape[1]), np.zeros(bigrams.shape[1]))]
    best = beam[0]
    for _ in range(limits.sentences):
        beam = _extended(beam, words, bigrams, lengths[rows], [sizes[row] for row in rows], limits)
        if not beam:
            break
        best = max(best, beam[0], key=lambda partial: partial.score)
    return sorted(int(rows[index]) for index in best.chosen)


def _best_alone(chances: Chances, lengths: Ints, usable: Ints) -> Ints:
    """The candidates: the sentences of the highest expected ROUGE each by itself."""
    words = np.bincount(chances.words.sentence, chances.word[chances.words.unit], len(lengths))
    bigrams = np.bincount(chances.bigrams.sentence, chances.bigram[chances.bigrams.unit], len(lengths))
    score = _expected(words, bigrams, lengths, 1)[usable]
    return np.sort(usable[np.argsort(-score, kind="stable")[:_CANDIDATES]])


def _expected(words: Floats | Ints, bigrams: Floats | Ints, length: Floats | Ints, sentences: int) -> Floats:
    """Expected ROUGE-1 + 1.3 ROUGE-2 from the expected matches and the length in words."""
    return np.asarray(
        2 * words / (length + _WORDS_OF_REFERENCE)
        + _BIGRAM_SHARE * 2 * bigrams / (length - sentences + _BIGRAMS_OF_REFERENCE)
    )


def _matrix(units: Units, chance: Floats, rows: Ints, sentences: int) -> Floats:
    """[rows, units in them] the chance of each unit where the sentence holds it, else 0."""
    place = np.full(sentences, -1)
    place[rows] = np.arange(len(rows))
    at = place[units.sentence]
    held = at >= 0
    distinct, column = np.unique(units.unit[held], return_inverse=True)
    matrix = np.zeros((len(rows), len(distinct)))
    matrix[at[held], column] = chance[units.unit[held]]
    return matrix


def _extended(
    beam: list[_Partial], words: Floats, bigrams: Floats, lengths: Ints, sizes: list[int], limits: Limits
) -> list[_Partial]:
    """The best partial summaries of one more sentence, best first."""
    found: dict[tuple[int, ...], tuple[float, _Partial, int]] = {}
    for partial in beam:
        length = lengths + sum(int(lengths[index]) for index in partial.chosen)
        expected = _expected(
            np.maximum(words, partial.words).sum(1),
            np.maximum(bigrams, partial.bigrams).sum(1),
            length,
            len(partial.chosen) + 1,
        )
        for index, score in enumerate(expected.tolist()):
            fits = limits.words is None or partial.size + sizes[index] <= limits.words
            if fits and index not in partial.chosen:
                found.setdefault(tuple(sorted((*partial.chosen, index))), (score, partial, index))
    ranked = sorted(found.items(), key=lambda item: -item[1][0])[:_BEAM]
    return [
        _Partial(
            score,
            chosen,
            partial.size + sizes[index],
            np.maximum(partial.words, words[index]),
            np.maximum(partial.bigrams, bigrams[index]),
        )
        for chosen, (score, partial, index) in ranked
    ]
