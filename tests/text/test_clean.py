"""From a decoded file to its article."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Document, Refused
from bot.text.clean import clean, clean_by
from bot.text.explain import explain
from bot.text.rules import read_rules

BODY = (
    "The harbour board voted on Tuesday to rebuild the eastern pier, which a storm tore away last year.",
    "Work is to begin in March and will cost about four million crowns, a third of it paid by the fishing cooperative.",
    "“We have waited for this through two winters,” said Maren Holt, who has landed her catch on the beach since then.",
    "The board had first asked the county for the whole sum, and was refused because the pier is not a public road.",
    "Until the new pier is open, the ferry will go on calling at the old quay twice a day when the weather allows it.",
)
MENU = ("Home", "News", "Sport", "Culture", "Weather", "Subscribe", "Log in", "Search")
FOOT = (
    "Most read",
    "Ferry late again",
    "About us",
    "Contact",
    "Privacy policy",
    "© 2025 Pier Gazette. All rights reserved.",
)
TITLE = "Harbour board votes to rebuild storm-torn pier"


def dump(*middle: str) -> str:
    head = "\n".join(MENU) + f"\n\n{TITLE}\n\nBy Ada Quist\n4 November 2025\n\n"
    return head + "\n\n".join(middle) + "\n\n" + "\n".join(FOOT)


def text(content: str, kind: str = "text") -> Document:
    return Document("page", kind, content)


def test_a_page_dump_gives_its_head_and_its_paragraphs_and_nothing_else():
    article = clean(text(dump(*BODY)))
    assert article.paragraphs == BODY
    assert (article.title, article.byline, article.source) == (TITLE, "Ada Quist", "Pier Gazette")
    assert article.published == date(2025, 11, 4)


def test_a_clean_article_is_given_back_whole():
    assert clean(text("\n\n".join(BODY))).paragraphs == BODY


@pytest.mark.parametrize(
    "furniture",
    [
        "Photo: Ivar Lund / Pier Gazette",
        "Read more: Why the old quay is sinking",
        "Our journalism depends on readers like you. Please support us with a donation so that we can go on reporting.",
        "© 2025 Pier Gazette. All rights reserved.",
        "Become a member",
        "You have two free articles left this month.",
    ],
)
def test_furniture_between_the_paragraphs_is_taken_out(furniture):
    assert clean(text(dump(*BODY[:2], furniture, *BODY[2:]))).paragraphs == BODY


def test_a_standfirst_that_the_first_paragraph_says_again_is_not_kept_twice():
    standfirst = BODY[0].replace(" on Tuesday", "")
    assert clean(text(dump(standfirst, *BODY))).paragraphs == BODY


def test_front_matter_tells_the_head_of_a_markdown_file():
    front = (
        '---\ntitle: "Pier to return"\nauthor:\n  - "[[Ada Quist]]"\nurl: https://gazette.example/pier\n'
        "date: 2025-11-04\nlang: en-GB\n---\n"
    )
    article = clean(text(front + "\n\n".join(BODY), "markdown"))
    assert (article.title, article.byline, article.published) == ("Pier to return", "Ada Quist", date(2025, 11, 4))
    assert (article.url, article.source, article.language) == ("https://gazette.example/pier", "gazette.example", "en")


def test_a_scrapers_header_block_tells_the_head_of_a_text_file():
    article = clean(text("URL: https://gazette.example/pier\nTitle: Pier to return\n\n" + "\n\n".join(BODY)))
    assert (article.title, article.url) == ("Pier to return", "https://gazette.example/pier")
    assert article.paragraphs == BODY


def test_an_address_that_is_not_of_the_web_is_not_taken_for_one():
    article = clean(text("URL: javascript:alert(1)\nTitle: Pier to return\n\n" + "\n\n".join(BODY)))
    assert article.url is None


def test_saved_html_gives_what_it_prints_and_claims():
    page = (
        '<html lang="en"><head><title>Pier | Pier Gazette</title><meta property="og:site_name" content="Pier Gazette">'
        '<link rel="canonical" href="https://gazette.example/pier">'
        '<meta property="article:published_time" content="2025-11-04T06:00:00Z"></head><body><nav><a href="/">Home</a>'
        f'<a href="/s">Sport</a></nav><article><h1>{TITLE}</h1><div class="byline">By Ada Quist</div>'
        + "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
        + '</article><aside><a href="/x">Ferry late again</a></aside><footer>© 2025 Pier Gazette</footer></body></html>'
    )
    article = clean(text(page, "html"))
    assert article.paragraphs == BODY
    assert (article.byline, article.source, article.language) == ("Ada Quist", "Pier Gazette", "en")
    assert (article.published, article.url) == (date(2025, 11, 4), "https://gazette.example/pier")


def test_hard_wrapped_lines_are_joined_and_divided_words_mended():
    wrapped = (
        "The council said on Monday that the new bridge over the river would open a\n"
        "year later than it had planned, because the steel that it had ordered from a\n"
        "foundry in the north arrived late and in the wrong lengths, a spokes-\n"
        "woman told reporters.\n\n"
        "Residents of the eastern bank have waited for the crossing since the ferry was\n"
        "given up in the autumn of last year. Many of them drive forty minutes to reach\n"
        "a hospital, and some have moved away because of it, the council was told.\n"
    )
    first, second = clean(text(wrapped)).paragraphs
    assert first.endswith("in the wrong lengths, a spokeswoman told reporters.")
    assert second.startswith("Residents of the eastern bank have waited for the crossing since the ferry was given up")


def test_a_headline_that_ends_in_a_small_word_is_not_joined_with_the_line_below():
    head = "Why the ferry will not be given up\nPosted 4 November 2025\n\n"
    article = clean(text("\n".join(MENU) + "\n\n" + head + "\n\n".join(BODY) + "\n\n" + "\n".join(FOOT)))
    assert article.title == "Why the ferry will not be given up"


def test_a_list_of_addresses_is_refused():
    with pytest.raises(Refused, match="list of addresses"):
        clean(text("https://a.example/1\nhttps://a.example/2\n"))


def test_every_line_is_explained():
    lines = explain(text(dump(*BODY))).lines
    assert tuple(line.text for line in lines if line.kept) == BODY
    assert all(line.reason for line in lines)
    assert {line.reason for line in lines if line.text == TITLE} == {"headline"}


def test_house_rules_drop_bring_back_and_name():
    rules = read_rules(
        '[[rule]]\nsource = "pier*"\ndrop_matching = ["^Until the new"]\nkeep = ["Ferry late again"]\n'
        'name = "The Gazette"\n'
    )
    ruled = clean_by(text(dump(*BODY)), rules)
    assert ruled.article.paragraphs == (*BODY[:4], "Ferry late again")
    assert ruled.article.source == "The Gazette"
    assert ruled.fired == {rules[0].key: 3}


def test_text_is_cleaned_without_importing_the_libraries_for_html():
    code = (
        "import sys; from bot.text.clean import clean; from bot.model import Document;"
        f"clean(Document('a', 'text', {dump(*BODY)!r}));"
        "print([m for m in ('lxml', 'trafilatura', 'readability', 'discord', 'aiosqlite') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


HOSTILE = {
    "nested tags": ("html", "<div>" * 100_000 + "Words and words. " * 60 + "</div>" * 100_000),
    "an endless line": ("text", "word " * 400_000),
    "a line without blanks": ("text", "x" * 2_000_000),
    "brackets": ("markdown", "[" * 200_000),
    "emphasis": ("markdown", "*a" * 200_000),
    "open links": ("markdown", "[a](" * 100_000),
    "rights": ("text", "© " * 300_000),
    "short lines": ("text", "\n".join("ab" for _ in range(50_000))),
    "unclosed script": ("html", "<script>" * 20_000 + "text"),
    "attributes": ("html", '<p class="' + "comment " * 100_000 + '">Words</p>'),
}


@pytest.mark.parametrize(("kind", "content"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_is_cleaned_or_refused(kind, content):
    try:
        paragraphs = clean(text(content, kind)).paragraphs
    except Refused:
        return
    assert paragraphs


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600), st.sampled_from(["text", "markdown", "html"]))
def test_any_text_is_cleaned_or_refused(content, kind):
    try:
        article = clean(text(content, kind))
    except Refused:
        return
    assert article.title.strip()
    assert all(paragraph.strip() for paragraph in article.paragraphs)


def test_no_reference_turns_the_writing_direction_or_brings_control_characters():
    turned = "&#x202e;&#8297;&#8206;&#27;"
    body = "".join(f"<p>{turned}{text}</p>" for text in BODY)
    head = f"<title>{TITLE}{turned}</title><meta name='author' content='Ada{turned} Quist'>"
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "Pier\\u202e Gazette"}}'
    page = f"<html><head>{head}{linked}</script></head><body><article><h1>{TITLE}{turned}</h1>{body}</article></body>"
    found = clean(Document("pier.html", "html", page))
    shown = "".join((found.title, found.byline or "", found.source or "", *found.paragraphs))
    assert not {"\u202e", "\u2069", "\x1b"} & set(shown)
    assert (found.title.strip("\u200e"), found.source) == (TITLE, "Pier Gazette")
    assert len(found.paragraphs) == len(BODY)


def test_what_stands_below_a_plea_in_the_middle_is_of_the_article():
    plea = "Support independent journalism. We are a non-profit newsroom and depend on readers like you to keep going."
    page = dump(*BODY[:3], plea, "Donate now", *BODY[3:])
    assert clean(text(page)).paragraphs == BODY
