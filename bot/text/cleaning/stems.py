"""The content words of a page as numbers, so that what lines share is counted in arrays."""

from __future__ import annotations

from dataclasses import dataclass
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
    used = [fact.stems for fact in facts]
    keys, numbers = np.unique(np.concatenate([np.zeros(0, np.uint64), *used]), return_inverse=True)
    count = len(keys)
    lines = np.repeat(np.arange(len(used)), np.array([*map(len, used)], np.int64))
    # Once a line each, in the order of the lines.
    uses = np.sort(lines * count + numbers)
    uses = uses[np.append(uses[:1] == uses[:1], uses[1:] != uses[:-1])]
    lines, words = np.divmod(uses, max(count, 1))
    return Stems(words, lines, count, np.bincount(lines, minlength=len(used)).astype(np.float64) + 1.0)


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
