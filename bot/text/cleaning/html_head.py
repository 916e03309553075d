"""The head of a saved page: what its markup claims, checked against what it prints."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.fields import host
from bot.text.cleaning.head import Head, read_head
from bot.text.cleaning.names import byline_name

if TYPE_CHECKING:
    from datetime import date

    from bot.text.cleaning.html_meta import Claims
    from bot.text.cleaning.page import Page

_SPLIT = re.compile(r"\s+[|•·»–—:-]\s+|\s*\|\s*|\s*::\s*| [–—] ")
_WORD = re.compile(r"\w+")
_SHORTEST = 5
_LONGEST = 200
_GENERIC = re.compile(
    r"^(?:admin\w*|staff|editor\w*|redaktion|redaction|rédaction|redacción|redazione|redação|redakcja|редакция|newsroom"
    r"|web\s?master|guest|contributor|news\s?desk|unknown|anonymous|user|root|by|author|team|name|nom|nombre|nome|autor|tools|posted|home|blog|share)$",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|от|автор|autor|author|written by|posted by)\b\s*:?\s*", re.IGNORECASE)


def html_head(claims: Claims, page: Page | None) -> Head:
    """The head that ``claims`` and the judged ``page`` make together."""
    printed = read_head(page) if page else Head()
    title = pick_title(claims, printed.title)
    if page and title and title != printed.title and (at := _place(title, page)) is not None:
        printed = read_head(replace(page, title_at=at))
    return Head(
        title=title,
        byline=_author(claims, page) or printed.byline,
        source=next(iter(claims.sites), None) or printed.source,
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


def _author(claims: Claims, page: Page | None) -> str | None:
    """The first claimed author that is a name, not the publisher, and that the page prints too.

    A name of two words or more that the markup declares as a person need not be printed.
    """
    shown = _folded(" ".join(line.text for line in page.lines if len(line.text) < 300)) if page else ""
    for position, claimed in enumerate(claims.authors):
        bare = _BY.sub("", claimed)
        name = byline_name(bare, labelled=position < claims.declared and claimed[:1].isupper())
        if not name or _GENERIC.match(name) or _is_site(name, claims):
            continue
        if _folded(name) in shown or (position < claims.declared and " " in name):
            return name
    return None


def pick_title(claims: Claims, printed: str | None) -> str | None:
    """The headline: what the page prints as one where the markup claims it too, else the claim without the site's name.

    ``printed`` is the headline that the page's lines give.
    """
    claimed = [_folded(title) for title in claims.titles]
    shown = [t for t in (printed, *claims.headings) if t and len(t) > _SHORTEST and not _is_site(t, claims)]
    for candidate in shown:
        folded = _folded(candidate)
        if any(folded and (folded in title or title in folded) for title in claimed):
            return candidate
    for title in claims.titles:
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
