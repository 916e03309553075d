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
_SHORT = 256  # lines
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
        weights: the weight arrays by name, the members' one behind the other on the first axis.
    """

    mean: Rows
    scale: Rows
    weights: dict[str, Rows]

    def read(self, rows: Rows) -> Reading:
        """What the network makes of a page; ``rows`` has one row of inputs a line."""
        inputs = np.clip((rows - self.mean) / self.scale, -_CLIP, _CLIP).astype(np.float32)
        members = len(self.weights["in"])
        # A short page takes as long to call for as to reckon; a long one would not stay in the processor's cache.
        at_once = members if len(rows) <= _SHORT else 1
        groups = [slice(first, first + at_once) for first in range(0, members, at_once)]
        answers = [_scores(inputs, {name: of_all[group] for name, of_all in self.weights.items()}) for group in groups]
        lines, page = (np.concatenate(parts) for parts in zip(*answers, strict=True))
        return Reading(_chance(lines[..., 0]).mean(axis=0), lines[..., 1].mean(axis=0), float(_chance(page).mean()))


def _chance(scores: Rows) -> Rows:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -_CERTAIN, _CERTAIN))), dtype=np.float32)


def _scores(inputs: Rows, weights: dict[str, Rows]) -> tuple[Rows, Rows]:
    """Some members' scores: two a line (body, headline) and one for the page (free of furniture)."""
    (members, _, width), n = weights["in"].shape, len(inputs)
    padded = np.zeros((members, n + 2 * _REACH, width), np.float32)
    hidden, mixed = padded[:, _REACH : _REACH + n], np.empty((members, n, width), np.float32)
    beside = np.empty((members, n, TAPS, width), np.float32)
    np.maximum(inputs @ weights["in"] + weights["in_bias"], 0.0, out=hidden)
    for layer, dilation in enumerate(DILATIONS):
        _spread(padded, dilation, beside)
        np.matmul(beside.reshape(members, n, -1), weights[f"near{layer}"], out=mixed)
        mixed += _pooled(hidden) @ weights[f"page{layer}"] + weights[f"bias{layer}"]
        hidden += np.maximum(mixed, 0.0, out=mixed)
    lines = hidden @ weights["out"] + weights["out_bias"]
    if "whole" not in weights:
        return lines, np.full((members, 1, 1), -_CERTAIN, np.float32)
    return lines, _pooled(hidden) @ weights["whole"] + weights["whole_bias"]


def _pooled(hidden: Rows) -> Rows:
    """Each member's mean and maximum over the lines, as one row."""
    n = hidden.shape[1]
    return np.concatenate([np.full((1, n), 1.0 / n, np.float32) @ hidden, hidden.max(axis=1, keepdims=True)], axis=2)


def _spread(padded: Rows, dilation: int, beside: Rows) -> None:
    """Put ``beside`` each line its neighbours at the taps of a dilated convolution, zeros beyond the page."""
    n = beside.shape[1]
    for tap in range(TAPS):
        first = _REACH + (tap - TAPS // 2) * dilation
        beside[:, :, tap] = padded[:, first : first + n]


def stored(path: Path) -> Network:
    """The network whose weights stand in the ``.npz`` file at ``path``."""
    with np.load(path) as file:
        arrays = {name: file[name].astype(np.float32) for name in file.files}
    found: dict[str, list[Rows]] = {}
    for name, array in arrays.items():
        member, _, key = name.rpartition("/")
        if member:
            found.setdefault(key, []).append(np.atleast_2d(array))
    return Network(arrays["mean"], arrays["scale"], {key: np.stack(members) for key, members in found.items()})


@cache
def network(kind: str) -> Network:
    """The fitted network for pages of ``kind``, ``"text"`` or ``"html"``."""
    with as_file(files("bot.text.cleaning") / "data" / f"{kind}_model.npz") as path:
        return stored(path)
