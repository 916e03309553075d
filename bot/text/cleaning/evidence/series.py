"""What comes on a page in a series: lines that count on, and lines between others that are printed again and again."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.lines import PageLine

    Rows = NDArray[np.float32]

SERIES = ("counted", "counting", "between_same", "between_alike", "same_apart", "alike_apart")
_NUMBERED = re.compile(r"[(#]?(\d{1,3})(?:[.):]|\s?[–-])(?=\s|[^\W\d])")
_REACH = 40  # lines between two of a series, at most
_FEWEST = 3
_SHORT = 8.0  # words


def series(lines: Sequence[PageLine], own: Rows, ended: Rows, forms: Sequence[bytes]) -> Rows:
    """One row of ``SERIES`` a line (float32).

    How many numbered lines count on from line to line where it is one of them, or stands between them; how often a
    short line is printed between whose copies it stands, to the letter or but for its numbers, and how many lines
    those stand apart on average.

    Args:
        lines: the page; ``own``: how many words each has; ``ended``: whether it ends as a sentence does.
        forms: their texts with numbers made alike.
    """
    rows = np.zeros((len(lines), len(SERIES)), np.float32)
    _count_on(lines, rows)
    _repeat(own, ended, forms, rows)
    return rows


def _count_on(lines: Sequence[PageLine], rows: Rows) -> None:
    """Set "counted" and "counting"."""
    for places in _counted(lines):
        if len(places) >= _FEWEST:
            inside = rows[places[0] : places[-1] + 1, 1]
            np.maximum(inside, len(places), out=inside)
            rows[places, 0] = len(places)


def _counted(lines: Sequence[PageLine]) -> list[list[int]]:
    """The places of numbered lines, those together of which each counts on from the one before, not far below it."""
    lists: list[list[int]] = []
    last: dict[int, tuple[int, list[int]]] = {}  # by its number, the place of the last numbered line and its list
    for i, line in enumerate(lines):
        if match := _NUMBERED.match(line.text):
            number = int(match[1])
            place, places = last.get(number - 1, (i - _REACH - 1, []))
            if i - place > _REACH:
                places = []
                lists.append(places)
            places.append(i)
            last[number] = i, places
    return lists


def _repeat(own: Rows, ended: Rows, forms: Sequence[bytes], rows: Rows) -> None:
    """Set "between_same" to "alike_apart"."""
    short = np.flatnonzero((own <= _SHORT) & (ended == 0))
    places: dict[bytes, list[int]] = defaultdict(list)
    for i in short.tolist():
        places[forms[i]].append(i)
    for form, where in places.items():
        if len(where) < _FEWEST:
            continue
        column = 3 if b"0" in form else 2
        for first, last, count in _runs(where):
            inside = slice(first, last + 1)
            stronger = rows[inside, column] < count
            rows[inside, column][stronger] = count
            rows[inside, column + 2][stronger] = (last - first) / (count - 1)


def _runs(where: Sequence[int]) -> list[tuple[int, int, int]]:
    """The first and last place and the number of each run of places, neighbours near each other, of enough of them."""
    runs, start = [], 0
    for k in range(1, len(where) + 1):
        if k == len(where) or where[k] - where[k - 1] > _REACH:
            if k - start >= _FEWEST and where[k - 1] - where[start] >= 2 * (k - start - 1):
                runs.append((where[start], where[k - 1], k - start))
            start = k
    return runs
