"""The chance of each word and bigram of an article to be in a summary that a person writes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.text.summary.features import bigram_features, word_features
from bot.text.summary.units import bigrams_of, words_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from bot.text.summary.features import Context
    from bot.text.summary.model import Model
    from bot.text.summary.units import Floats, Ints, Tokens, Units


_MOST_SENTENCES = 64
"""Of a longer text the bigrams are weighed in this many sentences only: others are not near being chosen."""
_LEAST_LOGIT = -100.0
"""As good as impossible: a word a hundred thousand times in one sentence has features beyond all training."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Units and the chance of each to be in the reference, between 0 and 1."""

    words: Units
    word: Floats
    bigrams: Units
    bigram: Floats


def chances_of(tokens: Tokens, context: Context, model: Model) -> Chances:
    """Estimate the chances for an article that has words: logistic models over `features`."""
    words = words_of(tokens)
    features = word_features(tokens, words, context)
    logit = model.word @ features + model.lexicon[context.places]
    bigrams = bigrams_of(tokens, _promising(words, logit, tokens.lengths, model.aim.words))
    pairs = bigram_features(tokens, bigrams, features, logit, context)
    return Chances(words, _logistic(logit), bigrams, _logistic(model.bigram @ pairs))


def _promising(words: Units, logit: Floats, lengths: Ints, reference: float) -> npt.NDArray[np.bool_] | None:
    """The sentences of the highest expected ROUGE-1, where there are more than bigrams are weighed of."""
    if len(lengths) <= _MOST_SENTENCES:
        return None
    expected = np.bincount(words.sentence, _logistic(logit)[words.unit], len(lengths)) / (lengths + reference)
    kept = np.zeros(len(lengths), bool)
    kept[np.argpartition(-expected, _MOST_SENTENCES)[:_MOST_SENTENCES]] = True
    return kept


def _logistic(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.maximum(values, _LEAST_LOGIT))))
