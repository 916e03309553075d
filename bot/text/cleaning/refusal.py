"""Pages that hold no article, told by what they say instead and by how little else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.text.cleaning.evidence.words import lowered
from bot.text.cleaning.notices import notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.text.cleaning.page import Page

# In words, of kept sentences (a character of an unspaced script counts for 1/1.7). An article has so many, whatever
# else its page says.
_ARTICLE = 120.0
# The shortest report is two sentences; a page that says itself that it is none may hold some more of its own.
_REPORT = 20.0
_SHORT_REPORT = 30.0
_NOTICE = 45.0
_LONGEST_NOTICE = 700.0
_SENTENCE = 6.0
_CONSENT_SHARE = 0.5
_SURE = 0.5
_SAID = 160  # characters: a notice says what it is in a line no longer
_LOOKED = 400  # lines: it says so above that
_SEARCHED = 1500
_TEASER = 25.0
_REACH = 10  # lines: an offer to subscribe stands so near below the text
_BESIDE = 2
_STAMPS = 3
_PAIRS = 5

_SAVE = "save the article's own page and drop it anew."
_MISSING = f"The page says that it was not found (404); {_SAVE}"
_BLOCKED = f"The page only asks for a browser check or for JavaScript; open it, wait for the text, and {_SAVE}"
_COOKIES = f"The page is a cookie notice without an article; accept or reject the cookies, then {_SAVE}"
_LOGIN = f"The page asks to log in or subscribe and shows no article; log in, then {_SAVE}"
_VIDEO = f"The page is a video with hardly any text; {_SAVE}"
_TEASERS = f"The page is a menu or a list of teasers, not an article; {_SAVE}"
NOTHING = f"No article was found in the file; {_SAVE}"


def refusal(page: Page | None) -> str | None:
    """Why a judged page holds no article, a whole sentence; None where it holds one."""
    if page is None:
        return NOTHING
    if _asks_for_consent(page):
        return _COOKIES
    prose = _prose(page)
    said = _size(page, prose)
    if _is_index(page, prose):
        return _TEASERS
    if said >= _ARTICLE:
        return None
    if _is_gated(page, prose):
        return _LOGIN
    if said < _NOTICE:
        return _told(page, said)
    return _TEASERS if not any(page.verdicts.likely[i] >= _SURE for i in page.body) else None


def _told(page: Page, said: float) -> str | None:
    """What a page of few sentences says of itself."""
    near = _near(page)
    for name, reason in (("missing", _MISSING), ("blocked", _BLOCKED)):
        if _says(page, name):
            return reason
    news = said - _size(page, (i for i in _prose(page) if _asks_to_log_in(page.lines[i].text)))
    if news < _SHORT_REPORT and any(notice("video").search(lowered(line.text)) for line in page.lines[near]):
        return _VIDEO
    if news < _SHORT_REPORT and _says(page, "password"):
        return _LOGIN
    if news >= _REPORT:
        return None
    for name, reason in (("cookies", _COOKIES), ("login", _LOGIN)):
        if _says(page, name):
            return reason
    kept = _size(page, page.body)
    if kept < _ARTICLE / 2:
        return NOTHING
    sure = [page.evidence.facts[i].size for i in page.body if page.verdicts.likely[i] >= _SURE]
    stamps = sum(bool(notice("stamp").match(lowered(line.text))) for line in page.lines[:_LOOKED])
    listed = stamps >= _STAMPS and max(sure, default=0) <= _TEASER
    return _TEASERS if listed or not sure else None


def _prose(page: Page) -> list[int]:
    """The positions of the kept lines that are whole sentences."""
    facts = page.evidence.facts
    return [i for i in page.body if facts[i].ended and facts[i].size >= _SENTENCE]


def _size(page: Page, lines: Iterable[int]) -> float:
    return sum(page.evidence.facts[i].size for i in lines)


def _says(page: Page, name: str) -> bool:
    return any(len(line.text) <= _SAID and notice(name).search(lowered(line.text)) for line in page.lines[:_LOOKED])


def _asks_for_consent(page: Page) -> bool:
    """Whether half of the kept text, by words, is lines that each speak of consent in two ways or more, and one of
    them speaks to the reader."""
    words = _size(page, page.body)
    if words > _LONGEST_NOTICE:
        return False
    facts, asking, other = page.evidence.facts, [], 0.0
    # The longest lines first: those of an article soon settle it.
    for i in sorted(page.body, key=lambda i: facts[i].size, reverse=True):
        text = lowered(page.lines[i].text[:_SEARCHED])
        if len(set(notice("consent").findall(text))) > 1:
            asking.append(text)
        else:
            other += facts[i].size
        if other >= (1 - _CONSENT_SHARE) * max(words, 1.0):
            return False
    return any(notice("address").search(text) for text in asking)


def _is_gated(page: Page, prose: list[int]) -> bool:
    """Whether the text breaks off at an offer to subscribe; the same above the text is a site's head."""
    start, end = (prose[0], prose[-1] + _REACH) if prose else (0, len(page.lines))
    texts = [lowered(line.text) for line in page.lines[start:end] if len(line.text) <= _SAID]
    return any(notice("gate").search(text) and not notice("comments").search(text) for text in texts)


def _asks_to_log_in(text: str) -> bool:
    small = lowered(text)
    return bool(notice("login").search(small) and notice("address").search(small))


def _near(page: Page) -> slice:
    """The lines around headline and text."""
    body = page.body or [0, len(page.lines)]
    first = body[0] if page.title_at is None else min(body[0], page.title_at)
    return slice(max(0, first - _BESIDE), body[-1] + 1 + 2 * _BESIDE)


def _is_index(page: Page, prose: list[int]) -> bool:
    """Whether every sentence stands alone below a headline of its own, as in lists of articles."""
    facts = page.evidence.facts
    if len(prose) < _PAIRS or any(facts[i].size > _TEASER for i in prose):
        return False
    below = sum(1 for i in prose if i and not facts[i - 1].ended and 3 <= facts[i - 1].size <= _TEASER)
    return below == len(prose)
