"""The publisher that a page names around its article."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.text.cleaning.heads.furniture import furniture
from bot.text.cleaning.heads.source_names import find_names
from bot.text.cleaning.heads.source_rows import FEATURES, rows

if TYPE_CHECKING:
    from bot.text.cleaning.page import Page


ENOUGH = -2.0
"""The least worth of a name that is told, where 0 is as likely as that none is right.

A reader is better served by a likely name than by none: of what is told between the two, every fourth is right.
"""
SURE = 1.0
"""The same where the site's address is known, which is told instead of an unlikely name."""


def find_source(page: Page, common: frozenset[str], byline: str | None, *, least: float = ENOUGH) -> str | None:
    """The publisher that a page names; None where no candidate is likely enough.

    Candidates are the names that notices, mastheads, calls ("About X", "X Newsletter") and addresses outside the body
    print. They are weighed by what stands beside them and where, how much of this agrees, and their form.
    ``common``: the words that the body writes in lower case; ``byline``: the page's author; ``least``: the worth
    that a name which is told must have.
    """
    weights = _weights()
    best, name = least, None
    for form, row in candidates(page, common, byline).items():
        worth = weights[-1] + sum(map(float.__mul__, weights, row))
        if worth > best:
            best, name = worth, form
    return name


def candidates(page: Page, common: frozenset[str], byline: str | None) -> dict[str, list[float]]:
    """The names that may be the publisher's, in the form to show, each with a row of ``FEATURES``."""
    around = furniture(page, common, byline)
    return rows(around, *find_names(around))


@cache
def _weights() -> tuple[float, ...]:
    """The weights of ``FEATURES``, and last the bias that a candidate must make up for."""
    text = (files("bot.text.cleaning") / "data" / "source.txt").read_text("utf-8")
    found = dict(line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(float(found[name]) for name in (*FEATURES, "bias"))
