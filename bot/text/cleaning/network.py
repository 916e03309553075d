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
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bot.text.cleaning.evidence.wording import Told, Wording
from bot.text.cleaning.hidden import DILATIONS, Hidden, Layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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


class Weights(NamedTuple):
    """The weights of an ensemble, all members' side by side, so that most steps are taken for all of them at once.

    Attributes:
        members: how many there are; ``width``: hidden values of each.
        enter, enter_bias: from the inputs to the hidden values.
        layers: in their order.
        out, out_bias: from the hidden values to half of each member's score of a line as body text, and last to the
            mean of their scores as the headline.
        whole, whole_bias: from the page's pooled values to each member's score that it is free of furniture; None
            where they have not learnt that.
    """

    members: int
    width: int
    enter: Rows
    enter_bias: Rows
    layers: tuple[Layer, ...]
    out: Rows
    out_bias: Rows
    whole: Rows | None
    whole_bias: Rows | None


@dataclass(frozen=True, slots=True)
class Network:
    """An ensemble whose members' answers are averaged.

    Attributes:
        mean: what is taken off each input column, and
        scale: what it is divided by before clipping to -4..4.
        weights: the members'.
        wording: what phrases were on other sites, where the last input columns tell of it.
    """

    mean: Rows
    scale: Rows
    weights: Weights
    wording: Wording | None = None

    def read(self, rows: Rows) -> Reading:
        """What the network makes of a page; ``rows`` has one row of inputs a line."""
        weights = self.weights
        inputs = rows - self.mean
        inputs /= self.scale
        np.minimum(np.maximum(inputs, -_CLIP, out=inputs), _CLIP, out=inputs)
        hidden = Hidden(len(rows), weights.members, weights.width)
        hidden.enter(inputs, weights.enter, weights.enter_bias)
        for number, layer in enumerate(weights.layers):
            hidden.mix(number, layer)
        scores = hidden.values @ weights.out
        scores += weights.out_bias
        # The logistic function by way of one that knows no overflow.
        body = np.add.reduce(np.tanh(scores[:, :-1]), axis=1) * np.float32(0.5 / weights.members) + np.float32(0.5)
        return Reading(body, scores[:, -1], _whole(hidden, weights))


def _whole(hidden: Hidden, weights: Weights) -> float:
    """The probability that the page is free of furniture."""
    if weights.whole is None or weights.whole_bias is None:
        return 0.0
    scores = (hidden.pool() @ weights.whole + weights.whole_bias).tolist()
    return sum([1.0 / (1.0 + exp(-max(-_CERTAIN, min(score, _CERTAIN)))) for score in scores]) / len(scores)


def stored(path: Path) -> Network:
    """The network whose weights stand in the ``.npz`` file at ``path``."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    members: dict[str, dict[str, Rows]] = {}
    for name, array in arrays.items():
        member, _, key = name.rpartition("/")
        if member and member != "wording":
            members.setdefault(member, {})[key] = array.astype(np.float32)
    return Network(arrays["mean"], arrays["scale"], _stacked([*members.values()]), _wording(arrays))


def _stacked(members: Sequence[Mapping[str, Rows]]) -> Weights:
    """The weights of all ``members``, each given by the names of its arrays."""

    def beside(name: str) -> Rows:
        return np.concatenate([member[name] for member in members], axis=-1)

    layers = [
        Layer(tuple(m[f"near{n}"] for m in members), _apart([m[f"page{n}"] for m in members], 2), beside(f"bias{n}"))
        for n in range(len(DILATIONS))
    ]
    share = np.float32(1.0 / len(members))
    body = _apart([member["out"][:, :1] for member in members]) / 2
    title = np.concatenate([member["out"][:, 1:] for member in members]) * share
    bias = np.stack([member["out_bias"] for member in members])
    taught = all("whole" in member for member in members)
    return Weights(
        members=len(members),
        width=len(members[0]["in_bias"]),
        enter=beside("in"),
        enter_bias=beside("in_bias"),
        layers=tuple(layers),
        out=np.concatenate([body, title], axis=1),
        out_bias=np.append(bias[:, 0] / 2, bias[:, 1].mean()).astype(np.float32),
        whole=_apart([member["whole"] for member in members], 2) if taught else None,
        whole_bias=beside("whole_bias") if taught else None,
    )


def _apart(blocks: Sequence[Rows], parts: int = 1) -> Rows:
    """One matrix that gives each member's values to its own block alone.

    The values come in so many ``parts``, each with those of all members; a block has its member's parts one below the
    other.
    """
    rows, columns = blocks[0].shape[0] // parts, blocks[0].shape[1]
    whole = np.zeros((parts, len(blocks), rows, len(blocks), columns), np.float32)
    for k, block in enumerate(blocks):
        whole[:, k, :, k] = block.reshape(parts, rows, columns)
    return whole.reshape(-1, len(blocks) * columns)


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
