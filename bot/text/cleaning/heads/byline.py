"""The author that a page prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.heads.names import byline_name, has_given_name, is_person
from bot.text.cleaning.heads.published import is_listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.text.cleaning.page import Page

_LABEL = (
    r"(?:written|posted|words|story|reported|created|published)(?:\ (?:on|at))?\s*(?:\|[\s|]*)?\ by|article\ by"
    r"|by|autor(?:in|es|a)?|auteur|autore|author|published\ by|veröffentlicht\ von|erstellt\ von|eingestellt\ von"
    r"|geschrieben\ von|ein\ beitrag\ von|publicado\ por|escrito\ por|redactado\ por|publié\ par|écrit\ par|rédigé\ par"
    r"|scritto\ da|postado\ por|geschreven\ door|napisał\w?|skriven\ av|skrevet\ av"
    r"|von|par|por|di|door|av|af|от|автор\w*|oleh|texte?|texto|testo|tekst"
)
_LABELLED_NAME = rf"\s*(?:{_LABEL})\b(?:\s*[:：]\s*|\s+)(?P<name>\S.{{2,70}})$"
_GLUED_NAME = r"(?:By|Von|Por|Par|(?:Veröffentlicht|Erstellt) von)(?P<name>[A-ZÀ-Þ][a-zà-ÿ]+\s.{2,60})$"
# Each at the line's start, and behind a mark within: those begin with a set of characters, and so pass over the others
# quickly.
_BY = (
    re.compile(rf"^{_LABELLED_NAME}", re.IGNORECASE),
    re.compile(rf"[|•·–—\s](?:(?<=[|•·–—])|(?<=[.!?]\s)|(?<=\s)-\s){_LABELLED_NAME}", re.IGNORECASE),
)
_GLUED = (re.compile(_GLUED_NAME), re.compile(rf"[|•·]\s*{_GLUED_NAME}"))
_SAYS_WRITTEN = re.compile(
    r"""\b(?:written|posted|published|veröffentlicht|erstellt|eingestellt|geschrieben|publicado|escrito|publié|écrit
    |rédigé|scritto|postado)\b.*\b(?:by|von|por|par|da)\b|\baut(?:or|eur|ore|hor)|автор""",
    re.IGNORECASE | re.VERBOSE,
)
_LABELLED = re.compile(
    r"(?:作者|记者|記者|文|撰文|取材|Автор|Συντάκτης)\s*[:：]\s*(?P<name>\S{2,20}(?:\s[^\W\d_]\S+)?)"
)
_LABEL_ALONE = re.compile(rf"(?:{_LABEL})\s*[:：]?", re.IGNORECASE)
_BREAK = re.compile(r"\s*(?:[|•·–—/]+|\s-\s|\(|\)|:\s)\s*")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}(?::\d\d)?\s?(?:[ap]\.?m\.?|uhr|h)?\b(?-i:\s[A-Z]{2,4}\b)?", re.IGNORECASE)
# A picture's maker stands where an author may, with the agency.
_CREDIT = re.compile(r"getty|shutterstock|\bimago\b|images\b|\b(?:foto|photo|bild|picture)s?\b|©", re.IGNORECASE)
_ABOVE = 3
_BELOW_FIRST = 3
_NEAR_END = 10
_WITHOUT_TITLE = 10
_LONGEST = 160
_MOST = 30
_SITE = 5
_CREDITS = 3
_OFTEN = 9
_DATE_LINE = 12
_WITH_SECTION = 5
_LEAST = 4


@dataclass(frozen=True)
class _Ground:
    """A page with its body's first and last line and the words that the body writes in lower case."""

    page: Page
    first: int
    last: int
    common: frozenset[str]

    @cached_property
    def texts(self) -> frozenset[str]:
        """All that the page prints; few names are looked for in it."""
        return frozenset([line.text for line in self.page.lines])


@dataclass(frozen=True, slots=True)
class _Claim:
    """A name with how much speaks for its being the author's."""

    name: str
    worth: float


def find_byline(page: Page, common: frozenset[str]) -> str | None:
    """The author that a page prints by a label ("By X"), or on a line of its own where authors stand.

    A name without a label must stand beside the headline or the date, and something more must speak for it:
    both of these, a given name that is listed, or that it comes again below the body. The page's words that it
    writes in lower case (``common``) are none of a name's.
    """
    body = page.body
    if not body:
        return None
    ground = _Ground(page, body[0], body[-1], common)
    claims = [claim for i in _places(ground) for claim in _claims(ground, i)]
    best = max(claims, key=lambda claim: claim.worth, default=None)
    return best.name if best and best.worth >= _LEAST else None


def _places(ground: _Ground) -> list[int]:
    page, first, last, count = ground.page, ground.first, ground.last, len(ground.page.lines)
    start = page.title_at if page.title_at is not None else max(0, first - _WITHOUT_TITLE)
    head = range(max(0, start - _ABOVE), min(max(first, start) + _BELOW_FIRST, count))
    return [*head[:_MOST], *range(max(last, head.stop), min(last + _NEAR_END, count))]


def _claims(ground: _Ground, i: int) -> Iterator[_Claim]:
    page, first = ground.page, ground.first
    text = page.lines[i].text
    dated = page.evidence.facts[i].dated
    if len(text) > _LONGEST or (dated and i > first and is_listed(page, i)):
        return
    bare = _TIME.sub(" | ", _without_dates(text)) if dated else text
    if name := _labelled(page, i, bare, dated=dated):
        yield _Claim(name, 7.0 if i <= first else 6.0 if i <= first + _BELOW_FIRST else 5.0)
    elif i < first + _BELOW_FIRST:
        for part in _BREAK.split(bare) if dated else _BREAK.split(bare, 1)[:1]:
            name = _without_section(ground, part.strip(" .,:"))
            if " " in name and is_person(name) and not _CREDIT.search(bare):
                yield _Claim(name, _worth(ground, i, name, dated=dated))


def _without_section(ground: _Ground, name: str) -> str:
    """A name without the section that stands behind it in a dated line, if a menu has that on a line of its own."""
    words = name.split()
    if 2 < len(words) <= _WITH_SECTION and words[-1] in ground.texts:
        return " ".join(words[:-1])
    return name


def _labelled(page: Page, i: int, bare: str, *, dated: bool) -> str | None:
    if not bare.isascii() and (match := _LABELLED.search(bare)):
        return byline_name(match["name"], labelled=True)
    if match := _first(_BY, bare) or _first(_GLUED, bare):
        name = byline_name(match["name"], labelled=dated or bool(_SAYS_WRITTEN.search(bare)))
        return None if name and " " not in name and _names_the_site(page, name) else name
    above = page.lines[i - 1].text if i else ""
    if len(above) < 30 and _LABEL_ALONE.fullmatch(above):
        return byline_name(bare) if is_person(bare) or has_given_name(bare) else None
    return None


def _first(patterns: tuple[re.Pattern[str], re.Pattern[str]], text: str) -> re.Match[str] | None:
    """The first match of a pattern at the start of ``text`` or of another within."""
    start, within = patterns
    return start.match(text) or within.search(text)


def _names_the_site(page: Page, name: str) -> bool:
    """Whether a single word stands on so many lines that it is the publisher's name."""
    return sum(name in line.text for line in page.lines) >= _SITE


def _without_dates(text: str) -> str:
    for found in reversed(find_dates(text)):
        text = f"{text[: found.start]} | {text[found.end :]}"
    return text


def _worth(ground: _Ground, i: int, name: str, *, dated: bool) -> float:
    """How much speaks for a name without a label."""
    page, first = ground.page, ground.first
    facts, title = page.evidence.facts, page.title_at
    by_title = 0.0 if title is None else 2.0 if -1 <= i - title <= 2 else 0.0
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(facts)]
    by_date = 2.0 * (dated or any(facts[k].dated and facts[k].size < _DATE_LINE for k in beside))
    by_body = 1.0 * (0 < first - i <= 2)
    if not (by_title or by_date or by_body) or _is_label(page, name, ground.common):
        return 0.0
    again = sum(name in line.text for line in page.lines[ground.last + 1 :])
    before = sum(line.text == name for line in page.lines[: max(0, i - 3)])
    above = title is not None and i < title
    others = above and any(is_person(page.lines[k].text) for k in range(max(0, i - _CREDITS), i))
    known = 2.0 * has_given_name(name) + 2.0 * ("," in name) + (0 < again < _OFTEN)
    return by_title + by_date + by_body + known - 2.0 * before - 2.0 * others


def _is_label(page: Page, name: str, common: frozenset[str]) -> bool:
    """Whether a word of ``name`` is one that the page writes in lower case elsewhere, or that its headline has."""
    words = {word.lower() for word in name.split() if len(word) > 3}
    headline = page.lines[page.title_at].text.lower().split() if page.title_at is not None else []
    return not words.isdisjoint(common) or not words.isdisjoint(headline)
