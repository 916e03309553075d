"""What an HTML page's tree tells the model of each line: the blocks around it and how much prose they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.html.names import TAGS, TOPICS, told_by_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.html.blocks import Blocks
    from bot.text.cleaning.lines import PageLine

    Rows = NDArray[np.float32]
    Values = NDArray[np.float64]
    Places = NDArray[np.intp]

# A line of prose has so many characters at least, and counts with so many at most.
_LONG, _LONGEST = 50, 600
_STAMP = 60
_FADE = 0.6
_FAR = 8
_MOST_PROSE, _NEARLY_ALL = 0.6, 0.85
_DIGIT = re.compile(r"\d")
_ENDED = re.compile(r"""[.!?…。！？؟।:]["'”’»“)\]」』*]*$""")
_SOLID = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def block_columns(lines: Sequence[PageLine], blocks: Blocks) -> Rows:
    """What the tree tells of each line: one row a line, in shares, flags and logarithms of counts."""
    at = np.array(blocks.at, np.intp)
    chars, linked, prose = _weights(lines)
    columns: list[Rows | Values] = [
        _named(blocks)[at],
        _placed(blocks, at, chars, linked, prose),
        _own(blocks, at, chars, linked, prose),
        _repeated(lines, blocks, prose)[at],
    ]
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _weights(lines: Sequence[PageLine]) -> tuple[Values, Values, Values]:
    """Of each line: characters (one of an unspaced script counts as three), those in links, those of prose."""
    texts = [line.text for line in lines]
    chars = np.array([len(t) + (0 if t.isascii() else 2 * len(_SOLID.findall(t))) for t in texts], np.float64)
    share = np.array([line.linked for line in lines], np.float64)
    ended = np.array([_ENDED.search(t[-12:]) is not None for t in texts])
    prose = np.where(ended & (chars >= _LONG), np.minimum(chars, _LONGEST) * (1 - share), 0.0)
    return chars, chars * share, prose


def _held(blocks: Blocks, values: Values) -> Values:
    """The sum of the lines' ``values`` in each block: its lines stand in one run."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray(sums[blocks.ends] - sums[blocks.firsts], np.float64)


def _above(blocks: Blocks) -> Iterator[Places]:
    """Of each block the one that stands 1 level above it, then 2, 4, 8 and so on, until all have come to the page.

    What is gathered over one such step after the other is gathered over all blocks around.
    """
    above = np.array(blocks.parents, np.intp)
    while above.any():
        yield above
        above = above[above]
    yield above


def _named(blocks: Blocks) -> Rows:
    """Of each block: tags and topics of those around it (1 or 0), and the topics again, fading with distance."""
    flags = np.frombuffer(b"".join(told_by_names(*kind) for kind in blocks.known), np.uint8)
    told = flags.reshape(len(blocks.known), -1).astype(np.float32)
    told = np.concatenate([told, told[:, len(TAGS) :]], axis=1)
    fading = np.ones(told.shape[1], np.float32)
    fading[-len(TOPICS) :] = _FADE
    around = told[blocks.kinds]
    for above in _above(blocks):
        around = np.maximum(around, fading * around[above])
        fading = fading * fading
    return around


def _placed(blocks: Blocks, at: Places, chars: Values, linked: Values, prose: Values) -> Values:
    """How each line's block sits in the tree: how much text, links and prose it and those around it hold."""
    up0 = np.arange(len(blocks.parents))
    up1 = np.array(blocks.parents, np.intp)
    up2 = up1[up1]
    up3 = up2[up1]
    held_chars, held_prose = _held(blocks, chars), _held(blocks, prose)
    held_lines = _held(blocks, np.ones(len(at)))
    links = _held(blocks, linked) / np.maximum(held_chars, 1.0)
    dense = held_prose / np.maximum(held_chars, 1.0)
    children = np.bincount(up1[1:], minlength=len(up1)).astype(np.float64)
    score = _holding(blocks, at, prose, (up1, up2, up3))
    best = int(np.argmax(score * (1.0 - links)))
    score = score / max(float(score[best]), 1.0)
    total = max(float(prose.sum()), 1.0)
    columns = [np.array(blocks.depths, np.float64)]
    columns += [links[up] for up in (up0, up1, up2, up3)]
    columns += [held_prose[up] / total for up in (up0, up1, up2, up3)]
    columns += [np.log1p(held_chars[up]) for up in (up1, up2)]
    columns += [np.log1p(held_lines[up]) for up in (up0, up1, up2)]
    columns += [np.log1p(children[up1]), score, score[up1], score[up2], dense[up1], dense[up2]]
    return np.concatenate([np.stack(columns, axis=1)[at], _beside(blocks, at, best, held_prose)], axis=1)


def _holding(blocks: Blocks, at: Places, prose: Values, ups: Sequence[Places]) -> Values:
    """The weight of the paragraphs that each block holds.

    As in Arc90's Readability a paragraph counts for its parent, half for its grandparent and a third for the block
    above; one that a line break alone parts from the line above counts for its own block.
    """
    count = len(blocks.parents)
    broken = np.array([note[3] for note in blocks.notes], np.float64)
    direct = np.bincount(at, weights=prose, minlength=count)
    score = np.asarray(np.bincount(at, weights=prose * broken, minlength=count), np.float64)
    for n, up in enumerate(ups, 1):
        score = score + np.bincount(up, weights=direct, minlength=count) / n
    return score


def _beside(blocks: Blocks, at: Places, best: int, held_prose: Values) -> Values:
    """Where each line stands beside the ``best`` holder of paragraphs and beside the smallest holders of most prose."""
    depths = np.array(blocks.depths, np.float64)
    shared = _shared_depth(blocks, best)
    below = np.minimum(depths[at] - shared, _FAR)
    above = np.minimum(depths[best] - shared, _FAR)
    columns = [above == 0.0, below, above]
    for share in (_MOST_PROSE, _NEARLY_ALL):
        # Blocks that hold more than half of the prose stand in each other; the last to open is the smallest.
        smallest = int(np.flatnonzero(held_prose >= share * held_prose[0])[-1])
        place = np.arange(len(at))
        columns.append((place >= blocks.firsts[smallest]) & (place < blocks.ends[smallest]))
    return np.stack(columns, axis=1)


def _shared_depth(blocks: Blocks, best: int) -> Values:
    """Of each line: the depth of the smallest block around ``best`` that holds the line too."""
    shared = np.full(len(blocks.at), -1.0)
    block = best
    while True:
        shared[blocks.firsts[block] : blocks.ends[block]] += 1.0
        if not block:
            return shared
        block = blocks.parents[block]


def _own(blocks: Blocks, at: Places, chars: Values, linked: Values, prose: Values) -> Values:
    """Each line's own notes, and how all lines in blocks of the same kind (and parent's kind) read."""
    kinds, parents = np.array(blocks.kinds), np.array(blocks.parents)
    _, forms = np.unique(kinds[at] * len(blocks.known) + kinds[parents[at]], return_inverse=True)
    number = np.bincount(forms)[forms]
    letters, in_links, of_prose = (np.bincount(forms, weights=v)[forms] for v in (chars, linked, prose))
    emphasised, links, pictures, broken = np.array(blocks.notes, np.float64).T
    return np.stack(
        [
            of_prose / max(float(prose.sum()), 1.0),
            np.log1p(number),
            in_links / letters,
            of_prose / letters,
            emphasised,
            np.log1p(links),
            np.log1p(pictures),
            np.log1p(np.append(pictures[1:], 0.0)),
            broken,
        ],
        axis=1,
    )


def _repeated(lines: Sequence[PageLine], blocks: Blocks, prose: Values) -> Values:
    """Of each block: how it, or one around it, returns beside itself, as comments, teasers and cards do.

    Columns: the most neighbours of one form among the blocks around that hold two lines or more; of that block how
    many lines it holds, the share of such neighbours with a short line that has a number (a date, a count of
    answers), and the share of the page's prose in all of them.
    """
    parents = np.array(blocks.parents)
    stamps = np.array([len(line.text) < _STAMP and _DIGIT.search(line.text) is not None for line in lines])
    held_lines, held_stamps = _held(blocks, np.ones(len(lines))), _held(blocks, stamps)
    _, groups = np.unique(parents * len(blocks.shapes) + np.array(blocks.forms)[blocks.kinds], return_inverse=True)
    unit = held_lines >= 2
    number = np.bincount(groups, weights=unit)
    stamped = np.bincount(groups, weights=unit & (held_stamps > 0)) / np.maximum(number, 1.0)
    shares = np.bincount(groups, weights=_held(blocks, prose) * unit) / max(float(prose.sum()), 1.0)
    own = np.stack([np.log1p(number[groups]), np.log1p(held_lines), stamped[groups], shares[groups]], axis=1)
    own *= (unit & (number[groups] > 1))[:, None]
    most = np.arange(len(parents))
    for above in _above(blocks):
        most = np.where(own[most[above], 0] > own[most, 0], most[above], most)
    return own[most]
