"""The trained weights: plain numbers in a file beside the code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.text.summary.choice import Aim
from bot.text.summary.features import BIGRAM_FEATURES, WORD_FEATURES

if TYPE_CHECKING:
    from bot.text.summary.units import Floats


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the two logistic models, for one language or for any.

    Attributes:
        word: [`WORD_FEATURES`] log-odds for each unit of a word's feature.
        bigram: [`BIGRAM_FEATURES`] the same of bigrams.
        lexicon: log-odds of single stems, besides those of their features.
        frequency: ln of the share of news articles that have a stem.
        aim: how expected matches are weighed when sentences are chosen.
    """

    word: Floats
    bigram: Floats
    lexicon: dict[str, float]
    frequency: dict[str, float]
    aim: Aim


@lru_cache(maxsize=8)
def model_for(language: str) -> Model:
    """The model of a language (ISO 639-1); the one that knows no words where it has none of its own."""
    table = _table()
    return model_from(table.get(language, table["any"]))


def model_from(row: dict[str, Any]) -> Model:
    """Read a model as `model_row` writes it; features that it does not name weigh nothing."""
    stems = row.get("stems", {})
    return Model(
        np.array([row["word"].get(name, 0.0) for name in WORD_FEATURES]),
        np.array([row["bigram"].get(name, 0.0) for name in BIGRAM_FEATURES]),
        {stem: pair[0] for stem, pair in stems.items()},
        {stem: pair[1] for stem, pair in stems.items()},
        Aim(row["aim"]["bigram share"], row["aim"]["words"]),
    )


def model_row(model: Model) -> dict[str, Any]:
    """A model as JSON values, to four decimals."""
    row: dict[str, Any] = {
        "aim": {"bigram share": model.aim.bigram_share, "words": model.aim.words},
        "word": {name: round(float(value), 4) for name, value in zip(WORD_FEATURES, model.word, strict=True)},
        "bigram": {name: round(float(value), 4) for name, value in zip(BIGRAM_FEATURES, model.bigram, strict=True)},
    }
    if model.lexicon:
        row["stems"] = {
            stem: [round(model.lexicon[stem], 3), round(model.frequency[stem], 2)] for stem in sorted(model.lexicon)
        }
    return row


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files("bot.text").joinpath("data", "chances.json").read_text(encoding="utf-8"))
    return table
