"""How often title, author, date and source are right, by the benchmark's gold."""

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
    answered: int
    right: int
    held: int = 0
    right_held: int = 0
    none: int = 0
    claimed: int = 0


def share(part: int, whole: int) -> float:
    return part / max(1, whole)


def tallies(score: Any, rows: Sequence[Row], texts: dict[str, str], told: Told) -> dict[tuple[str, str], Tally]:
    """How often title, date and author are right, by field and set, and by field over ``all``.

    Args:
        score: the benchmark's scorer.
        rows: its pages; ``texts``: what each file holds, by id; ``told``: what was told of each, by id.
    """
    right = {"title": score.title_right, "date": lambda p, g: p == g, "author": score.author_right}
    holds = {"title": holds_words, "date": holds_date, "author": holds_words}
    return {
        (field, name): tally(part, field, told, is_right, lambda r, f=field: holds[f](texts[r["id"]], r[f]))
        for field, is_right in right.items()
        for name, part in _groups(rows, field).items()
    }


def _groups(rows: Sequence[Row], field: str) -> dict[str, list[Row]]:
    return _by_set([r for r in rows if field in r])


def _by_set(rows: list[Row]) -> dict[str, list[Row]]:
    return {"all": rows} | {
        name: [r for r in rows if r["set"] == name] for name in dict.fromkeys(r["set"] for r in rows)
    }


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


def source_tallies(rows: Sequence[Row], told: Told, sources: dict[str, list[str]]) -> dict[tuple[str, str], Tally]:
    """How often the source is right, by set; ``sources`` has the publisher's names that a reader would give, by id."""
    labelled = [r for r in rows if r["id"] in sources]
    return {("source", name): _source_tally(part, told, sources) for name, part in _by_set(labelled).items()}


def _source_tally(rows: Sequence[Row], told: Told, sources: dict[str, list[str]]) -> Tally:
    names = {r["id"]: told.get(r["id"], {}).get("source") for r in rows}
    return Tally(
        gold=len(rows),
        answered=sum(map(bool, names.values())),
        right=sum(same_source(name, sources[page]) for page, name in names.items()),
    )


def same_source(told: str | None, names: Sequence[str]) -> bool:
    """Whether ``told`` is one of a publisher's names, but for case, marks, "The" and "www."."""
    return bool(told) and _squashed(told or "") in {_squashed(name) for name in names}


def _squashed(name: str) -> str:
    words = [word.lower() for word in _WORD.findall(name)]
    return "".join(words[1:] if words[:1] in (["the"], ["www"]) and len(words) > 1 else words)
