"""The lines that an HTML page prints, and the blocks they stand in."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from bot.text.cleaning.html.columns import block_columns
from bot.text.cleaning.html.lines import html_lines

PROSE = "The keepers moved back into the lighthouse on Monday, eleven years after it had been automated for good."


def printed(page):
    return [line.text for line in html_lines(html.document_fromstring(page))[0]]


def columns(page):
    lines, blocks = html_lines(html.document_fromstring(page))
    return block_columns(lines, blocks)


def test_blocks_and_line_breaks_part_lines_and_inline_elements_do_not():
    assert printed("<div>One <b>line</b> <a href='#'>here</a><p>Another</p>a third<br>a fourth</div>") == [
        "One line here",
        "Another",
        "a third",
        "a fourth",
    ]


def test_what_no_browser_prints_is_left_out():
    page = "<head><title>T</title><meta name=a content=b></head><body>Shown<script>no</script>"
    assert printed(
        f"{page}<p style='display: none'>no</p><p aria-hidden=true>no</p><template><p>no</p></template></body>"
    ) == ["Shown"]


def test_an_article_that_the_parser_puts_into_the_head_is_printed():
    assert printed("<title>T</title><script>x</script><article><p>Words</p></article>") == ["Words"]


def test_each_line_has_its_row_of_columns():
    page = f"<nav><a href=a>Menu</a></nav><article><p>{PROSE}</p><p>{PROSE}</p></article><p class=footer>End</p>"
    assert columns(page).shape[0] == 4
    assert columns("<p>One</p>").shape[1] == columns(page).shape[1]


def test_lines_of_one_kind_in_one_place_have_like_columns_and_a_line_elsewhere_has_others():
    page = f"<article><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></article><aside class=related><p>{PROSE}</p></aside>"
    first, second, _, aside = columns(page)
    assert abs(first - second).max() < 0.5
    assert abs(first - aside).max() >= 0.9


@given(st.text(alphabet="<>/abdip v\n.=\"'", max_size=200))
def test_any_markup_gives_one_finite_row_a_line(page):
    lines, blocks = html_lines(html.document_fromstring(f"<p>Words</p>{page}"))
    rows = block_columns(lines, blocks)
    assert len(rows) == len(lines) == len(blocks.at)
    assert (abs(rows) < 1e6).all()
