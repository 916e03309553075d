"""What a page's phrases were on other sites: body text or furniture, told by how often they stood in either.

The table holds the phrases that stand on several of the sites the cleaner was fitted on, as hashed numbers without
their text. A phrase's score is the logarithm of its odds of being body text, averaged over sites and drawn to even
odds where few have it (Micci-Barreca 2001, "A preprocessing scheme for high-cardinality categorical attributes").
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.text.cleaning.evidence.phrases import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.evidence.phrases import Phrases

    Rows = NDArray[np.float32]

_FIRST_BITS = 18
_REST = np.uint32(32 - _FIRST_BITS)
_RUNS = 2  # kinds of phrases that a line has many of: words and pairs
_OF_MANY, _OF_ONE = 5, 2  # columns of such a kind, and of another
_WIDTH = _RUNS * _OF_MANY + (len(KINDS) - _RUNS) * _OF_ONE


class Told(NamedTuple):
    """What is known of phrases, one entry each.

    Attributes:
        scores: above 0 for body text, below for furniture; 0 where not enough sites have it.
        sites: how many have it, 0 where not enough.
    """

    scores: Rows
    sites: Rows


class Wording:
    """Phrases that several sites have.

    Attributes:
        keys: their numbers, ascending; ``told``: what is known of each.
    """

    def __init__(self, keys: NDArray[np.uint32], told: Told) -> None:
        self.keys, self.told = keys, told
        # Keys are looked up by their first bits, which few of them share; a look beyond the last finds none. Those that
        # share them with none stand first, so that all but a few are told at the first look.
        sharing = np.bincount(keys >> _REST, minlength=2**_FIRST_BITS)
        crowded = sharing[keys >> _REST] > 1
        order = crowded.argsort(kind="stable")
        places = order.argsort()
        self._alone, self._most = len(keys) - int(np.count_nonzero(crowded)), max(1, int(sharing.max()))
        firsts = np.append(places, 0)[np.cumsum(sharing) - sharing]
        self._firsts = np.where(sharing > 0, firsts, 0).astype(np.int32)
        beyond = np.zeros(self._most, np.float32)
        self._keys = np.concatenate([keys[order], beyond.astype(np.uint32)])
        self._told = Told(*(np.concatenate([values[order], beyond]) for values in told))

    def columns(self, found: Sequence[Phrases], count: int) -> Rows:
        """What is known of the ``found`` phrases of a page of ``count`` lines, as ``columns`` has it."""
        told = self.look_up(np.concatenate([phrases.keys for phrases in found]))
        ends = list(accumulate((len(phrases.keys) for phrases in found), initial=0))
        parts = [Told(*(values[start:end] for values in told)) for start, end in pairwise(ends)]
        return columns(found, parts, count)

    def look_up(self, keys: NDArray[np.uint32]) -> Told:
        """What is known of phrases, told by their numbers."""
        at = self._firsts.take(keys >> _REST)
        further = (at >= self._alone).nonzero()[0]
        place, asked = at[further], keys[further]
        for _ in range(self._most - 1):
            place += self._keys.take(place) != asked
        at[further] = place
        at = np.where(self._keys.take(at) == keys, at, np.int32(len(self.keys)))
        return Told(self._told.scores.take(at), self._told.sites.take(at))


def columns(found: Sequence[Phrases], told: Sequence[Told], count: int) -> Rows:
    """One row a line (float32) from what is told of each phrase.

    Of its words and of its pairs: the mean, least and highest score, the share of known ones and the sum over the
    square root of their number; of its beginning, its ending and itself as a whole: the score, and the logarithm of
    how many sites have it.
    """
    rows = np.zeros((count, _WIDTH), np.float32)
    for kind, (phrases, known) in enumerate(zip(found, told, strict=True)):
        if kind < _RUNS:
            _of_many(phrases, known, rows[:, kind * _OF_MANY : (kind + 1) * _OF_MANY])
        else:
            at = _RUNS * _OF_MANY + (kind - _RUNS) * _OF_ONE
            rows[phrases.lines, at], rows[phrases.lines, at + 1] = known.scores, np.log1p(known.sites)
    return rows


def _of_many(phrases: Phrases, told: Told, rows: Rows) -> None:
    """Set the columns of a kind of which lines have many."""
    number = np.bincount(phrases.lines, minlength=len(rows))
    used = number.nonzero()[0]
    if not len(used):
        return
    number = number[used]
    starts = number.cumsum() - number
    total = np.add.reduceat(told.scores, starts)
    known = np.add.reduceat((told.sites > 0).astype(np.float32), starts)
    some = np.maximum(known, 1)
    rows[used, 0] = total / some
    # No lower or higher than an unknown phrase's 0 where all are known, so that short and long lines compare.
    rows[used, 1] = np.minimum(np.minimum.reduceat(told.scores, starts), 0)
    rows[used, 2] = np.maximum(np.maximum.reduceat(told.scores, starts), 0)
    rows[used, 3] = known / number
    rows[used, 4] = total / np.sqrt(some)
