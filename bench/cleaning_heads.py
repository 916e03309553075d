"""Title, author, date and source beside the benchmark's gold: the second table of ``bench.cleaning``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.text.cleaning.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Row = dict[str, Any]
    Told = dict[str, dict[str, str | None]]

GOALS = {"text": 0.85, "html": 0.93}
"""Headlines right, by view."""
DATES = 0.85
"""Dates right on pages that have theirs."""
SILENT = 0.9
"""Pages without a date of which none is told."""
AUTHORS = (0.95, 0.5)
"""Authors right where one is told, and the share of pages with an author for which one is told."""
SOURCES = 0.8
"""Publishers right on pages labelled by hand."""
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 30


@dataclass(frozen=True)
class Tally:
    """One field on one group of pages.

    Attributes:
        gold: pages whose gold has the field; ``held``: those of them whose file holds it too.
        answered: pages of ``gold`` with an answer; ``right``: with the right one; ``right_held``: those of ``held``.
        none: pages whose gold says that there is none; ``claimed``: those of them with an answer.
    """

    gold: int
    held: int
    answered: int
    right: int
    right_held: int
    none: int
    claimed: int

    def __str__(self) -> str:
        return (
            f"right {share(self.right, self.gold):.3f} of {self.gold},"
            f" {share(self.right_held, self.held):.3f} of the {self.held} that hold it;"
            f" answered {share(self.answered, self.gold):.3f}, right then {share(self.right, self.answered):.3f};"
            f" claimed without gold {self.claimed} of {self.none}"
        )


def share(part: int, whole: int) -> float:
    return part / max(1, whole)


def report(
    score: Any,
    rows: Sequence[Row],
    texts: dict[str, str],
    told: Told,
    view: str,
    sources: dict[str, list[str]],
) -> list[str]:
    """Print how often title, author, date and source are right; returns the goals that were missed.

    Args:
        score: the benchmark's scorer.
        rows: its pages; ``texts``: what each file holds, by id; ``told``: what was told of each, by id.
        view: the form that the files have.
        sources: the publisher's names that a reader would give, by id.
    """
    right = {"title": score.title_right, "date": lambda p, g: p == g, "author": score.author_right}
    holds = {"title": holds_words, "date": holds_date, "author": holds_words}
    counted = {}
    for field, is_right in right.items():
        for name, part in _groups(rows, field).items():
            counted[field, name] = tally(part, field, told, is_right, lambda r, f=field: holds[f](texts[r["id"]], r[f]))
            print(f"    {field:7s} {name:9s} {counted[field, name]}")
    missed = shortfalls(view, *(counted[field, "all"] for field in right))
    return missed + (_sources(rows, told, sources, view) if sources else [])


def _groups(rows: Sequence[Row], field: str) -> dict[str, list[Row]]:
    known = [r for r in rows if field in r]
    sets = dict.fromkeys(r["set"] for r in known)
    return {"all": known} | {name: [r for r in known if r["set"] == name] for name in sets}


def tally(
    rows: Sequence[Row],
    field: str,
    told: Told,
    is_right: Callable[[str, str], bool],
    holds: Callable[[Row], bool],
) -> Tally:
    """Count one field on ``rows``."""
    got = {r["id"]: told.get(r["id"], {}).get(field) for r in rows}
    have = [r for r in rows if r[field]]
    none = [r for r in rows if not r[field]]
    correct = [r for r in have if (answer := got[r["id"]]) and is_right(answer, r[field])]
    return Tally(
        gold=len(have),
        held=sum(map(holds, have)),
        answered=sum(bool(got[r["id"]]) for r in have),
        right=len(correct),
        right_held=sum(map(holds, correct)),
        none=len(none),
        claimed=sum(bool(got[r["id"]]) for r in none),
    )


def shortfalls(view: str, title: Tally, day: Tally, author: Tally) -> list[str]:
    figures = {
        "title": (share(title.right, title.gold), GOALS[view]),
        "date where the file holds it": (share(day.right_held, day.held), DATES),
        "no date where there is none": (1 - share(day.claimed, day.none), SILENT),
        "author when answered": (share(author.right, author.answered), AUTHORS[0]),
        "author answered": (share(author.answered, author.gold), AUTHORS[1]),
    }
    return [f"{view}, {name}: {figure:.3f} of {goal}" for name, (figure, goal) in figures.items() if figure < goal]


def holds_words(text: str, wanted: str) -> bool:
    """Whether a line of ``text`` has all the words of ``wanted``."""
    words = {word.lower() for word in _WORD.findall(wanted)}
    return any(words <= {word.lower() for word in _WORD.findall(line)} for line in text.split("\n"))


def holds_date(text: str, wanted: str) -> bool:
    """Whether ``text`` has the day, the month (as a number or by name) and the year of ``wanted`` close together."""
    day = date.fromisoformat(wanted)
    names = [name for name, number in MONTHS.items() if number == day.month]
    month = rf"(?:(?<!\d)0?{day.month}(?!\d)|{'|'.join(map(re.escape, names))})"
    number, short = re.compile(rf"(?<!\d)0?{day.day}(?!\d)"), rf"[./-]{day.year % 100:02d}(?!\d)"
    for match in re.finditer(f"{day.year}|{short}", text):
        near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR].lower().replace(match[0], " ", 1)
        rest = number.sub(" ", near, count=1)
        if rest != near and re.search(month, rest):
            return True
    return False


def read_sources(path: Path) -> dict[str, list[str]]:
    """Labels from a file with one ``{"id": ..., "sources": [names]}`` a line."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return {row["id"]: row["sources"] for row in rows}


def _sources(rows: Sequence[Row], told: Told, sources: dict[str, list[str]], view: str) -> list[str]:
    labelled = [r for r in rows if r["id"] in sources]
    sets = dict.fromkeys(r["set"] for r in labelled)
    right = {r["id"] for r in labelled if same_source(told.get(r["id"], {}).get("source"), sources[r["id"]])}
    for name, part in {"all": labelled, **{s: [r for r in labelled if r["set"] == s] for s in sets}}.items():
        answered = sum(bool(told.get(r["id"], {}).get("source")) for r in part)
        correct = sum(r["id"] in right for r in part)
        print(f"    source  {name:9s} right {share(correct, len(part)):.3f} of {len(part)};", end=" ")
        print(f"answered {share(answered, len(part)):.3f}, right then {share(correct, answered):.3f}")
    figure = share(len(right), len(labelled))
    return [f"{view}, source: {figure:.3f} of {SOURCES}"] if figure < SOURCES else []


def same_source(told: str | None, names: Sequence[str]) -> bool:
    """Whether ``told`` is one of a publisher's names, but for case, marks, "The" and "www."."""
    return bool(told) and _squashed(told or "") in {_squashed(name) for name in names}


def _squashed(name: str) -> str:
    words = [word.lower() for word in _WORD.findall(name)]
    return "".join(words[1:] if words[:1] in (["the"], ["www"]) and len(words) > 1 else words)
