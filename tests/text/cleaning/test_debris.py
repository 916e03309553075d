"""Lines that no article has: leaked code and archives."""

import pytest

from bot.text.cleaning.evidence.debris import archive_months, is_leaked_code
from bot.text.cleaning.lines import PageLine


@pytest.mark.parametrize(
    "line",
    [
        '[video-player id="k29" autoplay=false]',
        "[/gallery ids=12,13,14]",
        '{"layoutMobile":2,"layoutDesktop":4,"align":"Center","label":"Buy now","items":[1,2],"theme":"dark"}',
    ],
)
def test_a_templates_shortcode_and_a_programs_data_are_leaked_code(line: str) -> None:
    assert is_leaked_code(line)


@pytest.mark.parametrize(
    "line",
    [
        "[Reuters]",
        "[The mayor] refused to say who would pay for it.",
        "{ he wrote in the margin }",
        '{"name": "Anna"}',
        '{"name":"x","size":3,"on":true}',
        "[note that the rate = 4 percent in this whole report of the council]",
        "[a = b] is the same as [b = a], she said.",
    ],
)
def test_words_in_brackets_are_none(line: str) -> None:
    assert not is_leaked_code(line)


def lines(*texts: str) -> list[PageLine]:
    return [PageLine(text) for text in texts]


def test_five_months_below_each_other_are_an_archive_in_any_language() -> None:
    page = lines("Archive", "May 2012", "April 2012 (3)", "März 2012", "Φεβρουάριος, 2012", "styczeń 2012", "Contact")
    assert archive_months(page) == [1, 2, 3, 4, 5]


def test_months_that_head_the_parts_of_an_article_are_none() -> None:
    page = lines("May 2012", "The bridge was closed.", "June 2012", "It was opened again.", "July 2012")
    assert archive_months(page) == []
