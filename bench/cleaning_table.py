"""F1 by set and pages a second, for one view of the pages and all tools, with the goals beneath Newsdrop's figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from bench.cleaning_goals import Check, at_least, cell, short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bench.cleaning_pages import Bench
    from bench.cleaning_runs import Run
    from bench.cleaning_tools import Tool

    Row = dict[str, Any]

SETS = ("aeb", "wcxb", "daniel")
SEGMENTS = "segments"
ALL = "all"
"""The pages of all sets that have a gold text."""
CLEAN = "clean"
TITLES = {
    "text": "Text dumps",
    "html": "HTML",
    "markdown": "Markdown",
    "inscriptis": "Text by inscriptis",
    "gettext": "Text by get_text",
    CLEAN: "Articles that are clean already",
}
GOALS = {
    "text": {"aeb": 0.95, "wcxb": 0.95, "daniel": 0.96, SEGMENTS: 0.92},
    "html": {"aeb": 0.98, "wcxb": 0.96, "daniel": 0.95, SEGMENTS: 0.95},
    "markdown": {"aeb": 0.94},
    "inscriptis": {"aeb": 0.94},
    "gettext": {"aeb": 0.92},
    CLEAN: {"aeb": 0.995, "wcxb": 0.99, "daniel": 0.995},
}
"""F1 to reach, by view and set; of clean articles recall, and nothing may be added to any."""
PRECISION = {("text", "aeb"): 0.95}
"""Precision to reach."""
SPEEDS = {"text": 200.0, "html": 25.0}
"""Pages a second, by the median page."""


@dataclass(frozen=True, slots=True)
class Score:
    """Over the pages of a set: F1, precision, recall, and the pages to which something was added (clean ones alone)."""

    f1: float
    p: float
    r: float
    added: int = 0


def scores(bench: Bench, rows: Sequence[Row], run: Run, view: str) -> dict[str, Score]:
    """The score on each set that ``rows`` are of."""
    found = {}
    for name in (*SETS, ALL):
        part = [row for row in rows if row["set"] in SETS and name in (ALL, row["set"])]
        if part:
            measured = bench.score.evaluate(part, run.texts, bootstrap=0)[0]
            added = sum(adds(run.texts.get(row["id"], ""), row["body"]) for row in part) if view == CLEAN else 0
            found[name] = Score(measured["f1"], measured["p"], measured["r"], added)
    segments = [row for row in rows if row.get("with")]
    if segments:
        found[SEGMENTS] = segment_score(segments, run.texts)
    return found


def segment_score(rows: Sequence[Row], texts: Mapping[str, str]) -> Score:
    """Over the strings that must be kept and those that must not, white space folded."""
    kept = wanted = wrong = 0
    for row in rows:
        text = " ".join(texts.get(row["id"], "").split())
        wanted += len(row["with"])
        kept += sum(" ".join(string.split()) in text for string in row["with"])
        wrong += sum(" ".join(string.split()) in text for string in row["without"])
    return Score(2 * kept / max(1, kept + wrong + wanted), kept / max(1, kept + wrong), kept / max(1, wanted))


def adds(text: str, article: str) -> bool:
    """Whether ``text`` is more than parts of ``article``: its letters and digits do not all stand there, in its order.

    Joined lines and mended hyphens add nothing.
    """
    left = iter([char for char in article if char.isalnum()])
    return not all(char in left for char in text if char.isalnum())


def checks(view: str, figures: Mapping[str, Score], run: Run) -> dict[str, list[Check]]:
    """Newsdrop's figures beside their goals, by set and under ``speed``."""
    found = {part: _checks(view, part, figures[part], goal) for part, goal in GOALS[view].items() if part in figures}
    if view in SPEEDS:
        speed, goal = run.median_speed, SPEEDS[view]
        found["speed"] = [Check("pages a second by the median page", f"{speed:.1f}", f"≥ {goal:.0f}", speed >= goal)]
    return found


def _checks(view: str, part: str, score: Score, goal: float) -> list[Check]:
    if view == CLEAN:
        added = Check(f"{part} pages to which something was added", f"{score.added}", "0", score.added == 0)
        return [at_least(f"{part} recall", score.r, goal), added]
    found = [at_least(f"{part} F1", score.f1, goal)]
    if (view, part) in PRECISION:
        found.append(at_least(f"{part} precision", score.p, PRECISION[view, part], "P "))
    return found


def missed(view: str, checked: Mapping[str, Sequence[Check]]) -> list[str]:
    """One line for each goal that is not met."""
    return [f"{view}, {check}" for those in checked.values() for check in those if not check.met]


def heading(view: str) -> str:
    """What the table of one view tells."""
    figures = "recall, and pages to which something was added" if view == CLEAN else "F1 (P / R)"
    return f"{TITLES[view]}: {figures}; pages a second"


def table(rows: Sequence[Row]) -> Table:
    """An empty table with a column for each set that ``rows`` are of."""
    sizes = Counter(SEGMENTS if row.get("with") else row["set"] for row in rows)
    made = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    made.add_column("", no_wrap=True)
    for name in (*SETS, SEGMENTS):
        if sizes[name]:
            made.add_column(f"{name}\n{sizes[name]} pages", no_wrap=True)
    made.add_column("median\npage", justify="right", no_wrap=True)
    made.add_column("mean", justify="right", no_wrap=True)
    return made


def add_tool(made: Table, name: str, view: str, figures: Mapping[str, Score], run: Run) -> None:
    cells = [_cell(view, figures[part]) for part in (*SETS, SEGMENTS) if part in figures]
    made.add_row(name, *cells, f"{run.median_speed:.0f}", f"{run.mean_speed:.0f}")


def add_goals(made: Table, figures: Mapping[str, Score], checked: Mapping[str, Sequence[Check]]) -> None:
    cells = [cell(checked.get(part, ())) for part in (*SETS, SEGMENTS) if part in figures]
    made.add_row(Text("  goal", style="dim"), *cells, cell(checked.get("speed", ())), "", end_section=True)


def add_missing(made: Table, tool: Tool) -> None:
    made.add_row(tool.name, f"not installed: pip install {tool.package}")


def notes(name: str, run: Run) -> list[str]:
    """What a table of means does not tell: pages that were refused, and those on which a tool broke."""
    told = [f"{name} refused {len(run.refused)}: {_some(run.refused, str)}"] if run.refused else []
    if run.failed:
        told.append(f"{name} failed on {len(run.failed)}: {_some(list(run.failed), lambda i: f'{i} {run.failed[i]}')}")
    return told


def _some(ids: Sequence[str], tell: Callable[[str], str]) -> str:
    return ", ".join(map(tell, ids[:3])) + (", ..." if len(ids) > 3 else "")


def _cell(view: str, score: Score) -> str:
    if view == CLEAN:
        return f"{short(score.r)}, {score.added}"
    return f"{short(score.f1)} ({short(score.p)} / {short(score.r)})"
