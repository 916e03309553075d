"""Header fields that a file carries above its text: YAML front matter, or a scraper's ``Title:`` lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.heads.head import Head

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = {
    "title": ("title", "headline", "subject", "name"),
    "byline": ("author", "authors", "byline", "by", "creator", "from"),
    "source": ("site", "sitename", "site_name", "site-name", "publisher", "publication", "website", "source"),
    "published": ("published", "date", "publishdate", "publish_date", "publication_date", "pubdate", "created", "sent"),
    "url": ("url", "link", "source", "canonical", "permalink", "source_url", "uri", "address", "clipped-from"),
    "language": ("language", "lang"),
}
_KNOWN = frozenset(key for keys in _KEYS.values() for key in keys) | {
    "tags", "keywords", "category", "categories", "section", "description", "summary", "updated", "modified", "to",
    "scraped", "retrieved", "accessed", "fetched", "crawled", "id", "words", "domain", "image", "format",
}  # fmt: skip
_FIELD = re.compile(r"^\W{0,3}([A-Za-z][A-Za-z _-]{1,24}?)\W{0,2}\s*[:=]\s*(.*)$")
_RULE = re.compile(r"^[-=_*#~]{3,}$")
_WEB = re.compile(r"https?://[^\s<>\"']{4,2000}$")
_MOST_LINES = 20
_LINKED = re.compile(r"^\[+([^\]]*)\]+(?:\(([^)]*)\))?$")


def split_header(text: str) -> tuple[dict[str, str], str]:
    """The fields of a ``Key: value`` block at the top of ``text``, and the text below it.

    It takes two known keys, or an address, to make a block: "Moscow: three dead" alone is a headline.
    """
    lines = text.split("\n", _MOST_LINES)
    fields: dict[str, str] = {}
    used = 0
    for i, line in enumerate(lines[:_MOST_LINES]):
        folded = line.strip()
        if not folded or _RULE.match(folded):
            if fields:
                used = i + 1
                break
            continue
        match = _FIELD.match(folded)
        key = match[1].strip().lower().replace(" ", "_") if match else ""
        if not match or key not in _KNOWN:
            break
        fields.setdefault(key, match[2].strip())
        used = i + 1
    if len(fields) < 2 and not any(_WEB.match(value) for value in fields.values()):
        return {}, text
    return {k: v for k, v in fields.items() if v}, "\n".join(lines[used:])


def head_of(fields: Mapping[str, str]) -> Head:
    """The head that a file's own header fields tell."""
    values = {name: [_plain(fields[key]) for key in keys if fields.get(key)] for name, keys in _KEYS.items()}
    url = next((v for v in values["url"] if _WEB.match(v)), None)
    sources = [v for v in values["source"] if not _WEB.match(v)]
    dates = [dates[0].day for v in values["published"] if (dates := find_dates(v[:100]))]
    language = next((v[:2].lower() for v in values["language"] if re.match(r"[A-Za-z]{2}(?:[-_]|$)", v)), None)
    return Head(
        title=next(iter(values["title"]), None),
        byline=next((v for v in values["byline"] if not _WEB.match(v)), None),
        source=next(iter(sources), None),
        published=next(iter(dates), None),
        url=url,
        language=language,
    )


def _plain(value: str) -> str:
    """A value without wiki or Markdown link brackets (web clippers write authors as ``[[Name]]``)."""
    parts = [part.strip().strip("\"'") for part in value.split(", ")]
    return ", ".join(m[1] or m[2] or "" if (m := _LINKED.match(part)) else part for part in parts)


def host(url: str | None) -> str | None:
    """The host of an address without ``www.``: a publisher's name of last resort."""
    try:
        name = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None
