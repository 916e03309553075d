"""The content words of a page as numbers, so that what lines share is counted in arrays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count, repeat
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.facts import LineFacts

    Rows = NDArray[np.float32]
    Places = NDArray[np.int64]

# A paragraph's neighbours, in lines.
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Stems:
    """Which line uses which content word; one entry a use in the first two, in the order of the lines.

    Attributes:
        words: numbers of the words, 0 to ``count`` - 1.
        lines: positions of the lines, ascending.
        count: how many different words the page has.
        a_line: how many each line uses, plus one.
    """

    words: Places
    lines: Places
    count: int
    a_line: NDArray[np.float64]


def stems(facts: Sequence[LineFacts]) -> Stems:
    """The content words of a page's lines."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    contents = [fact.content for fact in facts]
    words = np.array([numbers[word] for content in contents for word in content], dtype=np.int64)
    sizes = [len(content) for content in contents]
    lines = np.fromiter(chain.from_iterable(map(repeat, range(len(sizes)), sizes)), np.int64, len(words))
    return Stems(words, lines, len(numbers), np.array(sizes, dtype=np.float64) + 1.0)


def cohesion(used: Stems, prose: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """The share of each line's content words that prose close above, and close below, uses too.

    Paragraphs of one article share words; teasers, comments and menus share few.
    """
    if not len(used.words):
        return np.zeros(len(prose), np.float32), np.zeros(len(prose), np.float32)
    order = np.argsort(used.words, kind="stable")
    lines, n = used.lines[order], len(prose) + 1
    # Places on one axis, word after word, so that one running maximum serves all words.
    start = used.words[order] * n
    here, beyond = start + lines, used.count * n + n
    last = np.maximum.accumulate(np.where(prose[lines], here, -1))
    first = np.minimum.accumulate(np.where(prose[lines], here, beyond)[::-1])[::-1]
    above, below = np.append(-1, last[:-1]), np.append(first[1:], beyond)
    up = (above >= start) & (here - above <= _NEAR)
    down = (below < start + n) & (below - here <= _NEAR)
    return _share(used, lines, up), _share(used, lines, down)


def _share(used: Stems, lines: Places, near: NDArray[np.bool_]) -> Rows:
    return (np.bincount(lines, near, minlength=len(used.a_line)) / used.a_line).astype(np.float32)
