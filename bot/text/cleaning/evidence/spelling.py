"""Words as numbers: each word of a page has a key that is the same for the same word in any case, on any page.

A key is a polynomial of the word's letters modulo 2^64 (Karp and Rabin 1987, "Efficient randomized pattern-matching
algorithms"), so that one running sum over a page gives those of all its words and of their beginnings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.prints import (
    CAPITAL,
    DIGIT,
    IN_WORD,
    JOINT,
    SMALL,
    Print,
    looked_up,
    lower,
    printed,
    small_letters,
    traits,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Places = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Traits = NDArray[np.uint8]

LONGEST_LINE = 4000
OPENING = 4
"""How many letters open a line at most, see ``Spelling``."""
_BLANK = ord(" ")
# So that one running sum counts both capitals and small letters.
_A_CAPITAL = 2**32
_CASES = np.array([_A_CAPITAL * bool(flags & CAPITAL) + bool(flags & SMALL) for flags in range(256)], np.int64)
_BASE = 0x9E3779B97F4A7C15
_SPREAD = 0xD6E8FEB86659FD93


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of some lines: letters, digits and underscores, with single hyphens, apostrophes and stops within.

    One entry a word in each array.

    Attributes:
        keys: its number; ``stems``: that of its first six characters.
        lines: the positions of the lines, ascending.
        starts: where it begins among the page's characters; ``marks``: where characters stand that are in no word, and
            no blanks.
        sizes: characters; ``figures``: whether it begins with a digit.
        capital: whether it has a capital; ``shouting``: whether it has no small letter besides, and is not "I" or "A".
        first: the positions in these arrays of the words that begin a line; ``openings``: the numbers of their first
            letters before any mark, one entry for each of those alone.
    """

    keys: Keys
    stems: Keys
    lines: Places
    starts: Places
    marks: Places
    sizes: Places
    figures: Mask
    capital: Mask
    shouting: Mask
    first: Places
    openings: Keys


def spelling(page: Print, characters: Traits) -> Spelling:
    """The words of a page's lines, none longer than ``LONGEST_LINE``, told by what each of its ``characters`` is."""
    letters = characters & IN_WORD > 0
    inside = letters.copy()
    joints = (characters & JOINT).nonzero()[0]
    inside[joints[letters[joints - 1] & letters[joints + 1]]] = True
    # Both ends are line feeds, which are in no word.
    edges = (inside[1:] != inside[:-1]).nonzero()[0] + 1
    starts, ends = edges[::2], edges[1::2]
    powers, inverse = _powers(len(letters).bit_length())
    sums = np.zeros(len(letters) + 1, np.uint64)
    (looked_up(page, _letters(), _letter) * powers[: len(letters)]).cumsum(out=sums[1:])
    before, scale = sums[starts], inverse[starts]
    initial, sizes = page.codes[starts], ends - starts
    capital, small = _cased(characters, starts, ends)
    alone = (sizes == 1) & ((initial == ord("I")) | (initial == ord("A")))
    lines = page.lines[starts]
    first = is_new(lines).nonzero()[0]
    opened = starts[first] + 1
    for _ in range(OPENING - 1):
        opened += letters[opened]
    return Spelling(
        keys=(sums[ends] - before) * scale,
        stems=(sums[np.minimum(starts + 6, ends)] - before) * scale,
        lines=lines,
        starts=starts,
        marks=((page.codes > _BLANK) & ~inside).nonzero()[0],
        sizes=sizes,
        figures=characters[starts] & DIGIT > 0,
        capital=capital,
        shouting=capital & ~alone & ~small,
        first=first,
        openings=(sums[opened] - before[first]) * scale[first],
    )


def key_of(words: Iterable[str]) -> dict[str, int]:
    """The keys of ``words``, without those that are not one word each."""
    listed = [*words]
    page = printed(listed)
    spelt = spelling(page, traits(page))
    whole = spelt.sizes == page.sizes[spelt.lines]
    return {listed[i]: key for i, key in zip(spelt.lines[whole].tolist(), spelt.keys[whole].tolist(), strict=True)}


def is_new(ascending: NDArray[np.int64] | NDArray[np.uint64]) -> Mask:
    """Which entries differ from the one before."""
    new = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return new


def _cased(characters: Traits, starts: Places, ends: Places) -> tuple[Mask, Mask]:
    """Whether any character of each stretch is a capital, and whether any is a small letter."""
    sums = np.zeros(len(characters) + 1, np.int64)
    _CASES.take(characters).cumsum(out=sums[1:])
    held = sums[ends] - sums[starts]
    return held >= _A_CAPITAL, held & (_A_CAPITAL - 1) > 0


@cache
def _letters() -> Keys:
    """The characters below U+10000, in any case, as numbers without a pattern."""
    mixed = (small_letters().astype(np.uint64) + np.uint64(1)) * np.uint64(_SPREAD)
    return mixed ^ (mixed >> np.uint64(32))


def _letter(character: str) -> int:
    mixed = (ord(lower(character)) + 1) * _SPREAD % 2**64
    return mixed ^ (mixed >> 32)


@cache
def _powers(bits: int) -> tuple[Keys, Keys]:
    """The powers of the base up to 2^``bits``, and their inverses modulo 2^64."""
    bases = (_BASE, pow(_BASE, -1, 2**64))
    forward, backward = (np.full(2**bits, base, np.uint64) for base in bases)
    return np.multiply.accumulate(forward), np.multiply.accumulate(backward)
