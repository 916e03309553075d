"""The text model's network in PyTorch: its layers, its loss, its fit, and its weights as plain numbers.

Pages lie one after the other on one axis with gaps of zeros between, so that none is padded to the longest.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.text.cleaning.hidden import DILATIONS, TAPS

if TYPE_CHECKING:
    from collections.abc import Sequence

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError:
    sys.exit("Fitting needs PyTorch: pip install torch (in an environment of its own).")

BATCH = 8
_GAP = max(DILATIONS) * (TAPS // 2)
_BODY, _TITLE, _INSIDE, _FIRST, _LAST = range(5)
_MOST_WORDS = 80.0
_NOISE = 0.1
_SPANS = 0.3
_HEADS = 0.25
_NO_HEAD = 0.075
_WHOLE = 0.2


class Scaling(NamedTuple):
    """What is taken off each input column, and what it is divided by."""

    mean: np.ndarray
    scale: np.ndarray


@dataclass(frozen=True)
class Plan:
    """How a network is fitted.

    Attributes:
        width: hidden values a line; ``steps``: batches that it sees.
        share: of the pages that it sees, those that are made.
    """

    width: int
    steps: int
    share: float


@dataclass
class Rows:
    """A page as the loss sees it: inputs, labels and words by line, and whether it is free of furniture."""

    inputs: np.ndarray
    body: np.ndarray
    title: np.ndarray
    sizes: np.ndarray
    whole: float
    weight: float


@dataclass
class Batch:
    inputs: torch.Tensor
    mask: torch.Tensor
    spans: list[tuple[int, int]]
    body: torch.Tensor
    title: torch.Tensor
    sizes: torch.Tensor
    whole: torch.Tensor


class Net(nn.Module):
    """What ``bot.text.cleaning.network`` evaluates, and three more answers a line that only teach it.

    They say whether the line lies between the body's first and last, and whether it is the first or the last.
    """

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.inp = nn.Linear(inputs, width)
        self.drop = nn.Dropout(0.25)
        self.near = nn.ModuleList(nn.Linear(TAPS * width, width) for _ in DILATIONS)
        self.page = nn.ModuleList(nn.Linear(2 * width, width, bias=False) for _ in DILATIONS)
        self.out = nn.Linear(width, 5)
        self.whole = nn.Linear(2 * width, 1)

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = torch.relu(self.inp(batch.inputs)) * batch.mask
        for dilation, near, page in zip(DILATIONS, self.near, self.page, strict=True):
            told = page(_pooled(hidden, batch.spans))
            spread = [told[i : i + 1].expand(b - a + _GAP, -1) for i, (a, b) in enumerate(batch.spans)]
            mixed = near(_spread(self.drop(hidden), dilation)) + torch.cat(spread)
            hidden = (hidden + torch.relu(mixed)) * batch.mask
        return self.out(self.drop(hidden)), self.whole(_pooled(hidden, batch.spans))[:, 0]


def _pooled(hidden: torch.Tensor, spans: list[tuple[int, int]]) -> torch.Tensor:
    return torch.stack([torch.cat([hidden[a:b].mean(0), hidden[a:b].max(0).values]) for a, b in spans])


def _spread(hidden: torch.Tensor, dilation: int) -> torch.Tensor:
    reach = dilation * (TAPS // 2)
    padded = functional.pad(hidden, (0, 0, reach, reach))
    return torch.cat([padded[tap * dilation : tap * dilation + len(hidden)] for tap in range(TAPS)], 1)


def packed(pages: Sequence[Rows], scaling: Scaling) -> Batch:
    """``pages`` one after the other, their inputs brought to one scale."""
    length = sum(len(page.body) + _GAP for page in pages)
    inputs = np.zeros((length, len(scaling.mean)), np.float32)
    body, title, sizes, mask = (np.zeros(length, np.float32) for _ in range(4))
    spans, a = [], 0
    for page in pages:
        b = a + len(page.body)
        inputs[a:b] = np.clip((page.inputs - scaling.mean) / scaling.scale, -4, 4)
        body[a:b], title[a:b], mask[a:b] = page.body, page.title, 1
        sizes[a:b] = np.clip(page.sizes, 0.5, _MOST_WORDS)
        spans.append((a, b))
        a = b + _GAP
    whole = np.array([page.whole for page in pages], np.float32)
    made = [torch.from_numpy(part) for part in (inputs, mask[:, None], body, title, sizes, whole)]
    return Batch(made[0], made[1], spans, *made[2:])


def page_loss(net: Net, batch: Batch) -> torch.Tensor:
    """Line likelihood, the page's F1 itself, the headline or that there is none, where the body begins and ends."""
    scores, whole = net(batch)
    total = _WHOLE * len(batch.spans) * functional.binary_cross_entropy_with_logits(whole, batch.whole)
    for a, b in batch.spans:
        body, sizes = batch.body[a:b], batch.sizes[a:b]
        likely = torch.sigmoid(scores[a:b, _BODY])
        words = (body * sizes).sum()
        cross = functional.binary_cross_entropy_with_logits(scores[a:b, _BODY], body, reduction="none")
        total = total + (cross * (sizes + 2)).sum() / (words + 100)
        total = total + 1 - 2 * (likely * body * sizes).sum() / ((likely * sizes).sum() + words + 1)
        total = total + _head_loss(scores[a:b, _TITLE], batch.title[a:b])
        if words > 0:
            total = total + _SPANS * _span_loss(scores[a:b], body, sizes, words)
    return total / len(batch.spans)


def _head_loss(scores: torch.Tensor, title: torch.Tensor) -> torch.Tensor:
    """The logarithm of the headline's share, beside a score of 0 for there being none."""
    every = torch.logsumexp(torch.cat([scores, torch.zeros(1)]), 0)
    if title.sum() > 0:
        return _HEADS * (every - torch.logsumexp(scores.masked_fill(title < 0.5, -1e4), 0))
    return _NO_HEAD * every


def _span_loss(scores: torch.Tensor, body: torch.Tensor, sizes: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
    places = torch.nonzero(body > 0.5)[:, 0]
    first, last = places[:1], places[-1:]
    inside = torch.zeros(len(body))
    inside[int(first) : int(last) + 1] = 1
    ends = functional.cross_entropy(scores[None, :, _FIRST], first) + functional.cross_entropy(
        scores[None, :, _LAST], last
    )
    cross = functional.binary_cross_entropy_with_logits(scores[:, _INSIDE], inside, reduction="none")
    return ends + (cross * (sizes + 2)).sum() / (words + 100)


def fit(plain: Sequence[Rows], made: Sequence[Rows], scaling: Scaling, plan: Plan, seed: int) -> dict[str, np.ndarray]:
    """The weights of one network that sees pages of ``plain`` and ``made``."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    net = Net(len(scaling.mean), plan.width).train()
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=plan.steps + 1, pct_start=0.15)
    pools = [(pages, np.cumsum([page.weight for page in pages])) for pages in (plain, made)]
    for _ in range(plan.steps):
        chosen = [_drawn(*pools[int(rng.random() < plan.share)], rng) for _ in range(BATCH)]
        batch = packed(chosen, scaling)
        batch.inputs += torch.randn_like(batch.inputs) * _NOISE
        loss = page_loss(net, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return exported(net)


def _drawn(pages: Sequence[Rows], until: np.ndarray, rng: np.random.Generator) -> Rows:
    return pages[int(np.searchsorted(until, rng.random() * until[-1], side="right").clip(max=len(pages) - 1))]


def scaling_of(pages: Sequence[Rows]) -> Scaling:
    """Mean and scale of each input column over all lines."""
    every = np.concatenate([page.inputs for page in pages])
    return Scaling(every.mean(0).astype(np.float32), (every.std(0) + 0.05).astype(np.float32))


def exported(net: Net) -> dict[str, np.ndarray]:
    """The weights under the names and in the shapes that ``bot.text.cleaning.network`` reads."""
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    found = {"in": state["inp.weight"].T, "in_bias": state["inp.bias"]}
    found |= {"out": state["out.weight"][: _TITLE + 1].T, "out_bias": state["out.bias"][: _TITLE + 1]}
    found |= {"whole": state["whole.weight"].T, "whole_bias": state["whole.bias"]}
    for layer in range(len(DILATIONS)):
        found[f"near{layer}"] = state[f"near.{layer}.weight"].T
        found[f"page{layer}"] = state[f"page.{layer}.weight"].T
        found[f"bias{layer}"] = state[f"near.{layer}.bias"]
    return {name: value.astype(np.float16) for name, value in found.items()}
