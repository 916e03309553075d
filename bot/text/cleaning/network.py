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
_CLIP = 4.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of each line.

    Attributes:
        body: the probability that it is body text, 0 to 1.
        title: a score of being the headline; only its order within the page means anything.
    """

    body: Rows
    title: Rows


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
        scores = np.stack([_member(inputs, weights) for weights in self.members])
        body = 1.0 / (1.0 + np.exp(-np.clip(scores[:, :, 0], -30, 30)))
        return Reading(body.mean(axis=0).astype(np.float32), scores[:, :, 1].mean(axis=0).astype(np.float32))


def _member(inputs: Rows, weights: dict[str, Rows]) -> Rows:
    hidden = np.maximum(inputs @ weights["in"] + weights["in_bias"], 0.0)
    for layer, dilation in enumerate(DILATIONS):
        page = np.concatenate([hidden.mean(axis=0), hidden.max(axis=0)])
        mixed = _spread(hidden, dilation) @ weights[f"near{layer}"] + page @ weights[f"page{layer}"]
        hidden = hidden + np.maximum(mixed + weights[f"bias{layer}"], 0.0)
    return np.asarray(hidden @ weights["out"] + weights["out_bias"], dtype=np.float32)


def _spread(hidden: Rows, dilation: int) -> Rows:
    """Each line beside its neighbours at the taps of a dilated convolution, zeros beyond the page."""
    n, width = hidden.shape
    reach = dilation * (TAPS // 2)
    padded = np.zeros((n + 2 * reach, width), np.float32)
    padded[reach : reach + n] = hidden
    return np.concatenate([padded[tap * dilation : tap * dilation + n] for tap in range(TAPS)], axis=1)


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
