"""The kept lines of a page as the article's paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.text.cleaning.page import Page


def paragraphs(page: Page) -> tuple[str, ...]:
    """The body in order, one string a paragraph, none empty."""
    return tuple(page.lines[i].text for i in page.body)
