"""Title, byline, source and date out of a page's lines, by where they stand around the body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import MONTHS, find_dates
from bot.text.cleaning.published import find_published
from bot.text.cleaning.source import find_source
from bot.text.cleaning.words import codes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.text.cleaning.lines import PageLine
    from bot.text.cleaning.page import Page

_BY = re.compile(
    r"""(?:^|[|•·])\s*(?:written\ by|posted\ by|words\ by|story\ by|reported\ by|reviewed\ by|by|von|par
    |por|di|door|av|от|автор
    |autor(?:in)?|auteur|autore|author|oleh|text|texte|texto|testo|tekst)\b\s*[:：]?\s+(?P<name>\S.{2,60})$""",
    re.IGNORECASE | re.VERBOSE,
)
_LABELLED = re.compile(
    r"(?:作者|记者|記者|文|撰文|取材|Автор|Συντάκτης)\s*[:：]\s*(?P<name>\S{2,20}(?:\s[^\W\d_]\S+)?)"
)
_NAME_END = re.compile(
    r"""\s*(?:[|,•·–—(/]|\s-\s|\b(?:and\ updated|updated|published|posted|on|at|am|le|el|in|for|from|is
    |was)\b.*|\d).*$""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE_LINE = 60
_MONTH_END = re.compile(r"[\s,]+(\w+)\.?$")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "da", "di", "du", "la", "le", "el", "al", "bin", "ibn", "y", "e",
    "and", "und", "et", "i", "и", "&", "dos", "das", "del", "della", "ter", "ten", "zu",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What one witness tells about an article; None where it tells nothing."""

    title: str | None = None
    byline: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None

    def or_else(self, other: Head) -> Head:
        """This head, its gaps filled from ``other``."""
        return Head(
            self.title or other.title,
            self.byline or other.byline,
            self.source or other.source,
            self.published or other.published,
            self.url or other.url,
            self.language or other.language,
        )


def read_head(page: Page) -> Head:
    """The head that a judged page prints."""
    lines, body, at = page.lines, page.body, page.title_at
    first, last = (body[0], body[-1]) if body else (len(lines), len(lines))
    return Head(
        title=lines[at].text if at is not None else None,
        byline=_byline(lines, at, first, last),
        source=find_source([line.text for line in lines], last),
        published=find_published(page),
    )


def _byline(lines: Sequence[PageLine], at: int | None, first: int, last: int) -> str | None:
    start = at if at is not None else max(0, first - 10)
    for i in (*range(start, min(first + 2, len(lines))), *range(last, min(last + 4, len(lines)))):
        text = lines[i].text
        if len(text) > 160:
            continue
        if (match := _LABELLED.search(text)) and (name := byline_name(match["name"], labelled=True)):
            return name
        if (match := _BY.search(text)) and (name := byline_name(match["name"])):
            return name
    return _name_beside_date(lines, start, min(first + 2, len(lines)))


def _name_beside_date(lines: Sequence[PageLine], start: int, end: int) -> str | None:
    """A line of two or three capitalised words right above or below a dated line.

    None of them may be a word that is listed, or that the page writes in lower case elsewhere: then it is a label.
    """
    known = codes()
    for i in range(start + 1, end):
        words = lines[i].text.split()
        if not 2 <= len(words) <= 3 or not all(w[0].isupper() and w.isalpha() and not w.isupper() for w in words):
            continue
        if any(known[w.lower()] for w in words):
            continue
        beside = (lines[k].text for k in (i - 1, i + 1) if start < k < len(lines))
        if any(len(text) < _DATE_LINE and find_dates(text) for text in beside):
            common = {word for line in lines for word in line.text.split() if word.islower()}
            if not any(w.lower() in common for w in words):
                return lines[i].text
    return None


def byline_name(text: str, *, labelled: bool = False) -> str | None:
    """The name that the text after "By" holds, without date, title or place; None where it is none.

    A single word will do where it is ``labelled`` as the author or written without spaces.
    """
    name = _NAME_END.sub("", text).strip(" .:")
    while (end := _MONTH_END.search(name)) and end[1].lower() in MONTHS and end[1][0].isupper():
        name = name[: end.start()]
    words = name.split()
    if not words or len(words) > 6 or any(c.isdigit() or c in "*@_{}" for c in name):
        return None
    if len(words) == 1:
        fits = 1 < len(name) <= 20 if _UNSPACED.search(name) else labelled and len(name) > 2
        return name if fits else None
    if name.isupper():
        name = name.title()
    named = [w for w in name.split() if w.lower() not in _PARTICLES]
    return name if named and not any(w[0].islower() for w in named) else None
