"""How well and how fast pages are cleaned: ``python -m bench.cleaning [--data DIR] [--folds DIR] [--plot FILE]``.

For every view of the benchmark's pages prints F1, precision and recall a set beside trafilatura, readability, jusText
and the raw text, with pages a second of processor time on one core, then title, author, date and (``--sources FILE``)
source, and last each goal that was missed; the exit status is 1 where one was. Text goes to the other tools with each
line wrapped in ``p``.

The shipped models were fitted on the development pages: on these pages their figures flatter. ``--folds`` takes the
weights that ``bench.train_cleaning --folds`` wrote, and cleans each page by a model that has not seen its site.
"""

from __future__ import annotations

import argparse
import html
import logging
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from bench import cleaning_heads as heads
from bench import cleaning_pages as pages
from bench.cleaning_others import readability_text
from bot.model import Refused
from bot.text.clean import clean
from bot.text.cleaning import network
from bot.text.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Cleaned

VIEWS = ("text", "html", "markdown", "inscriptis", "gettext", "clean")
SETS = ("aeb", "wcxb", "daniel")
# F1 to reach by view and set; recall for text that is clean already.
GOALS = {
    "text": {"aeb": 0.95, "wcxb": 0.95, "daniel": 0.96, "segments": 0.92},
    "html": {"aeb": 0.98, "wcxb": 0.96, "daniel": 0.95, "segments": 0.95},
    "markdown": {"aeb": 0.94},
    "inscriptis": {"aeb": 0.94},
    "gettext": {"aeb": 0.92},
    "clean": {"aeb": 0.995, "wcxb": 0.99, "daniel": 0.995},
}
SPEEDS = {"text": 200.0, "html": 25.0}


@dataclass(frozen=True)
class Run:
    """What one method made of the pages of one view."""

    texts: dict[str, str]
    heads: dict[str, dict[str, str | None]]
    pages_a_second: float


def main() -> int:
    asked = arguments()
    logging.disable(logging.CRITICAL)
    bench = pages.load(asked.data)
    sources = heads.read_sources(asked.sources) if asked.sources else {}
    missed: list[str] = []
    points: list[tuple[str, str, float, float]] = []
    for view in asked.views:
        rows = [r for r in (*bench.gold, *bench.segments) if bench.data(r, view)][:: asked.every]
        rows = [r for r in rows if asked.only is None or pages.fold(r) in asked.only]
        print(f"\n{view}: {len(rows)} pages")
        for name, method in methods(view, asked).items():
            run = measure(bench, rows, view, method)
            figures = scores(bench, rows, run)
            print(row_of(name, figures, run))
            points.append((view, name, run.pages_a_second, figures.get("all", Counter())["f1"]))
            if name == "newsdrop":
                missed += shortfalls(view, figures, run)
                if view in heads.GOALS:
                    held = {r["id"]: read(bench.data(r, view) or b"", pages.file_name(view)).text for r in rows}
                    missed += heads.report(bench.score, rows, held, run.heads, view, sources)
    if asked.plot:
        plot(points, asked.plot)
    print("\nAll goals reached." if not missed else "\nMissed:\n  " + "\n  ".join(missed))
    return int(bool(missed))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/cleaning"))
    parser.add_argument("--folds", type=Path, help="weights by fold: each page by a model that has not seen its site")
    parser.add_argument("--views", nargs="+", choices=VIEWS, default=VIEWS)
    parser.add_argument("--only", nargs="+", type=int, help="only the pages of these folds (of sites), 0 to 4")
    parser.add_argument("--sources", type=Path, help='publishers: lines of {"id": ..., "sources": [accepted names]}')
    parser.add_argument("--every", type=int, default=1, help="only every Nth page, for a quick look")
    parser.add_argument("--alone", action="store_true", help="Newsdrop alone, without the other tools")
    parser.add_argument("--plot", type=Path, help="write F1 against speed as a PNG (needs matplotlib)")
    return parser.parse_args()


def methods(view: str, asked: argparse.Namespace) -> dict[str, Callable[[dict[str, Any], bytes], Any]]:
    """Each tool as a function from a page's row and bytes to its text or its article."""
    found: dict[str, Callable[[dict[str, Any], bytes], Any]] = {"newsdrop": newsdrop(view, asked.folds)}
    if asked.alone or view == "clean":
        return found
    others = {"trafilatura": with_trafilatura, "readability": readability_text, "jusText": with_justext}
    for name, tool in others.items():
        found[name] = lambda row, data, tool=tool: tool(as_html(data, view))  # noqa: ARG005
    if view != "html":
        found["raw"] = lambda row, data: read(data, pages.file_name(view)).text  # noqa: ARG005
    return found


def newsdrop(view: str, folds: Path | None) -> Callable[[dict[str, Any], bytes], Cleaned | None]:
    name = pages.file_name(view)
    stored: dict[tuple[str, int], network.Network] = {}

    def cleaned(row: dict[str, Any], data: bytes) -> Cleaned | None:
        try:
            if folds is None:
                return clean(read(data, name))
            fold = pages.fold(row)
            by_fold = lambda kind: stored.setdefault((kind, fold), network.stored(folds / f"{kind}-{fold}.npz"))  # noqa: E731
            with patch("bot.text.cleaning.judge.network", by_fold):
                return clean(read(data, name))
        except Refused:
            return None

    return cleaned


def as_html(data: bytes, view: str) -> str:
    text = read(data, pages.file_name(view)).text
    if view == "html":
        return text
    lines = (f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f"<html><body>{''.join(lines)}</body></html>"


def with_trafilatura(page: str) -> str:
    import trafilatura

    return trafilatura.extract(page, favor_precision=True, include_comments=False) or ""


def with_justext(page: str) -> str:
    import justext

    found = justext.justext(page.encode(), justext.get_stoplist("English"), encoding="utf-8")
    return "\n".join(p.text for p in found if not p.is_boilerplate)


def measure(bench: pages.Bench, rows: list[dict[str, Any]], view: str, method: Callable[..., Any]) -> Run:
    texts: dict[str, str] = {}
    found: dict[str, dict[str, str | None]] = {}
    loaded = [(row, bench.data(row, view) or b"") for row in rows]
    method(*loaded[0])
    start = time.process_time()
    for row, data in loaded:
        try:
            made = method(row, data)
        except Exception:  # noqa: BLE001 - another tool's failure on a page is an empty answer
            made = ""
        if isinstance(made, str) or made is None:
            texts[row["id"]] = made or ""
            continue
        texts[row["id"]] = "\n\n".join(made.paragraphs)
        day = made.published.isoformat() if made.published else None
        found[row["id"]] = {"title": made.title, "author": made.byline, "date": day, "source": made.source}
    return Run(texts, found, len(rows) / max(time.process_time() - start, 1e-6))


def scores(bench: pages.Bench, rows: list[dict[str, Any]], run: Run) -> dict[str, Any]:
    """F1, P and R by set, and the F1 of the wanted and unwanted strings under ``segments``."""
    figures: dict[str, Any] = {}
    for name in ("all", *SETS):
        part = [r for r in rows if r.get("set") in SETS and name in ("all", r["set"])]
        if part:
            figures[name] = bench.score.evaluate(part, run.texts, bootstrap=2)[0]
    segments = [r for r in rows if r.get("with")]
    if segments:
        figures["segments"] = {"f1": segment_f1(segments, run.texts)}
    return figures


def segment_f1(rows: list[dict[str, Any]], texts: dict[str, str]) -> float:
    right = wrong = lost = 0
    for row in rows:
        text = " ".join(texts.get(row["id"], "").split())
        kept = sum(" ".join(s.split()) in text for s in row["with"])
        right, lost = right + kept, lost + len(row["with"]) - kept
        wrong += sum(" ".join(s.split()) in text for s in row["without"])
    return 2 * right / max(1, 2 * right + wrong + lost)


def row_of(name: str, figures: dict[str, Any], run: Run) -> str:
    cells = [
        f"{part} {m['f1']:.3f}" + (f" ({m['p']:.3f} {m['r']:.3f})" if "p" in m else "") for part, m in figures.items()
    ]
    return f"  {name:12s} {'  '.join(cells)}  {run.pages_a_second:.0f} pages/s"


def shortfalls(view: str, figures: dict[str, Any], run: Run) -> list[str]:
    measure_of = "r" if view == "clean" else "f1"
    short = [
        f"{view}, {part}: {figures[part][measure_of]:.3f} of {goal}"
        for part, goal in GOALS[view].items()
        if part in figures and figures[part][measure_of] < goal
    ]
    if view in SPEEDS and run.pages_a_second < SPEEDS[view]:
        short.append(f"{view}: {run.pages_a_second:.0f} pages/s of {SPEEDS[view]:.0f}")
    return short


def plot(points: list[tuple[str, str, float, float]], path: Path) -> None:
    """Write F1 over pages a second, one panel a view."""
    try:
        import matplotlib as mpl

        mpl.use("Agg")
        from matplotlib import pyplot
    except ImportError:
        sys.exit("The plot needs matplotlib: pip install matplotlib (in an environment of its own).")
    views = [view for view in VIEWS if any(p[0] == view for p in points)]
    figure, panels = pyplot.subplots(1, len(views), figsize=(3.2 * len(views), 3.4), squeeze=False)
    for view, panel in zip(views, panels[0], strict=True):
        for _, name, speed, f1 in (p for p in points if p[0] == view):
            panel.semilogx(speed, f1, "o")
            panel.annotate(name, (speed, f1), textcoords="offset points", xytext=(4, 4), fontsize=8)
        panel.set(title=view, xlabel="pages/s", ylabel="F1", ylim=(0, 1.02))
    figure.tight_layout()
    figure.savefig(path, dpi=150)


if __name__ == "__main__":
    sys.exit(main())
