"""What each line of a page shows by itself: told from its characters and words alone, for all lines at once."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.characters import tally
from bot.text.cleaning.evidence.facts import CUES, OWN, Chunk, LineFacts, PageFacts, Uses
from bot.text.cleaning.evidence.prints import (
    CAPITAL,
    CLOSER,
    DIGIT,
    ENDED,
    ENDER,
    IN_WORD,
    SMALL,
    Print,
    printed,
    traits,
)
from bot.text.cleaning.evidence.signs import addressed, signs
from bot.text.cleaning.evidence.spelling import LONGEST_LINE
from bot.text.cleaning.evidence.tokens import Tokens, tokens
from bot.text.cleaning.evidence.words import CUE_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.lines import PageLine

    Rows = NDArray[np.float32]
    Keys = NDArray[np.uint64]
    Places = NDArray[np.int64]
    Traits = NDArray[np.uint8]
    Column = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]

_SOLID_PER_WORD = 1.7
_END = 12  # characters that tell how a line ends
_MOST_PAIRS = 200
_LEGAL = CUE_CLASSES.index("legal")
_PAIR = np.uint64(0x110000)  # how many code points there are
_AT_ONCE = 512  # lines: so the memory of a huge page stays bounded
_LAYOUT = slice(OWN.index("item"), CUES.start)
_MARKS = frozenset(OWN[_LAYOUT])
_NO_USES = Uses(np.zeros(0, np.uint64), np.zeros(0, np.int64))


def line_facts(lines: Sequence[PageLine]) -> PageFacts:
    """The evidence of each line; its cost is bounded however long a line is."""
    numbers = np.empty((len(lines), len(OWN)), np.float32)
    facts: list[LineFacts] = []
    stems: list[Uses] = []
    units: list[Uses] = []
    for start in range(0, len(lines), _AT_ONCE):
        found, *used = _facts(lines[start : start + _AT_ONCE], numbers[start : start + _AT_ONCE])
        facts += found
        for all_uses, uses in zip((stems, units), used, strict=True):
            all_uses.append(Uses(uses.keys, uses.lines + start) if start else uses)
    return PageFacts(facts, numbers, _joined(stems), _joined(units))


def _joined(uses: Sequence[Uses]) -> Uses:
    if len(uses) < 2:
        return uses[0] if uses else _NO_USES
    keys, lines = zip(*uses, strict=True)
    return Uses(np.concatenate(keys), np.concatenate(lines))


def _facts(lines: Sequence[PageLine], rows: Rows) -> tuple[Iterable[LineFacts], Uses, Uses]:
    """The evidence of some lines, whose numbers go into ``rows``, their stems and their units."""
    texts = [line.text[:LONGEST_LINE] for line in lines]
    page = printed(texts)
    characters = traits(page)
    spoken, counts, length = tokens(page, characters), tally(page), page.sizes
    unspaced = counts["solid"] * 3 > length
    size = np.where(unspaced, counts["solid"] / _SOLID_PER_WORD + spoken.count / 4, spoken.count)
    scale = 1.0 / np.maximum(size, 1.0)
    columns = _words(spoken, scale) | _characters(counts, length, scale) | _ends(texts, page, characters)
    columns |= signs(texts, page, characters) | _glued(page, characters)
    columns |= {"address": addressed(texts, page), "size": size}
    columns["function"] = _function_share(spoken, counts, unspaced)
    columns["letters_a_word"] = length / np.maximum(spoken.count, 1)
    columns["digits"] *= columns["numbered"]
    _fill(rows, columns, spoken.cues * scale[:, None])
    _set_layout(rows, lines)
    pairs = _pairs(page, unspaced) if unspaced.any() else None
    stems = _with(pairs, Uses(spoken.stems, spoken.users), unspaced)
    units = _with(pairs, Uses(spoken.units, spoken.unit_lines), unspaced)
    bounds = _bounds(np.bincount(stems.lines, minlength=len(texts)))
    chunk = Chunk(spoken.keys, stems.keys, _bounds(spoken.count), bounds, spoken.cues, rows)
    facts = map(
        LineFacts,
        texts,
        spoken.count.tolist(),
        spoken.openings,
        size.tolist(),
        columns["function"].tolist(),
        columns["ended"].tolist(),
        columns["dated"].tolist(),
        counts["solid"].tolist(),
        (spoken.we > 0).tolist(),
        (spoken.you > 0).tolist(),
        (spoken.credits > 0).tolist(),
        (spoken.calls > 0).tolist(),
        (spoken.cues[:, _LEGAL] > 0).tolist(),
        range(len(texts)),
        repeat(chunk),
    )
    return facts, stems, units


def _function_share(spoken: Tokens, counts: Mapping[str, Column], unspaced: NDArray[np.bool_]) -> Column:
    share = spoken.function / np.maximum(spoken.count, 1)
    solid = np.minimum(0.6, 4.0 * counts["solid function"] / np.maximum(counts["solid"], 1))
    return np.where(unspaced, solid, share)


def _fill(rows: Rows, columns: Mapping[str, Column], cues: Column) -> None:
    """Set the lines' numbers but for their layout, in the order of ``OWN``."""
    for k, name in enumerate(OWN[: _LAYOUT.start]):
        rows[:, k] = columns[name]
    rows[:, CUES] = cues


def _bounds(counts: Places) -> Places:
    """Where each of so many begins in a row, and the end."""
    bounds = np.zeros(len(counts) + 1, np.int64)
    counts.cumsum(out=bounds[1:])
    return bounds


def _words(spoken: Tokens, scale: Column) -> dict[str, Column]:
    each = 1.0 / np.maximum(spoken.count, 1)
    return {
        "function_words": spoken.function,
        "capitalised": spoken.capitalised * each,
        "shouting": spoken.shouting * each,
        "you": spoken.you * scale,
        "we": spoken.we * scale,
        "me": spoken.me * scale,
    }


def _characters(counts: Mapping[str, Column], length: Column, scale: Column) -> dict[str, Column]:
    return {
        "digits": counts["digit"] / length,
        "commas": counts["comma"] * scale,
        "bars": counts["bar"] + counts["angle"],
        "sentences": counts["stop"] + counts["solid stop"],
        "brackets": counts["bracket"],
        "quotes": counts["quote"],
        "solid": counts["solid"] / length,
        "money": counts["money"] * scale,
    }


def _ends(texts: Sequence[str], page: Print, characters: Traits) -> dict[str, Column]:
    """What the first and the last character show."""
    ends = page.starts + page.sizes - 1
    last, first = page.codes[ends], characters[page.starts]
    end = characters[ends]
    ended = end & ENDER > 0
    for i in (end & CLOSER).nonzero()[0].tolist():
        ended[i] = bool(ENDED.search(texts[i][-_END:]))
    cut = (last == ord("…")) | (last == ord("]")) | ((last == ord(".")) & (page.codes[ends - 1] == ord(".")))
    for i in np.flatnonzero(cut & (last == ord("]"))).tolist():
        cut[i] = texts[i].endswith(("...]", "…]"))
    return {
        "ended": ended,
        "cut": cut,
        "colon": (last == ord(":")) | (last == ord("：")),
        "question": (last == ord("?")) | (last == ord("？")),
        "lower_start": first & SMALL > 0,
        "mark_start": (first & IN_WORD == 0) | (page.codes[page.starts] == ord("_")),
    }


def _glued(page: Print, characters: Traits) -> dict[str, Column]:
    """How often a capital follows a word, a number or a sentence without a blank, as where markup parted them."""
    first, before, at, after = characters[:-3], characters[1:-2], characters[2:-1], characters[3:]
    capital = (at & CAPITAL > 0) & (first & (SMALL | DIGIT) > 0)
    begins = capital & (after & SMALL > 0)
    word = (capital & (before & SMALL > 0)) | (begins & (before & DIGIT > 0))
    end = begins & (before & ENDER > 0)
    n = len(page.sizes)
    return {
        name: np.bincount(page.lines[2:-1][found], minlength=n) for name, found in (("glued", word), ("run_on", end))
    }


def _set_layout(rows: Rows, lines: Sequence[PageLine]) -> None:
    """Set what markup or layout tells, the entries of ``OWN`` from "item" on; in plain text that is little."""
    rows[:, _LAYOUT] = 0
    marks = [line.mark for line in lines]
    for mark in {*marks} & _MARKS:
        rows[:, OWN.index(mark)] = [other == mark for other in marks]
    told: dict[str, list[float]] = {
        "linked": [line.linked for line in lines],
        "favour": [line.favour for line in lines],
        "against": [line.against for line in lines],
    }
    for name, values in told.items():
        if any(values):
            rows[:, OWN.index(name)] = values


def _pairs(page: Print, unspaced: NDArray[np.bool_]) -> Uses:
    """The first pairs of characters of the lines in ``unspaced`` scripts, which stand for their words."""
    offsets = np.arange(len(page.codes)) - page.starts[page.lines]
    most = np.where(unspaced, np.minimum(page.sizes - 1, _MOST_PAIRS), 0)
    at = ((offsets >= 0) & (offsets < most[page.lines])).nonzero()[0]
    codes = page.codes.astype(np.uint64)
    return Uses(codes[at] * _PAIR + codes[at + 1], page.lines[at])


def _with(pairs: Uses | None, words: Uses, unspaced: NDArray[np.bool_]) -> Uses:
    """``words``, and ``pairs`` in their place in the lines in ``unspaced`` scripts."""
    if pairs is None:
        return words
    spaced = ~unspaced[words.lines]
    both = _joined((Uses(words.keys[spaced], words.lines[spaced]), pairs))
    order = both.lines.argsort(kind="stable")
    return Uses(both.keys[order], both.lines[order])
