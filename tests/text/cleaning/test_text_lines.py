"""The lines of a plain-text page."""

import sys

from bot.text.cleaning.lines import fold
from bot.text.cleaning.text_lines import text_lines


def test_a_book_in_one_line_is_folded_like_any_line() -> None:
    book = "The river rose again. " * 10_000
    assert fold(f"  {book}\tThe end. ") == f"{book}The end."
    assert fold(book) == book.strip()


def test_blanks_of_every_kind_are_folded() -> None:
    blanks = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace() and chr(code) != "\n"]
    page = "\n".join(f"{blank}word{blank}{blank}and{blank}word{blank}" for blank in blanks)
    assert {line.text for line in text_lines(page)} == {"word and word"}
