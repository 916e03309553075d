"""What an HTML page's markup claims of its article, before it is checked against what the page prints."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.heads.published import UPDATED
from bot.text.cleaning.html.linked_data import LinkedData, linked_data

if TYPE_CHECKING:
    from datetime import date

    from lxml.html import HtmlElement

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "citation_publication_date",
    "originalpublicationdate",
    "published_on",
    "article:published",
    "published",
    "release_date",
    "date",
)
_GENERIC = frozenset(("dcterms.created", "dcterms.date", "dc.date", "dc.date.created", "release_date", "date"))
"""Names that any page may have, not only an article."""
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "citation_author")
_SITE = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "cre",
    "twitter:app:name:iphone",
)
_DATE_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|\b)")
# The first three; a page may mark any number of them.
_marked_dates = etree.XPath(
    "(descendant-or-self::*[self::time[@pubdate] or @itemprop='datePublished' and"
    " (self::time or self::span or self::meta or self::div or self::abbr or self::p)])[position() <= 3]"
)
_HEAD_LENGTH = 600
_LABEL = 30
_HEADLINE = 400  # characters: what is longer is no headline
_UPDATE_NAME = re.compile(r"modif|updat", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_MOTTO = re.compile(r"\s+[|•·»–—:-]\s.*", re.DOTALL)
_WORD = re.compile(r"\w+")
_WEB = re.compile(r"https?://[^\s<>\"']{4,2000}$")


@dataclass(frozen=True, slots=True)
class Claims:
    """Values as the markup has them; empty or None where it has none.

    Attributes:
        titles: candidate headlines, best source first, the ``<title>`` last.
        headings: the texts of the page's ``h1`` elements.
        authors: candidate bylines, best source first, of which the first ``declared`` stand in the page's own metadata.
        published: the day of publication that the markup names.
        assumed: whether it does so for a web page that it nowhere calls an article.
        sites: candidate names of the publisher, best source first.
        url: the canonical address.
        language: the ``lang`` of the page.
        summary: the description; ``text``: the article's text.
    """

    titles: list[str]
    headings: list[str]
    authors: list[str]
    declared: int
    published: date | None
    assumed: bool
    sites: list[str]
    url: str | None
    language: str | None
    summary: str | None = None
    text: str | None = None


def read_claims(root: HtmlElement) -> Claims:
    """All claims of the page below ``root``."""
    meta = _meta(root)
    data = linked_data(s.text or "" for s in root.iter("script") if "ld+json" in (s.get("type") or "").lower())
    url = _url(root, meta, data)
    titles = _kept([data.headline, meta.get("og:title"), meta.get("twitter:title"), _first_text(root, "title")])
    declared = _kept([data.author, *(meta.get(name) for name in _AUTHOR)])
    authors = [data.author, *(meta.get(name) for name in _AUTHOR), *_marked_authors(root)]
    sites = [meta.get(_SITE[0]), data.publisher, *(meta.get(name) for name in _SITE[1:])]
    return Claims(
        titles=[title for title in titles if len(title) <= _HEADLINE],
        headings=_kept([_text_of(h) for h in root.iter("h1")]),
        authors=_kept(authors),
        declared=len(declared),
        published=_published(root, meta, data, url),
        assumed=data.published is None and (data.page_published is not None or _is_any_page(meta)),
        sites=_by_name([site for site in _kept(sites) if site not in titles]),
        url=url,
        language=_language(root, meta),
        summary=next(iter(_kept([meta.get("og:description"), data.summary, meta.get("description")])), None),
        text=data.text,
    )


def _by_name(sites: list[str]) -> list[str]:
    """The publisher's claimed names, the plain ones first: not an address, not with a motto that another leaves out."""
    squashed = ["".join(_WORD.findall(site.lower())) for site in sites]

    def rank(site: str) -> tuple[bool, bool]:
        name = _MOTTO.sub("", site)
        return bool(_ADDRESS.match(site)), name != site and "".join(_WORD.findall(name.lower())) in squashed

    return sorted(sites, key=rank)


def _is_any_page(meta: dict[str, str]) -> bool:
    """Whether nothing but names that any page may have tells a day, and nothing calls the page an article."""
    named = any(name in meta for name in _PUBLISHED if name not in _GENERIC)
    return not named and meta.get("og:type", "").lower() != "article" and any(name in meta for name in _GENERIC)


def _kept(values: list[str | None]) -> list[str]:
    """Values without the empty ones, entities of twice-escaped markup resolved."""
    folded = (" ".join(html.unescape(v).split()) for v in values if v)
    return [v for v in folded if v]


def _meta(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        content = (node.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _text_of(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())


def _first_text(root: HtmlElement, tag: str) -> str | None:
    return next((text for node in root.iter(tag) if (text := _text_of(node))), None)


def _url(root: HtmlElement, meta: dict[str, str], data: LinkedData) -> str | None:
    canonical = (n.get("href") for n in root.iter("link") if "canonical" in (n.get("rel") or "").lower().split())
    candidates = [*canonical, meta.get("og:url"), data.url, *_saved_from(root)]
    return next((url.strip() for url in candidates if url and _WEB.match(url.strip())), None)


def _saved_from(root: HtmlElement) -> list[str]:
    """The address that browsers and SingleFile note in a comment at the top of a saved page."""
    top = root.getroottree().getroot()
    notes = [*top.itersiblings(preceding=True), *(c for c in top[:3] if not isinstance(c.tag, str))]
    texts = [str(note.text or "")[:1000] for note in notes]
    return [m[1] for t in texts if (m := re.search(r"(?:saved from url=\(\d+\)|url:)\s*(https?://\S+)", t))]


def _marked_authors(root: HtmlElement) -> list[str]:
    """Bylines by microdata, ``rel=author`` or a class that says so."""
    found = []
    for node in root.iter("a", "span", "div", "p", "address", "cite"):
        names = node.get("itemprop") == "author" or "author" in (node.get("rel") or "").split()
        if names or _is_byline(node.get("class") or ""):
            text = _text_of(node)
            if 3 < len(text) < 80:
                found.append(text)
        if len(found) > 4:
            break
    return found


def _is_byline(names: str) -> bool:
    names = names.lower()
    return bool(_AUTHOR_WORD.search(names) and _AUTHOR_CLASS.search(names))


# Most names are ruled out by the first, which is searched much faster.
_AUTHOR_WORD = re.compile(r"byline|author|writer")
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author(?:[_-]?name)?|writer)(?:$|\s)")


def _published(root: HtmlElement, meta: dict[str, str], data: LinkedData, url: str | None) -> date | None:
    marked = (n.get("datetime") or n.get("content") or _text_of(n)[:80] for n in _marked_dates(root))
    in_url = _DATE_IN_URL.search(url or "")
    candidates = [data.published, *(meta.get(name) for name in _PUBLISHED), *marked]
    candidates += [data.page_published, *_times_below_heading(root), "-".join(in_url.groups()) if in_url else None]
    days = (found[0].day for text in candidates if text and (found := find_dates(text[:100])))
    return next(days, None)


def _times_below_heading(root: HtmlElement) -> list[str]:
    """The ``datetime`` of the first two ``time`` elements close below the page's first ``h1``.

    One further down is a comment's, or another story's.
    """
    found = []
    headed, passed = False, 0
    for node in root.iter():
        if node.tag == "h1":
            headed = True
        elif headed and node.tag == "time" and node.get("datetime") and not _is_update(node):
            found.append(node.get("datetime"))
        if headed and isinstance(node.tag, str):
            passed += len(node.text or "") + len(node.tail or "")
        if len(found) == 2 or passed > _HEAD_LENGTH:
            break
    return found


def _is_update(node: HtmlElement) -> bool:
    """Whether a ``time`` is that of an update, by its names or by the words before it."""
    before = node.getprevious()
    words = before.tail if before is not None else getattr(node.getparent(), "text", None)
    label = _text_of(before) if before is not None and not (words or "").strip() else words
    names = f"{node.get('class') or ''} {node.get('itemprop') or ''}"
    return bool(_UPDATE_NAME.search(names) or UPDATED.search((label or "")[-_LABEL:]))


def _language(root: HtmlElement, meta: dict[str, str]) -> str | None:
    top = root.getroottree().getroot()
    code = (
        top.get("lang") or top.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("og:locale") or ""
    ).strip()
    match = re.match(r"([a-zA-Z]{2})(?:[-_]|$)", code)
    return match[1].lower() if match else None
