import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.sentences import split_all
from bot.text.summarise import summarise
from bot.text.words import word_count, words

NEWS = [
    "The harbour town of Ardvale will close its ferry terminal in March as the council ran out of money for repairs.",
    "It carried 40,000 passengers last year. But the number has been falling since 2011, the council said on Monday.",
    '"We have no choice. The roof is unsafe," said the harbour master, Ina Crow. "Nobody wanted this."',
    "Read more: ten ferries that changed the coast. Could the terminal be saved? PHOTO GALLERY OF THE OLD TERMINAL.",
    "Critics of the plan say the closure will cut off two island villages and a school of 60 pupils.",
    "The council expects the repairs to cost 3 million pounds, twice what it had planned to spend in 2019.",
    "A decision on a new terminal is due in June, according to a report that the council published this week.",
    "Ferries will sail from Port Nessan, 30 miles to the south, until a new terminal has been built.",
]


def summary(paragraphs=NEWS, language="en", **options):
    return summarise(split_all(paragraphs, language), title="", language=language, **options)


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_a_summary_has_at_most_the_sentences_asked_for(most):
    assert 1 <= len(summary(sentences=most)) <= most


@pytest.mark.parametrize("most", [15, 25, 40, 60])
def test_a_summary_has_at_most_the_words_asked_for(most):
    assert 1 <= sum(map(word_count, summary(sentences=9, words=most))) <= most


def test_sentences_are_verbatim_and_in_the_articles_order():
    body = " ".join(NEWS)
    places = [body.index(sentence) for sentence in summary(sentences=4)]
    assert places == sorted(places)


def test_an_article_of_no_more_sentences_is_returned_whole():
    assert summary(["One thing happened. Is it true?", "READ MORE"]) == (
        "One thing happened.",
        "Is it true?",
        "READ MORE",
    )


def test_nothing_exceeds_the_bound_of_words_not_even_the_shortest_sentence():
    assert summary(NEWS[4:8], words=3) == ()
    shortest = min(map(word_count, NEWS[4:8]))
    assert [word_count(sentence) for sentence in summary(NEWS[4:8], words=shortest)] == [shortest]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_of_a_longer_article_a_summary_is_never_more_than_three_fifths(most):
    chosen = summary(sentences=most)
    assert sum(map(len, chosen)) <= 0.6 * sum(map(len, NEWS))
    assert sum(map(word_count, chosen)) <= 0.6 * sum(map(word_count, NEWS))


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6])
def test_no_sentence_opens_on_a_pronoun_or_a_link_without_the_one_before(most):
    chosen = summary(sentences=most)
    everything = split_all(NEWS, "en")
    for sentence in chosen:
        if re.match(r"(It|But)\b", sentence):
            assert everything[everything.index(sentence) - 1] in chosen


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6])
def test_no_quotation_is_cut_and_no_furniture_or_question_is_taken(most):
    for sentence in summary(sentences=most):
        assert sentence.count('"') % 2 == 0
        assert not re.search(r"Read more|PHOTO|\?$|roof is unsafe", sentence)


def test_a_sentence_said_twice_is_taken_once():
    again = [*NEWS[:1], *NEWS[4:], NEWS[0].replace("in March ", "next March "), NEWS[0]]
    assert sum("ferry terminal in" in text or "next March" in text for text in summary(again, sentences=6)) <= 1


def test_a_text_of_capitals_alone_is_summarised_too():
    assert summary([text.upper() for text in NEWS])


@pytest.mark.parametrize("options", [{"sentences": 0}, {"words": 0}, {"sentences": -1}])
def test_a_bound_below_one_is_refused(options):
    with pytest.raises(ValueError, match="at least one"):
        summary(**options)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\x00", "...", "🙂 🙂", "Mr. " * 50_000, "word " * 40_000,
        "one two three " * 2_000, "Same thing here again now. " * 300,
        '"' * 999, "12 34. " * 500, "\u202eabc. \u2066def.\u2069 " * 200, "नमस्ते दुनिया कैसे हैं। " * 50, "他说好。" * 200,
        "She left. " * 50, "WHO? " * 90, "«" * 50 + "a. " * 40,
    ],
)  # fmt: skip
def test_bad_input_has_a_summary_wherever_it_has_words(text):
    for options in ({}, {"sentences": 1}, {"words": 10}, {"sentences": 2, "words": 1}):
        chosen = summary([text], **options)
        if "words" in options:
            assert sum(map(word_count, chosen)) <= options["words"]
        else:
            assert bool(chosen) == bool(words(text))
        assert all(sentence in text for sentence in chosen)


PIECES = st.sampled_from(
    ["Mr.", "U.S.", "3.5", "He", "But", "said", "the", "Ann", "...", "بعد", "وقال", "؟", "है", "।", "READ", "1.", "🙂",
     "http://a.b", "@x", *"'\"“”«»?!.。」「日本\n-();é٣", "\x00", "\u202e", "\u0301"]
)  # fmt: skip
HOSTILE = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(
    paragraphs=st.lists(HOSTILE, max_size=8),
    title=HOSTILE,
    language=st.sampled_from(["en", "ru", "de", "tr", "ar", "hi", "zh", "ja", "th", "und", ""]),
    most=st.integers(1, 5),
    room=st.one_of(st.none(), st.integers(1, 60)),
)
def test_any_text_whatever_is_summarised_within_the_bounds(paragraphs, title, language, most, room):
    everything = split_all(paragraphs, language)
    chosen = summarise(everything, title=title, language=language, sentences=most, words=room)
    assert bool(chosen) == any(words(paragraph) for paragraph in paragraphs) or room is not None
    assert len(chosen) <= most
    assert room is None or sum(map(word_count, chosen)) <= room
    places = iter(everything)
    assert all(sentence in places for sentence in chosen)


def test_the_bound_of_words_wins_over_having_a_summary_and_only_the_bound_does():
    long = "The council of Ardvale will vote on the bridge over the river on the first Monday of the month of March."
    assert summary([long], words=3) == ()
    assert summary([long], words=word_count(long)) == (long,)
    assert summary([long], sentences=1) == (long,)


@pytest.mark.parametrize("text", ["Ann said so.", "ANN SAID SO AGAIN AND AGAIN", "3", "Ann", "?Ann?", "他"])
def test_a_text_of_one_sentence_is_its_own_summary(text):
    assert summary([text]) == (text,)


def test_a_very_long_text_is_summarised():
    chance = random.Random(1)
    text = [" ".join(["Today", *chance.choices("abcdefghijklmnop", k=9), f"item{n}."]) for n in range(20_000)]
    assert 2 <= len(summary(text)) <= 3
