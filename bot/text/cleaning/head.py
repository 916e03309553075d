"""Title, byline, source and date out of a page's lines, by where they stand around the body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.text.cleaning.lines import PageLine
    from bot.text.cleaning.page import Page

_BY = re.compile(
    r"^(?:written by|posted by|words by|story by|reported by|by|von|par|por|di|door|av|от|автор|autor(?:in)?|auteur|autore|author|oleh)\b\s*:?\s+(?P<name>\S.{2,60})$",
    re.IGNORECASE,
)
_NAME_END = re.compile(
    r"\s*(?:[|,•·–—(/]|\s-\s|\b(?:and updated|updated|published|posted|on|at|am|le|el|in)\b(?=.*\d)|\d).*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"^(?:source|quelle|fuente|fonte|źródło|zdroj|źródło|источник|джерело|πηγή|来源|來源|publisher|site|publication|website)\s*[:：]\s*(?P<name>[^\s:：|].{0,60}?)(?=\s+(?:editors?|author|by|date|editor in chief|责任编辑|编辑)\s*[:：]|\s*[|(]|\s{2,}|$)",
    re.IGNORECASE,
)
_MESSAGE = re.compile(
    r"^a (?:message|note|letter) from (?:the editors? (?:of|at) )?(?P<name>[^:,.]{2,50}?)\s*[:,.]?$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright|&copy;)[\s©,]*(?:(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)?\d\d)?)?[\s©,.|–—-]*(?:by\s+)?(?P<name>[^\d\s©|.,;:][^©|.;:]{1,60})",
    re.IGNORECASE,
)
_RIGHTS_END = re.compile(
    r"\s*(?:[,|–—•·(]|\s-\s|\ball\b|\balle\b|\btous\b|\btodos\b|\btutti\b|\bwszelkie\b|\bvšechna\b|\bинформация\b|\bвсе\b|\bprivacy\b|\bterms\b|\brights\b|\band/or\b|\bis a\b|\ba division\b|\bpart of\b|(?:19|20)\d\d).*$",
    re.IGNORECASE,
)


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
        source=find_source(line.text for line in lines),
        published=_published(lines, at, first, last),
    )


def _byline(lines: Sequence[PageLine], at: int | None, first: int, last: int) -> str | None:
    start = at if at is not None else max(0, first - 10)
    for i in (*range(start, min(first + 2, len(lines))), *range(last, min(last + 4, len(lines)))):
        match = _BY.match(lines[i].text)
        if match and (name := byline_name(match["name"])):
            return name
    return None


def byline_name(text: str) -> str | None:
    """The name that the text after "By" holds, without date, title or place; None where it is none."""
    name = _NAME_END.sub("", text).strip(" .:")
    words = name.split()
    if not 1 < len(words) <= 6 or not any(w[0].isupper() for w in words):
        return None
    return name


def _published(lines: Sequence[PageLine], at: int | None, first: int, last: int) -> date | None:
    start = at if at is not None else max(0, first - 12)
    order = [
        *range(start, first),
        *range(start - 1, max(-1, start - 6), -1),
        *range(last + 1, min(last + 4, len(lines))),
    ]
    for i in order:
        text = lines[i].text
        if len(text) > 120 or text.endswith((".", "。")) or _RIGHTS.search(text):
            continue
        if found := find_dates(text):
            return found[0].day
    return None


def find_source(texts: Iterable[str]) -> str | None:
    """The publisher that a page's lines name: a source line, an appeal's sender or a copyright notice."""
    kept = [t for t in texts if len(t) < 300]
    for pattern in (_SOURCE, _MESSAGE):
        for text in kept:
            if match := pattern.match(text):
                return str(match["name"]).strip()
    for text in kept:
        match = _RIGHTS.search(text)
        if match and (name := _RIGHTS_END.sub("", match["name"]).strip(" .:")) and len(name.split()) <= 6:
            return name
    return None
