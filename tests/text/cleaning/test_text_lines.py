"""The lines of a plain-text page."""

from bot.text.cleaning.lines import fold


def test_a_book_in_one_line_is_folded_like_any_line() -> None:
    book = "The river rose again. " * 10_000
    assert fold(f"  {book}\tThe end. ") == f"{book}The end."
    assert fold(book) == book.strip()
