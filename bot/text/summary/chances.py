"""The chance of each word and bigram to be in a human's summary: logistic models with trained weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.text.summary.units import Tokens, Units, bigrams_of, words_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from bot.text.summary.units import Floats, Ints

_WORD = np.array([-4.34, 0.29, 2.99, -0.18, 0.02, 1.77, 0.32, -0.04, 0.24, 0.45, 0.74, -0.27, 1.10, -0.46, 0.32])
_BIGRAM = np.array([-5.27, 1.22, -0.38, 0.74, 2.18, 0.35, -0.46, -0.78, 0.53, 0.50, 0.22, 0.24, 0.02, 0.38])


@dataclass(frozen=True, slots=True)
class Chances:
    """Units and the chance of each to be in the reference, between 0 and 1."""

    words: Units
    word: Floats
    bigrams: Units
    bigram: Floats


def chances_of(tokens: Tokens, title: Ints, stop: AbstractSet[str]) -> Chances:
    """Estimate the chances for a document that has words; ``title``: the numbers of the title's stems."""
    words, bigrams = words_of(tokens), bigrams_of(tokens)
    number = len(tokens.lengths)
    first = tokens.sentence[words.first]
    surface = [tokens.surface[index] for index in words.first]
    function = np.array([word.casefold() in stop for word in surface], float)
    capital = np.array([word[:1].isupper() for word in surface], float)
    digit = np.array([word[:1].isdigit() for word in surface], float)
    length = np.minimum([len(word) for word in surface], 8) / 8
    titled = np.zeros(len(surface))
    titled[title] = 1
    early = np.bincount(words.unit, np.exp(-words.sentence / 4), len(surface))
    lnc, lne = np.log(words.count), np.log1p(early)
    one = np.ones(len(surface))
    has_title = one * bool(len(title))
    columns = [one, lnc, lnc / np.log(number + 1.5), np.exp(-first), np.exp(-first / 4), np.exp(-first / 15)]
    columns += [first / number, function, capital, digit, titled, length, lne, function * lnc, has_title]
    word = _logistic(np.stack(columns, 1) @ _WORD)

    left, right = tokens.stem[bigrams.first], tokens.stem[np.minimum(bigrams.first + 1, len(tokens.stem) - 1)]
    first = tokens.sentence[bigrams.first]
    one = np.ones(len(first))
    stops = function[left] + function[right]
    columns = [
        one,
        np.log(bigrams.count),
        np.exp(-first),
        np.exp(-first / 4),
        np.exp(-first / 15),
        first / number,
    ]
    columns += [stops == 1, stops == 2, capital[left] * capital[right], np.maximum(digit[left], digit[right])]
    columns += [
        titled[left] + titled[right],
        lne[left] + lne[right],
        lnc[left] + lnc[right],
        one * bool(len(title)),
    ]
    return Chances(words, word, bigrams, _logistic(np.stack(columns, 1) @ _BIGRAM))


def _logistic(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))
