"""From a decoded file to its article, freed of the site's furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.model import Cleaned, Document, Refused
from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.front_matter import split_front_matter
from bot.text.cleaning.head import read_head
from bot.text.cleaning.lines import text_lines
from bot.text.cleaning.markdown import markdown_lines
from bot.text.cleaning.page import take_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.lines import PageLine

_NO_ARTICLE = "No article was found in the file; save the article's own page."
_WEB = re.compile(r"https?://[^\s<>\"']{4,2000}$")
_FEWEST_WORDS = 40


def clean(document: Document) -> Cleaned:
    """The article in ``document``. Raises ``Refused`` where there is none."""
    if document.kind == "html":
        from bot.text.cleaning.html import clean_html

        return clean_html(document.text)
    if document.kind == "markdown":
        fields, body = split_front_matter(document.text)
        return _assemble(markdown_lines(body), fields)
    return _assemble(text_lines(document.text), {})


def _assemble(lines: Sequence[PageLine], fields: dict[str, str]) -> Cleaned:
    page = take_apart(lines)
    if page is None:
        raise Refused(_NO_ARTICLE)
    paragraphs = tuple(lines[i].text for i in page.body)
    if sum(len(p) for p in paragraphs) < 5 * _FEWEST_WORDS:
        raise Refused(_NO_ARTICLE)
    head = read_head(page)
    url = _first(fields, "url", "source", "link", "canonical", "permalink")
    url = url if url and _WEB.match(url) else None
    dates = find_dates(_first(fields, "date", "published", "publishdate", "created") or "")
    site = _first(fields, "site", "sitename", "site_name", "publisher", "publication", "source")
    return Cleaned(
        title=fields.get("title") or head.title or paragraphs[0][:120],
        byline=_first(fields, "author", "authors", "byline", "by") or head.byline,
        source=(site if site and not _WEB.match(site) else None) or head.source or _host(url),
        published=dates[0].day if dates else head.published,
        url=url,
        language=_first(fields, "lang", "language"),
        paragraphs=paragraphs,
    )


def _first(fields: dict[str, str], *keys: str) -> str | None:
    return next((fields[key] for key in keys if key in fields), None)


def _host(url: str | None) -> str | None:
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None
