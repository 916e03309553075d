"""What the lines of a page share with the prose around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.cleaning.evidence.line_facts import line_facts
from bot.text.cleaning.evidence.stems import cohesion, stems
from bot.text.cleaning.lines import PageLine

if TYPE_CHECKING:
    from bot.text.cleaning.evidence.facts import PageFacts
    from bot.text.cleaning.evidence.stems import Stems

WORDS = ("harbour", "ferry", "council", "timber", "orchard")
PAGES = st.lists(st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.booleans()), max_size=45)


def facts_of(texts: list[str]) -> PageFacts:
    return line_facts([PageLine(text) for text in texts])


def stems_of(facts: PageFacts) -> Stems:
    return stems(*facts.stems, len(facts.lines))


def shared(content: frozenset[int], others: list[frozenset[int]]) -> float:
    return len(content & frozenset[int]().union(*others)) / (len(content) + 1)


def test_a_line_coheres_with_the_prose_that_uses_its_words() -> None:
    facts = facts_of(["harbour ferry", "council timber", "harbour council"])
    before, after = cohesion(stems_of(facts), np.array([True, False, True]))
    assert before.tolist() == pytest.approx([0, 0, 1 / 3])
    assert after.tolist() == pytest.approx([1 / 3, 1 / 3, 0])


def test_a_page_without_content_words_coheres_nowhere() -> None:
    before, after = cohesion(stems_of(facts_of(["1 2 3", "..."])), np.array([True, True]))
    assert before.tolist() == after.tolist() == [0, 0]


@given(PAGES)
def test_cohesion_is_the_share_of_words_that_prose_within_fourteen_lines_uses(
    page: list[tuple[list[str], bool]],
) -> None:
    facts = facts_of([" ".join(words) for words, _ in page])
    prose = [is_prose for _, is_prose in page]
    before, after = cohesion(stems_of(facts), np.array(prose, dtype=bool))
    lines = facts.lines
    for i, fact in enumerate(lines):
        above = [lines[j].content for j in range(max(0, i - 14), i) if prose[j]]
        below = [lines[j].content for j in range(i + 1, min(len(lines), i + 15)) if prose[j]]
        assert before[i] == pytest.approx(shared(fact.content, above))
        assert after[i] == pytest.approx(shared(fact.content, below))
