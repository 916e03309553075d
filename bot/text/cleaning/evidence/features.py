"""The model's view of a page: one row of numbers a line, its own evidence and how it sits in the page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.facts import CUES, OWN
from bot.text.cleaning.evidence.stems import Stems, cohesion
from bot.text.cleaning.evidence.templates import templates
from bot.text.cleaning.evidence.vetoes import VETOES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.lines import PageLine

    Rows = NDArray[np.float32]

_PROSE = 12.0
_LONGEST = 60.0
_USUAL_SHARE = 0.3
_BEGINNING = 80  # characters
_ENDED = OWN.index("ended")
_LINKED = OWN.index("linked")
_VETO_CODES: dict[str | None, int] = {name: i for i, name in enumerate((None, *VETOES))}
_ONE_HOT = np.eye(len(_VETO_CODES), dtype=np.float32)


def page_features(lines: Sequence[PageLine], own: Rows, vetoes: Sequence[str | None], used: Stems) -> Rows:
    """The network's input, one row a line (float32): logarithms of evidence, and its veto one-hot.

    Args:
        lines: the page; ``own``: their own numbers, one row a line.
        vetoes: why each is no body text, if one says so; ``used``: the page's content words.
    """
    values = np.concatenate([own, _in_page(lines, own, used)], axis=1, dtype=np.float32)
    veto = _ONE_HOT[[_VETO_CODES.get(v, 0) for v in vetoes]]
    return np.concatenate([np.copysign(np.log(np.abs(values) + 1), values), veto], axis=1)


def _in_page(lines: Sequence[PageLine], own: Rows, used: Stems) -> Rows:
    """How each line sits in the page: what stands around it, where it stands, and the page as a whole."""
    gaps = np.minimum(np.array([line.gap for line in lines], np.float32), 4)
    prose = prose_weight(own)
    told = prose >= _PROSE
    before, after = cohesion(used, told)
    n = len(lines)
    place = np.arange(n, dtype=np.float32)
    total = max(1.0, float(prose.sum()))
    above = (np.cumsum(prose) - prose) / total
    below = np.full(n, 9, np.float32)
    below[:-1] = gaps[1:]
    around = (gaps, below, prose, own[:, CUES].sum(axis=1), _repeats(lines))
    shared = (before, after, before + after)
    places = (place / n, above, 1 - above - prose / total, np.minimum(place, 50), np.minimum(n - place, 50))
    page = (n, total, np.count_nonzero(gaps) / n, prose.max(), np.count_nonzero(told))
    rows = np.empty((n, len(around) + len(shared) + len(places) + len(page)), np.float32)
    for k, column in enumerate((*around, *shared, *places, *page)):
        rows[:, k] = column
    return rows


def prose_weight(own: Rows) -> Rows:
    """How much running prose a line holds: words, discounted where function words or a sentence end lack.

    Where even the page's long lines lack known function words, its language is not listed, and none are asked for.
    """
    size, share, ended = own[:, 0], own[:, 1], own[:, _ENDED]
    long = (size >= 10) & (ended > 0)
    spoken = size[long]
    unknown = len(spoken) and share[long] @ spoken / spoken.sum() < 0.12
    weight = np.minimum(size, _LONGEST) * (1.0 if unknown else np.minimum(1.0, share / _USUAL_SHARE))
    return (weight * np.where(ended > 0, 1.0, 0.35) * (1.0 - own[:, _LINKED])).astype(np.float32)


def _repeats(lines: Sequence[PageLine]) -> Rows:
    """How many lines begin like each, numbers apart; at most 8."""
    forms = templates([line.text[:_BEGINNING] for line in lines])
    counts = Counter(forms)
    return np.minimum(np.array([*map(counts.__getitem__, forms)], np.float32), 8)
