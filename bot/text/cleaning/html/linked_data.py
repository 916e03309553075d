"""What a page says of its article in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARTICLE = re.compile(r"Article|BlogPosting|Report|Review|LiveBlog|Posting$")
_PAGE = frozenset(("WebPage", "ItemPage", "CollectionPage", "FAQPage", "AboutPage", "VideoObject"))
_LONGEST = 500_000
_MOST_NODES = 2000
_MARKUP = re.compile(r"<[^<>]{1,2000}>")
_FOLDED = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The article's own node; None where it says nothing.

    Attributes:
        summary: its description; ``text``: its whole text.
        published: the article node's date; ``page_published``: that of a node which calls the page no article.
    """

    headline: str | None = None
    author: str | None = None
    published: str | None = None
    page_published: str | None = None
    publisher: str | None = None
    url: str | None = None
    summary: str | None = None
    text: str | None = None


def linked_data(scripts: Iterator[str]) -> LinkedData:
    """The first article among the JSON-LD ``scripts`` of a page, with gaps filled from its WebPage node."""
    nodes = [node for script in scripts for node in _nodes(script)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    articles = [n for n in nodes if any(_ARTICLE.search(t) for t in _types(n))]
    pages = [n for n in nodes if any(t in _PAGE for t in _types(n))]
    found = [_read(node, by_id) for node in articles[:3]]
    found += [_of_page(_read(node, by_id)) for node in pages[:1] if node not in articles]
    return LinkedData(
        *(
            next((value for data in found if (value := getattr(data, name))), None)
            for name in LinkedData.__dataclass_fields__
        )
    )


def _of_page(data: LinkedData) -> LinkedData:
    return replace(data, published=None, page_published=data.published)


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    if len(script) > _LONGEST:
        return
    try:
        data = json.loads(_FOLDED.sub(" ", script).strip().rstrip(";"))
    except (ValueError, RecursionError):
        return
    waiting, seen = [data], 0
    while waiting and seen < _MOST_NODES:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item)


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]


def _read(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> LinkedData:
    return LinkedData(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        author=", ".join(_names(node.get("author"), by_id)) or None,
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
        publisher=next(iter(_names(node.get("publisher"), by_id, any_type=True)), None),
        url=_text(node.get("url")),
        summary=_text(node.get("description")),
        text=_plain(node.get("articleBody")),
    )


def _names(value: object, by_id: dict[str, dict[str, Any]], *, any_type: bool = False) -> list[str]:
    """The names of persons (of any body with ``any_type``) that a property holds."""
    names = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            names.append(item)
        if not isinstance(item, dict):
            continue
        node = {**by_id.get(str(item.get("@id")), {}), **item}
        if any_type or "Organization" not in _types(node):
            name = node.get("name")
            names += [n for n in (name if isinstance(name, list) else [name]) if isinstance(n, str)]
    return [" ".join(name.split()) for name in names if name.strip()]


def _plain(value: object) -> str | None:
    """A text whose markup, which some sites leave in, is taken out."""
    text = _text(value)
    return _MARKUP.sub(" ", unescape(text)) if text else None


def _text(value: object) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return " ".join(value.split()) or None if isinstance(value, str) else None
