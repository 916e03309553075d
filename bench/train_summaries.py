"""Trains the weights of the summarizer: ``python bench/train_summaries.py [--data FOLDER] [--write]``.

Reads ``articles.jsonl`` (``id``, ``source``, ``lang``, ``title``, ``text``, ``reference``) of the folder, fits two
logistic models, of the chance of a word and of a bigram to be in the reference, and prints their loss; ``--write``
puts them into ``bot/text/data/chances.json``. The English model knows frequent stems; the
one for any other language is trained on the same articles without them. Needs nothing that Newsdrop does not need.

Fitting is by Newton steps on the L2-penalised log loss: one for the weights of the features, then one for those of the
stems, which do not meet one another in any row and so are solved each by itself.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.text.sentences import split_all
from bot.text.stems import stem, stop_words
from bot.text.summary.aim import Aim
from bot.text.summary.features import BIGRAM_FEATURES, WORD_FEATURES, Context, bigram_features, word_features
from bot.text.summary.model import RARE, Model, model_row
from bot.text.summary.quotes import quoted_share
from bot.text.summary.units import bigrams_of, numbers_of, tokens_of, words_of
from bot.text.words import words

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "bot" / "text" / "data" / "chances.json"
SOURCES = ("cnn", "cnndm-test")
"""The groups whose references are written by people about the whole article."""
AIMS = {"en": Aim(bigram_share=1.0, words=35.0), "any": Aim(bigram_share=1.0, words=80.0)}
"""Set by cross-validation in English: the longer the reference that is aimed at, the longer the summaries. For other
languages, whose references were not trained on, longer: the room that was asked for is used."""
LEAST_ARTICLES = 30
"""A stem in fewer articles has no weight of its own."""
ROUNDS = 12
FEATURE_PENALTY = 0.1
STEM_PENALTY = 11.0
MOST_LOGIT = 30.0


@dataclass(frozen=True, slots=True)
class Example:
    """An article ready for training: what its features come from, and which units its reference holds."""

    tokens: object
    words: object
    bigrams: object
    context: Context
    in_reference: np.ndarray
    bigram_in_reference: np.ndarray


def read_articles(folder: Path) -> list[dict]:
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def frequencies(articles: list[dict]) -> dict[str, float]:
    """ln of the share of English articles that have a stem, of those in at least `LEAST_ARTICLES`."""
    english = [row for row in articles if row["lang"] == "en"]
    counts = Counter(key for row in english for key in set(map(stem, words(row["text"]))))
    return {key: math.log(count / len(english)) for key, count in counts.items() if count >= LEAST_ARTICLES}


def example_of(row: dict, frequency: dict[str, float], number: dict[str, int]) -> Example:
    paragraphs = row["text"].split("\n")
    sentences = list(dict.fromkeys(text for text in split_all(paragraphs, row["lang"]) if words(text)))
    tokens = tokens_of([words(text) for text in sentences], stem)
    title = numbers_of(map(stem, words(row["title"])), tokens)
    quoted = np.array([quoted_share(text) for text in sentences])
    places = np.array([number.get(key, -1) for key in tokens.stems])
    known = np.array([frequency.get(key, RARE) for key in tokens.stems])
    context = Context(title, bool(row["title"]), quoted, stop_words(row["lang"]), places, known)
    lines = [[stem(word) for word in words(line)] for line in row["reference"].split("\n")]
    held = {key for line in lines for key in line}
    pairs = {pair for line in lines for pair in pairwise(line)}
    bigrams = bigrams_of(tokens)
    found = [(tokens.stems[tokens.stem[at]], tokens.stems[tokens.stem[at + 1]]) in pairs for at in bigrams.first]
    return Example(
        tokens,
        words_of(tokens),
        bigrams,
        context,
        np.array([key in held for key in tokens.stems], float),
        np.array(found, float),
    )


def train(articles: list[dict], frequency: dict[str, float], aim: Aim) -> tuple[Model, float, float]:
    """Fit a model; with no ``frequency`` one that knows no words. Also the mean log loss of words and of bigrams."""
    number = {key: index for index, key in enumerate(sorted(frequency))}
    examples = [example_of(row, frequency, number) for row in articles]
    features = [word_features(item.tokens, item.words, item.context) for item in examples]
    target = np.concatenate([item.in_reference for item in examples])
    stems = np.concatenate([item.context.places for item in examples])
    weights, lexicon, loss = fit(np.concatenate(features, 1).T, target, stems, len(number))
    pairs = []
    for item, matrix in zip(examples, features, strict=True):
        logit = weights @ matrix + lexicon[item.context.places]
        pairs.append(bigram_features(item.tokens, item.bigrams, matrix, logit, item.context))
    target = np.concatenate([item.bigram_in_reference for item in examples])
    bigram, _, bigram_loss = fit(np.concatenate(pairs, 1).T, target, np.full(len(target), -1), 0)
    shares = np.array([*(frequency[key] for key in number), RARE])
    return Model(weights, bigram, number, lexicon, shares, aim), loss, bigram_loss


def fit(features: np.ndarray, target: np.ndarray, stems: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Weights of the features, weights of the stems (-1: none), and the mean log loss."""
    scale = features.std(0)
    scale[scale == 0] = 1
    scaled = features / scale
    weights, offsets = np.zeros(features.shape[1]), np.zeros(size + 1)
    for _ in range(ROUNDS):
        chance = logistic(scaled @ weights + offsets[stems])
        spread = chance * (1 - chance)
        curve = (scaled * spread[:, None]).T @ scaled + FEATURE_PENALTY * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, scaled.T @ (target - chance) - FEATURE_PENALTY * weights)
        chance = logistic(scaled @ weights + offsets[stems])
        rise = np.bincount(stems % (size + 1), target - chance, size + 1) - STEM_PENALTY * offsets
        fall = np.bincount(stems % (size + 1), chance * (1 - chance), size + 1) + STEM_PENALTY
        offsets = offsets + rise / fall
        offsets[size] = 0
    chance = logistic(scaled @ weights + offsets[stems])
    return weights / scale, offsets, log_loss(target, chance)


def logistic(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(values, -MOST_LOGIT, MOST_LOGIT)))


def log_loss(target: np.ndarray, chance: np.ndarray) -> float:
    return float(-np.mean(target * np.log(chance) + (1 - target) * np.log(1 - chance)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench" / "summaries")
    parser.add_argument("--write", action="store_true", help=f"replace {WEIGHTS.relative_to(ROOT)}")
    options = parser.parse_args()
    if not (options.data / "articles.jsonl").exists():
        print(f"There is no articles.jsonl in {options.data}; name its folder with --data.", file=sys.stderr)
        return 2
    articles = read_articles(options.data)
    chosen = [row for row in articles if row["source"] in SOURCES]
    table = {}
    for name, frequency in (("en", frequencies(articles)), ("any", {})):
        model, loss, bigram_loss = train(chosen, frequency, AIMS[name])
        table[name] = model_row(model)
        print(f"{name}: log loss of words {loss:.5f}, of bigrams {bigram_loss:.5f}, {len(frequency)} stems")
        for label, row in ((f"{name} words", model.word), (f"{name} bigrams", model.bigram)):
            names = WORD_FEATURES if label.endswith("words") else BIGRAM_FEATURES
            print(f"  {label}: " + ", ".join(f"{key} {value:+.2f}" for key, value in zip(names, row, strict=True)))
    if options.write:
        WEIGHTS.write_text(as_text(table), encoding="utf-8")
    return 0


def as_text(table: dict) -> str:
    """JSON with one line a stem."""
    text = json.dumps(table, ensure_ascii=False, indent=1)
    head, *rest = text.split('"stems": {')
    return head + "".join('"stems": {' + part.replace("\n    ", " ").replace("\n   ]", "]") for part in rest) + "\n"


if __name__ == "__main__":
    sys.exit(main())
