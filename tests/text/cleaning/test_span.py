"""The run of lines that holds the article, and the lines chosen from a page."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.text.cleaning.choose import most_expected_f1
from bot.text.cleaning.span import best_run, favour_one_run


def test_a_short_gap_does_not_cut_a_run_in_two():
    assert best_run([-5, 3, -1, -1, 3, -9], gap_cap=4) == (1, 5)


def test_a_gap_costs_no_more_than_its_cap():
    assert best_run([6, *[-1] * 50, 6], gap_cap=4) == (0, 52)


def test_nothing_above_zero_is_no_run():
    assert best_run([-1, -2], gap_cap=4) == (0, 0)


@given(st.lists(st.floats(-5, 5), max_size=30))
def test_no_single_line_beats_the_best_run(scores):
    start, end = best_run(scores, gap_cap=1e9)
    assert max([0.0, *scores]) <= sum(scores[start:end]) + 1e-6


def test_prose_apart_from_the_article_is_discounted():
    likely = np.array([0.9] * 6 + [0.01] * 12 + [0.7], np.float32)
    weighted = favour_one_run(likely, np.full(19, 40, np.float32))
    assert weighted[0] == likely[0]
    assert weighted[-1] < 0.5


def test_a_sure_page_keeps_its_sure_lines_and_a_doubtful_page_its_doubtful_ones():
    sizes = np.full(4, 20, np.float32)
    assert most_expected_f1(np.array([0.99, 0.99, 0.3, 0.1], np.float32), sizes).tolist() == [True, True, False, False]
    assert most_expected_f1(np.array([0.45, 0.4, 0.4, 0.35], np.float32), sizes).all()
