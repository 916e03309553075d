"""Cleaning saved HTML through trafilatura."""

from __future__ import annotations

import json
import logging
import re
from datetime import date
from typing import Any

from bot.model import Cleaned, Refused

_INLINED = re.compile(r"""(?:data:[\w/+.-]{3,60};(?:charset=[\w-]+;)?base64,)[A-Za-z0-9+/=\s%]{200,}""")
_SCRIPTS = re.compile(r"<(style|svg|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def clean_html(text: str) -> Cleaned:
    """The article in a page's HTML. Raises ``Refused`` where there is none."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    from trafilatura import extract

    page = _SCRIPTS.sub("", _INLINED.sub("data:,", text))
    found = extract(
        page, output_format="json", with_metadata=True, include_comments=False, favor_precision=True
    )
    fields: dict[str, Any] = json.loads(found) if found else {}
    paragraphs = tuple(p.strip() for p in (fields.get("text") or "").split("\n") if p.strip())
    if not paragraphs:
        raise Refused("No article was found in the page; save the article's own page.")
    return Cleaned(
        title=fields.get("title") or paragraphs[0][:120],
        byline=fields.get("author"),
        source=fields.get("sitename") or fields.get("source-hostname"),
        published=_day(fields.get("date")),
        url=_web(fields.get("source")),
        language=fields.get("language"),
        paragraphs=paragraphs,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
