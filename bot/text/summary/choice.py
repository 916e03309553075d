"""The choice of the sentences that together have the highest expected ROUGE."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from bot.text.summary.aim import Aim
    from bot.text.summary.chances import Chances
    from bot.text.summary.readable import Readable
    from bot.text.summary.units import Floats, Ints, Units

_CANDIDATES = 20
_BEAM = 5
_FEWEST = 2
"""Sentences that a summary has where it may: one by itself is seldom the whole news, and two score no less."""

_NONE, _ABSENT = -1, -2
_SAME = 0.6
"""Two sentences that share more than this part of the shorter one's words say the same."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a summary may not exceed.

    Attributes:
        sentences: their number.
        costs: [kinds, sentences of the article] what each sentence costs of each kind of room: words, letters ...
        room: [kinds] how much there is of each.
    """

    sentences: int
    costs: Floats
    room: Floats


@dataclass(frozen=True, slots=True)
class Candidates:
    """The sentences to choose from; [rows] in the article's order.

    Attributes:
        index: the sentence of each.
        follows: the row that must be in a summary for this one to be; `_NONE` where none must, `_ABSENT` where it is
            no candidate.
        length: its words.
        words: [rows, units] the chance of each word to be in the reference, 0 where the sentence lacks it.
        bigrams: [rows, units] the same of bigrams.
        alike: [rows, rows] whether two say the same.
        costs: [kinds, rows] as in `Limits`.
    """

    index: Ints
    follows: Ints
    length: Ints
    words: Floats
    bigrams: Floats
    alike: Floats
    costs: Floats


@dataclass(frozen=True, slots=True)
class _Beam:
    """Partial summaries, best first; [partials] all.

    Attributes:
        rows: the candidates each has taken, in the order taken.
        score: the expected ROUGE.
        words, bigrams: the expected matches.
        length: the words of their sentences.
        no_word, no_bigram: [units, partials] 1 where the unit is not in yet, else 0.
        costs: [kinds, partials]
        barred: [partials, rows] whether a candidate says what is said already.
    """

    rows: list[tuple[int, ...]]
    score: Floats
    words: Floats
    bigrams: Floats
    length: Floats
    no_word: Floats
    no_bigram: Floats
    costs: Floats
    barred: Floats


def candidates(chances: Chances, lengths: Ints, readable: Readable, limits: Limits, aim: Aim) -> Candidates:
    """Take the sentences of the highest expected ROUGE each by itself, as many as a search can weigh.

    Args:
        chances: of the document's units.
        lengths: the words of every sentence.
        readable: which sentences may be chosen.
        limits: those beyond them are left out.
        aim: how expected matches are weighed.
    """
    fits = np.all(limits.costs <= limits.room[:, None], axis=0)
    best_first = np.argsort(-_alone(chances, lengths, aim), kind="stable")
    within: list[int] = best_first[fits[best_first]].tolist()
    kept = sorted(islice(filter(readable.usable, within), _CANDIDATES))
    row = {index: place for place, index in enumerate(kept)}
    follows = [row.get(index - 1, _ABSENT) if readable.after_previous(index) else _NONE for index in kept]
    rows = np.array(kept, np.int64)
    words, held = _matrix(chances.words, chances.word, rows, len(lengths))
    bigrams, _ = _matrix(chances.bigrams, chances.bigram, rows, len(lengths))
    sizes = np.maximum(held.sum(1), 1)
    alike = (held @ held.T) / np.minimum(sizes[:, None], sizes[None, :]) > _SAME
    return Candidates(rows, np.array(follows, np.int64), lengths[rows], words, bigrams, alike, limits.costs[:, rows])


def choose(found: Candidates, limits: Limits, aim: Aim) -> list[int]:
    """Choose sentences by beam search; their numbers in order, empty where there is no candidate."""
    beam = _empty(found)
    best: tuple[int, ...] = ()
    score = 0.0
    for size in range(1, min(limits.sentences, len(found.index)) + 1):
        beam = _extended(beam, found, limits, aim)
        if not beam.rows:
            break
        if size <= _FEWEST or beam.score[0] > score:
            best, score = beam.rows[0], float(beam.score[0])
    return sorted(int(found.index[row]) for row in best)


def _empty(found: Candidates) -> _Beam:
    words, bigrams = np.ones((found.words.shape[1], 1)), np.ones((found.bigrams.shape[1], 1))
    none, barred = np.zeros(1), np.zeros((1, len(found.index)))
    return _Beam([()], none, none, none, none, words, bigrams, np.zeros((len(found.costs), 1)), barred)


def expected(words: Floats | Ints, bigrams: Floats | Ints, length: Floats | Ints, sentences: int, aim: Aim) -> Floats:
    """Expected ROUGE-1 F1 and, by its share, ROUGE-2 F1 (0 to 1): from the expected matches and the words."""
    return np.asarray(
        2 * words / (length + aim.words) + aim.bigram_share * 2 * bigrams / (length - sentences + aim.words - 3)
    )


def _alone(chances: Chances, lengths: Ints, aim: Aim) -> Floats:
    words = np.bincount(chances.words.sentence, chances.word[chances.words.unit], len(lengths))
    bigrams = np.bincount(chances.bigrams.sentence, chances.bigram[chances.bigrams.unit], len(lengths))
    return expected(words, bigrams, lengths, 1, aim)


def _matrix(units: Units, chance: Floats, rows: Ints, sentences: int) -> tuple[Floats, Floats]:
    """[rows, units in them] the chance of each unit where the sentence holds it, else 0; and where it is held."""
    place = np.full(sentences, -1)
    place[rows] = np.arange(len(rows))
    at = place[units.sentence]
    inside = at >= 0
    column = np.full(len(units.first), -1)
    column[units.unit[inside]] = 0
    distinct = np.flatnonzero(column == 0)
    column[distinct] = np.arange(len(distinct))
    held = np.zeros((len(rows), len(distinct)))
    held[at[inside], column[units.unit[inside]]] = 1
    return held * chance[distinct], held


def _extended(beam: _Beam, found: Candidates, limits: Limits, aim: Aim) -> _Beam:
    """The best partial summaries of one more sentence."""
    words = beam.words[:, None] + (found.words @ beam.no_word).T
    bigrams = beam.bigrams[:, None] + (found.bigrams @ beam.no_bigram).T
    length = beam.length[:, None] + found.length
    score = expected(words, bigrams, length, len(beam.rows[0]) + 1, aim)
    score[~_allowed(beam, found, limits)] = -1.0
    taken = _best(beam, score)
    parents = np.array([parent for parent, _ in taken], np.int64)
    rows = np.array([row for _, row in taken], np.int64)
    return _Beam(
        [(*beam.rows[parent], row) for parent, row in taken],
        score[parents, rows],
        words[parents, rows],
        bigrams[parents, rows],
        length[parents, rows],
        beam.no_word[:, parents] * (found.words[rows] == 0).T,
        beam.no_bigram[:, parents] * (found.bigrams[rows] == 0).T,
        beam.costs[:, parents] + found.costs[:, rows],
        beam.barred[parents] + found.alike[rows],
    )


def _best(beam: _Beam, score: Floats) -> list[tuple[int, int]]:
    """Which partial summaries take which candidate: the best `_BEAM` that are not the same set."""
    seen: dict[frozenset[int], tuple[int, int]] = {}
    for place in np.argsort(-score, axis=None, kind="stable").tolist():
        parent, row = divmod(place, score.shape[1])
        if score[parent, row] < 0 or len(seen) == _BEAM:
            break
        seen.setdefault(frozenset((*beam.rows[parent], row)), (parent, row))
    return list(seen.values())


def _allowed(beam: _Beam, found: Candidates, limits: Limits) -> npt.NDArray[np.bool_]:
    """[partials, rows] which may be taken: within the room, not said yet, and in the company they need."""
    costs = beam.costs[:, :, None] + found.costs[:, None, :]
    fits = (costs <= limits.room[:, None, None]).all(0)
    size = len(found.index)
    chosen = np.zeros((len(beam.rows), size + 2), bool)
    for partial, rows in enumerate(beam.rows):
        chosen[partial, list(rows)] = True
    chosen[:, _NONE] = True
    return np.asarray(fits & chosen[:, found.follows] & (beam.barred == 0))
