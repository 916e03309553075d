"""The head of a saved page: what its markup claims, checked against what it prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.cleaning.head import Head, byline_name, read_head

if TYPE_CHECKING:
    from bot.text.cleaning.html_meta import Claims
    from bot.text.cleaning.page import Page

_SPLIT = re.compile(r"\s+[|•·»–—:-]\s+|\s*\|\s*|\s*::\s*| [–—] ")
_GENERIC = re.compile(
    r"^(?:admin\w*|staff|editor\w*|redaktion|redaction|rédaction|redacción|redazione|redação|redakcja|редакция|newsroom"
    r"|web\s?master|guest|contributor|news\s?desk|unknown|anonymous|user|root|by|author|team)$",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|от|автор|autor|author|written by|posted by)\b\s*:?\s*", re.IGNORECASE)


def html_head(claims: Claims, page: Page | None) -> Head:
    """The head that ``claims`` and the judged ``page`` make together."""
    printed = read_head(page) if page else Head()
    return Head(
        title=pick_title(claims, printed.title),
        byline=_author(claims, page) or printed.byline,
        source=next(iter(claims.sites), None) or printed.source,
        published=claims.published or printed.published,
        url=claims.url,
        language=claims.language,
    )


def _author(claims: Claims, page: Page | None) -> str | None:
    """The first claimed author that is a name, not the publisher, and that the page prints too."""
    shown = _folded(" ".join(line.text for line in page.lines if len(line.text) < 300)) if page else ""
    sites = {_folded(site) for site in claims.sites}
    for claimed in claims.authors:
        name = byline_name(_BY.sub("", claimed), labelled=True)
        if name and not _GENERIC.match(name) and _folded(name) not in sites and _folded(name) in shown:
            return name
    return None


def pick_title(claims: Claims, printed: str | None) -> str | None:
    """The headline: a claimed title without the site's name, in the form that a heading prints it.

    ``printed`` is the headline that the page's lines give.
    """
    for heading in sorted(claims.headings, key=len, reverse=True):
        if len(heading) > 8 and any(_folded(heading) in _folded(title) for title in claims.titles):
            return heading
    for title in claims.titles:
        parts = [part for part in _SPLIT.split(title) if part]
        sites = {_folded(site) for site in claims.sites}
        kept = [part for part in parts if _folded(part) not in sites]
        if len(kept) < len(parts) and kept:
            cut = max(kept, key=len)
            return title[: title.find(cut) + len(cut)] if title.startswith(kept[0]) else cut
        if printed and _folded(printed) in _folded(title):
            return printed
        if title is not claims.titles[-1] or len(parts) == 1:
            return title
        return max(parts, key=len)
    return printed or next(iter(claims.headings), None)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
