"""The chance of each word and bigram of an article to be in a summary that a person writes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.text.summary.features import bigram_features, word_features
from bot.text.summary.units import bigrams_of, words_of

if TYPE_CHECKING:
    from bot.text.summary.features import Context
    from bot.text.summary.model import Model
    from bot.text.summary.units import Floats, Tokens, Units


@dataclass(frozen=True, slots=True)
class Chances:
    """Units and the chance of each to be in the reference, between 0 and 1."""

    words: Units
    word: Floats
    bigrams: Units
    bigram: Floats


def chances_of(tokens: Tokens, context: Context, model: Model) -> Chances:
    """Estimate the chances for an article that has words: logistic models over `features`."""
    words, bigrams = words_of(tokens), bigrams_of(tokens)
    features = word_features(tokens, words, context)
    lexicon = np.array([model.lexicon.get(stem, 0.0) for stem in tokens.stems])
    logit = features @ model.word + lexicon
    pairs = bigram_features(tokens, bigrams, features, logit, context)
    return Chances(words, _logistic(logit), bigrams, _logistic(pairs @ model.bigram))


def _logistic(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))
