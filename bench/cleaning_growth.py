"""What length costs: seconds a megabyte of text and HTML from 0.1 to 10 MB, and what the cleaner's import costs.

Long files are made of what the pages hold, one after another and from the first again, cut where the length is reached.
As no line of an article returns, the words of each line are shifted by one in every further round. The shorter lengths
are cleaned more often than the longest, each time from another page on, and the median counts; one file warms up.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from bench.cleaning_goals import at_most, cell
from bench.cleaning_pages import file_name
from bot.model import Refused
from bot.text.clean import clean
from bot.text.read import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from bench.cleaning_pages import Bench

MEGABYTE = 1_000_000
TRIES = {0.1: 9, 1.0: 5, 10.0: 1}
"""How many files of each length, in megabytes."""
SIZES = tuple(TRIES)
GROWTH = 2.0
"""The most that a megabyte of the longest file may cost, in megabytes of the second longest. Linear is 1 and quadratic
10; up to 2 is what memory caches, a garbage collector and neighbours on the machine make of linear."""
IMPORT = 0.3
"""Seconds."""
_FRESH = 5
_BODY = re.compile(r"<body\b[^>]*>(.*)</body\s*>", re.DOTALL | re.IGNORECASE)
_IMPORTS = """
import contextlib, sys, time
data = sys.stdin.buffer.read()
start = time.process_time()
from bot.text.clean import clean
from bot.text.read import read
imported = time.process_time()
from bot.model import Refused
with contextlib.suppress(Refused):
    clean(read(data, "page.txt"))
print(imported - start, time.process_time() - imported)
"""


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds of processor time a megabyte, by the file's length in megabytes."""

    cost: dict[float, float]

    @property
    def ratio(self) -> float:
        *_, second, longest = self.cost.values()
        return longest / second


def report(bench: Bench, out: Console) -> list[str]:
    """Print both measures; returns the goals that were missed."""
    made = Table(box=box.SIMPLE_HEAD)
    made.add_column("")
    for size in SIZES:
        made.add_column(f"{size:g} MB", justify="right")
    made.add_column(f"{SIZES[-1]:g} MB over {SIZES[-2]:g} MB", justify="right")
    made.add_column("goal")
    missed: list[str] = []
    for view in ("text", "html"):
        found = growth(view, bodies(bench, view))
        check = at_most(f"{view}, a MB of {SIZES[-1]:g} costs in MB of {SIZES[-2]:g}:", found.ratio, GROWTH)
        made.add_row(view, *(f"{cost:.2f}" for cost in found.cost.values()), f"{found.ratio:.2f}", cell([check]))
        missed += [] if check.met else [str(check)]
    out.print("Cost by length: seconds a MB", style="bold")
    out.print(made)
    return missed + _import(bench, out)


def bodies(bench: Bench, view: str) -> list[str]:
    """What each page prints in its ``text`` or ``html``, as source."""
    found = [read(data, file_name(view)).text for row in bench.gold if (data := bench.data(row, view))]
    return found if view != "html" else [match[1] for text in found if (match := _BODY.search(text))]


def long_file(parts: Sequence[str], view: str, size: int, first: int = 0) -> bytes:
    """A file of about ``size`` bytes made of ``parts``, from the ``first`` of them on and round again."""
    if not any(parts):
        raise ValueError("There is nothing to make a file of.")
    made, length = [], 0
    for i in count(first):
        part = parts[i % len(parts)]
        made.append((part if view == "html" else shifted(part, i // len(parts))).encode())
        length += len(made[-1]) + 1
        if length >= size:
            break
    text = b"\n".join(made)[:size].decode(errors="ignore").encode()
    return b"<!doctype html><html><body>" + text + b"</body></html>" if view == "html" else text


def shifted(text: str, by: int) -> str:
    """``text`` with as many words of each line moved from its start to its end."""
    return "\n".join(" ".join(words[by:] + words[:by]) for words in map(str.split, text.split("\n"))) if by else text


def growth(view: str, parts: Sequence[str]) -> Growth:
    """The cost of each length in one view."""
    _cost(parts, view, SIZES[0], 0)
    return Growth(
        {
            size: median(_cost(parts, view, size, i * len(parts) // tries) for i in range(tries))
            for size, tries in TRIES.items()
        }
    )


def _cost(parts: Sequence[str], view: str, size: float, first: int) -> float:
    data = long_file(parts, view, int(size * MEGABYTE), first)
    return _seconds(data, view) / (len(data) / MEGABYTE)


def _seconds(data: bytes, view: str) -> float:
    start = time.process_time()
    try:
        clean(read(data, file_name(view)))
    except Refused as refused:
        # A verdict on the whole: it took the work all the same.
        print(f"  {view} of {len(data) / MEGABYTE:.1f} MB was refused: {refused}", file=sys.stderr)
    return time.process_time() - start


def _import(bench: Bench, out: Console) -> list[str]:
    data = next(data for row in bench.gold if (data := bench.data(row, "text")))
    tries = [_fresh(data) for _ in range(_FRESH + 1)][1:]
    imported, first = (median(column) for column in zip(*tries, strict=True))
    check = at_most("import of the cleaner for text alone, seconds", imported, IMPORT)
    out.print("A fresh process, for text alone: seconds", style="bold")
    out.print(f"  import {imported:.2f}  ", cell([check]), f"\n  its first page {first:.2f}\n", sep="")
    return [] if check.met else [str(check)]


def _fresh(data: bytes) -> tuple[float, float]:
    """Seconds of processor time that a new process takes to import the cleaner, and to clean its first page."""
    command = [sys.executable, "-c", _IMPORTS]
    run = subprocess.run(command, cwd=Path(__file__).parents[1], input=data, stdout=subprocess.PIPE, check=True)
    imported, first = map(float, run.stdout.split())
    return imported, first
