"""What a file tells above its text: front matter of several kinds, scrapers' headers; and lists that hold no text."""

from __future__ import annotations

import pytest

from bot.model import Refused
from bot.text.clean import clean
from bot.text.read import read
from tests.support.newsroom import PARAGRAPHS

BODY = tuple(text.format(town="Saltby") for text in PARAGRAPHS)
URL = "https://gazette.example/pier"


def article(name, head):
    return clean(read((head + "\n\n".join(BODY)).encode(), name))


@pytest.mark.parametrize(
    ("name", "head"),
    [
        (
            "hugo.md",
            (
                '+++\ntitle = "The pier"\ndate = 2026-03-04T09:30:00+01:00\nauthors = ["Ada Quill", "Bo Rask"]\n'
                f'url = "{URL}"\ndraft = false\ntags = ["sea"]\n[params]\nsource = "The Gazette"\n+++\n\n'
            ),
        ),
        (
            "jekyll.md",
            (
                f'---\ntitle: "The pier"\ndate: 2026-03-04 09:30\nauthor: [Ada Quill, Bo Rask]\nurl: {URL}\n'
                "site: The Gazette\ntags:\n  - sea\n---\n"
            ),
        ),
        (
            "clipped.md",
            (
                '---\ntitle: "The pier"\nauthor:\n  - "[[Ada Quill]]"\n  - "[[Bo Rask]]"\nsite: The Gazette\n'
                f'source: "{URL}"\npublished: 2026-03-04\ncreated: 2026-05-01\ndescription: |\n  Of a vote\n  on it.\n'
                'tags:\n  - "clippings"\n---\n'
            ),
        ),
        (
            "scraped.txt",
            (
                f"URL: {URL}\nTitle: The pier\nAuthor: Ada Quill, Bo Rask\nDate: 2026-03-04\nSite: The Gazette\n"
                "Scraped: 2026-05-06\n\n"
            ),
        ),
    ],
)
def test_the_head_of_a_file_is_taken_from_its_fields(name, head):
    found = article(name, head)
    assert found.paragraphs == BODY
    assert (found.title, found.byline, found.source) == ("The pier", "Ada Quill, Bo Rask", "The Gazette")
    assert (str(found.published), found.url) == ("2026-03-04", URL)


def test_the_day_of_clipping_is_not_the_day_of_the_article():
    assert (
        article("a.md", f"---\ntitle: The pier\nsource: {URL}\npublished:\ncreated: 2026-05-01\n---\n").published
        is None
    )
    assert str(article("a.md", "---\ntitle: The pier\ncreated: 2026-05-01\n---\n").published) == "2026-05-01"


def test_broken_toml_above_a_text_costs_the_fields_alone():
    assert article("a.md", '+++\ntitle = "The pier\n+++\n\n').paragraphs == BODY


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "".join(f"https://gazette.example/{n}\n" for n in range(9))),
        ("a.txt", "To read\n" + "".join(f"{n}. https://gazette.example/{n} - the pier, part {n}\n" for n in range(9))),
        ("a.md", "# To read\n\n" + "".join(f"- [The pier, part {n}](https://gazette.example/{n})\n" for n in range(9))),
        ("a.txt", "<https://gazette.example/pier>"),
    ],
)
def test_a_list_of_addresses_is_refused_with_a_sentence(name, text):
    with pytest.raises(Refused, match="The file is a list of addresses"):
        clean(read(text.encode(), name))


def test_an_article_that_links_in_each_paragraph_is_no_list():
    linked = "\n\n".join(f"{text} [More]({URL}/{n})" for n, text in enumerate(BODY))
    assert len(clean(read(linked.encode(), "a.md")).paragraphs) == len(BODY)
