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
_ALONE = "*+-•·|"  # what a line is that holds nothing
_BULLET = re.compile(r"^(?:[-*+•·‣▪●◦■►▶»–—]|\(?\d{1,3}[.)])\s+(?=\S)")


def text_lines(text: str) -> list[PageLine]:
    """The lines of a plain-text page that are not empty."""
    lines: list[PageLine] = []
    gap = 0
    text = without_invisible(text)
    for line in _folded(text):
        if not line or line in _ALONE:
            gap += 1
            continue
        bullet = not line[0].isalpha() and _BULLET.match(line)
        lines.append(PageLine(line, gap, "item" if bullet else ""))
        gap = 0
    return unwrap(lines, lambda: _indented(text))


def _folded(text: str) -> list[str]:
    """The lines of ``text``, blanks folded; in all of them at once, as most have nothing to fold."""
    text = with_plain_blanks(text)
    while "  " in text:
        text = text.replace("  ", " ")
    return [line.strip(" ") for line in text.split("\n")]


def _indented(text: str) -> frozenset[int]:
    """The positions of those lines of a page that an indent shows to begin a paragraph."""
    starts: list[int] = []
    count, above = 0, True
    for raw, line in zip(text.split("\n"), _folded(text), strict=True):
        if not line or line in _ALONE:
            continue
        indented = _INDENT.match(raw) is not None
        if indented and not above:
            starts.append(count)
        count, above = count + 1, indented
    return frozenset(starts)


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
