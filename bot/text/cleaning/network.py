"""The line model: a small dilated convolutional network over a page's lines, evaluated with numpy.

Each line sees its neighbours up to 62 lines away and the page as a whole (mean and maximum of all
lines), as in Yu and Koltun 2016, "Multi-scale context aggregation by dilated convolutions". The
weights are plain numbers, fitted by ``bench/train_cleaning.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

TAPS = 5
DILATIONS = (1, 2, 4, 8, 16)
_REACH = max(DILATIONS) * (TAPS // 2)
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
        members: one dictionary of weight arrays a member.
    """

    mean: Rows
    scale: Rows
    members: tuple[dict[str, Rows], ...]

    def read(self, rows: Rows) -> Reading:
        """What the network makes of a page; ``rows`` has one row of inputs a line."""
        inputs = np.clip((rows - self.mean) / self.scale, -_CLIP, _CLIP).astype(np.float32)
        answers = [_member(inputs, weights) for weights in self.members]
        body = np.mean([_chance(lines[:, 0]) for lines, _ in answers], axis=0)
        title = np.mean([lines[:, 1] for lines, _ in answers], axis=0)
        return Reading(body, title, float(np.mean([_chance(page) for _, page in answers])))


def _chance(scores: Rows) -> Rows:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -_CERTAIN, _CERTAIN))), dtype=np.float32)


def _member(inputs: Rows, weights: dict[str, Rows]) -> tuple[Rows, Rows]:
    """One member's scores: two a line (body, headline) and one for the page (free of furniture)."""
    n, width = len(inputs), len(weights["in_bias"])
    padded = np.zeros((n + 2 * _REACH, width), np.float32)
    hidden, mixed = padded[_REACH : _REACH + n], np.empty((n, width), np.float32)
    beside = np.empty((n, TAPS, width), np.float32)
    np.maximum(inputs @ weights["in"] + weights["in_bias"], 0.0, out=hidden)
    for layer, dilation in enumerate(DILATIONS):
        _spread(padded, dilation, beside)
        np.matmul(beside.reshape(n, -1), weights[f"near{layer}"], out=mixed)
        mixed += _pooled(hidden) @ weights[f"page{layer}"] + weights[f"bias{layer}"]
        hidden += np.maximum(mixed, 0.0, out=mixed)
    lines = np.asarray(hidden @ weights["out"] + weights["out_bias"], dtype=np.float32)
    if "whole" not in weights:
        return lines, np.array([-_CERTAIN], np.float32)
    return lines, _pooled(hidden) @ weights["whole"] + weights["whole_bias"]


def _pooled(hidden: Rows) -> Rows:
    mean = np.full(len(hidden), 1.0 / len(hidden), np.float32) @ hidden
    return np.concatenate([mean, hidden.max(axis=0)])


def _spread(padded: Rows, dilation: int, beside: Rows) -> None:
    """Put ``beside`` each line its neighbours at the taps of a dilated convolution, zeros beyond the page."""
    for tap in range(TAPS):
        first = _REACH + (tap - TAPS // 2) * dilation
        beside[:, tap] = padded[first : first + len(beside)]


def stored(path: Path) -> Network:
    """The network whose weights stand in the ``.npz`` file at ``path``."""
    with np.load(path) as file:
        arrays = {name: file[name].astype(np.float32) for name in file.files}
    members: dict[str, dict[str, Rows]] = {}
    for name, array in arrays.items():
        member, _, key = name.rpartition("/")
        if member:
            members.setdefault(member, {})[key] = array
    return Network(arrays["mean"], arrays["scale"], tuple(members.values()))


@cache
def network(kind: str) -> Network:
    """The fitted network for pages of ``kind``, ``"text"`` or ``"html"``."""
    with as_file(files("bot.text.cleaning") / "data" / f"{kind}_model.npz") as path:
        return stored(path)
