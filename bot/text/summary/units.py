"""The words and bigrams of a document as arrays: which there are, and which sentence holds which."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy.typing as npt

    Ints: TypeAlias = npt.NDArray[np.int64]
    Floats: TypeAlias = npt.NDArray[np.float64]


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
        surface: [tokens] the words as written.
        stem: [tokens] the number of each word's stem; 0 and up without gaps, by first occurrence.
        stems: [words] the stems.
        sentence: [tokens] the sentence each stands in.
        lengths: [sentences] the number of words of each.
    """

    surface: list[str]
    stem: Ints
    stems: list[str]
    sentence: Ints
    lengths: Ints


def tokens_of(sentences: Sequence[Sequence[str]], stem: Callable[[str], str]) -> Tokens:
    """Number the words of a document, sentence by sentence."""
    surface = list(chain.from_iterable(sentences))
    keys = list(map(stem, surface))
    numbers = dict(zip(dict.fromkeys(keys), range(len(keys)), strict=False))
    stems = np.fromiter(map(numbers.__getitem__, keys), np.int64, len(keys))
    lengths = np.fromiter(map(len, sentences), np.int64, len(sentences))
    return Tokens(surface, stems, list(numbers), np.repeat(np.arange(len(sentences)), lengths), lengths)


def words_of(tokens: Tokens) -> Units:
    """The distinct stems; their numbers are those of ``tokens.stem``."""
    first = np.full(len(tokens.stems), len(tokens.stem), np.int64)
    np.minimum.at(first, tokens.stem, np.arange(len(tokens.stem)))
    return _units(tokens.stem, tokens.sentence, first)


def bigrams_of(tokens: Tokens) -> Units:
    """The distinct pairs of stems that follow one another within a sentence."""
    inside = np.flatnonzero(tokens.sentence[1:] == tokens.sentence[:-1])
    keys = tokens.stem[inside] * len(tokens.stems) + tokens.stem[inside + 1]
    _, first, unit = np.unique(keys, return_index=True, return_inverse=True)
    return _units(unit, tokens.sentence[inside], inside[first])


def _units(unit: Ints, sentence: Ints, first: Ints) -> Units:
    size = max(len(first), 1)
    pairs = np.unique(sentence * size + unit)
    return Units(first, np.bincount(pairs % size, minlength=len(first)), pairs // size, pairs % size)


def numbers_of(keys: Iterable[str], tokens: Tokens) -> Ints:
    """The numbers of those stems that the document has."""
    known = {key: number for number, key in enumerate(tokens.stems)}
    return np.array(sorted({known[key] for key in keys if key in known}), np.int64)
