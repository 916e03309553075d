"""The headline: which of the lines around the start of the body it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.judge import Evidence
    from bot.text.cleaning.lines import PageLine

_ABOVE = 60
_BELOW = 4
_STOP = re.compile(r"[.。;:：…]$")
_NEAR = 5
_MOST_WORDS = 32
_LONGEST = 250


def find_title(lines: Sequence[PageLine], evidence: Evidence, body: Sequence[int]) -> int | None:
    """The position of the headline among ``lines``, given the positions of the body (ascending); None if none."""
    if not body:
        return None
    first = body[0]
    wanted: set[str] = set()
    for i in body:
        wanted |= evidence.facts[i].content
    repeated = _counts(lines)
    best, best_at = 0.0, None
    for i in range(max(0, first - _ABOVE), min(first + _BELOW, len(lines))):
        if i > first and evidence.facts[i - 1].ended and evidence.facts[i - 1].size > 12:
            break
        score = _score(lines, evidence, i, first, wanted, repeated)
        if score > best:
            best, best_at = score, i
    return best_at


def _score(
    lines: Sequence[PageLine],
    evidence: Evidence,
    i: int,
    first: int,
    wanted: set[str],
    repeated: dict[str, int],
) -> float:
    line, facts = lines[i], evidence.facts[i]
    if not 1.5 <= facts.size <= _MOST_WORDS or len(line.text) > _LONGEST or evidence.vetoes[i]:
        return 0.0
    overlap = len(facts.content & wanted) / (len(facts.content) + 1)
    score = 3.0 * overlap + min(facts.size, 12.0) / 8
    score += 1.5 if line.mark == "heading" else 0.0
    score -= 1.5 if _STOP.search(line.text) else 0.0
    score -= max(0, first - i) / 40
    score -= 2.0 if overlap == 0 else 0.0
    score += 0.5 if repeated[line.text] > 1 else 0.0
    return score + (0.7 if _dated_below(lines, i) else 0.0)


def _dated_below(lines: Sequence[PageLine], i: int) -> bool:
    below = (line.text for line in lines[i + 1 : i + _NEAR] if len(line.text) < 90)
    return any(find_dates(text) for text in below)


def _counts(lines: Sequence[PageLine]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.text] = counts.get(line.text, 0) + 1
    return counts
