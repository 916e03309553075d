"""The words and bigrams of a document as arrays: which there are, and which sentence holds which."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy.typing as npt

    Ints: TypeAlias = npt.NDArray[np.int64]
    Floats: TypeAlias = npt.NDArray[np.float64]


_LARGEST_TABLE = 2_000_000
"""Up to so many sentences times units a table of them is quicker than sorting."""


@dataclass(frozen=True, slots=True)
class Units:
    """Distinct units (word stems, or pairs of neighbouring ones) and their occurrences.

    Attributes:
        first: [units] the token where the unit first occurs.
        count: [units] the number of sentences that hold the unit.
        sentence: [pairs] with ``unit``: which sentence holds which unit, each once, by sentence.
        unit: [pairs]
    """

    first: Ints
    count: Ints
    sentence: Ints
    unit: Ints


@dataclass(frozen=True, slots=True)
class Tokens:
    """A document's running words.

    Attributes:
        forms: the distinct words as written.
        form: [tokens] the number of each word's form.
        stem: [tokens] the number of each word's stem; 0 and up without gaps, by first occurrence.
        stems: [words] the stems.
        sentence: [tokens] the sentence each stands in.
        lengths: [sentences] the number of words of each.
    """

    forms: list[str]
    form: Ints
    stem: Ints
    stems: list[str]
    sentence: Ints
    lengths: Ints


def tokens_of(sentences: Sequence[Sequence[str]], stem: Callable[[str], str]) -> Tokens:
    """Number the words of a document, sentence by sentence."""
    running = list(chain.from_iterable(sentences))
    forms, form = _numbered(running, len(running))
    stems, stem_of_form = _numbered(map(stem, forms), len(forms))
    lengths = np.fromiter(map(len, sentences), np.int64, len(sentences))
    return Tokens(forms, form, stem_of_form[form], stems, np.repeat(np.arange(len(sentences)), lengths), lengths)


def _numbered(keys: Iterable[str], size: int) -> tuple[list[str], Ints]:
    """The distinct ones of ``size`` keys by first occurrence, and the number of each key among them."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    places = np.fromiter(map(numbers.__getitem__, keys), np.int64, size)
    return list(numbers), places


def words_of(tokens: Tokens) -> Units:
    """The distinct stems; their numbers are those of ``tokens.stem``."""
    first = np.empty(len(tokens.stems), np.int64)
    first[tokens.stem[::-1]] = np.arange(len(tokens.stem))[::-1]
    return _units(tokens.stem, tokens.sentence, first)


def bigrams_of(tokens: Tokens, kept: npt.NDArray[np.bool_] | None = None) -> Units:
    """The distinct pairs of stems that follow one another within a sentence; of the ``kept`` sentences only."""
    within = tokens.sentence[1:] == tokens.sentence[:-1]
    inside = np.flatnonzero(within if kept is None else within & kept[tokens.sentence[1:]])
    keys = tokens.stem[inside] * len(tokens.stems) + tokens.stem[inside + 1]
    if not len(keys):
        return _units(keys, tokens.sentence[inside], inside)
    order = np.argsort(keys)  # not a stable sort, which takes four times as long: the first of a group is its least
    fresh = _fresh(keys[order])
    unit = np.empty(len(keys), np.int64)
    unit[order] = np.cumsum(fresh) - 1
    return _units(unit, tokens.sentence[inside], np.minimum.reduceat(inside[order], np.flatnonzero(fresh)))


def _units(unit: Ints, sentence: Ints, first: Ints) -> Units:
    size = max(len(first), 1)
    pairs = _distinct(sentence * size + unit, (int(sentence[-1]) + 1) * size if len(sentence) else 0)
    return Units(first, np.bincount(pairs % size, minlength=len(first)), pairs // size, pairs % size)


def _distinct(keys: Ints, limit: int) -> Ints:
    """The distinct keys below a limit, in order."""
    if limit > _LARGEST_TABLE:
        ordered = np.sort(keys)
        return ordered[_fresh(ordered)]
    held = np.zeros(limit, bool)
    held[keys] = True
    return np.flatnonzero(held)


def _fresh(ordered: Ints) -> npt.NDArray[np.bool_]:
    """Where a sorted array has a value for the first time."""
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return fresh


def numbers_of(keys: Iterable[str], tokens: Tokens) -> Ints:
    """The numbers of those stems that the document has."""
    wanted = set(keys)
    found = [number for number, key in enumerate(tokens.stems) if key in wanted] if wanted else []
    return np.array(found, np.int64)
