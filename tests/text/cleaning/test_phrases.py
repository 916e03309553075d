"""The phrases of a page's lines as numbers, and what is told of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.cleaning.evidence.line_facts import line_facts
from bot.text.cleaning.evidence.phrases import KINDS, Phrases, phrases
from bot.text.cleaning.evidence.wording import Told, Wording, columns
from bot.text.cleaning.lines import PageLine, fold

LINES = st.lists(st.text(max_size=40).map(fold).filter(bool), max_size=8)


def phrases_of(*texts: str) -> dict[str, Phrases]:
    page = line_facts([PageLine(text) for text in texts])
    return dict(zip(KINDS, phrases(*page.units, len(texts)), strict=True))


def wording_of(scores: dict[int, float], sites: float = 4) -> Wording:
    keys = np.array(sorted(scores), np.uint32)
    told = np.array([scores[key] for key in keys.tolist()], np.float32)
    return Wording(keys, Told(told, np.full(len(keys), sites, np.float32)))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Leave a reply", "leave a REPLY"), ("3 comments", "7 comments"), ("Updated 12.30", "Updated 10.45")],
)
def test_a_line_is_one_phrase_whatever_its_case_and_figures(one: str, other: str) -> None:
    whole = phrases_of(one, other)["whole"]
    assert len(set(whole.keys.tolist())) == 1
    assert whole.lines.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("one", "other"), [("Reply »", "Reply"), ("man bites dog", "dog bites man"), ("in 1999", "in 19")]
)
def test_marks_order_and_the_length_of_figures_make_another_phrase(one: str, other: str) -> None:
    assert len(set(phrases_of(one, other)["whole"].keys.tolist())) == 2


def test_a_line_has_its_words_its_pairs_and_its_ends() -> None:
    found = phrases_of("The ferry left", "at noon: the ferry")
    assert [len(found[kind].keys) for kind in KINDS] == [8, 6, 2, 2, 2]
    assert found["pair"].lines.tolist() == [0, 0, 1, 1, 1, 1]
    assert found["pair"].keys[0] == found["pair"].keys[-1]
    assert found["word"].keys[0] == found["word"].keys[-2]


def test_a_long_line_is_no_phrase_as_a_whole() -> None:
    assert not len(phrases_of("one two three four five six seven eight nine")["whole"].keys)


def test_pairs_of_characters_are_the_words_of_a_script_without_blanks() -> None:
    found = phrases_of("会议在北京的大会堂", "北京的天气")
    assert len(found["word"].keys) == 8 + 4
    assert len(set(found["word"].keys[:8].tolist()) & set(found["word"].keys[8:].tolist())) == 2


@given(LINES)
def test_any_page_has_phrases_whose_lines_ascend(texts: list[str]) -> None:
    for found in phrases_of(*texts).values():
        assert len(found.keys) == len(found.lines)
        assert (np.diff(found.lines) >= 0).all()


@settings(deadline=None)
@given(LINES)
def test_what_is_told_of_a_line_does_not_depend_on_the_others(texts: list[str]) -> None:
    known = {key: (key % 9) - 4.0 for text in texts for found in phrases_of(text).values() for key in found.keys[::2]}
    wording = wording_of({0: 0.0} | known)
    together = wording.columns([*phrases_of(*texts).values()], len(texts))
    for text, row in zip(texts, together, strict=True):
        assert wording.columns([*phrases_of(text).values()], 1)[0] == pytest.approx(row, abs=1e-5)


def test_what_no_other_site_has_tells_nothing() -> None:
    found = [*phrases_of("Leave a reply").values()]
    assert not wording_of({7: 2.0}).columns(found, 1).any()


def test_known_phrases_tell_of_their_lines_alone() -> None:
    found = phrases_of("Leave a reply", "The ferry left")
    (whole,) = found["whole"].keys[found["whole"].lines == 0].tolist()
    rows = wording_of({whole: -3.0}, sites=6).columns([*found.values()], 2)
    assert rows[0, -2:].tolist() == pytest.approx([-3, np.log(7)])
    assert np.count_nonzero(rows) == 2


def test_of_many_words_the_mean_the_ends_and_the_share_are_told() -> None:
    lines = np.zeros(4, np.int64)
    words = Phrases(np.zeros(4, np.uint32), lines)
    none = Phrases(np.zeros(0, np.uint32), lines[:0])
    told = Told(np.array([2, -1, 0, 0.5], np.float32), np.array([3, 3, 0, 3], np.float32))
    nothing = Told(np.zeros(0, np.float32), np.zeros(0, np.float32))
    row = columns([words, none, none, none, none], [told, *[nothing] * 4], 1)[0]
    assert row[:5].tolist() == pytest.approx([0.5, -1, 2, 0.75, 1.5 / 3**0.5])
    assert not row[5:].any()
