"""Dates as pages print them, in the languages of the month names below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.text.cleaning.evidence.together import Together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _read_months() -> dict[str, int]:
    text = (files("bot.text.cleaning") / "data" / "months.txt").read_text("utf-8")
    names: dict[str, int] = {}
    for line in text.splitlines()[1:]:
        for number, forms in enumerate(line.split("|"), 1):
            for form in forms.split():
                names.setdefault(form, number)
    return names


MONTHS = _read_months()
# Most begin with a digit before they look back, so that other characters are passed over quickly.
_ISO = re.compile(r"((?:1(?<!\d1)9|2(?<!\d2)0)\d\d)[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(\d(?<![\d/.-]\d)\d?)([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d|\d\d)(?![\d/])")
_DAY_MONTH = re.compile(
    r"(\d(?<!\d\d)\d?)(?:st|nd|rd|th|er|º|ª|\.)?(?:\s+de|\s+d’|\s+of)?[\s/.-]{1,3}([^\W\d_]{3,12}+)\.?,?(?:\s+de[l]?)?[\s,/-]{1,3}((?:19|20)\d\d)"
)
_MONTH_DAY = re.compile(r"\b([^\W\d_]{3,12}+)\.?\s{1,2}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}((?:19|20)\d\d)")
_YEAR_MONTH_DAY = re.compile(r"((?:1(?<!\d1)9|2(?<!\d2)0)\d\d)\.?\s{1,2}([^\W\d_]{3,12}+)\s{1,2}(\d{1,2})(?!\d)")
_YEAR = re.compile(r"\d(?:(?<=1)9|(?<=2)0)\d\d")
_EARLIEST = 1990
_DIGIT = re.compile(r"\d")
_TO_ASCII = {
    ord(digit): str(value)
    for zero in "\uff10\u0660\u06f0\u0966"
    for value in range(10)
    for digit in chr(ord(zero) + value)
}
_OTHER_DIGIT = re.compile(f"[{''.join(map(chr, _TO_ASCII))}]")


@dataclass(frozen=True, slots=True)
class Found:
    """A date with its place in the line.

    Attributes:
        day: the date; ``start`` and ``end``: its character offsets.
        swapped: the date if day and month stand the other way round, where both can be; else None.
    """

    day: date
    start: int
    end: int
    swapped: date | None = None


def find_dates(line: str) -> list[Found]:
    """All whole dates (day, month and year) that ``line`` prints, in order of their place."""
    return sorted(_found(line), key=lambda f: (f.start, -f.end))


def dated(lines: Sequence[str]) -> set[int]:
    """The positions of those of some short ``lines`` that print a whole date."""
    page = Together([_with_plain_digits(line) for line in lines])
    found: set[int] = set()
    for pattern, parse in _FORMS:
        found |= page.having(pattern, parse)
    return found


def _with_plain_digits(line: str) -> str:
    return line if line.isascii() or not _OTHER_DIGIT.search(line) else line.translate(_TO_ASCII)


def _found(line: str) -> Iterator[Found]:
    if not _DIGIT.search(line):
        return
    line = _with_plain_digits(line)
    for pattern, parse in _FORMS if _YEAR.search(line) else _SHORT_FORMS:
        for match in pattern.finditer(line):
            if (day := parse(match)) is not None:
                yield Found(day, match.start(), match.end(), _swapped(match) if pattern is _NUMERIC else None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if made.year >= _EARLIEST else None


def _numeric(match: re.Match[str]) -> date | None:
    """Day first, as most of the world writes, but month first where only that can be or slashes are used."""
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    if year < 100:
        year += 2000
    if second > 12 or (mark == "/" and first <= 12):
        return _day(year, first, second)
    return _day(year, second, first)


def _swapped(match: re.Match[str]) -> date | None:
    day = _numeric(match)
    if day is None or match[2] == "." or day.day > 12 or day.day == day.month:
        return None
    return _day(day.year, day.day, day.month)


def _named(year: str, month: str, day: str) -> date | None:
    number = MONTHS.get(month.lower())
    return _day(int(year), number, int(day)) if number else None


_FORMS = (
    (_ISO, lambda m: _day(int(m[1]), int(m[2]), int(m[3]))),
    (_NUMERIC, _numeric),
    (_DAY_MONTH, lambda m: _named(m[3], m[2], m[1])),
    (_MONTH_DAY, lambda m: _named(m[3], m[1], m[2])),
    (_YEAR_MONTH_DAY, lambda m: _named(m[1], m[2], m[3])),
)
_SHORT_FORMS = ((_NUMERIC, _numeric),)
"""Those that do not need four digits of the year."""
