"""The characters of a page's lines as one array of code points, and what each of them is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]
    Traits = NDArray[np.uint8]

IN_WORD, SMALL, CAPITAL, JOINT = 1, 2, 4, 8
"""What a character is, in flags: of words (``\\w``), a small letter, one that lower case changes, a mark in words."""
_T = TypeVar("_T", bound=np.generic)
_PLANE = 0x10000  # the code points below are looked up in tables
# Letters that lower case makes more than one of, or another at a word's end.
_FOLDED = {"İ": "i", "ς": "σ"}
_JOINTS = "-’'."


@dataclass(frozen=True, slots=True)
class Print:
    """The characters of some texts, each text followed by a line feed.

    Attributes:
        codes: code points, one entry a character, as in the next two.
        lines: the positions of their texts; ``places``: their places in these.
        starts: where each text begins; ``sizes``: how many characters it has, without the line feed.
    """

    codes: Codes
    lines: Places
    places: Places
    starts: Places
    sizes: Places


def printed(texts: Sequence[str]) -> Print:
    """The characters of ``texts``."""
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
    sizes = np.array([*map(len, texts)])
    starts = np.cumsum(sizes + 1) - sizes - 1
    lines = np.repeat(np.arange(len(texts)), sizes + 1)
    return Print(codes, lines, np.arange(len(codes)) - starts[lines], starts, sizes)


def small(codes: Codes) -> Codes:
    """The code points of the same characters in lower case, one for each."""
    return _looked_up(codes, _small_letters(), lambda character: ord(_lower(character)))


def traits(codes: Codes) -> Traits:
    """What each character is, in flags."""
    return _looked_up(codes, _traits(), _trait)


def _lower(character: str) -> str:
    lower = _FOLDED.get(character) or character.lower()
    return lower if len(lower) == 1 else character


def _trait(character: str) -> int:
    word = IN_WORD * (character.isalnum() or character == "_")
    return (
        word | SMALL * character.islower() | CAPITAL * (character.lower() != character) | JOINT * (character in _JOINTS)
    )


def _looked_up(codes: Codes, table: NDArray[_T], tell: Callable[[str], int]) -> NDArray[_T]:
    """What ``table`` has for each code point, and ``tell`` for those few that stand above it."""
    beyond = codes >= _PLANE
    if not beyond.any():
        return table[codes]
    found = table[np.where(beyond, 0, codes)]
    rare, which = np.unique(codes[beyond], return_inverse=True)
    found[beyond] = np.array([tell(chr(code)) for code in rare.tolist()], table.dtype)[which]
    return found


@cache
def _small_letters() -> Codes:
    table = np.arange(_PLANE, dtype=np.uint32)
    for block in _cased_blocks():
        table[block.start : block.stop] = [ord(_lower(chr(code))) for code in block]
    return table


@cache
def _traits() -> Traits:
    table = np.zeros(_PLANE, np.uint8)
    for run in re.finditer(r"\w+", "".join(map(chr, range(_PLANE)))):
        table[run.start() : run.end()] = IN_WORD
    for block in (*_cased_blocks(), map(ord, _JOINTS)):
        for code in block:
            table[code] = _trait(chr(code))
    return table


@cache
def _cased_blocks() -> list[range]:
    """The blocks of 256 code points that have small letters or capitals."""
    blocks = [range(start, start + 256) for start in range(0, _PLANE, 256)]
    return [block for block in blocks if _is_cased("".join(map(chr, block)))]


def _is_cased(text: str) -> bool:
    return text.lower() != text or text.upper() != text
