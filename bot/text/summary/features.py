"""What is known of each word and bigram of an article before its chance is estimated."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from bot.text.summary.units import Floats, Ints, Tokens, Units

WORD_FEATURES = (
    "one", "ln sentences", "place", "exp(-first)", "exp(-first/4)", "exp(-first/15)", "ln count", "ln count share",
    "ln occurrences", "ln early", "function", "capital", "digit", "in title", "has title", "letters", "offset",
    "first length", "quoted", "first quoted", "last place", "ln words", "ln frequency",
    "frequency x count", "frequency x share", "frequency x early", "frequency x title", "function x count",
)  # fmt: skip
"""The columns of `word_features`, by their meaning below; an article's sentences are numbered from 0.

first: the sentence a word first stands in; place: first / sentences; count: the sentences that hold it; early: the sum
of exp(-i/4) over those; ln count share: ln count / ln(sentences + 1.5); capital: the share of its places inside a
sentence where it has a capital; letters: at most 10; offset: words before it in its first sentence; first
length: words of its first sentence; quoted: the share of its sentences' letters inside quotation marks; ln frequency:
of the share of news articles that have it.
"""

BIGRAM_FEATURES = (
    "one", "ln sentences", "place", "exp(-first)", "exp(-first/4)", "exp(-first/15)", "ln count", "ln count share",
    "ln early", "function words", "one function word", "two function words", "capital left", "capital right", "digit",
    "title words", "has title", "offset", "quoted", "least ln count", "most ln count", "first length", "cohesion",
    "least ln frequency", "frequency x count", "chance left", "chance right", "least chance", "chance x chance",
)  # fmt: skip
"""The columns of `bigram_features`. The chances are the logits of its two words'; cohesion: ln count less the mean of
its words' ln count."""


_FIRST = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Context:
    """What an article's words are seen against.

    Attributes:
        title: the numbers of the title's stems.
        titled: whether there is a title.
        quoted: [sentences] the share of letters inside quotation marks.
        stop: function words, case-folded.
        places: [words] where the model's lexicon has each stem.
        frequency: [words] the natural logarithm of the share of news articles that have a stem.
    """

    title: Ints
    titled: bool
    quoted: Floats
    stop: AbstractSet[str]
    places: Ints
    frequency: Floats


def word_features(tokens: Tokens, words: Units, context: Context) -> Floats:
    """[`WORD_FEATURES`, words] the features of an article's distinct words."""
    number, size, total = len(tokens.lengths), len(tokens.stems), len(tokens.stem)
    offset = np.arange(total) - (np.cumsum(tokens.lengths) - tokens.lengths)[tokens.sentence]
    first = tokens.sentence[words.first]
    shape = _shapes(tokens, words, context.stop)
    one = np.ones(size)
    count = np.log(words.count)
    share = count / np.log(number + 1.5)
    early = np.log1p(np.bincount(words.unit, np.exp(-words.sentence / 4), size))
    last = np.empty(size)
    last[words.unit] = words.sentence  # in the sentences' order, so the last one stays
    title = np.zeros(size)
    title[context.title] = 1
    frequency = context.frequency
    quoted = np.bincount(words.unit, context.quoted[words.sentence], size) / words.count
    columns = [one, one * np.log(number), first / number, np.exp(-first), np.exp(-first / 4), np.exp(-first / 15)]
    columns += [count, share, np.log(np.bincount(tokens.stem, minlength=size)), early, shape.function]
    columns += [_capital_share(tokens, offset, size), shape.digit, title, one * context.titled, shape.letters]
    columns += [offset[words.first], tokens.lengths[first], quoted, context.quoted[first], last / number]
    columns += [one * np.log(total), frequency, frequency * count, frequency * share, frequency * early]
    columns += [frequency * title, shape.function * count]
    return np.array(columns)


@dataclass(frozen=True, slots=True)
class _Shapes:
    function: Floats
    digit: Floats
    letters: Floats


def _shapes(tokens: Tokens, words: Units, stop: AbstractSet[str]) -> _Shapes:
    surface = [tokens.forms[form] for form in tokens.form[words.first].tolist()]
    size = len(surface)
    return _Shapes(
        np.fromiter(map(stop.__contains__, map(str.casefold, surface)), bool, size).astype(float),
        np.fromiter(map(str.isdigit, map(_FIRST, surface)), bool, size).astype(float),
        np.minimum(np.fromiter(map(len, surface), np.int64, size), 10).astype(float),
    )


def _capital_share(tokens: Tokens, offset: Ints, size: int) -> Floats:
    """The share of a word's places with a capital, but for sentences' first words; a half where it has no other."""
    forms = np.fromiter(map(str.isupper, map(_FIRST, tokens.forms)), bool, len(tokens.forms))
    capital = forms[tokens.form]
    inside = offset > 0
    places = np.bincount(tokens.stem, inside, size)
    capitals = np.bincount(tokens.stem, capital * inside, size)
    return np.where(places > 0, capitals / np.maximum(places, 1), 0.5)


def bigram_features(tokens: Tokens, bigrams: Units, word: Floats, logit: Floats, context: Context) -> Floats:
    """[`BIGRAM_FEATURES`, bigrams] from the features of the words, ``word``, and the logits of their chances."""
    number, size = len(tokens.lengths), len(bigrams.first)
    left, right = tokens.stem[bigrams.first], tokens.stem[bigrams.first + 1]
    first = tokens.sentence[bigrams.first]
    column = dict(zip(WORD_FEATURES, word, strict=True))
    function, capital, frequency = column["function"], column["capital"], column["ln frequency"]
    words, digit, title = column["ln count"], column["digit"], column["in title"]
    functions = function[left] + function[right]
    count = np.log(bigrams.count)
    rarest = np.minimum(frequency[left], frequency[right])
    one = np.ones(size)
    start = (np.cumsum(tokens.lengths) - tokens.lengths)[first]
    columns = [one, one * np.log(number), first / number, np.exp(-first), np.exp(-first / 4), np.exp(-first / 15)]
    columns += [count, count / np.log(number + 1.5)]
    columns += [np.log1p(np.bincount(bigrams.unit, np.exp(-bigrams.sentence / 4), size))]
    columns += [functions, functions == 1, functions == 2, capital[left], capital[right]]
    columns += [np.maximum(digit[left], digit[right]), title[left] + title[right], one * context.titled]
    columns += [bigrams.first - start]
    columns += [np.bincount(bigrams.unit, context.quoted[bigrams.sentence], size) / bigrams.count]
    columns += [np.minimum(words[left], words[right]), np.maximum(words[left], words[right]), tokens.lengths[first]]
    columns += [count - (words[left] + words[right]) / 2, rarest, rarest * count]
    columns += [logit[left], logit[right], np.minimum(logit[left], logit[right]), logit[left] * logit[right]]
    return np.array(columns)
