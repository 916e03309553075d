"""What phrases were on the benchmark's sites, and what is told of a page's phrases by all sites but its own.

A page must be told of its phrases as a page of an unknown site is, or the fit would learn to trust words that only its
own site has: its own pages are left out of the counts, as in leave-one-out target encoding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.wording import Told, Wording, columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.evidence.phrases import Phrases

    Places = NDArray[np.int64]
    Values = NDArray[np.float64]

# A phrase is known when so many sites have it; so many sites' worth of even odds are added to each.
FEWEST = 3
EVEN = 4.0
_MOST_SITES = 255


@dataclass(frozen=True)
class Labelled:
    """A page's phrases and labels.

    Attributes:
        phrases: its phrases of each kind.
        body: 1.0 for each line of the article, 0.0 for furniture, below 0 for what is neither.
        site: the number of its site; ``fold``: the site's part of the cross-validation.
    """

    phrases: Sequence[Phrases]
    body: NDArray[np.float32]
    site: int
    fold: int


@dataclass
class Seen:
    """How much of their lines each site's phrases had in body text; see ``seen``.

    Attributes:
        keys: all phrases, ascending; ``sites``: how many sites there are, and ``folds``: the part of each.
        pairs: a phrase's place times ``sites`` and its site's number, ascending; ``shares``: of its lines there.
    """

    keys: NDArray[np.uint32]
    sites: int
    folds: Places
    pairs: Places
    shares: Values
    _totals: dict[int | None, tuple[Values, Values]] = field(default_factory=dict)

    def wording(self, but: int | None) -> Wording:
        """What the sites say that are not of the fold ``but``."""
        sums, numbers = self._total(but)
        known = numbers >= FEWEST
        return Wording(self.keys[known], _told(sums[known], numbers[known]))

    def columns(self, page: Labelled, but: int | None) -> NDArray[np.float32]:
        """What the sites say that are neither of the fold ``but`` nor the page's own; see ``wording.columns``."""
        sums, numbers = self._total(but)
        counted = page.fold != but
        told = []
        for phrases in page.phrases:
            at = np.minimum(np.searchsorted(self.keys, phrases.keys), len(self.keys) - 1)
            mine, pair = self.keys[at] == phrases.keys, at * self.sites + page.site
            own = np.minimum(np.searchsorted(self.pairs, pair), len(self.pairs) - 1)
            has = counted & mine & (self.pairs[own] == pair)
            told.append(_told((sums[at] - has * self.shares[own]) * mine, (numbers[at] - has) * mine))
        return columns(page.phrases, told, len(page.body))

    def _total(self, but: int | None) -> tuple[Values, Values]:
        if but not in self._totals:
            places, sites = np.divmod(self.pairs, self.sites)
            counted = self.folds[sites] != (-1 if but is None else but)
            sums = np.bincount(places[counted], self.shares[counted], len(self.keys))
            self._totals[but] = sums, np.bincount(places[counted], minlength=len(self.keys)).astype(np.float64)
        return self._totals[but]


def _told(sums: Values, numbers: Values) -> Told:
    odds = (sums + EVEN / 2) / (numbers - sums + EVEN / 2)
    known = numbers >= FEWEST
    return Told(np.where(known, np.log(odds), 0).astype(np.float32), np.where(known, numbers, 0).astype(np.float32))


def seen(pages: Sequence[Labelled]) -> Seen:
    """What the phrases of ``pages`` were."""
    sites = max(page.site for page in pages) + 1
    folds = np.zeros(sites, np.int64)
    found: list[tuple[NDArray[np.uint32], Values, int]] = []
    for page in pages:
        folds[page.site] = page.fold
        for phrases in page.phrases:
            labels = page.body[phrases.lines]
            found.append((phrases.keys[labels >= 0], labels[labels >= 0], page.site))
    keys, places = np.unique(np.concatenate([each for each, _, _ in found]), return_inverse=True)
    numbers = np.repeat([site for _, _, site in found], [len(each) for each, _, _ in found])
    pairs, which = np.unique(places * sites + numbers, return_inverse=True)
    labels = np.concatenate([each for _, each, _ in found])
    return Seen(keys, sites, folds, pairs, np.bincount(which, labels) / np.bincount(which))


def stored(wording: Wording) -> dict[str, np.ndarray]:
    """The arrays of ``wording`` under the names that ``bot.text.cleaning.network`` reads."""
    sites = np.minimum(wording.told.sites, _MOST_SITES).astype(np.uint8)
    return {
        "wording/keys": wording.keys,
        "wording/scores": wording.told.scores.astype(np.float16),
        "wording/sites": sites,
    }
