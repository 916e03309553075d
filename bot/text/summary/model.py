"""The trained weights: plain numbers in a file beside the code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.text.summary.aim import Aim
from bot.text.summary.features import BIGRAM_FEATURES, WORD_FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.summary.units import Floats, Ints

RARE = np.log(0.03)
"""ln of the share of news articles taken for a stem that the lexicon lacks: the share of its rarest."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the two logistic models, for one language or for any.

    Attributes:
        word: [`WORD_FEATURES`] log-odds for each unit of a word's feature.
        bigram: [`BIGRAM_FEATURES`] the same of bigrams.
        stems: the place of each frequent stem in the next two.
        lexicon: [stems and one more] log-odds of single stems besides those of their features; at last those of others.
        frequency: [stems and one more] ln of the share of news articles that have a stem; at last that of others.
        aim: how expected matches are weighed when sentences are chosen.
    """

    word: Floats
    bigram: Floats
    stems: dict[str, int]
    lexicon: Floats
    frequency: Floats
    aim: Aim

    def places(self, stems: Sequence[str]) -> Ints:
        """Where the lexicon has each stem."""
        return np.fromiter(map(self.stems.get, stems, repeat(-1)), np.int64, len(stems))


@lru_cache(maxsize=8)
def model_for(language: str) -> Model:
    """The model of a language (ISO 639-1); the one that knows no words where it has none of its own."""
    table = _table()
    return model_from(table.get(language, table["any"]))


def model_from(row: dict[str, Any]) -> Model:
    """Read a model as `model_row` writes it; features that it does not name weigh nothing."""
    stems: dict[str, tuple[float, float]] = row.get("stems", {})
    return Model(
        np.array([row["word"].get(name, 0.0) for name in WORD_FEATURES]),
        np.array([row["bigram"].get(name, 0.0) for name in BIGRAM_FEATURES]),
        {stem: place for place, stem in enumerate(stems)},
        np.array([*(pair[0] for pair in stems.values()), 0.0]),
        np.array([*(pair[1] for pair in stems.values()), RARE]),
        Aim(row["aim"]["bigram share"], row["aim"]["words"]),
    )


def model_row(model: Model) -> dict[str, Any]:
    """A model as JSON values, to four decimals."""
    row: dict[str, Any] = {
        "aim": {"bigram share": model.aim.bigram_share, "words": model.aim.words},
        "word": {name: round(float(value), 4) for name, value in zip(WORD_FEATURES, model.word, strict=True)},
        "bigram": {name: round(float(value), 4) for name, value in zip(BIGRAM_FEATURES, model.bigram, strict=True)},
    }
    if model.stems:
        row["stems"] = {
            stem: [round(float(model.lexicon[place]), 3), round(float(model.frequency[place]), 2)]
            for stem, place in sorted(model.stems.items())
        }
    return row


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files("bot.text").joinpath("data", "chances.json").read_text(encoding="utf-8"))
    return table
