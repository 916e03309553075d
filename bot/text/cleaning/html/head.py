"""The head of a saved page: what its markup claims, checked against what it prints."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.fields import host
from bot.text.cleaning.heads.head import Head, read_head
from bot.text.cleaning.heads.names import byline_name, has_given_name
from bot.text.cleaning.heads.outlets import outlet_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.text.cleaning.html.meta import Claims
    from bot.text.cleaning.page import Page

_SPLIT = re.compile(r"\s+[|•·»–—:-]\s+|\s*\|\s*|\s*::\s*| [–—] ")
_WORD = re.compile(r"\w+")
_SHORTEST = 5
_LONGEST = 200
_LEAST_PART = 0.3
_AKIN = 0.2
_BY = re.compile(
    r"^(?:eingestellt von|veröffentlicht von|publié par|publicado por|written by|posted by|by|von|par|por|di|door|av|от"
    r"|автор|autor|author)\b\s*:?\s*",
    re.IGNORECASE,
)


def html_head(claims: Claims, page: Page | None) -> Head:
    """The head that ``claims`` and the judged ``page`` make together."""
    lines = [_folded(line.text) for line in page.lines if len(line.text) < _LONGEST] if page else []
    title = pick_title(claims, page.title if page else None, lines)
    if page and title and title != page.title and (at := _place(title, page)) is not None:
        page = replace(page, title_at=at)
    address = host(claims.url)
    site = next(iter(claims.sites), None) or outlet_at(address)
    printed = read_head(page, site, sited=address is not None) if page else Head(source=site)
    return Head(
        title=title,
        byline=_author(claims, page, printed.byline),
        source=printed.source,
        published=_published(claims, printed.published, page),
        url=claims.url,
        language=claims.language,
    )


def _published(claims: Claims, printed: date | None, page: Page | None) -> date | None:
    """The day that the page prints as its article's, else the one that its markup claims.

    Markup tells when a file was first put up, or the day in another time zone: what readers see goes before it. Where
    it speaks of a web page and not of an article, its day must be printed somewhere.
    """
    if printed or claims.published is None or not claims.assumed:
        return printed or claims.published
    lines = page.lines if page else ()
    shown = any(found.day == claims.published for line in lines for found in find_dates(line.text[:_LONGEST]))
    return claims.published if shown else None


def _place(title: str, page: Page) -> int | None:
    """The last line above the body, or else the first of all, that prints ``title``."""
    wanted = _folded(title)
    found = [i for i, line in enumerate(page.lines) if len(line.text) < 400 and _folded(line.text) == wanted]
    body = page.body
    above = [i for i in found if body and i <= body[0]]
    return above[-1] if above else next(iter(found), None)


def _author(claims: Claims, page: Page | None, printed: str | None) -> str | None:
    """The author that the page's metadata declares, else the one that it prints, else one marked as such in its text.

    Each must be a name, not the publisher, and stand in the page; a declared name of two words or more need not.
    """
    shown = _folded(" ".join(line.text for line in page.lines if len(line.text) < 300)) if page else ""
    for position, claimed in enumerate(claims.authors):
        declared = position < claims.declared
        if not declared and printed:
            return printed
        name = byline_name(_BY.sub("", claimed), labelled=declared and claimed[:1].isupper())
        if not name or _is_site(name, claims):
            continue
        if (declared and " " in name) or (_folded(name) in shown and (declared or has_given_name(name))):
            return name
    return printed


def _printed_part(title: str, lines: Sequence[str]) -> str | None:
    """The part of a claimed title, up to one of its bars or dashes, that a printed line begins with."""
    ends = [match.start() for match in _SPLIT.finditer(title) if match.start() >= _LEAST_PART * len(title)]
    for end in reversed(ends):
        folded = _folded(title[:end])
        if any(line.startswith(folded) for line in lines):
            return title[:end]
    return None


def _akin(text: str, title: str) -> bool:
    """Whether two titles share enough words to be two wordings of one: editors write another for search engines."""
    words, others = set(_folded(text).split()), set(_folded(title).split())
    return len(words & others) >= _AKIN * len(words | others)


def pick_title(claims: Claims, printed: str | None, lines: Sequence[str] = ()) -> str | None:
    """The headline: what the page prints as one where the markup claims it too, else the claim without the site's name.

    ``printed`` is the headline that the page's ``lines`` (folded) give.
    """
    claimed = [_folded(title) for title in claims.titles]
    shown = [t for t in (printed, *claims.headings) if t and len(t) > _SHORTEST and not _is_site(t, claims)]
    for candidate in shown:
        folded = _folded(candidate)
        if any(folded and (folded in title or title in folded) for title in claimed):
            return candidate
    headings = {_folded(heading) for heading in claims.headings}
    if printed in shown and _folded(printed or "") in headings and any(_akin(printed or "", t) for t in claims.titles):
        return printed
    for title in claims.titles:
        if lead := _printed_part(title, lines):
            return lead
        parts = [part for part in _SPLIT.split(title) if part and not _is_site(part, claims)]
        if parts:
            first, last = title.find(parts[0]), title.rfind(parts[-1]) + len(parts[-1])
            return title[first:last]
    return printed or next(iter(claims.headings), None)


def _is_site(text: str, claims: Claims) -> bool:
    """Whether ``text`` is the site's name: as it declares itself, or as its address spells it."""
    squashed = _squashed(text)
    address = _squashed(host(claims.url) or "")
    named = any(squashed == _squashed(site) for site in claims.sites)
    return named or (len(squashed) > 3 and (squashed in address or address.removesuffix("com") == squashed))


def _squashed(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
