"""What a block's tag and names (class, id, itemprop) say of what stands in it, in the words that page makers use."""

from __future__ import annotations

import re
from functools import lru_cache

TAGS = (
    "article", "main", "aside", "nav", "footer", "header", "figure", "figcaption", "form", "table", "ul", "ol", "dl",
    "blockquote", "section", "button", "pre", "td", "li", "dd", "p", "details",
)  # fmt: skip
_START, _END = r"(?:^|[\W_])", r"(?:[\W_]|$)"
# Topics of names, in small letters, as a pattern that ignores case is searched more slowly.
# One name may speak of several, and a name need not tell the truth: the model weighs them.
_WORDS = {
    "comments": r"comment|disqus|replies|respond|feedback|discussion",
    "share": rf"share|sharing|social|facebook|twitter|addthis|follow|likes?{_END}",
    "related": r"related|recommend|trending|popular|most-?read|more-?(?:from|stories|news|posts)|similar|see-?also"
    r"|read-?(?:more|next|also)|teaser|outbrain|taboola|latest|also",
    "navigation": rf"{_START}nav|menu|breadcrumb|pagination|pager|topbar|masthead|toolbar|header|logo"
    rf"|{_START}toc{_END}",
    "promotion": rf"promo|sponsor|advert|{_START}ads?{_END}|banner|newsletter|subscri|sign-?up|donat|cta|paywall|optin"
    r"|popup|modal|overlay|dialog|cookie|consent|gdpr",
    "side": rf"side-?bar|{_START}(?:aside|side|right|left)(?:[\W_-]|$)|rail|widget|{_START}col(?:umn)?[\W_]?[23r]"
    rf"|gadget|module|{_START}box|panel",
    "foot": rf"footer|{_START}foot|copyright|legal|disclaimer|bottom",
    "meta": rf"byline|author|{_START}meta|date|time|publish|info{_END}|{_START}tags?{_END}|categor|source|bio{_END}"
    r"|profile|label|topics?|keywords?",
    "picture": r"caption|credit|figure|photo|image|gallery|slide|media|picture|thumb|video|legend|foto|img",
    "title": rf"{_START}(?:title|headline|hed|heading|h1)|title{_END}|headline",
    "lead": rf"summary|{_START}(?:lead|lede|dek|intro|abstract|excerpt|standfirst|chapo|deck|teaser|subtitle"
    r"|sub-?head\w*|description|perex|anriss|vorspann)|key-?points|highlights",
    "body": r"content|articlebody"
    r"|(?:article|story|post|entry|main|news|page|blog|single)[-_]{0,2}(?:body|text|inner|copy)"
    rf"|{_START}(?:body|text|texte|copy|inhalt|contenido|contenu|tekst|detail|rich-?text|prose|wysiwyg|field-items?){_END}",
    "article": rf"article|story|{_START}post|entry|artikel|articulo|noticia|news|blog",
    "hidden": rf"hidden|hide|invisible|sr-only|screen-?reader|print|{_START}no-?js|collapse|toggle|tooltip",
    "list": rf"{_START}(?:list|items?|grid|feed|stream|archive|index|cards?|tiles?){_END}|carousel|slider|swiper",
    "article body": r"article[-_]?body",
}
_PATTERNS = tuple(re.compile(words) for words in _WORDS.values())
TOPICS = tuple(_WORDS)
# Numbers of articles, comments and menu entries in names.
_NUMBER = re.compile(r"\d{3,}")
_PLACES = {tag: place for place, tag in enumerate(TAGS)}
_TOLD = len(TAGS) + len(TOPICS)


@lru_cache(maxsize=8192)
def told_by_names(tag: str, names: str) -> bytes:
    """A byte, 1 or 0, for each of ``TAGS`` and then each of ``TOPICS``; nothing for the page itself."""
    told = bytearray(_TOLD)
    if tag in ("body", "html"):
        return bytes(told)
    if tag in _PLACES:
        told[_PLACES[tag]] = 1
    for name in _NUMBER.sub("000", names.lower()).split():
        for place in _topics(name):
            told[len(TAGS) + place] = 1
    return bytes(told)


@lru_cache(maxsize=16384)
def _topics(name: str) -> tuple[int, ...]:
    """The positions of the topics that one name speaks of; names return on page after page."""
    return tuple(place for place, pattern in enumerate(_PATTERNS) if pattern.search(name))
