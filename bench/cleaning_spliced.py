"""Pages made of pages: articles in other pages' furniture, furniture thinned, articles cut short or given lists.

They teach the text model how pages are built rather than what the few hundred sites of the benchmark are like.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.features import page_features
from bot.text.cleaning.evidence.stems import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.evidence.facts import LineFacts
    from bot.text.cleaning.evidence.phrases import Phrases
    from bot.text.cleaning.lines import PageLine

    Places = list[tuple["Sample", int]]

_LONGEST = 900
_SHORTEST = 8
_HEAD_REACH = 25
_LIST_WORDS, _LIST_LINES = 12, 4
_LISTED = 0.2


@dataclass
class Sample:
    """One page in one view.

    Attributes:
        lines, facts, vetoes: what the cleaner gathers on it.
        body: 1.0 for each line of the article, else 0.0; ``title``: likewise for headlines.
        group: its set of the benchmark; ``view``: its view; ``fold``: its part of the cross-validation, by site.
        weight: how often it is drawn.
        whole: 1.0 where it is an article without furniture, else 0.0.
        rows: the network's first input columns.
        phrases: its phrases, none where it is made of others; ``site``: the name of its site.
        origin: of each line the number of the sample that it comes from, and its place there.
    """

    lines: list[PageLine]
    facts: list[LineFacts]
    vetoes: list[str | None]
    body: np.ndarray
    title: np.ndarray
    group: str
    view: str
    fold: int
    weight: float
    whole: float
    rows: np.ndarray
    phrases: tuple[Phrases, ...]
    site: str
    origin: np.ndarray


def spliced(samples: Sequence[Sample], count: int, seed: int) -> list[Sample]:
    """``count`` pages made of ``samples``, each of pages of one fold alone."""
    rng = np.random.default_rng(seed)
    whole = [s for s in samples if s.whole and len(s.body) > 4]
    pages = [s for s in samples if not s.whole and s.body.sum() >= 2]
    chances = np.array([s.weight for s in pages])
    chances /= chances.sum()
    lists = {fold: [run for p in pages if p.fold == fold for run in _lists(p)] for fold in {p.fold for p in pages}}
    made: list[Sample] = []
    while len(made) < count:
        if rng.random() < 0.08:
            made.append(_part(whole[rng.integers(len(whole))], rng))
            continue
        page = pages[rng.choice(len(pages), p=chances)]
        places = _page(page, pages, lists[page.fold], rng)
        if _SHORTEST <= len(places) <= _LONGEST:
            made.append(_made(page, places, rng))
    return made


def _part(page: Sample, rng: np.random.Generator) -> Sample:
    """A stretch of an article that is whole without furniture."""
    n = len(page.body)
    length = int(rng.integers(3, n + 1))
    start = 0 if rng.random() < 0.6 else int(rng.integers(0, n - length + 1))
    return _made(page, [(page, i) for i in range(start, start + length)], rng)


def _lists(page: Sample) -> list[Places]:
    """The runs of short lines inside its article: lists, tables, programmes."""
    short = [bool(body) and fact.size < _LIST_WORDS for body, fact in zip(page.body, page.facts, strict=True)]
    runs: list[Places] = []
    for i, inside in enumerate(short):
        if inside and i and short[i - 1]:
            runs[-1].append((page, i))
        elif inside:
            runs.append([(page, i)])
    return [run for run in runs if len(run) >= _LIST_LINES]


def _page(page: Sample, pages: Sequence[Sample], lists: Sequence[Places], rng: np.random.Generator) -> Places:
    """An article between furniture of its own or of another page."""
    head, first, end = _bounds(page)
    above, below = (page, range(head)), (page, range(end, len(page.body)))
    if rng.random() < 0.55:
        other = _neighbour(page, pages, rng)
        which = rng.random()
        others_head, _, others_end = _bounds(other)
        if which >= 0.25:
            above = (other, range(others_head))
        if not 0.25 <= which < 0.5:
            below = (other, range(others_end, len(other.body)))
    dropped = float(rng.choice([0, 0.15, 0.35, 0.6]))
    top, bottom = _furniture(*above, dropped, rng), _furniture(*below, dropped, rng)
    if rng.random() < 0.1:
        top, bottom = _few(top, rng), _few(bottom, rng)
    article = _article(page, head, first, end, rng)
    if lists and rng.random() < _LISTED:
        at = int(rng.integers(first - head + 1, len(article) + 1))
        article[at:at] = lists[rng.integers(len(lists))]
    return top + article + bottom


def _bounds(page: Sample) -> tuple[int, int, int]:
    """Where its headline stands, its body begins and its body ends."""
    body = np.flatnonzero(page.body)
    first, end = int(body[0]), int(body[-1]) + 1
    heads = [i for i in np.flatnonzero(page.title) if first - _HEAD_REACH <= i < first]
    return (int(heads[-1]) if heads else max(0, first - 3)), first, end


def _neighbour(page: Sample, pages: Sequence[Sample], rng: np.random.Generator) -> Sample:
    alike = rng.random() < 0.7
    near = [p for p in pages if p.view == page.view and p.fold == page.fold and (not alike or p.group == page.group)]
    return near[rng.integers(len(near))]


def _furniture(page: Sample, places: range, dropped: float, rng: np.random.Generator) -> Places:
    blocks: list[list[int]] = []
    i = places.start
    while i < places.stop:
        size = int(rng.integers(2, 16))
        blocks.append(list(range(i, min(i + size, places.stop))))
        i += size
    blocks = [block for block in blocks if rng.random() > dropped]
    if len(blocks) > 2 and rng.random() < 0.5:
        a, b = rng.choice(len(blocks), 2, replace=False)
        blocks[a], blocks[b] = blocks[b], blocks[a]
    return [(page, i) for block in blocks for i in block]


def _few(places: Places, rng: np.random.Generator) -> Places:
    count = min(len(places), int(rng.integers(1, 7)))
    return places[:count] if rng.random() < 0.5 else places[len(places) - count :]


def _article(page: Sample, head: int, first: int, end: int, rng: np.random.Generator) -> Places:
    body = list(range(first, end))
    if len(body) > 6 and rng.random() < 0.5:
        body = _cut(body, rng)
    return [(page, i) for i in [*range(head, first), *body]]


def _cut(body: list[int], rng: np.random.Generator) -> list[int]:
    """An article that ends early, lacks a stretch, or lacks lines here and there."""
    n, how = len(body), rng.random()
    if how < 0.4:
        return body[: max(3, int(n * rng.uniform(0.25, 0.9)))]
    if how < 0.7:
        start = int(rng.integers(1, n - 2))
        return body[:start] + body[min(n, start + int(rng.integers(1, max(2, n // 2)))) :]
    return [i for i in body if rng.random() > 0.15] or body


def _made(page: Sample, places: Places, rng: np.random.Generator) -> Sample:
    lines = [source.lines[i] for source, i in places]
    spacing = rng.choice([None, None, None, 0, 1]) if page.view != "markdown" else None
    if spacing is not None:
        lines = [line._replace(gap=int(spacing)) for line in lines]
    facts = [source.facts[i] for source, i in places]
    vetoes = [source.vetoes[i] for source, i in places]
    used = [fact.stems for fact in facts]
    users = np.repeat(np.arange(len(used)), [*map(len, used)])
    words = stems(np.concatenate(used), users, len(used))
    return replace(
        page,
        lines=lines,
        facts=facts,
        vetoes=vetoes,
        body=np.array([source.body[i] for source, i in places], np.float32),
        title=np.array([source.title[i] for source, i in places], np.float32),
        phrases=(),
        origin=np.stack([source.origin[i] for source, i in places]),
        rows=page_features(lines, np.stack([fact.numbers for fact in facts]), vetoes, words),
    )
