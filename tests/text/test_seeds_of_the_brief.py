"""The two real page dumps that the product must get exactly right (read where they are at hand)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.text.clean import clean
from bot.text.read import read

_SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def _cleaned(prefix):
    found = sorted(_SEEDS.glob(f"{prefix}_*.txt"))
    if not found:
        pytest.skip("the shared page dumps are not at hand")
    return clean(read(found[0].read_bytes(), found[0].name))


def test_a_dump_framed_by_donation_appeals_gives_its_seven_paragraphs_and_no_date():
    article = _cleaned("000")
    assert len(article.paragraphs) == 7
    assert article.published is None
    assert not any("support" in p.lower() and "us" in p.lower().split() for p in article.paragraphs)
    assert article.title.endswith("Says")
    assert article.source.startswith("The ")


def test_a_dump_with_a_repeated_head_and_long_menus_gives_its_nine_paragraphs_and_its_date():
    article = _cleaned("003")
    assert len(article.paragraphs) == 9
    assert article.published == date(2022, 4, 13)
    assert article.paragraphs[-1].endswith("borders.")
    assert article.source
