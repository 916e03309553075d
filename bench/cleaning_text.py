"""What the text model learns from, and its fit: ``python -m bench.train_cleaning text``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bench import cleaning_net
from bench import cleaning_pages as pages
from bench.cleaning_spliced import Sample, spliced
from bot.text.cleaning.judge import gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

VIEWS = ("text", "markdown", "gettext", "inscriptis", "clean", "titled")
SPLICED = 6000
STEPS = 1300
SHARE = 0.6


def build(bench: pages.Bench, rows: Iterable[tuple[dict[str, Any], str | None, float]]) -> list[Sample]:
    """Every page in every view that it has; ``rows`` are pages with their headline and their weight."""
    samples = []
    for row, title, weight in rows:
        for view in VIEWS:
            data = _data(bench, row, view, title)
            if data:
                samples.append(_sample(bench, row, view, data, title, weight))
    return samples


def _data(bench: pages.Bench, row: dict[str, Any], view: str, title: str | None) -> bytes | None:
    """A page's bytes; ``titled`` is the gold text below its headline, as people paste articles."""
    if view != "titled":
        return bench.data(row, view)
    body = bench.data(row, "clean")
    return f"{' '.join(title.split())}\n\n".encode() + body if title and body else None


def _sample(
    bench: pages.Bench, row: dict[str, Any], view: str, data: bytes, title: str | None, weight: float
) -> Sample:
    lines = list(pages.page_lines(data, view))
    texts = [line.text for line in lines]
    whole = view in ("clean", "titled")
    evidence = gather(lines)
    body = np.array(pages.label(texts, row["body"], chars=row.get("units") == "chars"), np.float32)
    heads = np.zeros(len(lines), np.float32)
    if view == "titled":
        body[0], heads[0] = 0, 1
    elif title and not whole:
        heads[:] = [len(text) < 300 and bench.score.title_right(text, title) for text in texts]
    return Sample(
        lines=lines,
        facts=evidence.facts,
        vetoes=evidence.vetoes,
        body=body,
        title=heads,
        group=row["set"],
        view=view,
        fold=pages.fold(row),
        weight=weight * (0.12 if whole else 1.0),
        whole=float(whole),
        rows=evidence.rows,
    )


def train(samples: Sequence[Sample], members: int, steps: int, whole: Path | None, folds: Path | None) -> None:
    """Fit in so many ``steps`` a member, and write the weights of ``whole``, of each fold into ``folds``, or both."""
    made = spliced(samples, SPLICED, 0)
    if whole:
        np.savez_compressed(whole, **_fit(samples, made, members, steps))
    for fold in range(pages.FOLDS) if folds else ():
        weights = _fit(_but(samples, fold), _but(made, fold), members, steps)
        np.savez_compressed(folds / f"text-{fold}.npz", **weights)
        print(f"fold {fold} of {pages.FOLDS} is fitted", flush=True)


def _but(samples: Sequence[Sample], fold: int) -> list[Sample]:
    return [s for s in samples if s.fold != fold]


def _fit(samples: Sequence[Sample], made: Sequence[Sample], members: int, steps: int) -> dict[str, np.ndarray]:
    plain, extra = ([_rows(s) for s in part] for part in (samples, made))
    mean, scale = cleaning_net.scaling(plain)
    weights = {"mean": mean, "scale": scale}
    for seed in range(members):
        fitted = cleaning_net.fit(plain, extra, steps, SHARE, seed)
        weights |= {f"{seed}/{name}": value for name, value in fitted.items()}
    return weights


def _rows(sample: Sample) -> cleaning_net.Rows:
    sizes = np.array([fact.size for fact in sample.facts], np.float32)
    return cleaning_net.Rows(sample.rows, sample.body, sample.title, sizes, sample.whole, sample.weight)
