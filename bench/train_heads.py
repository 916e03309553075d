"""Fit the rankings of headlines and publishers: ``python -m bench.train_heads --folds DIR --sources FILE [--check]``.

Both choose among a page's candidates by a weighted sum of features; the weights are fitted so that the softmax over the
candidates gives the right one (a conditional logit with an L2 penalty), and written as plain numbers. The headline's
first feature is the line model's score, which flatters on pages that the model was fitted on: ``--folds`` takes the
weights that ``bench.train_cleaning text --folds DIR`` wrote, and each page is scored by a model that has not seen its
site. ``--sources`` is a file of labels as for ``bench.cleaning``. ``--check`` cross-validates by site and writes
nothing.
"""

from __future__ import annotations

import argparse
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np

from bench import cleaning_heads as heads
from bench import cleaning_pages as pages
from bot.text.cleaning.heads import source, title
from bot.text.cleaning.heads.byline import find_byline
from bot.text.cleaning.heads.head import common_words
from bot.text.cleaning.heads.source_rows import FEATURES
from bot.text.cleaning.html.head import pick_title
from bot.text.cleaning.html.meta import read_claims
from bot.text.cleaning.html.page import parse
from bot.text.cleaning.judge import gather, judge_lines
from bot.text.cleaning.network import stored
from bot.text.cleaning.page import take_apart
from bot.text.read import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.text.cleaning.page import Page

SHIPPED = Path(__file__).parents[1] / "bot" / "text" / "cleaning" / "data"
PENALTY = {"title": 0.04, "source": 0.01}
SILVER = 0.5
"""The weight of a page whose headline is the one that its markup claims."""
LABELLED = 8.0
"""The least weight of a name that a page itself calls its source."""
STEPS, RATE = 600, 0.1


@dataclass
class Sample:
    """One page: a row of features a candidate, which of them are right, its weight and its fold."""

    rows: np.ndarray
    right: np.ndarray
    weight: float
    fold: int


def main() -> None:
    asked = arguments()
    logging.disable(logging.CRITICAL)
    bench = pages.load(asked.data)
    if "title" in asked.fit:
        titles = [s for row in (*bench.gold, *bench.segments) if (s := title_sample(bench, row, asked.folds))]
        done("title", title.FEATURES, titles, check=asked.check)
    if "source" in asked.fit and asked.sources:
        labels = heads.read_sources(asked.sources)
        rows = [row for row in (*bench.gold, *bench.segments) if row["id"] in labels]
        named = [source_sample(bench, row, labels, asked.folds) for row in rows]
        done("source", FEATURES, named, check=asked.check, enough=source.ENOUGH)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/cleaning"))
    parser.add_argument("--folds", type=Path, required=True, help="the line model's weights by fold")
    parser.add_argument("--sources", type=Path, help='publishers: lines of {"id": ..., "sources": [accepted names]}')
    parser.add_argument("--fit", nargs="+", choices=("title", "source"), default=("title", "source"))
    parser.add_argument("--check", action="store_true", help="cross-validate by site; write nothing")
    return parser.parse_args()


def title_sample(bench: pages.Bench, row: dict[str, Any], folds: Path) -> Sample | None:
    """The headline candidates of a page; None where it has none, or no headline is known."""
    data = bench.data(row, "text")
    wanted = row["title"] if "title" in row else claimed_title(bench, row)
    if not data or not wanted:
        return None
    lines = pages.page_lines(data, "text")
    evidence = gather(lines)
    with unseen(row, folds):
        judged = judge_lines(lines, evidence, "text")
    body = [i for i, verdict in enumerate(judged.verdicts) if verdict.kept]
    found = title.candidates(lines, evidence, judged.title_scores, body)
    if not found:
        return None
    right = [float(bench.score.title_right(lines[i].text, wanted)) for i in found]
    rows = title.rows(lines, evidence, judged.title_scores, body, found)
    return Sample(rows, np.array(right), 1.0 if "title" in row else SILVER, pages.fold(row))


@contextmanager
def unseen(row: dict[str, Any], folds: Path) -> Iterator[None]:
    """While it lasts, pages are judged by a line model that has not seen the site of ``row``."""
    network = _stored(folds / f"text-{pages.fold(row)}.npz")
    with (
        patch("bot.text.cleaning.judge.network", lambda _: network),
        patch("bot.text.cleaning.heads.rarity.network", lambda _: network),
    ):
        yield


_stored = cache(stored)


def claimed_title(bench: pages.Bench, row: dict[str, Any]) -> str | None:
    root = parse(read(bench.data(row, "html") or b"<p>", "page.html").text)
    return pick_title(read_claims(root), None) if root is not None else None


def source_sample(bench: pages.Bench, row: dict[str, Any], labels: dict[str, list[str]], folds: Path) -> Sample:
    """The publisher candidates of a page, and first the answer that there is none, whose row is empty."""
    with unseen(row, folds):
        page = take_apart(pages.page_lines(bench.data(row, "text") or b"", "text"))
        found = _candidates(page) if page else {}
    right = [float(heads.same_source(name, labels[row["id"]])) for name in found]
    rows = np.zeros((len(found) + 1, len(FEATURES) + 1))
    rows[1:, :-1] = np.array(list(found.values())).reshape(len(found), -1)
    rows[1:, -1] = 1
    return Sample(rows, np.array([float(not any(right)), *right]), 1.0, pages.fold(row))


def _candidates(page: Page) -> dict[str, list[float]]:
    common = common_words(page)
    return source.candidates(page, common, find_byline(page, common))


def done(name: str, features: Sequence[str], samples: list[Sample], *, check: bool, enough: float = 0.0) -> None:
    """Fit on all samples and write the weights, or fit on each fold's others and print what is right.

    ``enough``: the least worth of a candidate that is answered.
    """
    if not check:
        write(name, features, fit(samples, PENALTY[name]))
        return
    known = [s for s in samples if s.weight == 1.0]
    right = told = 0
    for fold in range(pages.FOLDS):
        weights = fit([s for s in samples if s.fold != fold], PENALTY[name])
        for sample in (s for s in known if s.fold == fold):
            best = int(np.argmax(np.where(sample.rows.any(1), sample.rows @ weights, enough)))
            answered = sample.rows[best].any()
            told, right = told + answered, right + (answered and sample.right[best] > 0)
    within = sum((s.right * s.rows.any(1)).any() for s in known)
    print(
        f"{name}: right {right / len(known):.3f} of {len(known)} pages, answered {told / len(known):.3f},"
        f" among the candidates {within / len(known):.3f}; cross-validated by site"
    )


def fit(samples: Sequence[Sample], penalty: float) -> np.ndarray:
    """Weights by gradient ascent of the log-likelihood of the right candidates (Adam: Kingma and Ba 2015)."""
    usable = [s for s in samples if s.right.any()]
    rows, right = np.concatenate([s.rows for s in usable]), np.concatenate([s.right for s in usable])
    scale = rows.std(0) + 1e-2
    rows = rows / scale
    starts = np.cumsum([0, *(len(s.rows) for s in usable)])[:-1]
    page = np.repeat(np.arange(len(usable)), [len(s.rows) for s in usable])
    share = np.array([s.weight for s in usable])[page] / len(usable)
    pull = 2 * penalty * sum(s.weight for s in usable) / len(usable)
    weights, mean, square = (np.zeros(rows.shape[1]) for _ in range(3))
    for step in range(1, STEPS + 1):
        worth = rows @ weights
        chance = np.exp(worth - np.maximum.reduceat(worth, starts)[page])
        chance /= np.add.reduceat(chance, starts)[page]
        wanted = chance * right
        wanted /= np.add.reduceat(wanted, starts)[page]
        slope = rows.T @ (share * (wanted - chance)) - pull * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights / scale


def write(name: str, features: Sequence[str], weights: np.ndarray) -> None:
    named = dict(zip([*features, "bias"], weights, strict=False))
    if "labelled" in named:
        # Too rare among the labelled pages for a weight of its own; a source line is the page's own word.
        named["labelled"] = max(named["labelled"], LABELLED)
    lines = [f"# Weights of the {name} candidates by feature, fitted by bench/train_heads.py."]
    lines += [f"{feature} {weight:.4f}" for feature, weight in named.items()]
    (SHIPPED / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
