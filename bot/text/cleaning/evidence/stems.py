"""The content words of a page as numbers, so that what lines share is counted in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.spelling import is_new

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Places = NDArray[np.int64]

# A paragraph's neighbours, in lines.
_NEAR = 14
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Stems:
    """Which line uses which content word; one entry a use in the first two, each line once a word.

    Attributes:
        words: numbers of the words, ascending.
        lines: positions of the lines, ascending within a word.
        a_line: how many each line uses, plus one.
    """

    words: Places
    lines: Places
    a_line: NDArray[np.float64]


def stems(keys: NDArray[np.uint64], users: Places, count: int) -> Stems:
    """The content words of a page of ``count`` lines, by their ``keys`` and the positions of the lines that use them.

    Keys are spread over 64 bits (Knuth 1973, "Sorting and Searching", section 6.4) and give their last bits to their
    lines' positions, so that sorting plain numbers brings a word's uses together, in the order of the lines.
    """
    bits = np.uint64(count.bit_length())
    uses = (keys * _GOLDEN >> bits << bits) | users.astype(np.uint64)
    uses.sort()
    uses = uses[is_new(uses)]
    words = uses >> bits
    at = (uses - (words << bits)).astype(np.int64)
    return Stems(is_new(words).cumsum() - 1, at, np.bincount(at, minlength=count).astype(np.float64) + 1.0)


def cohesion(used: Stems, prose: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """The share of each line's content words that prose close above, and close below, uses too.

    Paragraphs of one article share words; teasers, comments and menus share few.
    """
    if not len(used.words):
        return np.zeros(len(prose), np.float32), np.zeros(len(prose), np.float32)
    # Places on one axis, word after word, so that one running maximum serves all words.
    n = len(prose) + 1
    start = used.words * n
    here, beyond = start + used.lines, int(start[-1]) + 2 * n
    told = prose[used.lines]
    last = np.maximum.accumulate(np.where(told, here, -1))
    first = np.minimum.accumulate(np.where(told, here, beyond)[::-1])[::-1]
    above, below = np.full(len(here), -1), np.full(len(here), beyond)
    above[1:], below[:-1] = last[:-1], first[1:]
    up = (above >= start) & (here - above <= _NEAR)
    down = (below < start + n) & (below - here <= _NEAR)
    return _share(used, up), _share(used, down)


def _share(used: Stems, near: NDArray[np.bool_]) -> Rows:
    return (np.bincount(used.lines[near], minlength=len(used.a_line)) / used.a_line).astype(np.float32)
