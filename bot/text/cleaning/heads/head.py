"""Title, byline, source and date out of a page's lines, by where they stand around the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.cleaning.heads.byline import find_byline
from bot.text.cleaning.heads.published import find_published
from bot.text.cleaning.heads.source import ENOUGH, SURE, find_source

if TYPE_CHECKING:
    from datetime import date

    from bot.text.cleaning.page import Page

_BODY = 80
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Head:
    """What one witness tells about an article; None where it tells nothing."""

    title: str | None = None
    byline: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None

    def or_else(self, other: Head) -> Head:
        """This head, its gaps filled from ``other``."""
        return Head(
            self.title or other.title,
            self.byline or other.byline,
            self.source or other.source,
            self.published or other.published,
            self.url or other.url,
            self.language or other.language,
        )


def read_head(page: Page, source: str | None = None, *, sited: bool = False) -> Head:
    """The head that a judged page prints; its ``source`` is not looked for where it is known.

    ``sited``: whether its site's address is known, which is better than an unlikely name.
    """
    common = common_words(page)
    byline = find_byline(page, common)
    return Head(
        title=page.title,
        byline=byline,
        source=source or find_source(page, common, byline, least=SURE if sited else ENOUGH),
        published=find_published(page),
    )


def common_words(page: Page) -> frozenset[str]:
    """The words that the body's first lines write in lower case: what they are made of is no name."""
    text = " ".join([page.lines[i].text[:_LONGEST] for i in page.body[:_BODY]])
    return frozenset(filter(str.islower, text.split()))
