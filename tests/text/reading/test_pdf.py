"""PDF files: columns, divided words, running heads, scans and such as can't be read."""

from __future__ import annotations

import textwrap

import pytest

from bot.model import Refused
from bot.text.clean import clean
from bot.text.read import read
from bot.text.reading.print_layout import paragraphs, without_running_heads
from tests.support.newsroom import PARAGRAPHS
from tests.support.pdfs import column, pdf

MORE = (
    "It has been closed to fishing since.",
    "She spoke after the meeting in the town hall.",
    "Passengers are warned.",
    "It wanted berths for ninety boats and a restaurant.",
    "Two members were absent from the room.",
)
BODY = tuple(f"{text.format(town='Saltby')} {more}" for text, more in zip(PARAGRAPHS, MORE, strict=True))


def wrapped(text: str, width: int) -> list[str]:
    """Lines of a column, long words divided."""
    lines = [""]
    for word in text.split():
        room = width - len(lines[-1]) - 1
        if len(word) < room:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif word.isalpha() and len(word) > 6 and room > 4:
            lines[-1] += f" {word[: room - 2]}-"
            lines.append(word[room - 2 :])
        else:
            lines.append(word)
    return lines


def test_two_columns_with_divided_words_become_whole_paragraphs():
    lines = [line for text in BODY for line in wrapped(text, 39)]
    assert any(line.endswith("-") for line in lines)
    half = len(lines) // 2
    head = [(50, 760, "Saltby rebuilds its pier"), (50, 745, "By Ada Quill")]
    page = [*head, *column(50, 700, lines[:half]), *column(310, 700, lines[half:]), (290, 30, "1")]
    article = clean(read(pdf(page), "pier.pdf"))
    assert article.paragraphs == BODY
    assert article.title == "Saltby rebuilds its pier"
    assert article.byline == "Ada Quill"


def test_page_numbers_and_running_heads_do_not_cut_a_paragraph_in_two():
    lines = [line for text in BODY for line in textwrap.wrap(text, 80)]
    pages = [
        [(50, 820, f"The Saltby Gazette, page {n}"), *column(50, 780, part), (290, 30, f"- {n} -")]
        for n, part in enumerate((lines[:4], lines[4:7], lines[7:]), 1)
    ]
    article = clean(read(pdf(*pages, title="Saltby rebuilds its pier"), "pier.pdf"))
    assert article.paragraphs == BODY
    assert article.title == "Saltby rebuilds its pier"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf([]), "a scan without a text layer"),
        (pdf([(290, 30, "1")], [(290, 30, "2")]), "a scan without a text layer"),
        (b"%PDF-1.4\nnothing of a file", "broken"),
        (b"no PDF at all", "broken"),
    ],
)
def test_what_has_no_text_or_is_broken_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(Refused, match=sentence):
        read(data, "a.pdf")


def test_a_year_and_a_figure_in_the_text_are_no_page_numbers():
    pages = [["Head", "The year was", "2024", "and nobody knew it.", "x", "y", "z", "1"], ["Head", "It was", "a", "2"]]
    assert "2024" in without_running_heads(pages)


def test_lines_of_a_script_without_spaces_are_joined_without_any():
    lines = [
        "澄江与各岛之间的渡轮将于周一恢复通航港务局",
        "周五宣布。今年一月的风暴损坏了码头的坡道。",
        "此前售出的船票有效期延长至年底。",
    ]
    assert paragraphs([*lines, "", "行人可以通过。"]) == ["".join(lines), "行人可以通过。"]


def test_ligatures_are_spelled_out():
    assert without_running_heads([["The \ufb01rst \ufb02oor"]]) == ["The first floor"]
