"""Every sample article comes out as tests/seeds.toml says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.model import Refused
from bot.text.clean import clean
from bot.text.fingerprint import text_key
from bot.text.language import detect
from bot.text.read import read

SEEDS = Path(__file__).parents[2] / "seeds"
EXPECTED = tomllib.loads((Path(__file__).parents[1] / "seeds.toml").read_text(encoding="utf-8"))["seed"]
ARTICLES = [seed for seed in EXPECTED if seed["outcome"] != "rejected"]
REJECTED = [seed for seed in EXPECTED if seed["outcome"] == "rejected"]
DUPLICATES = [seed for seed in EXPECTED if seed["outcome"] == "duplicate"]


def cleaned(file):
    return clean(read((SEEDS / file).read_bytes(), Path(file).name))


def file_of(seed):
    return seed["file"]


def accepted(expected):
    """The values that are right: one, several, or None for what the file does not tell."""
    values = expected if isinstance(expected, list) else [expected]
    return [value or None for value in values]


def test_every_sample_file_has_its_expectation():
    files = {p.relative_to(SEEDS).as_posix() for p in SEEDS.rglob("*") if p.is_file() and p.name[0] != "."}
    assert files == {seed["file"] for seed in EXPECTED}


def test_every_sample_file_has_its_row_in_the_documentation():
    table = (SEEDS.parent / "docs" / "seeds.md").read_text(encoding="utf-8")
    assert [seed["file"] for seed in EXPECTED if f"| `{seed['file']}` |" not in table] == []


@pytest.mark.parametrize("seed", ARTICLES, ids=file_of)
def test_the_body_is_whole_and_holds_nothing_else(seed):
    headings = seed.get("subheadings", [])
    paragraphs = cleaned(seed["file"]).paragraphs
    body = [p for p in paragraphs if p not in headings]
    assert body[0].startswith(seed["first_words"])
    assert body[-1].endswith(seed["last_words"])
    assert (len(body), sum(map(len, body))) == (seed["paragraphs"], seed["characters"])
    assert [p for p in paragraphs if p in headings] == headings


@pytest.mark.parametrize("seed", ARTICLES, ids=file_of)
def test_no_furniture_is_left_in_the_paragraphs(seed):
    text = "\n".join(cleaned(seed["file"]).paragraphs)
    assert [words for words in seed["furniture"] if words in text] == []


@pytest.mark.parametrize("seed", ARTICLES, ids=file_of)
def test_the_headline_is_told(seed):
    assert cleaned(seed["file"]).title == seed["title"]


@pytest.mark.parametrize("field", ["source", "byline", "published", "url"])
@pytest.mark.parametrize("seed", ARTICLES, ids=file_of)
def test_what_the_file_tells_of_itself_is_told_and_nothing_else(seed, field):
    assert getattr(cleaned(seed["file"]), field) in accepted(seed.get(field))


@pytest.mark.parametrize("seed", ARTICLES, ids=file_of)
def test_the_language_is_told(seed):
    article = cleaned(seed["file"])
    assert detect("\n".join(article.paragraphs), article.language) == seed["language"]


@pytest.mark.parametrize("seed", DUPLICATES, ids=file_of)
def test_a_second_copy_under_other_furniture_has_the_same_text(seed):
    first, second = cleaned(seed["same_text_as"]), cleaned(seed["file"])
    assert text_key(first.paragraphs) == text_key(second.paragraphs)


def test_no_two_other_samples_have_the_same_text():
    keys = [text_key(cleaned(seed["file"]).paragraphs) for seed in ARTICLES if seed not in DUPLICATES]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("seed", REJECTED, ids=file_of)
def test_what_is_no_article_is_refused_with_a_sentence(seed):
    with pytest.raises(Refused, match=r"\.$"):
        cleaned(seed["file"])
