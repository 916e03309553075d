"""Pages without an article are told from those with one."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from bot.model import Refused
from bot.text.clean import clean
from bot.text.read import read

WRITTEN = tomllib.loads(Path(__file__).with_name("refusals.toml").read_text("utf-8"))
PAGES, ARTICLES = WRITTEN["page"], WRITTEN["article"]
BENCH = Path(__file__).parents[3] / "shared" / "bench" / "cleaning"


def refused(data: bytes, name: str) -> bool:
    try:
        clean(read(data, name))
    except Refused:
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=[f"{p['language']}-{p['is']}-{i}" for i, p in enumerate(PAGES)])
def test_a_page_without_an_article_is_refused_with_a_sentence_that_says_what_to_do(page):
    with pytest.raises(Refused, match=r"^The (?:page|file) .+|^No article.+ \w+.*\.$") as refusal:
        clean(read(page["text"].encode(), "page.txt"))
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("article", ARTICLES, ids=[f"{a['language']}-{i}" for i, a in enumerate(ARTICLES)])
def test_a_short_report_is_taken_also_between_log_in_links_and_when_it_is_about_cookies(article):
    assert clean(read(article["text"].encode(), "page.txt")).paragraphs


def test_the_set_has_sixty_pages_in_ten_languages_at_least():
    assert len(PAGES) >= 60
    assert len({page["language"] for page in PAGES}) >= 10


def test_of_real_pages_with_three_paragraphs_at_most_one_in_a_hundred_is_refused():
    if not BENCH.exists():
        pytest.skip("the shared benchmark is not at hand")
    rows = [json.loads(line) for line in (BENCH / "gold.jsonl").read_text("utf-8").splitlines()]
    whole = [row for row in rows if sum(len(p) > 40 for p in row["body"].split("\n")) >= 3][::4]
    lost = [row["id"] for row in whole if refused((BENCH / "text" / f"{row['id']}.txt").read_bytes(), "page.txt")]
    assert len(lost) <= len(whole) / 100, lost
