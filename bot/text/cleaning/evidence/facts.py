"""What each line of a page shows by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.text.cleaning.evidence.words import CUE_CLASSES, WORD

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Keys = NDArray[np.uint64]
    Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chunk:
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
    _chunk: Chunk = field(repr=False)
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
    "me",
    "glued",
    "run_on",
    "cut",
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
