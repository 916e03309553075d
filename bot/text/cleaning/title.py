"""The headline: which of the lines around the start of the body it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.text.cleaning.judge import Evidence

_BELOW = 3
_MOST_WORDS = 40
_LONG_PARAGRAPH = 30
_MOST_IN_BODY = 20
_NO_HEADLINE = frozenset(("plea", "copyright", "byline or source line", "picture credit"))


def find_title(evidence: Evidence, scores: NDArray[np.float32], body: Sequence[int]) -> int | None:
    """The position of the headline: the line above the body, or among its first, that the model scores highest.

    None where no line there can be one (a text that starts with its first paragraph).
    """
    if not body:
        return None
    last = min(body[0] + _BELOW, len(scores))
    open_to_it = [
        i
        for i in range(last)
        if evidence.facts[i].size <= _MOST_WORDS
        and evidence.vetoes[i] not in _NO_HEADLINE
        and _heads(evidence, i, body[0])
    ]
    return max(open_to_it, key=lambda i: float(scores[i]), default=None)


def _heads(evidence: Evidence, i: int, first: int) -> bool:
    """A line inside the body can be its headline only where no paragraph stands above it, and as no sentence."""
    if i < first:
        return True
    above = evidence.facts[first:i]
    return (
        not evidence.facts[i].ended
        and evidence.facts[i].size <= _MOST_IN_BODY
        and all(f.size < _LONG_PARAGRAPH and not f.ended for f in above)
    )
