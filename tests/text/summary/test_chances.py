import numpy as np

from bot.text.stems import stem, stop_words
from bot.text.summary.chances import Chances, chances_of
from bot.text.summary.features import BIGRAM_FEATURES, WORD_FEATURES, Context, bigram_features, word_features
from bot.text.summary.model import model_for
from bot.text.summary.units import Tokens, bigrams_of, numbers_of, tokens_of, words_of
from bot.text.words import words

SENTENCES = [
    "The harbour of Ardvale will close in March.",
    "Passengers of the harbour were told on Monday.",
    "A new harbour opens in 2026, the council of Ardvale said.",
]


def chances(title: str = "", language: str = "en") -> tuple[Tokens, Chances]:
    model = model_for(language)
    tokens = tokens_of([words(sentence) for sentence in SENTENCES], stem)
    title_words = numbers_of(map(stem, words(title)), tokens)
    places = model.places(tokens.stems)
    frequency = model.frequency[places]
    context = Context(title_words, bool(title), np.zeros(3), stop_words(language), places, frequency)
    return tokens, chances_of(tokens, context, model)


def chance_of(word: str, title: str = "", language: str = "en") -> float:
    tokens, found = chances(title, language)
    return float(found.word[tokens.stems.index(stem(word))])


def test_a_word_of_the_title_has_a_higher_chance_than_without():
    assert chance_of("passengers", "Passengers stranded") > chance_of("passengers", "Something else")


def test_a_word_that_many_sentences_hold_has_a_higher_chance():
    assert chance_of("harbour") > chance_of("passengers")


def test_every_chance_is_a_probability_in_any_language():
    for language in ("en", "ru", "und"):
        _, found = chances(language=language)
        for values in (found.word, found.bigram):
            assert ((values > 0) & (values < 1)).all()


def test_features_have_a_row_for_each_of_their_names():
    tokens, found = chances()
    model = model_for("en")
    places = model.places(tokens.stems)
    context = Context(np.array([], int), False, np.zeros(3), frozenset(), places, model.frequency[places])
    word = word_features(tokens, words_of(tokens), context)
    pairs = bigram_features(tokens, bigrams_of(tokens), word, found.word, context)
    assert word.shape == (len(WORD_FEATURES), len(tokens.stems)) == (len(model.word), len(found.word))
    assert pairs.shape == (len(BIGRAM_FEATURES), len(found.bigram)) == (len(model.bigram), len(found.bigram))
