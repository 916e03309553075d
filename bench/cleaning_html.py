"""What the HTML model learns from, and its fit: ``python -m bench.train_cleaning html``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import cleaning_net
from bench import cleaning_pages as pages
from bot.text.cleaning.html.meta import read_claims
from bot.text.cleaning.html.page import html_inputs, parse
from bot.text.cleaning.judge import gather
from bot.text.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bench.cleaning_net import Rows

STEPS = 700
WIDTH = 48
# Copies of pages with some columns left blank, and their share among the pages that a network sees.
MADE = 3000
SHARE = 0.85
_BLANK = 0.15
_NO_OPINION = 0.12
_SILVER = 0.6


@dataclass(frozen=True)
class Sample:
    """A page with its fold; ``opinion`` is the column of what the second extractor keeps."""

    rows: Rows
    fold: int
    opinion: int


def build(bench: pages.Bench, rows: Iterable[tuple[dict[str, Any], str | None]]) -> list[Sample]:
    """Every page that prints a line; ``rows`` are pages with their headline."""
    samples = []
    for row, title in rows:
        root = parse(read(bench.data(row, "html") or b"<p>", "page.html").text)
        inputs = html_inputs(root, read_claims(root)) if root is not None else None
        if inputs is None or not inputs.lines:
            continue
        lines = inputs.lines
        texts = [line.text for line in lines]
        evidence = gather(lines)
        heads = [bool(title) and len(text) < 300 and bench.score.title_right(text, title) for text in texts]
        made = cleaning_net.Rows(
            inputs=np.concatenate([evidence.rows, inputs.columns], axis=1),
            body=np.array(pages.label(texts, row["body"], chars=row.get("units") == "chars"), np.float32),
            title=np.array(heads, np.float32),
            sizes=np.array([fact.size for fact in evidence.facts], np.float32),
            whole=0.0,
            weight=_SILVER if row["set"] == "segments" else 1.0,
        )
        samples.append(Sample(made, pages.fold(row), evidence.rows.shape[1]))
    return samples


def train(samples: Sequence[Sample], members: int, steps: int, whole: Path | None, folds: Path | None) -> None:
    """Fit in so many ``steps`` a member, and write the weights of ``whole``, of each fold into ``folds``, or both."""
    if whole:
        np.savez_compressed(whole, **_fit(samples, members, steps))
    for fold in range(pages.FOLDS) if folds else ():
        weights = _fit([s for s in samples if s.fold != fold], members, steps)
        np.savez_compressed(folds / f"html-{fold}.npz", **weights)
        print(f"fold {fold} of {pages.FOLDS} is fitted", flush=True)


def _fit(samples: Sequence[Sample], members: int, steps: int) -> dict[str, np.ndarray]:
    plain = [s.rows for s in samples]
    scaling, plan = cleaning_net.scaling_of(plain), cleaning_net.Plan(WIDTH, steps, SHARE)
    weights = scaling._asdict()
    for seed in range(members):
        made = _made(samples, scaling.mean, np.random.default_rng(1000 + seed))
        fitted = cleaning_net.fit(plain, made, scaling, plan, seed)
        # No saved page is free of furniture: the network is not asked.
        weights |= {f"{seed}/{name}": value for name, value in fitted.items() if not name.startswith("whole")}
    return weights


def _made(samples: Sequence[Sample], mean: np.ndarray, rng: np.random.Generator) -> list[Rows]:
    """Copies of the pages in which some columns tell nothing, and at times the second extractor found nothing."""
    chances = np.array([s.rows.weight for s in samples])
    made = []
    for i in rng.choice(len(samples), MADE, p=chances / chances.sum()):
        page, opinion = samples[i].rows, samples[i].opinion
        inputs = np.where(rng.random(len(mean)) < _BLANK, mean, page.inputs).astype(np.float32)
        inputs[:, opinion] = 0.0 if rng.random() < _NO_OPINION else page.inputs[:, opinion]
        made.append(cleaning_net.Rows(inputs, page.body, page.title, page.sizes, 0.0, 1.0))
    return made
