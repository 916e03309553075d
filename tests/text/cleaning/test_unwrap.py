"""Hard-wrapped lines made paragraphs again, in several scripts; and what must stay apart."""

from __future__ import annotations

import textwrap
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.cleaning.markdown import markdown_lines
from bot.text.cleaning.text_lines import text_lines

SAMPLES = tomllib.loads(Path(__file__).with_name("wrapped.toml").read_text("utf-8"))
SOLID = {"zh", "ja"}
WIDTHS = {True: (20, 30, 40), False: (45, 60, 72)}
SIZES = [(language, width) for language in SAMPLES for width in WIDTHS[language in SOLID]]


def wrapped(text: str, language: str, width: int) -> str:
    if language not in SOLID:
        return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def texts(lines):
    return [line.text for line in lines]


@pytest.mark.parametrize(("language", "width"), SIZES)
@pytest.mark.parametrize("read", [text_lines, markdown_lines])
def test_paragraphs_between_empty_lines_become_whole(language, width, read):
    paragraphs = SAMPLES[language]["paragraphs"]
    assert texts(read("\n\n".join(wrapped(text, language, width) for text in paragraphs))) == paragraphs


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_paragraphs_that_an_indent_opens_become_whole(language, width):
    paragraphs = SAMPLES[language]["paragraphs"]
    indent = "\u3000\u3000" if language in SOLID else "    "
    assert texts(text_lines("\n".join(indent + wrapped(text, language, width) for text in paragraphs))) == paragraphs


def test_words_divided_at_the_line_end_are_one_word_again():
    text = (
        "The committee wants the harbour to be dredged before the fish-\ning fleet returns, and it has asked three "
        "com-\npanies for an offer that takes the winter storms into ac-\ncount.\n"
    )
    assert texts(text_lines(text)) == [
        (
            "The committee wants the harbour to be dredged before the fishing fleet returns, and it has asked three "
            "companies for an offer that takes the winter storms into account."
        )
    ]


def test_items_and_subheadings_stay_lines_of_their_own_and_long_items_become_whole():
    text = (
        "The board named three aims for the new pier when it met on Tuesday night:\n"
        "- it must stand up to storms such as the one that broke the old pier last\n"
        "  winter,\n- it must be open to everyone,\n- and it must cost no more than 4.2 million crowns, which is "
        "what the\n  insurance pays.\nWhat comes next\nThe work is to begin in March, said the chairwoman of the "
        "board, Ada\nLindqvist, who had asked for a delay of two weeks to read the offers "
        "that\nthree companies sent.\n"
    )
    assert texts(text_lines(text)) == [
        "The board named three aims for the new pier when it met on Tuesday night:",
        "- it must stand up to storms such as the one that broke the old pier last winter,",
        "- it must be open to everyone,",
        "- and it must cost no more than 4.2 million crowns, which is what the insurance pays.",
        "What comes next",
        (
            "The work is to begin in March, said the chairwoman of the board, Ada Lindqvist, who had asked for a delay "
            "of two weeks to read the offers that three companies sent."
        ),
    ]


def test_a_date_at_the_start_of_a_line_is_no_item_of_a_list():
    text = (
        "Der Hafenausschuss hat beschlossen, die Arbeiten an der Nordmole am\n3. März zu beginnen, wie die "
        "Vorsitzende\ndes Ausschusses nach der Sitzung im Rathaus der Stadt vor Reportern\nsagte.\n"
    )
    assert len(text_lines(text)) < 4
    assert "Nordmole am 3. März" in text_lines(text)[0].text


def test_a_quotation_in_markdown_becomes_whole():
    text = (
        "> A pier is for everyone, a marina is for boats, and I say that as the\n> owner of a boat who would have "
        "had a berth\n> there within a minute of my house and never had to walk again in my\n> life.\n"
    )
    (line,) = markdown_lines(text)
    assert line.mark == "quote"
    assert line.text.endswith("never had to walk again in my life.")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("T\nhe harbour board of Saltby voted on Tuesday to rebuild it.", 1),
        ("A\nnew pier is to be built at Saltby, the harbour board says.", 2),
        ("N\nIt is not a sentence that begins with this letter, is it?", 2),
    ],
)
def test_a_drop_cap_is_put_back_where_it_can_be_no_word(text, lines):
    assert len(text_lines(text)) == lines


def test_headlines_below_each_other_stay_apart():
    headlines = [
        "Ferry to the islands runs again from next Monday",
        "Planning row over the quarry goes to the High Court",
        "Baker of the year comes from a village of ninety",
        "Swing bridge lifted out by crane before hundreds of people",
        "Bus drivers vote for a strike in the first week of spring",
        "Why the cannery site is still empty after three years",
    ]
    assert texts(text_lines("\n".join(headlines))) == headlines


@given(st.text(alphabet="ab .,-–“”\n\u3000漢あ1)•T", max_size=400))
def test_no_letter_is_lost_or_made_up(text):
    kept = "".join("".join(texts(text_lines(text))).split())
    letters = [c for c in text if c.isalnum()]
    assert [c for c in kept if c.isalnum()] == letters
