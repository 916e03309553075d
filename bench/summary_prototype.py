"""The prototype that `NewsSummarizer` grew from, as its formula was published: 29 weights and a beam search.

It has no rules of readability, and stands here only to be compared with.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from operator import mul
from typing import TYPE_CHECKING

import numpy as np
from sumy.nlp.stemmers import Stemmer
from sumy.utils import get_stop_words

from bench.train_summaries import fit
from bot.text.sentences import split_all
from bot.text.words import word_count, words

if TYPE_CHECKING:
    from collections.abc import Callable

_CANDIDATES, _BEAM = 32, 5
_WORDS, _BIGRAMS, _SHARE = 42, 39, 1.3
"""The target lengths, and what ROUGE-2 is worth."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds for each unit of a feature, in the order of `word_features` and `bigram_features`."""

    word: tuple[float, ...]
    bigram: tuple[float, ...]


PUBLISHED = Weights(
    (-4.34, 0.29, 2.99, -0.18, 0.02, 1.77, 0.32, -0.04, 0.24, 0.45, 0.74, -0.27, 1.10, -0.46, 0.32),
    (-5.27, 1.22, -0.38, 0.74, 2.18, 0.35, -0.46, -0.78, 0.53, 0.50, 0.22, 0.24, 0.02, 0.38),
)

Key = str | tuple[str, str]


@dataclass(slots=True)
class Unit:
    """A stem, or two that follow one another: where it occurs and what it looks like first.

    Attributes:
        forms: its words as first written.
        held: the sentences that hold it, in order, from 0.
    """

    forms: tuple[str, ...]
    held: list[int] = field(default_factory=list)

    @property
    def early(self) -> float:
        return math.log1p(sum(math.exp(-index / 4) for index in self.held))


@dataclass(frozen=True, slots=True)
class Article:
    """What the formula reads.

    Attributes:
        sentences: distinct, with words.
        stems: [sentences] their words' stems.
        words, bigrams: by stem, and by pair of stems.
        stop: function words, in lower case.
        title: the stems of the headline.
        stem: what makes stems.
    """

    sentences: list[str]
    stems: list[list[str]]
    words: dict[str, Unit]
    bigrams: dict[tuple[str, str], Unit]
    stop: frozenset[str]
    title: frozenset[str]
    stem: Callable[[str], str]


def read(paragraphs: list[str], title: str, language: str) -> Article:
    english = language == "en"
    stem = Stemmer("english") if english else str.lower
    stop = frozenset(get_stop_words("english")) if english else frozenset()
    sentences = list(dict.fromkeys(text for text in split_all(paragraphs, language) if words(text)))
    found: dict[str, Unit] = {}
    pairs: dict[tuple[str, str], Unit] = {}
    stems = []
    for index, sentence in enumerate(sentences):
        forms = words(sentence)
        keys = [stem(form) for form in forms]
        stems.append(keys)
        for key, form in zip(keys, forms, strict=True):
            _hold(found.setdefault(key, Unit((form,))), index)
        for pair, both in zip(pairwise(keys), pairwise(forms), strict=True):
            _hold(pairs.setdefault(pair, Unit(both)), index)
    return Article(sentences, stems, found, pairs, stop, frozenset(map(stem, words(title))), stem)


def _hold(unit: Unit, index: int) -> None:
    if not unit.held or unit.held[-1] != index:
        unit.held.append(index)


def word_features(key: str, unit: Unit, article: Article) -> tuple[float, ...]:
    form, first, size = unit.forms[0], unit.held[0], len(article.sentences)
    count = math.log(len(unit.held))
    stop = form.lower() in article.stop
    return (
        1.0, count, count / math.log(size + 1.5), math.exp(-first), math.exp(-first / 4), math.exp(-first / 15),
        first / size, stop, form[0].isupper(), form[0].isdigit(), key in article.title, min(len(form), 8) / 8,
        unit.early, stop * count, bool(article.title),
    )  # fmt: skip


def bigram_features(key: tuple[str, str], unit: Unit, article: Article) -> tuple[float, ...]:
    parts = [article.words[part] for part in key]
    first, size = unit.held[0], len(article.sentences)
    stops = sum(form.lower() in article.stop for form in unit.forms)
    return (
        1.0, math.log(len(unit.held)), math.exp(-first), math.exp(-first / 4), math.exp(-first / 15), first / size,
        stops == 1, stops == 2, all(form[0].isupper() for form in unit.forms),
        any(form[0].isdigit() for form in unit.forms), sum(part in article.title for part in key),
        sum(part.early for part in parts), sum(math.log(len(part.held)) for part in parts), bool(article.title),
    )  # fmt: skip


def chances(article: Article, weights: Weights) -> dict[Key, float]:
    found: dict[Key, float] = {}
    for key, unit in article.words.items():
        found[key] = _logistic(sum(map(mul, weights.word, word_features(key, unit, article))))
    for pair, unit in article.bigrams.items():
        found[pair] = _logistic(sum(map(mul, weights.bigram, bigram_features(pair, unit, article))))
    return found


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def refit(rows: list[dict]) -> Weights:
    """The same formula with weights from other articles: rows of ``articles.jsonl``."""
    ones, twos, in_one, in_two = [], [], [], []
    for row in rows:
        article = read(row["text"].split("\n"), row["title"], row["lang"])
        lines = [[article.stem(word) for word in words(line)] for line in row["reference"].split("\n")]
        held = {key for line in lines for key in line}
        pairs = {pair for line in lines for pair in pairwise(line)}
        ones += [word_features(key, unit, article) for key, unit in article.words.items()]
        in_one += [key in held for key in article.words]
        twos += [bigram_features(key, unit, article) for key, unit in article.bigrams.items()]
        in_two += [key in pairs for key in article.bigrams]
    return Weights(_fitted(ones, in_one), _fitted(twos, in_two))


def _fitted(features: list[tuple[float, ...]], target: list[bool]) -> tuple[float, ...]:
    weights, _, _ = fit(np.array(features, float), np.array(target, float), np.full(len(target), -1), 0)
    return tuple(weights.tolist())


def summarise(
    paragraphs: list[str],
    *,
    title: str,
    language: str,
    sentences: int,
    words: int | None = None,
    weights: Weights | None = None,
) -> tuple[str, ...]:
    """At most ``sentences`` sentences and ``words`` words, in the article's order."""
    article = read(paragraphs, title, language)
    chance = chances(article, weights or PUBLISHED)
    alone = {
        index: _value((index,), article, chance)
        for index, text in enumerate(article.sentences)
        if words is None or word_count(text) <= words
    }
    rows = sorted(alone, key=lambda index: -alone[index])[:_CANDIDATES]
    beam: list[tuple[int, ...]] = [()]
    best: dict[tuple[int, ...], float] = {}
    for _ in range(sentences):
        longer = {tuple(sorted((*chosen, row))) for chosen in beam for row in rows if row not in chosen}
        fits = [
            chosen
            for chosen in longer
            if words is None or sum(word_count(article.sentences[index]) for index in chosen) <= words
        ]
        values = {chosen: _value(chosen, article, chance) for chosen in fits}
        beam = sorted(values, key=lambda chosen: (-values[chosen], chosen))[:_BEAM]
        best |= {chosen: values[chosen] for chosen in beam}
        if not beam:
            break
    return tuple(article.sentences[index] for index in max(best, key=best.__getitem__, default=()))


def _value(chosen: tuple[int, ...], article: Article, chance: dict[Key, float]) -> float:
    """The expected ROUGE of some sentences."""
    by_kind: defaultdict[bool, set[Key]] = defaultdict(set)
    for index in chosen:
        by_kind[False] |= set(article.stems[index])
        by_kind[True] |= set(pairwise(article.stems[index]))
    length = sum(len(article.stems[index]) for index in chosen)
    ones, twos = (sum(chance[key] for key in by_kind[kind]) for kind in (False, True))
    return 2 * ones / (length + _WORDS) + _SHARE * 2 * twos / (length - len(chosen) + _BIGRAMS)
