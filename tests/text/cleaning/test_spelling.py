"""Words as keys: as many words as the pattern finds, alike where they are the same word in any case."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.text.cleaning.evidence.prints import printed, traits
from bot.text.cleaning.evidence.spelling import Spelling, key_of, spelling
from bot.text.cleaning.evidence.words import WORD

TEXTS = st.lists(st.text(min_size=1, max_size=50) | st.text("aB1_-’'. \nςΣİ漢\U00010400", min_size=1), min_size=1)
# Letters whose lower case is of another length, or that have no lower case of their own.
ODD = frozenset("İſKÅ")


def spelt(texts: list[str]) -> Spelling:
    page = printed(texts)
    return spelling(page, traits(page))


@given(TEXTS)
def test_words_are_those_that_the_pattern_finds(texts: list[str]) -> None:
    found = [(i, len(word)) for i, text in enumerate(texts) for word in WORD.findall(text)]
    page = spelt(texts)
    assert [*zip(page.lines.tolist(), page.sizes.tolist(), strict=True)] == found


@given(TEXTS)
def test_a_word_has_the_same_key_wherever_it_stands_and_no_other_word_has_it(texts: list[str]) -> None:
    words = [word for text in texts for word in WORD.findall(text)]
    keys = spelt(texts).keys.tolist()
    known: dict[str, int] = {}
    for word, key in zip(words, keys, strict=True):
        if ODD.isdisjoint(word):
            assert known.setdefault(word.lower().replace("ς", "σ"), key) == key
    assert len(set(known.values())) == len(known)


def test_case_does_not_count_nor_does_a_final_sigma() -> None:
    one, other, third = spelt(["Istanbul İSTANBUL istanbul"]).keys.tolist()
    assert one == other == third
    one, other = spelt(["ΤΗΣ της"]).keys.tolist()
    assert one == other


def test_stems_and_openings_are_the_keys_of_the_first_letters() -> None:
    page = spelt(["harbours harbour", "...", "d'accord with her", "old"])
    first, second, *_ = page.stems.tolist()
    assert first == second == key_of(["harbou"])["harbou"]
    assert page.openings.tolist() == [key_of([word])[word] for word in ("harb", "d", "old")]
    assert page.first.tolist() == [0, 2, 5]


def test_what_is_not_one_word_has_no_key() -> None:
    assert key_of(["two words", "one", "", "..."]).keys() == {"one"}
