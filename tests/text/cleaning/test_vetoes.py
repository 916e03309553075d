"""Lines that are told by what they say; what keeps the patterns off other lines keeps none from one that matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.text.cleaning.evidence import vetoes
from bot.text.cleaning.evidence.line_facts import line_facts
from bot.text.cleaning.evidence.pleas import plea_block
from bot.text.cleaning.lines import PageLine, fold

if TYPE_CHECKING:
    import re

OPENINGS = [vetoes._CALL, vetoes._MORE, vetoes._FOLLOW, vetoes._BYLINE]


def reason(text: str) -> str | None:
    lines = [PageLine(text)]
    return vetoes.vetoes(lines, line_facts(lines).lines)[0]


@pytest.mark.parametrize("pattern", OPENINGS)
@settings(deadline=None)
@given(data=st.data())
def test_whatever_a_pattern_matches_from_its_beginning_is_tried(pattern: re.Pattern[str], data: st.DataObject) -> None:
    text = fold(data.draw(st.from_regex(pattern, fullmatch=True)))
    assume(text and pattern.match(text))
    (fact,) = line_facts([PageLine(text)]).lines
    assert fact.solid or fact.opening in vetoes._openings()


def test_case_does_not_count() -> None:
    assert reason("READ MORE: the harbour after the storm") == "link to more"
    assert reason("Sign Up Now") == "plea"
    assert reason("Фото: Иван Петров") == reason("ФОТО: ИВАН ПЕТРОВ") == "picture credit"


def test_a_sentence_of_news_has_no_veto() -> None:
    assert reason("The minister said that the old pier would be rebuilt by spring.") is None


def test_an_appeal_in_small_words_or_capitals_is_a_plea() -> None:
    assert reason("We need your help: please support our independent journalism today, if you can.") == "plea"
    assert reason("WE NEED YOUR HELP: PLEASE SUPPORT OUR INDEPENDENT JOURNALISM TODAY, IF YOU CAN.") == "plea"


def test_a_party_in_brackets_makes_no_caption_and_a_place_in_the_picture_does() -> None:
    assert reason("Gov. Ann Hall (R) is defending the launch of the campaign after two weeks of jokes.") is None
    assert (
        reason("Mayor Ann Hall (L) and her deputy (R) cut the ribbon in front of the new library.") == "picture caption"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Das könnte dich auch interessieren:",
        "Vous aimerez aussi",
        "Może cię zainteresować",
        "相关新闻",
        "You may also like",
    ],
)
def test_calls_to_other_stories_are_known_in_many_languages(text: str) -> None:
    assert reason(text) == "link to more"


def test_the_choice_of_amounts_below_a_long_appeal_is_of_it() -> None:
    appeal = ["Dear readers,", "We are few.", "Keep us going: readers like you help our newsroom to report."]
    choice = ["Once", "Every month", "€10", "Other amount"]
    texts = [*appeal, *choice, "The ferry came back on Monday.", "Ports", "Piers", "Quays"]
    lines = [PageLine(text, gap=1) for text in texts]
    assert plea_block(lines, [2]) == {*range(7)}
    assert plea_block(lines, [7]) == {7}
    recipe = [*appeal, "Ingredients", "200 g of flour", "3 eggs", "A pinch of salt"]
    assert plea_block([PageLine(text, gap=1) for text in recipe], [2]) == {0, 1, 2}


@pytest.mark.parametrize(
    "line",
    [
        "Follow Tollan Herald Sport on WhatsApp and never miss a goal",
        "Folgen Sie uns auf Instagram und Facebook",
        "Síguenos en Telegram",
    ],
)
def test_a_call_to_follow_a_site_elsewhere_is_no_body_text(line: str) -> None:
    assert reason(line) == "link to more"


def test_a_sentence_on_following_somebody_is_body_text() -> None:
    assert reason("Follow the harbour road to the mast, she wrote on Facebook.") is None
