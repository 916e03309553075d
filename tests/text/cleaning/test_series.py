"""What comes on a page in a series: numbered lists, and lines between copies of another."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.text.cleaning.evidence.series import SERIES, series
from bot.text.cleaning.evidence.templates import templates
from bot.text.cleaning.lines import PageLine


def told(texts: list[str]) -> list[dict[str, float]]:
    """The named numbers of each line."""
    sizes = np.array([len(text.split()) for text in texts], np.float32)
    ended = np.array([text.endswith(".") for text in texts], np.float32)
    rows = series([PageLine(text) for text in texts], sizes, ended, templates(texts))
    return [dict(zip(SERIES, row, strict=True)) for row in rows.tolist()]


def test_a_list_that_counts_on_is_one_with_what_stands_between() -> None:
    found = told(["Four films", "1) Oil", "a link", "2) Salt", "a link", "3) Tar", "a link", "4) Ash", "Comments"])
    assert [line["counted"] for line in found] == [0, 4, 0, 4, 0, 4, 0, 4, 0]
    assert [line["counting"] for line in found] == [0, 4, 4, 4, 4, 4, 4, 4, 0]


def test_numbers_that_do_not_count_on_are_no_list() -> None:
    assert not any(line["counting"] for line in told(["3. May", "7. June", "9. July", "2 eggs", "3 cups"]))


def test_lines_between_copies_of_a_short_one_are_told_apart_by_whether_its_numbers_change() -> None:
    comments = ["Rating: 3 votes", "I like it.", "Rating: 12 votes", "I do not.", "Rating: 4 votes"]
    assert [line["between_alike"] for line in told(["Read on", *comments, "End"])] == [0, 3, 3, 3, 3, 3, 0]
    assert {line["alike_apart"] for line in told(comments)} == {2}
    shares = ["Share", "One story.", "Share", "Another story.", "Share"]
    assert {(line["between_same"], line["between_alike"]) for line in told(shares)} == {(3, 0)}


def test_copies_far_from_each_other_or_right_below_each_other_are_no_series() -> None:
    far = [text for _ in range(3) for text in ("Share", *(f"Line of its own {n}." for n in range(60)))]
    assert not any(line["between_same"] for line in told(far))
    assert not any(line["between_same"] for line in told(["Share"] * 5))


@given(
    st.lists(st.sampled_from(["1. a", "2. b", "3. c", "Share", "Votes 3", "Votes 4", "A sentence.", "x"]), max_size=90)
)
def test_every_line_has_its_numbers_and_none_is_below_zero(texts: list[str]) -> None:
    found = told(texts)
    assert len(found) == len(texts)
    assert all(value >= 0 for line in found for value in line.values())
