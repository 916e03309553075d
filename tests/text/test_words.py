import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.words import word_count, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann's 3.5 well-known e_mails", ["Ann", "s", "3", "5", "well", "known", "e", "mails"]),
        ("Élan’s naïve café", ["Élan", "s", "naïve", "café"]),
        ("cafe\u0301 नमस्ते مُحَمَّد", ["cafe\u0301", "नमस्ते", "مُحَمَّد"]),
        ("中国 GDP 增长3.5%", ["中", "国", "GDP", "增", "长", "3", "5"]),
        ("... 🙂 \x00", []),
    ],
)
def test_words_are_runs_of_letters_digits_and_their_marks(text, expected):
    assert words(text) == expected


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_text_has_the_words_that_any_text_of_its_letters_has(text):
    assert words(text) == re.findall("[A-Za-z0-9]+", text)


def test_words_are_counted_as_readers_count_them():
    assert word_count("The well-known Mr. Smith's plan") == 5
    assert word_count("中国经济增长") == 6
    assert word_count("") == 0
