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

    Places = NDArray[np.int64]
    Traits = NDArray[np.uint8]

IN_WORD, SMALL, CAPITAL, JOINT, ENDER, CLOSER, DIGIT = 1, 2, 4, 8, 16, 32, 64
"""What a character is, in flags: of words (``\\w``), a small letter, one that lower case changes, a mark in words, one
that ends sentences, one that may close behind those, a digit of any script (``\\d``)."""
_T = TypeVar("_T", bound=np.generic)
PLANE = 0x10000
"""The code points below are looked up in tables."""
# Letters that lower case makes more than one of, or another at a word's end.
_FOLDED = {"İ": "i", "ς": "σ"}
_JOINTS = "-’'."
_ENDERS, _CLOSERS = ".!?…。！？؟։।|", "\"'”’»“)]」』*"
ENDED = re.compile(f"[{re.escape(_ENDERS)}][{re.escape(_CLOSERS)}]*$")
"""The end of a text that ends as a sentence does."""


@dataclass(frozen=True, slots=True)
class Print:
    """The characters of some texts, a line feed above the first and below each.

    Attributes:
        text: they as a string.
        codes: code points, one entry a character; ``lines``: the positions of their texts.
        starts: where each text begins; ``sizes``: how many characters it has, without the line feed.
        beyond: which code points are U+10000 and above, if any is.
    """

    text: str
    codes: Places
    lines: Places
    starts: Places
    sizes: Places
    beyond: NDArray[np.bool_] | None


def printed(texts: Sequence[str]) -> Print:
    """The characters of ``texts``."""
    text = "\n".join(["", *texts, ""])
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    sizes = np.array([*map(len, texts)], np.int64)
    taken = sizes + 1
    starts = taken.cumsum() - sizes
    if texts:
        taken[0] += 1
    beyond = codes >= PLANE if len(codes) and codes.max() >= PLANE else None
    return Print(text, codes, np.arange(len(texts)).repeat(taken), starts, sizes, beyond)


def traits(page: Print) -> Traits:
    """What each character is, in flags."""
    return looked_up(page, _traits(), _trait)


def lower(character: str) -> str:
    """The one character that ``character`` is in lower case; itself where those would be several."""
    small = _FOLDED.get(character) or character.lower()
    return small if len(small) == 1 else character


def _trait(character: str) -> int:
    word = IN_WORD * (character.isalnum() or character == "_")
    case = SMALL * character.islower() | CAPITAL * (character.lower() != character)
    end = ENDER * (character in _ENDERS) | CLOSER * (character in _CLOSERS)
    return word | case | JOINT * (character in _JOINTS) | end | DIGIT * character.isdecimal()


def looked_up(page: Print, table: NDArray[_T], tell: Callable[[str], int]) -> NDArray[_T]:
    """What ``table`` has for each code point below U+10000, and ``tell`` for those few that stand above."""
    codes, beyond = page.codes, page.beyond
    if beyond is None:
        return table.take(codes)
    found = table.take(np.where(beyond, 0, codes))
    rare, which = np.unique(codes[beyond], return_inverse=True)
    found[beyond] = np.array([tell(chr(code)) for code in rare.tolist()], table.dtype)[which]
    return found


@cache
def small_letters() -> NDArray[np.uint32]:
    """The code points of the characters below U+10000 in lower case, see ``lower``."""
    table = np.arange(PLANE, dtype=np.uint32)
    for block in _cased_blocks():
        table[block.start : block.stop] = [ord(lower(chr(code))) for code in block]
    return table


@cache
def _traits() -> Traits:
    table = np.zeros(PLANE, np.uint8)
    plane = "".join(map(chr, range(PLANE)))
    for pattern, flag in ((r"\w+", IN_WORD), (r"\d+", DIGIT)):
        for run in re.finditer(pattern, plane):
            table[run.start() : run.end()] |= flag
    for block in (*_cased_blocks(), map(ord, _JOINTS + _ENDERS + _CLOSERS)):
        for code in block:
            table[code] = _trait(chr(code))
    return table


@cache
def _cased_blocks() -> list[range]:
    """The blocks of 256 code points that have small letters or capitals."""
    blocks = [range(start, start + 256) for start in range(0, PLANE, 256)]
    return [block for block in blocks if _is_cased("".join(map(chr, block)))]


def _is_cased(text: str) -> bool:
    return text.lower() != text or text.upper() != text
