"""All tables of ``bench.cleaning`` in one run, and the goals that were missed."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.console import Console

from bench import cleaning_growth as growth
from bench import cleaning_heads as heads
from bench import cleaning_heads_table as heads_table
from bench import cleaning_pages as pages
from bench import cleaning_plot, cleaning_table
from bench.cleaning_plot import Point
from bench.cleaning_runs import by_fold, measure, newsdrop
from bench.cleaning_tools import OTHERS, Page
from bot.text.language import detect
from bot.text.read import read

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from bench.cleaning_runs import Method, Run
    from bench.cleaning_table import Score

OURS = "Newsdrop"
SEEN = (
    "Newsdrop's weights were fitted on these very pages, which flatters it; the other tools have not seen them.\n"
    "For figures that hold for other sites: --folds DIR."
)
WIDTH = 140


def report(asked: argparse.Namespace) -> bool:
    """Print what ``asked`` names; whether every goal that was measured is reached."""
    out = Console(width=WIDTH, highlight=False)
    bench = pages.load(asked.data)
    told = Report(bench, asked, out, heads.read_sources(asked.sources) if asked.sources else {})
    if not asked.growth:
        out.print(_header(asked) + "\n")
        with by_fold(asked.folds, asked.views) if asked.folds else nullcontext(newsdrop) as ours:
            for view in asked.views:
                told.add(view, ours)
    if asked.growth or _whole(asked):
        told.missed += growth.report(bench, out)
    if asked.plot:
        cleaning_plot.plot(told.points, asked.plot)
    out.print("All goals are reached." if not told.missed else "Missed:\n  " + "\n  ".join(told.missed), markup=False)
    return not told.missed


def _whole(asked: argparse.Namespace) -> bool:
    return asked.every == 1 and not asked.only and len(asked.views) == len(cleaning_table.TITLES)


def _header(asked: argparse.Namespace) -> str:
    if not asked.folds:
        return SEEN
    return f"Cross-validated by site: each page is cleaned by weights of {asked.folds} that have not seen its site."


@dataclass(slots=True)
class Report:
    """What is measured, and what came of it so far: the goals that were missed and the points of the picture."""

    bench: pages.Bench
    asked: argparse.Namespace
    out: Console
    sources: dict[str, list[str]]
    missed: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    def add(self, view: str, ours: Method) -> None:
        """Measure one view of the pages and print its tables."""
        rows = [row for row in (*self.bench.gold, *self.bench.segments) if self.bench.data(row, view)]
        only = self.asked.only or range(pages.FOLDS)
        rows = [row for row in rows[:: self.asked.every] if pages.fold(row) in only]
        if not rows:
            self.out.print(f"{cleaning_table.TITLES[view]}: no pages.\n")
            return
        found = [_page(self.bench, row, view) for row in rows]
        table, notes = cleaning_table.table(rows), []
        run, figures = self._measured(view, rows, found, OURS, ours)
        checked = cleaning_table.checks(view, figures, run)
        cleaning_table.add_tool(table, OURS, view, figures, run)
        cleaning_table.add_goals(table, figures, checked)
        self.missed += cleaning_table.missed(view, checked)
        self.missed += [f"{cleaning_table.TITLES[view]}: {OURS} broke on {page}" for page in run.failed]
        notes += cleaning_table.notes(OURS, run)
        for tool in () if self.asked.alone else OTHERS:
            if not tool.installed:
                cleaning_table.add_missing(table, tool)
                continue
            theirs, scored = self._measured(view, rows, found, tool.name, tool.keep)
            cleaning_table.add_tool(table, tool.name, view, scored, theirs)
            notes += cleaning_table.notes(tool.name, theirs)
        self.out.print(cleaning_table.heading(view), style="bold")
        self.out.print(table)
        self.out.print(*notes, sep="\n", end="\n\n" if notes else "", markup=False)
        if view in heads_table.TITLE:
            self._heads(view, rows, found, run)

    def _heads(self, view: str, rows: Sequence[dict[str, Any]], found: Sequence[Page], run: Run) -> None:
        texts = {page.id: read(page.data, pages.file_name(view)).text for page in found}
        counted = heads.tallies(self.bench.score, rows, texts, run.told)
        counted |= heads.source_tallies(rows, run.told, self.sources) if self.sources else {}
        self.missed += heads_table.report(counted, view, self.out)

    def _measured(
        self, view: str, rows: Sequence[dict[str, Any]], found: Sequence[Page], name: str, method: Method
    ) -> tuple[Run, dict[str, Score]]:
        run = measure(found, method)
        figures = cleaning_table.scores(self.bench, rows, run, view)
        if cleaning_table.ALL in figures:
            self.points.append(Point(view, name, run.median_speed, figures[cleaning_table.ALL].f1))
        return run, figures


def _page(bench: pages.Bench, row: dict[str, Any], view: str) -> Page:
    gold = row["body"] if "body" in row else " ".join(row["with"])
    return Page(row["id"], pages.fold(row), view, bench.data(row, view) or b"", detect(gold))
