"""The lines of a plain-text page."""

from __future__ import annotations

import re

from bot.text.cleaning.lines import PageLine, with_plain_blanks, without_invisible
from bot.text.cleaning.unwrap import unwrap

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>|]+")
_AROUND = " \t<>-*[]()"
_NAME_WORDS = 12
_ADDRESSES = 0.8  # of the lines
_LOOKED_AT = 50_000  # characters
_INDENT = re.compile(r"[ \t\u3000\u00a0]{2}|\t")
_BULLET = re.compile(r"^(?:[-*+•·‣▪●◦■►▶»–—]|\(?\d{1,3}[.)])\s+(?=\S)")


def text_lines(text: str) -> list[PageLine]:
    """The lines of a plain-text page that are not empty."""
    lines: list[PageLine] = []
    starts: list[int] = []
    gap = 0
    indented = True
    text = without_invisible(text)
    for raw, line in zip(text.split("\n"), with_plain_blanks(text).split("\n"), strict=True):
        # Most lines have nothing to fold.
        folded = " ".join(line.split()) if "  " in line else line.strip(" ")
        if not folded or folded in "*+-•·|":
            gap += 1
            continue
        above, indented = indented, raw[0].isspace() and _INDENT.match(raw) is not None
        if indented and not above:
            starts.append(len(lines))
        bullet = not folded[0].isalpha() and _BULLET.match(folded)
        lines.append(PageLine(folded, gap, "item" if bullet else ""))
        gap = 0
    return unwrap(lines, frozenset(starts))


def is_address_list(text: str) -> bool:
    """Whether ``text`` holds nothing but web addresses with a few words to each, as a list of things to fetch does."""
    text = text[:_LOOKED_AT]
    signs = text.count("://") + text.count("www.")
    if not signs:
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    if signs < _ADDRESSES * len(lines):
        return False
    addresses = [line for line in lines if _ADDRESS.search(line[:2000])]
    if not addresses or len(addresses) < _ADDRESSES * len(lines):
        return False
    if len(addresses) == 1:
        return bool(_ADDRESS.fullmatch(addresses[0].strip(_AROUND)))
    return all(len(_ADDRESS.sub("", line[:2000]).split()) <= _NAME_WORDS for line in addresses)
