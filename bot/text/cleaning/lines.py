"""A page's line as the cleaner sees it: its text and what markup or layout tells of it."""

from __future__ import annotations

import re
from typing import NamedTuple

_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufe0f\ufffc"
_ANY_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
# All that ``str.split`` parts words at, but for the space and the line feed.
_BLANKS = "\t\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ASCII_BLANKS = "".join(filter(str.isascii, _BLANKS))
_LONG = 100_000
_UNFOLDED = re.compile(r"\s\s|[^\S ]|[\x1c-\x1f]")


class PageLine(NamedTuple):
    """One printed line.

    Attributes:
        text: its words, blanks folded.
        gap: how many empty lines stand above it.
        mark: ``"item"``, ``"heading"``, ``"quote"``, ``"table"``, ``"caption"`` or ``"paragraph"`` where layout or
            markup says so, else ``""``.
        favour: how many enclosing blocks the markup names as article, at most 3.
        against: how many enclosing blocks the markup names as furniture, at most 3.
        linked: the share of its characters that are link text, 0.0 to 1.0; 0.0 where there is no markup.
    """

    text: str
    gap: int = 0
    mark: str = ""
    linked: float = 0.0
    favour: int = 0
    against: int = 0


def fold(text: str) -> str:
    """``text`` on one line: blanks folded, invisible characters out."""
    plain = text if text.isascii() else _ANY_INVISIBLE.sub("", text)
    if len(plain) > _LONG and _UNFOLDED.search(plain) is None:
        # A book in one line has millions of words, which need not be parted to be joined again.
        return plain.strip()
    return " ".join(plain.split())


def without_invisible(text: str) -> str:
    """A long ``text`` without invisible characters, of which most have none."""
    return _ANY_INVISIBLE.sub("", text) if not text.isascii() and any(map(text.__contains__, _INVISIBLE)) else text


def with_plain_blanks(text: str) -> str:
    """``text`` with a plain space for each other blank, but for line feeds."""
    for blank in filter(text.__contains__, _ASCII_BLANKS if text.isascii() else _BLANKS):
        text = text.replace(blank, " ")
    return text
