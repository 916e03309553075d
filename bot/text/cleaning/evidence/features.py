"""The model's view of a page: one row of numbers a line, its own evidence and how it sits in the page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.facts import CUES, OWN
from bot.text.cleaning.evidence.series import SERIES, series
from bot.text.cleaning.evidence.stems import Stems, cohesion
from bot.text.cleaning.evidence.templates import templates
from bot.text.cleaning.evidence.vetoes import VETOES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.lines import PageLine

    Rows = NDArray[np.float32]
    Column = Rows | NDArray[np.float64] | float

_PROSE = 12.0
_LONGEST = 60.0
_USUAL_SHARE = np.float32(0.3)
_UNENDED = np.float32(0.35)
_IN_PAGE = 18 + len(SERIES)  # columns
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
    told = own.shape[1] + _IN_PAGE
    rows = np.empty((len(lines), told + len(_VETO_CODES)), np.float32)
    values = rows[:, :told]
    values[:, : own.shape[1]] = own
    for column, value in enumerate(_in_page(lines, own, used), own.shape[1]):
        values[:, column] = value
    size = np.abs(values)
    size += 1
    np.copysign(np.log(size, out=size), values, out=values)
    rows[:, told:] = _ONE_HOT[0]
    for i, vetoed in enumerate(vetoes):
        if vetoed is not None:
            rows[i, told:] = _ONE_HOT[_VETO_CODES.get(vetoed, 0)]
    return rows


def _in_page(lines: Sequence[PageLine], own: Rows, used: Stems) -> tuple[Column, ...]:
    """How each line sits in the page: what stands around it, where it stands, and the page as a whole.

    One column each, or one number for all lines.
    """
    gaps = np.minimum(np.array([line.gap for line in lines], np.float32), 4)
    prose = prose_weight(own)
    told = prose >= _PROSE
    before, after = cohesion(used, told)
    n = len(lines)
    place = np.arange(n, dtype=np.float32)
    total = max(1.0, float(prose.sum()))
    share = prose / total
    above = share.cumsum() - share
    below = np.full(n, 9, np.float32)
    below[:-1] = gaps[1:]
    forms = templates([line.text[:_BEGINNING] for line in lines])
    around = (gaps, below, prose, own[:, CUES].sum(axis=1), _repeats(forms))
    shared = (before, after, before + after)
    places = (place / n, above, 1 - above - share, np.minimum(place, 50), np.minimum(n - place, 50))
    page = (n, total, np.count_nonzero(gaps) / n, float(prose.max()), int(np.count_nonzero(told)))
    return (*around, *shared, *places, *page, *series(lines, own[:, 0], own[:, _ENDED], forms).T)


def prose_weight(own: Rows) -> Rows:
    """How much running prose a line holds: words, discounted where function words or a sentence end lack.

    Where even the page's long lines lack known function words, its language is not listed, and none are asked for.
    """
    size, share, ended = own[:, 0], own[:, 1], own[:, _ENDED]
    long = (size >= 10) & (ended > 0)
    spoken = size[long]
    unknown = len(spoken) and share[long] @ spoken / spoken.sum() < 0.12
    weight: Rows = np.minimum(size, _LONGEST)
    if not unknown:
        weight *= np.minimum(share / _USUAL_SHARE, np.float32(1.0))
    weight *= 1.0 - own[:, _LINKED]
    weight *= np.where(ended > 0, np.float32(1.0), _UNENDED)
    return weight


def _repeats(forms: Sequence[bytes]) -> Rows:
    """How many lines begin like each, numbers apart; at most 8."""
    counts = Counter(forms)
    return np.minimum(np.array([*map(counts.__getitem__, forms)], np.float32), 8)
