"""What a page is told of its phrases in the fit, beside what a page of an unknown site is told."""

import numpy as np
import pytest

from bench.cleaning_wording import Labelled, seen, stored
from bot.text.cleaning.evidence.phrases import KINDS, Phrases
from bot.text.cleaning.evidence.wording import Told, Wording

SITES, FOLDS, LINES = 25, 5, 6


def page(rng: np.random.Generator) -> Labelled:
    site = int(rng.integers(SITES))
    found = [
        Phrases(rng.integers(100, size=12).astype(np.uint32) + 1000 * kind, np.repeat(np.arange(LINES), 2))
        for kind in range(len(KINDS))
    ]
    return Labelled(found, rng.choice([-1.0, 0.0, 1.0], LINES).astype(np.float32), site, site % FOLDS)


@pytest.mark.parametrize("fold", [None, 0, 3])
def test_a_page_is_told_what_it_would_be_were_its_site_unknown(fold: int | None) -> None:
    rng = np.random.default_rng(1)
    pages = [page(rng) for _ in range(60)]
    every = seen(pages)
    told = 0
    for one in pages:
        others = [p for p in pages if p.site != one.site and p.fold != fold]
        unknown = seen(others).wording(None).columns(one.phrases, LINES)
        columns = every.columns(one, fold)
        assert columns == pytest.approx(unknown, abs=1e-5)
        told += np.count_nonzero(columns)
    assert told > 1000


def test_phrases_of_few_sites_are_left_out_and_those_of_many_are_drawn_to_even_odds() -> None:
    def of(site: int, key: int, body: float) -> Labelled:
        line = np.zeros(1, np.int64)
        return Labelled([Phrases(np.array([key], np.uint32), line)], np.array([body], np.float32), site, 0)

    wording = seen([*(of(site, 7, 1.0) for site in range(4)), of(0, 8, 1.0), of(1, 8, 1.0)]).wording(None)
    assert wording.keys.tolist() == [7]
    assert wording.told.scores.tolist() == pytest.approx([np.log((4 + 2) / 2)])
    assert stored(wording)["wording/sites"].tolist() == [4]


def test_a_table_without_phrases_tells_nothing() -> None:
    none = np.zeros(0, np.float32)
    found = [Phrases(np.array([5], np.uint32), np.zeros(1, np.int64)) for _ in KINDS]
    assert not Wording(np.zeros(0, np.uint32), Told(none, none)).columns(found, 1).any()
