"""The part of a text that best shows why it was found."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from bot.scripts import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 240
"""Characters an excerpt shows: about three lines in Discord."""

_MOST_MATCHES = 500
"""Enough to choose from, and a bound for a text that is one word over and over."""


def excerpt(text: str, terms: Sequence[str], width: int = _WIDTH) -> tuple[tuple[str, bool], ...]:
    """The stretch of ``text`` with the most of ``terms`` in it.

    Case and accents do not count, as in the search itself. Words that begin with a term are taken where no whole
    word matches.

    Returns:
        Pieces of text in order, each with whether it is a match; "…" where the text goes on.
    """
    folded = text.translate(_FOLD)
    matches = _matches(folded, terms, r"(?!\w)") or _matches(folded, terms, r"\w*")
    start, end = _window(folded, matches, width)
    pieces: list[tuple[str, bool]] = []
    position = start
    for left, right in matches:
        if left >= position and right <= end:
            pieces += [(text[position:left], False), (text[left:right], True)]
            position = right
    pieces.append((text[position:end], False))
    flat = [(re.sub(r"\s+", " ", piece), bold) for piece, bold in pieces if piece]
    return (*([("… ", False)] if start else []), *flat, *([(" …", False)] if end < len(text) else []))


class _Folding(dict[int, str]):
    """Each character's base letter in lower case: one for one, so that positions stay.

    Vowel signs, which belong to their words but are no ``\\w``, become letters (Hangul: a whole alphabet of them).
    """

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()[:1] or chr(code)
        if unicodedata.category(base).startswith("M") and not unicodedata.name(base, "").startswith("COMBINING"):
            base = chr(0xAC00 + code % 11172)
        self[code] = base
        return base


_FOLD = _Folding()


def _matches(folded: str, terms: Sequence[str], ending: str) -> list[tuple[int, int]]:
    """Spans of all terms, in order, not overlapping."""
    words = [re.findall(r"\w+", term.translate(_FOLD)) for term in terms]
    patterns = {_pattern(parts, ending) for parts in words if parts}
    if not patterns:
        return []
    either = re.compile("|".join(sorted(patterns, key=len, reverse=True)))
    return _joined(folded, [match.span() for match in islice(either.finditer(folded), _MOST_MATCHES)])


def _joined(folded: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Matches with nothing but white space between them are one."""
    joined: list[tuple[int, int]] = []
    for left, right in spans:
        if joined and not folded[joined[-1][1] : left].strip():
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    return joined


def _pattern(parts: list[str], ending: str) -> str:
    """A regular expression for the words of one term, one after the other."""
    phrase = r"\W+".join(map(re.escape, parts))
    # Scripts that part no words: a match may stand anywhere in a run of letters.
    return phrase if any(map(spaced, parts)) else rf"(?<!\w){phrase}{ending}"


def _window(folded: str, matches: list[tuple[int, int]], width: int) -> tuple[int, int]:
    if len(folded) <= width:
        return 0, len(folded)
    best, most = 0, 0
    for left, _ in matches:
        inside = {word for a, b in matches if left <= a <= left + width * 3 // 4 for word in folded[a:b].split()}
        if len(inside) > most:
            best, most = left, len(inside)
    start = max(0, best - width // 4)
    end = min(len(folded), start + width)
    return _word_start(folded, start, best), _word_end(folded, end)


def _word_start(text: str, position: int, latest: int) -> int:
    """The start of a sentence or of a word near ``position``, not past ``latest``."""
    if position == 0:
        return 0
    sentence = re.search(r"[.!?。！？\n]\s*(?=\S)", text[position:latest])
    found = sentence or re.search(r"\s+", text[position:latest])
    return position + found.end() if found else position


def _word_end(text: str, position: int) -> int:
    if position >= len(text):
        return len(text)
    found = re.search(r"\s\S*$", text[max(0, position - 30) : position])
    return position - (len(found.group()) if found else 0)
