"""Quotations that run over sentences: a summary must not open one without closing it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DOUBLE_MARKS, _SINGLE_MARKS = '"“”„«»‹›「」『』', "'‘’‚"
_SPACES = " \u00a0\u202f"
_BEFORE_OPENING = _SPACES + '\n\t([—–-/"“'
_AFTER_CLOSING_SENTENCE = ".,!?…"
_CLIPPED = re.compile(r"\d|(?:em|n|til|cause|tis|twas)\b", re.IGNORECASE)
_FARTHEST = 8


def cut_quotes(sentences: Sequence[str]) -> list[bool]:
    """Tell which sentences hold only a part of a quotation.

    The marks are read over the whole text, each as opening or closing by what stands beside it, so a mark that is
    missing spoils the sentences near it and not the rest of the article.

    Args:
        sentences: of one article, in order.

    Returns:
        For every sentence whether a quotation runs over its start or its end, or has lost one of its marks.
    """
    cut = [False] * len(sentences)
    starts = list(accumulate((len(sentence) + 1 for sentence in sentences), initial=0))
    text = "\n".join(sentences)
    for marks, kind_of in ((_DOUBLE_MARKS, _double), (_SINGLE_MARKS, _single)):
        places = sorted(chain.from_iterable(_places(mark, text) for mark in marks))
        _pair([(bisect_right(starts, at) - 1, kind_of(text, at)) for at in places], cut)
    return cut


def _places(mark: str, text: str) -> Iterator[int]:
    """Where a text has a mark; `str.find` passes over what has none much quicker than a regular expression."""
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def _double(text: str, at: int) -> str:
    """Whether the mark at a place opens or closes: "weak" closes only what the same sentence opened.

    It opens where only what follows touches it, and closes where only what precedes does; „ 「 and the French spaced
    « » tell by themselves. After a digit it may stand for inches.
    """
    mark, before, after = text[at], text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
    if mark in "„「『" or (mark == "«" and after in _SPACES):
        return "open"
    if mark in "」』" or (mark == "»" and before in _SPACES):
        return "close"
    if before in _BEFORE_OPENING:
        return "none" if after in " \n,.;:!?)" else "open"
    if before in ":：" and after.isalnum():
        return "open"  # where a space has been lost
    if before.isdigit():
        return "weak"
    return "none" if after.isalnum() and mark == '"' else "close"


def _single(text: str, at: int) -> str:
    """The same of a single mark, which is mostly an apostrophe: after a letter it is weak."""
    before, after = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
    if text[at] == "‚":
        return "open"
    if before in _BEFORE_OPENING:
        return "none" if after.isspace() or _CLIPPED.match(text, at + 1) else "open"
    if after.isalnum():
        return "none"
    return "close" if before in _AFTER_CLOSING_SENTENCE else "weak"


def _pair(marks: list[tuple[int, str]], cut: list[bool]) -> None:
    """Pair opening with closing marks, each given with its sentence; set what they show to be ``cut``."""
    opened: int | None = None
    for index, kind in marks:
        if kind == "open":
            if opened is not None:
                cut[opened] = True
            opened = index
        elif opened == index:
            opened = None
        elif kind == "close":
            cut[index] = True
            if opened is not None:
                last = index if index - opened <= _FARTHEST else opened
                cut[opened : last + 1] = [True] * (last + 1 - opened)
            opened = None
    if opened is not None:
        cut[opened] = True


_QUOTED = re.compile('["“”„«»「」『』]')


def quoted_share(sentence: str) -> float:
    """The share of a sentence's letters that stand inside its quotation marks, between 0 and 1."""
    if not _QUOTED.search(sentence):
        return 0.0
    parts = _QUOTED.split(sentence)
    return sum(map(len, parts[1::2])) / max(len(sentence), 1)
