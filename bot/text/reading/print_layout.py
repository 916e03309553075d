"""Text set for paper made one text again: running heads and page numbers out, lines and divided words joined."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EDGE = 3  # lines at a page's top and bottom that may be running heads
_REPEATED = 0.4  # of the pages
_FEWEST_PAGES = 2
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^\W{0,3}(?:(?:page|seite|p\.|s\.|página|pagina|strona|стр\.?|страница|σελ\.?|第)\s?)?\d{1,4}"
    r"(?:\s?(?:/|of|von|de|di|sur|z|из|από)\s?\d{1,4}|\s?[页頁ページ]+)?\W{0,3}$",
    re.IGNORECASE,
)
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_DIVIDED = re.compile(r"[^\W\d_]{2,}[-\u2010\u00ad]$")
_ENDED = re.compile(r"""[.!?…。！？؟।:][\"'”’»“)\]」』]*$""")
_SOLID = re.compile("[\u3000-\u303f\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")
_END = 40  # characters that tell how a line ends
_LONGEST = 20_000  # characters of a paragraph
_SHORTEST = 15  # characters of a line that tells how wide the column is
_COLUMN = 0.95  # of the lines are no longer than the column is wide
_UNENDED = 0.8  # of the column: a line within a sentence is so long at least, for long words may follow it


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[str]:
    """The lines of all pages in order, without page numbers and what most pages repeat at their edges.

    Args:
        pages: the lines of each page.
    """
    texts = [[line.translate(_LIGATURES).strip() for line in page] for page in pages]
    repeated = Counter(alike for page in texts for alike in {_DIGITS.sub("0", line) for line in _edges(page)})
    often = max(_FEWEST_PAGES, _REPEATED * len(texts))
    heads = {alike for alike, n in repeated.items() if n >= often and alike.strip(" 0-–—")}
    kept: list[str] = []
    for page in texts:
        edges = _edge_positions(page)
        running = {i for i in edges if _DIGITS.sub("0", page[i]) in heads}
        running |= {i for i in (*edges[:1], *edges[-1:]) if _PAGE_NUMBER.match(page[i])}
        kept += [line for i, line in enumerate(page) if i not in running]
    return kept


def paragraphs(lines: Iterable[str]) -> list[str]:
    """The paragraphs that ``lines`` of one column's width make; an empty line ends one, and so does a short line."""
    lines = list(lines)
    lengths = sorted(len(line) for line in lines if len(line) >= _SHORTEST)
    width = lengths[int(_COLUMN * (len(lengths) - 1))] if lengths else 0
    made: list[str] = []
    before = ""
    for line in lines:
        if line and before and len(made[-1]) < _LONGEST and _goes_on(before, line, width):
            made[-1] = _joined(made[-1], line)
        elif line:
            made.append(line)
        before = line
    return made


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether ``line`` belongs to the paragraph of the line before it."""
    ended = _ENDED.search(before[-_END:])
    if _DIVIDED.search(before[-_END:]) or (line[0].islower() and not ended):
        return True
    if not ended:
        return len(before) >= _UNENDED * width
    next_word = 1 if _SOLID.match(line) else len(line.split(" ", 1)[0]) + 1
    return len(before) + next_word > width


def _joined(text: str, line: str) -> str:
    if _DIVIDED.search(text[-_END:]) and line[0].islower():
        return text[:-1] + line
    return text + ("" if _SOLID.match(line) and _SOLID.match(text[-1]) else " ") + line


def _edge_positions(page: Sequence[str]) -> list[int]:
    filled = [i for i, line in enumerate(page) if line]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _edges(page: Sequence[str]) -> list[str]:
    return [page[i] for i in _edge_positions(page)]
