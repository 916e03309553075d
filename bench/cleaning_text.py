"""What the text model learns from, and its fit: ``python -m bench.train_cleaning text``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bench import cleaning_net, cleaning_wording
from bench import cleaning_pages as pages
from bench.cleaning_net import Rows
from bench.cleaning_spliced import Sample, spliced
from bench.cleaning_wording import Labelled
from bot.text.cleaning.evidence.phrases import phrases
from bot.text.cleaning.judge import gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

VIEWS = ("text", "markdown", "gettext", "inscriptis", "clean", "titled")
SPLICED = 8000
STEPS = 2400
SHARE = 0.8
WIDTH = 32
# How often a page is drawn, by its set and its view: a text dump is what users drop, and set aeb is measured in all.
_OF_SET = {"aeb": 0.7, "segments": 0.6}
_OF_OTHERS, _OF_AEBS_OTHERS, _OF_WHOLE = 0.25, 0.5, 0.12
# How many pages are told nothing of their phrases, as one in a language of which no other site is known.
_BLIND = 0.3


def build(bench: pages.Bench, rows: Iterable[tuple[dict[str, Any], str | None]]) -> list[Sample]:
    """Every page in every view that it has; ``rows`` are pages with their headline."""
    samples = []
    for row, title in rows:
        for view in VIEWS:
            if data := _data(bench, row, view, title):
                samples.append(_sample(bench, row, view, data, title, len(samples)))
    return samples


def _data(bench: pages.Bench, row: dict[str, Any], view: str, title: str | None) -> bytes | None:
    """A page's bytes; ``titled`` is the gold text below its headline, as people paste articles."""
    if view != "titled":
        return bench.data(row, view)
    body = bench.data(row, "clean")
    return f"{' '.join(title.split())}\n\n".encode() + body if title and body else None


def _sample(bench: pages.Bench, row: dict[str, Any], view: str, data: bytes, title: str | None, number: int) -> Sample:
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
        weight=_weight(row["set"], view),
        whole=float(whole),
        rows=evidence.rows,
        phrases=phrases(*evidence.units, len(lines)),
        site=pages.site(row),
        origin=np.stack([np.full(len(lines), number), np.arange(len(lines))], axis=1),
    )


def _weight(group: str, view: str) -> float:
    """How often a page of a set is drawn in a view."""
    others = _OF_AEBS_OTHERS if group == "aeb" else _OF_OTHERS
    return _OF_SET.get(group, 1.0) * {"text": 1.0, "clean": _OF_WHOLE, "titled": _OF_WHOLE}.get(view, others)


def train(samples: Sequence[Sample], members: int, steps: int, whole: Path | None, folds: Path | None) -> None:
    """Fit in so many ``steps`` a member, and write the weights of ``whole``, of each fold into ``folds``, or both."""
    made = spliced(samples, SPLICED, 0)
    numbers = {site: n for n, site in enumerate(sorted({s.site for s in samples}))}
    pages_seen = [_labelled(s, numbers) for s in samples]
    seen = cleaning_wording.seen([page for page, s in zip(pages_seen, samples, strict=True) if not s.whole])
    for fold in [*([None] if whole else []), *(range(pages.FOLDS) if folds else [])]:
        told = Told([seen.columns(page, fold) for page in pages_seen])
        plain, extra = ([s for s in part if s.fold != fold] for part in (samples, made))
        weights = _fit(plain, extra, told, members, steps) | cleaning_wording.stored(seen.wording(fold))
        np.savez_compressed(whole if fold is None else folds / f"text-{fold}.npz", **weights)
        print("all pages are fitted" if fold is None else f"fold {fold} of {pages.FOLDS} is fitted", flush=True)


def _labelled(sample: Sample, numbers: Mapping[str, int]) -> Labelled:
    body = np.where(sample.title > 0, -1, sample.body).astype(np.float32)
    return Labelled(sample.phrases, body, numbers[sample.site], sample.fold)


class Told:
    """What is told of the phrases of each line of some samples."""

    def __init__(self, columns: Sequence[np.ndarray]) -> None:
        sizes = [len(each) for each in columns]
        self._starts, self._columns = np.cumsum(sizes) - sizes, np.concatenate(columns)

    def rows(self, sample: Sample, *, blind: bool, weight: float = 1.0) -> Rows:
        """A page as the loss sees it, drawn ``weight`` times as often."""
        sizes = np.array([fact.size for fact in sample.facts], np.float32)
        wording = self._columns[self._starts[sample.origin[:, 0]] + sample.origin[:, 1]]
        inputs = np.concatenate([sample.rows, np.zeros_like(wording) if blind else wording], axis=1)
        return Rows(inputs, sample.body, sample.title, sizes, sample.whole, sample.weight * weight)


def _fit(
    samples: Sequence[Sample], made: Sequence[Sample], told: Told, members: int, steps: int
) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    scaling = cleaning_net.scaling_of([told.rows(s, blind=False) for s in samples])
    plain = [told.rows(s, blind=blind, weight=w) for s in samples for blind, w in ((False, 1 - _BLIND), (True, _BLIND))]
    extra = [told.rows(s, blind=rng.random() < _BLIND) for s in made]
    weights, plan = scaling._asdict(), cleaning_net.Plan(WIDTH, steps, SHARE)
    for seed in range(members):
        fitted = cleaning_net.fit(plain, extra, scaling, plan, seed)
        weights |= {f"{seed}/{name}": value for name, value in fitted.items()}
    return weights
