"""A page as the cleaner sees it: its printed lines and what markup or layout tells of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.cleaning.unwrap import unwrap

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufe0f\ufffc]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>|]+")
_AROUND = " \t<>-*[]()"
_NAME_WORDS = 12
_BULLET = re.compile(r"^(?:[-*+•·‣▪●◦■►▶»–—]|\(?\d{1,3}[.)])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class PageLine:
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
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def text_lines(text: str) -> list[PageLine]:
    """The lines of a plain-text page that are not empty."""
    lines: list[PageLine] = []
    gap = 0
    for raw in text.split("\n"):
        folded = fold(raw)
        if not folded or folded in "*+-•·|":
            gap += 1
            continue
        bullet = _BULLET.match(folded)
        lines.append(PageLine(folded, gap, "item" if bullet else ""))
        gap = 0
    return unwrap(lines)


def is_address_list(text: str) -> bool:
    """Whether ``text`` holds nothing but web addresses with a few words to each, as a list of things to fetch does."""
    lines = [line for line in text[:50_000].split("\n") if line.strip()]
    addresses = [line for line in lines if _ADDRESS.search(line[:2000])]
    if not addresses or len(addresses) < 0.8 * len(lines):
        return False
    if len(addresses) == 1:
        return bool(_ADDRESS.fullmatch(addresses[0].strip(_AROUND)))
    return all(len(_ADDRESS.sub("", line[:2000]).split()) <= _NAME_WORDS for line in addresses)
