"""The decoder: which lines to keep, given how likely each is body text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def most_expected_f1(likely: NDArray[np.float32], sizes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The set of lines with the greatest expected F1, as a mask.

    Keeps the likeliest lines down to the point where 2 * expected hits / (kept + expected body) is
    greatest, lines weighing by their ``sizes`` in words (Jansche 2007, "A maximum expected utility
    framework for binary sequence labeling"). A page whose every line is in doubt so keeps more of
    them than one threshold for all pages would.
    """
    if not len(likely):
        return np.zeros(0, dtype=bool)
    order = (-likely).argsort(kind="stable")
    hits = (likely * sizes)[order].cumsum()
    utility = 2 * hits / (sizes[order].cumsum() + hits[-1] + 1e-6)
    kept = np.zeros(len(likely), dtype=bool)
    kept[order[: int(utility.argmax()) + 1]] = True
    return kept
