"""The one run of lines that holds the article."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Chosen by cross-validation on the development pages.
_NEUTRAL = 0.4
_NEUTRAL_ODDS = log(_NEUTRAL / (1 - _NEUTRAL))
_GAP_CAP = 10.0
_OUTSIDE = 0.4
_LONGEST = 80.0


def favour_one_run(likely: NDArray[np.float32], sizes: NDArray[np.float32]) -> NDArray[np.float32]:
    """``likely`` with what lies outside the page's best run of lines discounted.

    A page holds one article; comments, teasers and other stories read like prose too, but stand apart from it.
    A line scores the log-odds of its likelihood against a neutral 0.4, weighted by the root of its size in words.
    """
    bounded = np.minimum(np.maximum(likely.astype(np.float64), 1e-4), 1 - 1e-4)
    odds = np.log(bounded / (1 - bounded)) - _NEUTRAL_ODDS
    start, end = best_run((odds * np.sqrt(np.minimum(sizes, _LONGEST)) / 3).tolist(), _GAP_CAP)
    weighted = likely * np.float32(_OUTSIDE)
    weighted[start:end] = likely[start:end]
    return weighted


def best_run(scores: Sequence[float], gap_cap: float) -> tuple[int, int]:
    """The half-open run with the largest sum of ``scores``; ``(0, 0)`` where none is above zero.

    A stretch of negative scores between positive ones costs at most ``gap_cap``, so that a table or a list does
    not cut an article in two. Kadane's algorithm over stretches of one sign; linear.
    """
    best, best_at = 0.0, (0, 0)
    running, start, gap = 0.0, 0, 0.0
    for i, score in enumerate(scores):
        if score <= 0.0:
            gap += score
            if gap < -gap_cap:
                gap = -gap_cap
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
