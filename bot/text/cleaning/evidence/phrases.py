"""The phrases of a page's lines as numbers: words, pairs of words, how a line begins and ends, short lines as a whole.

A number stands for the same phrase on any page; numbers of figures differ by their length alone, so that "3 comments"
and "5 comments" are one phrase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Places = NDArray[np.int64]

KINDS = ("word", "pair", "beginning", "ending", "whole")
_WHOLE = 8  # words of a line that is one phrase, at most
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_SALTS = np.arange(1, len(KINDS) + 1, dtype=np.uint64) * _SPREAD
_HALF = np.uint64(32)
_NONE = np.zeros(1, np.uint64)
_POWERS = np.multiply.accumulate(np.full(_WHOLE, _GOLDEN))


class Phrases(NamedTuple):
    """The phrases of one kind.

    Attributes:
        keys: their numbers, as 32 bits; ``lines``: the positions of their lines, ascending.
    """

    keys: NDArray[np.uint32]
    lines: Places


def phrases(words: Keys, lines: Places, count: int) -> tuple[Phrases, ...]:
    """The phrases of each kind of ``KINDS`` on a page of ``count`` lines.

    Args:
        words: the page's words as numbers, line after line; ``lines``: the positions of their lines, ascending.
    """
    sizes = np.bincount(lines, minlength=count)
    used = sizes.nonzero()[0]
    ends = sizes.cumsum()[used]
    starts = ends - sizes[used]
    same = lines[1:] == lines[:-1]
    several = sizes[used] > 1
    first, last = words[starts], words[ends - 1]
    # A line of one word begins and ends with it alone.
    second = np.where(several, words[np.minimum(starts + 1, len(words) - 1)], _NONE)
    before = np.where(several, words[ends - 2], _NONE)
    short = sizes[used] <= _WHOLE
    return (
        Phrases(word_keys(words), lines),
        Phrases(_mixed(words[:-1], words[1:], 1)[same], lines[1:][same]),
        Phrases(_mixed(first, second, 2), used),
        Phrases(_mixed(last, before, 3), used),
        Phrases(_mixed(_whole(words, starts[short], sizes[used][short]), _NONE, 4), used[short]),
    )


def word_keys(words: Keys) -> NDArray[np.uint32]:
    """The numbers of words as phrases of their own."""
    return _mixed(words, _NONE, KINDS.index("word"))


def _whole(words: Keys, starts: Places, sizes: Places) -> Keys:
    """A number for each run of at most ``_WHOLE`` words."""
    if not len(starts):
        return words[:0]
    begins = sizes.cumsum() - sizes
    ranks = np.arange(sizes.sum()) - begins.repeat(sizes)
    return np.add.reduceat(words[starts.repeat(sizes) + ranks] * _POWERS[ranks], begins)


def _mixed(one: Keys, other: Keys, kind: int) -> NDArray[np.uint32]:
    """The upper half of a product whose bits depend on all of both numbers and on the kind."""
    mixed = ((one * _GOLDEN) ^ (other + _SALTS[kind])) * _SPREAD
    mixed = (mixed ^ (mixed >> _HALF)) * _GOLDEN
    return np.asarray(mixed >> _HALF, np.uint32)
