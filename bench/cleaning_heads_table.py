"""How often title, author, date and source are right as a table, the goals beneath each field's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from bench.cleaning_goals import Check, at_least, at_most, cell, short
from bench.cleaning_heads import share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from bench.cleaning_heads import Tally

TITLE = {"text": 0.85, "html": 0.93}
"""Headlines right, by view."""
DATE_HELD = 0.85
"""Dates right on pages whose file has theirs."""
DATE_CLAIMED = 0.1
"""Pages without a date for which one is told, at most."""
AUTHOR_ANSWERED, AUTHOR_RIGHT = 0.5, 0.95
"""Pages with an author for which one is told, and those told that are right."""
SOURCE = 0.8
"""Publishers right on pages labelled by hand."""
COLUMNS = ("right", "of", "right where\nfile holds it", "of", "answered", "right then", "claimed\nwithout gold")
_RIGHT, _, _HELD, _, _ANSWERED, _THEN, _CLAIMED = range(len(COLUMNS))


def report(counted: Mapping[tuple[str, str], Tally], view: str, out: Console) -> list[str]:
    """Print ``counted``, by field and set; returns the goals that were missed over all sets."""
    made = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for column in ("", "", *COLUMNS):
        made.add_column(column, no_wrap=True)
    missed = []
    for (field, name), tally in counted.items():
        if name != "all":
            made.add_row("", name, *_cells(tally))
            continue
        checks = _checks(field, tally, view)
        missed += [f"{view}, {check}" for check in checks.values() if not check.met]
        goals = [cell([checks[i]] if i in checks else []) for i in range(len(COLUMNS))]
        made.add_section()
        made.add_row(field, name, *_cells(tally))
        made.add_row("", Text("goal", "dim"), *goals)
    out.print(f"Title, date, author and source from {view}", style="bold")
    out.print(made)
    return missed


def _cells(tally: Tally) -> list[str]:
    return [
        short(share(tally.right, tally.gold)),
        str(tally.gold),
        short(share(tally.right_held, tally.held)) if tally.held else "",
        str(tally.held or ""),
        short(share(tally.answered, tally.gold)),
        short(share(tally.right, tally.answered)),
        f"{tally.claimed} of {tally.none}" if tally.none else "",
    ]


def _checks(field: str, tally: Tally, view: str) -> dict[int, Check]:
    """What the goals say of one field, by column; nothing of a share of no pages."""
    shares = {
        "title": [(_RIGHT, "right", tally.right, tally.gold, TITLE[view])],
        "date": [(_HELD, "right where the file holds it", tally.right_held, tally.held, DATE_HELD)],
        "author": [
            (_ANSWERED, "answered", tally.answered, tally.gold, AUTHOR_ANSWERED),
            (_THEN, "right where answered", tally.right, tally.answered, AUTHOR_RIGHT),
        ],
        "source": [(_RIGHT, "right", tally.right, tally.gold, SOURCE)],
    }[field]
    found = {i: at_least(f"{field} {what}", share(part, of), goal) for i, what, part, of, goal in shares if of}
    if field == "date" and tally.none:
        found[_CLAIMED] = at_most("date claimed where there is none", share(tally.claimed, tally.none), DATE_CLAIMED)
    return found
