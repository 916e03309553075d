"""The line model: a small dilated convolutional network over a page's lines, evaluated with numpy.

Each line sees its neighbours up to 62 lines away and the page as a whole (mean and maximum of all
lines), as in Yu and Koltun 2016, "Multi-scale context aggregation by dilated convolutions". The
weights are plain numbers, fitted by ``bench/train_cleaning.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from math import exp
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.text.cleaning.evidence.wording import Told, Wording
from bot.text.cleaning.hidden import DILATIONS, Hidden

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

_CLIP = 4.0
_CERTAIN = 30.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of each line.

    Attributes:
        body: the probability that it is body text, 0 to 1.
        title: a score of being the headline; above 0 the line is rather that than the page without one.
        whole: the probability that the page is an article without any furniture, 0 to 1.
    """

    body: Rows
    title: Rows
    whole: float = 0.0


@dataclass(frozen=True, slots=True)
class Network:
    """Weights of an ensemble whose members' answers are averaged.

    Attributes:
        mean: what is taken off each input column, and
        scale: what it is divided by before clipping to -4..4.
        members: each member's weight arrays by name.
        wording: what phrases were on other sites, where the last input columns tell of it.
    """

    mean: Rows
    scale: Rows
    members: tuple[dict[str, Rows], ...]
    wording: Wording | None = None

    def read(self, rows: Rows) -> Reading:
        """What the network makes of a page; ``rows`` has one row of inputs a line."""
        inputs = np.clip((rows - self.mean) / self.scale, -_CLIP, _CLIP).astype(np.float32, copy=False)
        hidden = Hidden(len(rows), len(self.members[0]["in_bias"]))
        lines, pages = zip(*[_scores(inputs, hidden, weights) for weights in self.members], strict=True)
        scores, whole = np.stack(lines), sum(pages) / len(pages)
        return Reading(_chance(scores[..., 0]).mean(axis=0), scores[..., 1].mean(axis=0), whole)


def _chance(scores: Rows) -> Rows:
    """The logistic function, by way of one that knows no overflow."""
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * scores), np.float32)


def _scores(inputs: Rows, hidden: Hidden, weights: dict[str, Rows]) -> tuple[Rows, float]:
    """A member's word: two scores a line (body, headline), and the probability that the page is free of furniture."""
    hidden.enter(inputs, weights["in"], weights["in_bias"])
    for layer in range(len(DILATIONS)):
        hidden.mix(layer, weights[f"near{layer}"], weights[f"page{layer}"], weights[f"bias{layer}"])
    lines = hidden.values @ weights["out"] + weights["out_bias"]
    if "whole" not in weights:
        return lines, 0.0
    score = float((hidden.pool() @ weights["whole"] + weights["whole_bias"])[0])
    return lines, 1.0 / (1.0 + exp(-max(-_CERTAIN, min(score, _CERTAIN))))


def stored(path: Path) -> Network:
    """The network whose weights stand in the ``.npz`` file at ``path``."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    members: dict[str, dict[str, Rows]] = {}
    for name, array in arrays.items():
        member, _, key = name.rpartition("/")
        if member and member != "wording":
            members.setdefault(member, {})[key] = array.astype(np.float32)
    return Network(arrays["mean"], arrays["scale"], tuple(members.values()), _wording(arrays))


def _wording(arrays: Mapping[str, NDArray[Any]]) -> Wording | None:
    if "wording/keys" not in arrays:
        return None
    told = Told(*(arrays[f"wording/{name}"].astype(np.float32) for name in Told._fields))
    return Wording(arrays["wording/keys"], told)


@cache
def network(kind: str) -> Network:
    """The fitted network for pages of ``kind``, ``"text"`` or ``"html"``."""
    with as_file(files("bot.text.cleaning") / "data" / f"{kind}_model.npz") as path:
        return stored(path)
