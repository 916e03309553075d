"""The decoder: the one run of lines that holds the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def best_span(scores: Sequence[float], gap_cap: float) -> tuple[int, int]:
    """The half-open run of lines with the largest sum of ``scores``; ``(0, 0)`` where none is above zero.

    A stretch of negative lines between positive ones costs at most ``gap_cap``, so that a table or a
    list does not cut an article in two. Kadane's algorithm over runs of one sign; linear.
    """
    best, best_at = 0.0, (0, 0)
    running, start, gap = 0.0, 0, 0.0
    for i, score in enumerate(scores):
        if score <= 0.0:
            gap = max(gap + score, -gap_cap)
            continue
        if running + gap <= 0.0:
            running, start = 0.0, i
        else:
            running += gap
        gap = 0.0
        running += score
        if running > best:
            best, best_at = running, (start, i + 1)
    return best_at
