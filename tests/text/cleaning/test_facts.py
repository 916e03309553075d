"""What lines show by themselves: counted for a whole page at once, but each as if it stood alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.text.cleaning.evidence.facts import OWN
from bot.text.cleaning.evidence.line_facts import line_facts
from bot.text.cleaning.lines import PageLine

SIGNS = st.text("aZşΣ漢字。、,.!?|›>»()[\"“«„「$€ 0123456789-’'@:/\U0001f600\n", min_size=1, max_size=60)
LINES = st.lists(st.one_of(SIGNS, st.text(min_size=1, max_size=40)), min_size=1, max_size=30)


def numbers(text: str) -> dict[str, float]:
    """The named own numbers of a line."""
    return dict(zip(OWN, line_facts([PageLine(text)]).numbers[0].tolist(), strict=True))


@given(LINES)
def test_a_line_shows_the_same_alone_and_among_others(texts: list[str]) -> None:
    page = line_facts([PageLine(text) for text in texts]).lines
    alone = [line_facts([PageLine(text)]).lines[0] for text in texts]
    for together, single in zip(page, alone, strict=True):
        assert together.numbers.tolist() == single.numbers.tolist()
        assert (together.words, together.content, together.size) == (single.words, single.content, single.size)


@given(SIGNS)
def test_signs_are_counted_as_they_are_printed(text: str) -> None:
    found = numbers(text)
    scale = max(1.0, found["size"])
    assert found["brackets"] == text.count("(") + text.count("[")
    assert found["quotes"] == sum(map(text.count, '"“«„「'))
    assert found["sentences"] == text.count(". ") + text.count("? ") + text.count("! ") + text.count("。")
    assert abs(found["commas"] * scale - text.count(",") - text.count("、")) < 1e-4


def test_words_of_unspaced_scripts_are_told_by_their_characters() -> None:
    (fact,) = line_facts([PageLine("会议在北京的大会堂举行。")]).lines
    assert fact.solid == 11
    assert fact.size > 11 / 1.7
    assert fact.function > 0.6 - 1e-9
    (other,) = line_facts([PageLine("昨天的会议")]).lines
    assert len(fact.content & other.content) == 1


def test_a_line_of_more_than_4000_characters_is_judged_by_its_beginning() -> None:
    start = "The harbour was rebuilt. " * 160
    assert numbers(start + "word " * 10_000) == numbers(start)


def test_capitals_and_shouting_leave_i_and_a_alone() -> None:
    assert numbers("I saw A storm")["shouting"] == 0
    assert numbers("BREAKING News at sea")["shouting"] == 0.25
    assert numbers("BREAKING News at sea")["capitalised"] == 0.5


def test_dates_times_and_addresses_are_seen_in_short_lines() -> None:
    found = numbers("12 March 2024, 14:30, www.example.org")
    assert found["dated"] == found["timed"] == found["address"] == 1
    long = numbers("A report of 12 March 2024 at 14:30 " + "on the harbour " * 20)
    assert long["dated"] == long["timed"] == long["digits"] == 0


def test_an_address_is_seen_in_its_own_line_alone() -> None:
    texts = [
        "The ferry sailed. It came back.",
        "tidings.org",
        "WWW. tidings",
        "desk@tidings.example",
        "http://x",
        "A...",
    ]
    rows = line_facts([PageLine(text) for text in texts]).numbers
    assert rows[:, OWN.index("address")].tolist() == [0, 1, 1, 1, 0, 0]


def test_words_glued_where_markup_parted_them_are_seen_and_names_in_mixed_letters_are_not() -> None:
    assert numbers("Bridge open againThe council said so")["glued"] == 1
    assert numbers("18:05Council votes")["glued"] == 1
    assert numbers("The council said so.Work begins in May")["run_on"] == 1
    assert numbers("An iPad in the U.S. costs 5 GBP")["glued"] == 0


def test_teasers_that_are_cut_short_are_seen() -> None:
    cut = [
        numbers(text)["cut"]
        for text in ("The council voted...", "The council [...]", "Der Rat hat …", "See [1]", "End.")
    ]
    assert cut == [1, 1, 1, 0, 0]


def test_who_speaks_of_themselves_is_seen_in_many_languages() -> None:
    assert all(
        numbers(text)["me"] > 0 for text in ("I think so", "Ich glaube", "moi aussi", "я думаю", "mi opinión y yo")
    )
    assert numbers("The council voted")["me"] == 0
