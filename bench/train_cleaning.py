"""Fit the line models of the cleaner: ``python -m bench.train_cleaning text|html [--folds DIR] [--epochs N]``.

Reads the cleaning benchmark's pages in all their views, labels their lines by the gold text and writes the weights
as plain numbers. Pages that have wanted and unwanted strings instead of a gold text are labelled by what two of three
extractors keep of their HTML. With ``--folds`` one set of weights a fold of the cross-validation by site is written
(``text-0.npz`` ...), which ``bench.cleaning --folds`` measures; without it the shipped ones are written.
Needs PyTorch, which is no part of Newsdrop.
"""

from __future__ import annotations

import argparse
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import cleaning_pages as pages
from bench import cleaning_text
from bench.cleaning_others import opinions
from bot.text.cleaning import network
from bot.text.cleaning.html import extracted_shares, parse
from bot.text.cleaning.html_head import pick_title
from bot.text.cleaning.html_meta import read_claims
from bot.text.cleaning.judge import gather
from bot.text.read import read

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit("This script needs PyTorch: pip install torch (in an environment of its own).")

WIDTH = 48
BATCH = 8
SHIPPED = Path(__file__).parents[1] / "bot" / "text" / "cleaning" / "data"
VIEWS = {"text": ("text", "markdown", "gettext", "inscriptis", "clean"), "html": ("html",)}
EPOCHS = {"text": 11, "html": 16}


@dataclass
class Sample:
    """One page in one view: inputs, labels, line sizes in words, headline marks, its fold and its weight."""

    rows: np.ndarray
    body: np.ndarray
    size: np.ndarray
    title: np.ndarray
    fold: int
    weight: float


class Net(nn.Module):
    """The network that ``bot.text.cleaning.network`` evaluates."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.inp = nn.Linear(inputs, WIDTH)
        self.drop = nn.Dropout(0.25)
        reach = network.TAPS // 2
        self.near = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, network.TAPS, padding=d * reach, dilation=d) for d in network.DILATIONS
        )
        self.page = nn.ModuleList(nn.Linear(2 * WIDTH, WIDTH) for _ in network.DILATIONS)
        self.out = nn.Linear(WIDTH, 2)

    def forward(self, rows: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = torch.relu(self.inp(rows)) * mask[..., None]
        for near, page in zip(self.near, self.page, strict=True):
            whole = torch.cat([hidden.sum(1) / mask.sum(1, keepdim=True), hidden.max(1).values], 1)
            mixed = near(self.drop(hidden).transpose(1, 2)).transpose(1, 2) + page(whole)[:, None]
            hidden = (hidden + torch.relu(mixed)) * mask[..., None]
        return self.out(self.drop(hidden))


def main() -> None:
    asked = arguments()
    logging.disable(logging.CRITICAL)
    torch.set_num_threads(2)
    bench = pages.load(asked.data)
    if asked.folds:
        asked.folds.mkdir(parents=True, exist_ok=True)
    if asked.kind == "text":
        shipped = None if asked.folds else SHIPPED / "text_model.npz"
        cleaning_text.train(cleaning_text.build(bench, weighed(bench)), asked.members, shipped, asked.folds)
        return
    samples = build(bench, asked.kind)
    epochs = asked.epochs or EPOCHS[asked.kind]
    if asked.folds:
        for fold in range(pages.FOLDS):
            part = [s for s in samples if s.fold != fold]
            fit(part, epochs, asked.members, asked.folds / f"{asked.kind}-{fold}.npz", asked.kind)
            print(f"fold {fold} of {pages.FOLDS} fitted on {len(part)} pages", flush=True)
    else:
        fit(samples, epochs, asked.members, SHIPPED / f"{asked.kind}_model.npz", asked.kind)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=sorted(VIEWS))
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/cleaning"))
    parser.add_argument("--folds", type=Path, help="write one set of weights a fold here")
    parser.add_argument("--epochs", type=float)
    parser.add_argument("--members", type=int, default=3, help="networks in the ensemble")
    return parser.parse_args()


def build(bench: pages.Bench, kind: str) -> list[Sample]:
    """All samples of one kind; pages without gold text only for the text model, labelled by three extractors."""
    rows = [(row, False) for row in bench.gold]
    if kind == "text":
        rows += [(silver(bench, row), True) for row in bench.segments]
    samples = []
    for row, is_silver in rows:
        for view in VIEWS[kind]:
            data = bench.data(row, view)
            if data:
                samples.append(sample(bench, row, view, data, is_silver=is_silver))
    return samples


def sample(bench: pages.Bench, row: dict[str, Any], view: str, data: bytes, *, is_silver: bool) -> Sample:
    lines = pages.page_lines(data, view)
    texts = [line.text for line in lines]
    evidence = gather(lines)
    inputs = evidence.rows
    if view == "html":
        shares = extracted_shares(lines, opinions(read(data, "page.html").text)[0])
        inputs = np.concatenate([inputs, shares], axis=1)
    wanted = None if view == "clean" else row.get("title") or claimed_title(bench, row)
    heads = [float(bool(wanted) and len(t) < 300 and bench.score.title_right(t, wanted)) for t in texts]
    weight = 1.0 if view == "html" else 0.4 if row["set"] == "aeb" else 0.6 if is_silver else 1.0
    return Sample(
        rows=inputs,
        body=np.array(pages.label(texts, row["body"], chars=row.get("units") == "chars"), np.float32),
        size=np.array([max(f.size, 0.5) for f in evidence.facts], np.float32),
        title=np.array(heads, np.float32),
        fold=pages.fold(row),
        weight=weight * (0.12 if view == "clean" else 1.0),
    )


def weighed(bench: pages.Bench) -> list[tuple[dict[str, Any], str | None, float]]:
    """Every page with its headline and how often it is drawn; a set with more views of each page less often."""
    rows = [(row, row.get("title"), 0.4 if row["set"] == "aeb" else 1.0) for row in bench.gold]
    rows += [(silver(bench, row), row.get("title"), 0.6) for row in bench.segments]
    return [(row, title or claimed_title(bench, row), weight) for row, title, weight in rows]


def claimed_title(bench: pages.Bench, row: dict[str, Any]) -> str | None:
    root = parse(read(bench.data(row, "html") or b"<p>", "page.html").text)
    return pick_title(read_claims(root), None) if root is not None else None


def silver(bench: pages.Bench, row: dict[str, Any]) -> dict[str, Any]:
    """A row with a gold text made of the lines that two of three extractors keep, corrected by its strings."""
    data = bench.data(row, "html") or b""
    lines = pages.page_lines(data, "html")
    shares = [extracted_shares(lines, text)[:, 0] > 0.5 for text in opinions(read(data, "page.html").text)]
    body = []
    for line, votes in zip(lines, np.sum(shares, axis=0), strict=True):
        keep = votes >= 2 or any(" ".join(s.split()) in line.text for s in row["with"])
        if keep and not any(" ".join(s.split()) in line.text for s in row["without"]):
            body.append(line.text)
    return {**row, "body": "\n\n".join(body), "set": "segments"}


def fit(samples: list[Sample], epochs: float, members: int, path: Path, kind: str) -> None:
    every = np.concatenate([s.rows for s in samples])
    mean, scale = every.mean(0), every.std(0) + 0.05
    stored: dict[str, np.ndarray] = {"mean": mean.astype(np.float32), "scale": scale.astype(np.float32)}
    for seed in range(members):
        net = train(samples, mean, scale, epochs, seed, beside=1 if kind == "html" else 0)
        stored |= {f"{seed}/{name}": value.astype(np.float16) for name, value in exported(net).items()}
    np.savez_compressed(path, **stored)


def train(samples: list[Sample], mean: np.ndarray, scale: np.ndarray, epochs: float, seed: int, *, beside: int) -> Net:
    """One network, fitted for line likelihood, for the page's F1 itself and for the headline."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Net(len(mean))
    chances = np.array([s.weight for s in samples])
    steps = int(epochs * chances.sum()) // BATCH
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps + 1, pct_start=0.15)
    for _ in range(steps):
        chosen = rng.choice(len(samples), BATCH, p=chances / chances.sum())
        loss = page_loss(net, *batch([samples[i] for i in chosen], mean, scale), beside)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return net.eval()


def batch(chosen: list[Sample], mean: np.ndarray, scale: np.ndarray) -> list[torch.Tensor]:
    longest = max(len(s.body) for s in chosen)
    rows = np.zeros((len(chosen), longest, len(mean)), np.float32)
    body, size, title, mask = (np.zeros((len(chosen), longest), np.float32) for _ in range(4))
    for i, s in enumerate(chosen):
        n = len(s.body)
        rows[i, :n] = np.clip((s.rows - mean) / scale, -4, 4)
        body[i, :n], size[i, :n], title[i, :n], mask[i, :n] = s.body, np.minimum(s.size, 80), s.title, 1
    return [torch.from_numpy(a) for a in (rows, body, size, title, mask)]


def page_loss(
    net: Net,
    rows: torch.Tensor,
    body: torch.Tensor,
    size: torch.Tensor,
    title: torch.Tensor,
    mask: torch.Tensor,
    beside: int,
) -> torch.Tensor:
    rows = rows + torch.randn_like(rows) * 0.1
    if beside:
        # The second extractor finds nothing on some pages, and is left out on huge ones.
        rows[:, :, -beside:] *= torch.rand(len(rows), 1, 1) > 0.12
    scores = net(rows, mask)
    likely = torch.sigmoid(scores[..., 0]) * mask
    single = nn.functional.binary_cross_entropy_with_logits(scores[..., 0], body, reduction="none")
    cross = (single * (size + 2) * mask).sum(1) / ((body * size).sum(1) + 100)
    f1 = 2 * (likely * body * size).sum(1) / ((likely * size).sum(1) + (body * size).sum(1) + 1)
    heads = scores[..., 1].masked_fill(mask < 0.5, -1e4)
    right = torch.logsumexp(heads.masked_fill(title < 0.5, -1e4), 1)
    head = (torch.logsumexp(heads, 1) - right) * (title.sum(1) > 0)
    return (cross + 1 - f1 + 0.25 * head).mean()


def exported(net: Net) -> dict[str, np.ndarray]:
    """The weights under the names and in the shapes that ``bot.text.cleaning.network`` reads."""
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    found = {"in": state["inp.weight"].T, "in_bias": state["inp.bias"]}
    found |= {"out": state["out.weight"].T, "out_bias": state["out.bias"]}
    for layer in range(len(network.DILATIONS)):
        near = state[f"near.{layer}.weight"]
        found[f"near{layer}"] = near.transpose(2, 1, 0).reshape(-1, near.shape[0])
        found[f"page{layer}"] = state[f"page.{layer}.weight"].T
        found[f"bias{layer}"] = state[f"near.{layer}.bias"] + state[f"page.{layer}.bias"]
    return found


if __name__ == "__main__":
    main()
