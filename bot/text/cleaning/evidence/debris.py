"""Lines that no article has, told by their form alone: leaked code of the page, and an archive's list of months."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.lines import PageLine

# A shortcode with its first setting; a one-line JSON object as programs write it, without blanks. A tutorial's example
# is shorter.
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]{2,40}\s[\w-]{1,40}=[^\s\[\]][^\[\]]*+\]")
_PAIR = re.compile(r'":["\d\[{tfn-]')
_FEWEST_PAIRS, _SHORTEST = 5, 100
_MONTH = re.compile(r"([^\W\d_]{3,12})\.?,?\s(?:19|20)\d\d(?:\s?\(\d{1,5}\))?")
_LONGEST_MONTH = 28
_ENDS = "0123456789)"
# An article may head its parts by month: only so many one below the other are an archive.
_FEWEST_MONTHS = 5


def is_leaked_code(text: str) -> bool:
    """Whether a line is a template's shortcode or a program's data rather than words."""
    if text[0] == "[":
        return _SHORTCODE.fullmatch(text) is not None
    data = text.startswith('{"') and text[-1] in "}]" and len(text) >= _SHORTEST
    return data and len(_PAIR.findall(text[:4000])) >= _FEWEST_PAIRS


def archive_months(lines: Sequence[PageLine]) -> list[int]:
    """The positions of the lines that name a month and nothing else, five or more in a row."""
    months = [i for i, line in enumerate(lines) if line.text[-1] in _ENDS and _is_month(line.text)]
    found: list[int] = []
    # Lines in a row are as far apart as their places among all such lines.
    for _, row in groupby(enumerate(months), lambda place: place[1] - place[0]):
        run = [i for _, i in row]
        if len(run) >= _FEWEST_MONTHS:
            found += run
    return found


def _is_month(text: str) -> bool:
    named = _MONTH.fullmatch(text) if len(text) <= _LONGEST_MONTH else None
    return named is not None and named[1].lower() in MONTHS
