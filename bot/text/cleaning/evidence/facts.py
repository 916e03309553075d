"""What each line of a page shows by itself, told from its characters and words alone, for all lines at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.text.cleaning.evidence.characters import tally
from bot.text.cleaning.evidence.prints import CLOSER, ENDED, ENDER, IN_WORD, SMALL, Print, printed, traits
from bot.text.cleaning.evidence.signs import addressed, signs
from bot.text.cleaning.evidence.spelling import LONGEST_LINE
from bot.text.cleaning.evidence.tokens import Tokens, tokens
from bot.text.cleaning.evidence.words import CUE_CLASSES, WORD

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


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What is known of some lines together, of which each line takes its own where it is asked for.

    Attributes:
        keys, stems: those of all their words and content words.
        words, uses: where each line's begin in those, and the end.
        cues, numbers: a row a line.
    """

    keys: Keys
    stems: Keys
    words: Places
    uses: Places
    cues: Places
    numbers: Rows


@dataclass(slots=True)
class LineFacts:
    """One line's own evidence. Words are told by their keys, see ``spelling``.

    Attributes:
        text: the line, at most its first 4,000 characters.
        count: how many words it has; ``opening``: the first letters of its first.
        size: how many words it has; characters of unspaced scripts count for 1/1.7 word each.
        function: the share of function words, 0 to 1.
        ended: whether it ends as a sentence does; ``dated``: whether it is short and prints a whole date.
        solid: how many characters of unspaced scripts it has.
        speaks_of_us: whether it says "we" or "our"; ``speaks_to_you``: "you" or "your", in any language listed.
        credits: whether it has a word of picture credits; ``calls``: of calls to look at more of a site; ``legal``: of
            legal notices.
    """

    text: str
    count: int
    opening: int
    size: float
    function: float
    ended: bool
    dated: bool
    solid: int
    speaks_of_us: bool
    speaks_to_you: bool
    credits: bool
    calls: bool
    legal: bool
    _at: int = field(repr=False)
    _chunk: _Chunk = field(repr=False)
    _content: frozenset[int] | None = field(default=None, repr=False)

    @property
    def words(self) -> list[str]:
        """The line's words in lower case."""
        return [*map(str.lower, WORD.findall(self.text))]

    @property
    def keys(self) -> Keys:
        """The line's words."""
        starts = self._chunk.words
        return self._chunk.keys[starts[self._at] : starts[self._at + 1]]

    @property
    def stems(self) -> Keys:
        """The stems of its content words, pairs of characters in unspaced scripts."""
        starts = self._chunk.uses
        return self._chunk.stems[starts[self._at] : starts[self._at + 1]]

    @property
    def content(self) -> frozenset[int]:
        """What the line is about: the stems of its content words."""
        if self._content is None:
            self._content = frozenset(self.stems.tolist())
        return self._content

    @property
    def cues(self) -> list[int]:
        """How many of its words mark each class of furniture, in the order of ``CUE_CLASSES``."""
        counts: list[int] = self._chunk.cues[self._at].tolist()
        return counts

    @property
    def numbers(self) -> Rows:
        """The own-line feature values that the model reads, in the order of ``OWN``."""
        return self._chunk.numbers[self._at, :]


class Uses(NamedTuple):
    """Keys of the words of lines, line after line, and the position of the line that each is of, ascending."""

    keys: Keys
    lines: Places


_NO_USES = Uses(np.zeros(0, np.uint64), np.zeros(0, np.int64))


class PageFacts(NamedTuple):
    """The evidence of a page's lines.

    Attributes:
        lines: of each.
        numbers: their ``numbers``, one row a line.
        stems: all their ``stems``.
        units: all their words and marks as ``phrases`` takes them, pairs of characters in unspaced scripts.
    """

    lines: list[LineFacts]
    numbers: Rows
    stems: Uses
    units: Uses


OWN = (
    "size",
    "function",
    "function_words",
    "ended",
    "colon",
    "lower_start",
    "mark_start",
    "capitalised",
    "shouting",
    "digits",
    "commas",
    "bars",
    "sentences",
    "brackets",
    "quotes",
    "letters_a_word",
    "solid",
    "dated",
    "timed",
    "address",
    "question",
    "money",
    "you",
    "we",
    "item",
    "heading",
    "quote",
    "table",
    "linked",
    "paragraph",
    "caption",
    "favour",
    "against",
    *CUE_CLASSES,
)
CUES = slice(len(OWN) - len(CUE_CLASSES), len(OWN))
"""The entries of ``OWN`` that count cue words."""
_LAYOUT = slice(OWN.index("item"), CUES.start)


def line_facts(lines: Sequence[PageLine]) -> PageFacts:
    """The evidence of each line; its cost is bounded however long a line is."""
    numbers = np.empty((len(lines), len(OWN)), np.float32)
    facts: list[LineFacts] = []
    stems, units = [_NO_USES], [_NO_USES]
    for start in range(0, len(lines), _AT_ONCE):
        found, *used = _facts(lines[start : start + _AT_ONCE], numbers[start : start + _AT_ONCE])
        facts += found
        for all_uses, uses in zip((stems, units), used, strict=True):
            all_uses.append(Uses(uses.keys, uses.lines + start))
    return PageFacts(facts, numbers, _joined(stems), _joined(units))


def _joined(uses: Sequence[Uses]) -> Uses:
    keys, lines = zip(*uses, strict=True)
    return Uses(np.concatenate(keys), np.concatenate(lines))


def _facts(lines: Sequence[PageLine], rows: Rows) -> tuple[Iterable[LineFacts], Uses, Uses]:
    """The evidence of some lines, whose numbers go into ``rows``, their stems and their units."""
    texts = [line.text[:LONGEST_LINE] for line in lines]
    page = printed(texts)
    characters = traits(page.codes)
    spoken, counts, length = tokens(page, characters), tally(page), page.sizes
    unspaced = counts["solid"] * 3 > length
    size = np.where(unspaced, counts["solid"] / _SOLID_PER_WORD + spoken.count / 4, spoken.count)
    scale = 1.0 / np.maximum(size, 1.0)
    columns = _words(spoken, scale) | _characters(counts, length, scale) | _ends(texts, page, characters)
    columns |= signs(texts, page, characters)
    columns["address"] = addressed(texts, page)
    columns["size"] = size
    columns["function"] = np.where(
        unspaced,
        np.minimum(0.6, 4.0 * counts["solid function"] / np.maximum(counts["solid"], 1)),
        spoken.function / np.maximum(spoken.count, 1),
    )
    columns["letters_a_word"] = length / np.maximum(spoken.count, 1)
    columns["digits"] *= columns["numbered"]
    for k, name in enumerate(OWN[: _LAYOUT.start]):
        rows[:, k] = columns[name]
    rows[:, _LAYOUT] = _layout(lines)
    rows[:, CUES] = spoken.cues * scale[:, None]
    pairs = _pairs(page, unspaced) if unspaced.any() else None
    stems = _with(pairs, Uses(spoken.stems, spoken.users), unspaced)
    units = _with(pairs, Uses(spoken.units, spoken.unit_lines), unspaced)
    bounds = _bounds(np.bincount(stems.lines, minlength=len(texts)))
    chunk = _Chunk(spoken.keys, stems.keys, _bounds(spoken.count), bounds, spoken.cues, rows)
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


def _bounds(counts: Places) -> Places:
    """Where each of so many begins in a row, and the end."""
    bounds = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds


def _words(spoken: Tokens, scale: Column) -> dict[str, Column]:
    each = 1.0 / np.maximum(spoken.count, 1)
    return {
        "function_words": spoken.function,
        "capitalised": spoken.capitalised * each,
        "shouting": spoken.shouting * each,
        "you": spoken.you * scale,
        "we": spoken.we * scale,
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
    ended = characters[ends] & ENDER > 0
    for i in np.flatnonzero(characters[ends] & CLOSER > 0).tolist():
        ended[i] = bool(ENDED.search(texts[i][-_END:]))
    return {
        "ended": ended,
        "colon": (last == ord(":")) | (last == ord("：")),
        "question": (last == ord("?")) | (last == ord("？")),
        "lower_start": first & SMALL > 0,
        "mark_start": (first & IN_WORD == 0) | (page.codes[page.starts] == ord("_")),
    }


def _layout(lines: Sequence[PageLine]) -> Rows:
    """What markup or layout tells; most lines of a page have the same to tell as another."""
    numbers: dict[tuple[str, float, int, int], int] = {}
    which = [numbers.setdefault(line[2:], len(numbers)) for line in lines]
    return np.array([_laid_out(*told) for told in numbers], np.float32).take(which, axis=0)


def _laid_out(mark: str, linked: float, favour: int, against: int) -> tuple[float, ...]:
    """The entries of ``OWN`` from "item" on."""
    others = {"linked": linked, "favour": favour, "against": against}
    return tuple(others.get(name, mark == name) for name in OWN[_LAYOUT])


def _pairs(page: Print, unspaced: NDArray[np.bool_]) -> Uses:
    """The first pairs of characters of the lines in ``unspaced`` scripts, which stand for their words."""
    offsets = np.arange(len(page.codes)) - page.starts[page.lines]
    most = np.where(unspaced, np.minimum(page.sizes - 1, _MOST_PAIRS), 0)
    at = np.flatnonzero((offsets >= 0) & (offsets < most[page.lines]))
    codes = page.codes.astype(np.uint64)
    return Uses(codes[at] * _PAIR + codes[at + 1], page.lines[at])


def _with(pairs: Uses | None, words: Uses, unspaced: NDArray[np.bool_]) -> Uses:
    """``words``, and ``pairs`` in their place in the lines in ``unspaced`` scripts."""
    if pairs is None:
        return words
    spaced = ~unspaced[words.lines]
    both = _joined((Uses(words.keys[spaced], words.lines[spaced]), pairs))
    order = np.argsort(both.lines, kind="stable")
    return Uses(both.keys[order], both.lines[order])
