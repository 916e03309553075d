"""Lines that differ in their numbers alone count as one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.text.cleaning.evidence.templates import template, templates

TEXTS = st.lists(st.text("a0179٣é— ,\ud800") | st.text(st.characters(exclude_characters="\n")), min_size=1)


def test_lines_that_differ_in_their_numbers_alone_are_alike() -> None:
    one, other, third = templates(["12 comments", "3 comments", "3 shares"])
    assert one == other != third


@given(TEXTS)
def test_each_number_is_one_zero_in_any_script(texts: list[str]) -> None:
    expected = [re.sub(r"\d+", "0", text) for text in texts]
    assert [form.decode("utf-8", "surrogatepass") for form in templates(texts)] == expected
    assert [*map(template, texts)] == expected
