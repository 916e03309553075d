"""What each line of a page shows by itself, told from its characters and words alone, for all lines at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.characters import tally
from bot.text.cleaning.dates import dated
from bot.text.cleaning.prints import CLOSER, DIGIT, ENDED, ENDER, IN_WORD, SMALL, Print, printed, traits
from bot.text.cleaning.spelling import LONGEST_LINE
from bot.text.cleaning.together import Together
from bot.text.cleaning.tokens import Tokens, tokens
from bot.text.cleaning.words import CUE_CLASSES, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.lines import PageLine

    Rows = NDArray[np.float32]
    Keys = NDArray[np.uint64]
    Traits = NDArray[np.uint8]
    Column = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]

_SOLID_PER_WORD = 1.7
_END = 12  # characters that tell how a line ends
# Both begin with a digit, so that the others are passed over quickly.
_TIME = re.compile(r"\d(?<!\w\d)\d?[:.h]\d{2}\b")
_DOMAIN = re.compile(r"\.(?:(?:com|org|net|de|ru|cn)\b|(?<=www\.))", re.IGNORECASE)
# Both begin with a plain string, which is found some times as fast.
_SCHEME = re.compile(r"://(?:(?<=http://)|(?<=https://))", re.IGNORECASE)
_MAIL = re.compile(r"@(?<=\w@)\w")
_CASE = 32  # the bit in which ASCII capitals differ from small letters
# What every date has: a year of four digits, or numbers parted by a mark.
_DATE_LIKE = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[./-]\s?\d)")
_DATED = 160
_MOST_PAIRS = 200
_PAIR = np.uint64(0x110000)  # how many code points there are
_MARKS = ("item", "heading", "quote", "table", "paragraph", "caption")
_AT_ONCE = 512  # lines: so the memory of a huge page stays bounded


@dataclass(slots=True)
class LineFacts:
    """One line's own evidence. Words are told by their keys, see ``spelling``.

    Attributes:
        text: the line, at most its first 4,000 characters.
        keys: its words; ``stems``: its content words' stems, pairs of characters in unspaced scripts.
        opening: the first letters of its first word.
        size: how many words it has; characters of unspaced scripts count for 1/1.7 word each.
        function: the share of function words, 0 to 1.
        cues: how many of its words mark each class of furniture, in the order of ``CUE_CLASSES``.
        ended: whether it ends as a sentence does.
        numbers: the own-line feature values that the model reads, in the order of ``OWN``.
        solid: how many characters of unspaced scripts it has.
        speaks_of_us: whether it says "we" or "our"; ``speaks_to_you``: "you" or "your", in any language listed.
        credits: whether it has a word of picture credits; ``calls``: of calls to look at more of a site.
    """

    text: str
    keys: Keys
    stems: Keys
    opening: int
    size: float
    function: float
    cues: Sequence[int]
    ended: bool
    numbers: Rows
    solid: int
    speaks_of_us: bool
    speaks_to_you: bool
    credits: bool
    calls: bool
    _content: frozenset[int] | None = field(default=None, repr=False)

    @property
    def words(self) -> list[str]:
        """The line's words in lower case."""
        return [*map(str.lower, WORD.findall(self.text))]

    @property
    def content(self) -> frozenset[int]:
        """What the line is about: the stems of its content words."""
        if self._content is None:
            self._content = frozenset(self.stems.tolist())
        return self._content


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


def line_facts(lines: Sequence[PageLine]) -> tuple[list[LineFacts], Rows]:
    """The evidence of each line, and all their ``numbers``, one row a line.

    Its cost is bounded however long a line is.
    """
    rows = np.empty((len(lines), len(OWN)), np.float32)
    facts: list[LineFacts] = []
    for start in range(0, len(lines), _AT_ONCE):
        facts += _facts(lines[start : start + _AT_ONCE], rows[start : start + _AT_ONCE])
    return facts, rows


def _facts(lines: Sequence[PageLine], rows: Rows) -> Iterable[LineFacts]:
    """The evidence of some lines, whose numbers go into ``rows``."""
    texts = [line.text[:LONGEST_LINE] for line in lines]
    page = printed(texts)
    characters = traits(page.codes)
    spoken, counts, length = tokens(page, characters), tally(page), page.sizes
    unspaced = counts["solid"] * 3 > length
    size = np.where(unspaced, counts["solid"] / _SOLID_PER_WORD + spoken.count / 4, spoken.count)
    scale = 1.0 / np.maximum(size, 1.0)
    columns = (
        _words(spoken, scale) | _characters(counts, length, scale) | _ends(texts, page, characters) | _layout(lines)
    )
    columns |= _signs(texts, page, characters)
    columns["address"] = _addressed(texts, page)
    columns["size"] = size
    columns["function"] = np.where(
        unspaced,
        np.minimum(0.6, 4.0 * counts["solid function"] / np.maximum(counts["solid"], 1)),
        spoken.function / np.maximum(spoken.count, 1),
    )
    columns["letters_a_word"] = length / np.maximum(spoken.count, 1)
    columns["digits"] *= columns["numbered"]
    for k, name in enumerate(OWN):
        rows[:, k] = columns[name]
    return map(
        LineFacts,
        texts,
        spoken.keys,
        _stems(texts, spoken.stems, unspaced),
        spoken.openings,
        size.tolist(),
        columns["function"].tolist(),
        spoken.cues.tolist(),
        columns["ended"].tolist(),
        rows,
        counts["solid"].tolist(),
        (spoken.we > 0).tolist(),
        (spoken.you > 0).tolist(),
        (spoken.credits > 0).tolist(),
        (spoken.calls > 0).tolist(),
    )


def _words(spoken: Tokens, scale: Column) -> dict[str, Column]:
    each = 1.0 / np.maximum(spoken.count, 1)
    return {
        "function_words": spoken.function,
        "capitalised": spoken.capitalised * each,
        "shouting": spoken.shouting * each,
        "you": spoken.you * scale,
        "we": spoken.we * scale,
        **dict(zip(CUE_CLASSES, (spoken.cues * scale[:, None]).T, strict=True)),
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


def _signs(texts: Sequence[str], page: Print, characters: Traits) -> dict[str, Column]:
    """Whether a line that is short prints a number, a date, a time."""
    numbered = np.zeros(len(texts), np.bool_)
    numbered[page.lines[characters & DIGIT > 0]] = True
    numbered &= page.sizes <= _DATED
    at = np.flatnonzero(numbered)
    short = Together([texts[i] for i in at.tolist()])
    like = at[[*short.having(_DATE_LIKE)]]
    timed, told = np.zeros(len(texts), np.bool_), np.zeros(len(texts), np.bool_)
    timed[at[[*short.having(_TIME)]]] = True
    told[like[[*dated([texts[i] for i in like.tolist()])]]] = True
    return {"numbered": numbered, "timed": timed, "dated": told}


def _addressed(texts: Sequence[str], page: Print) -> Column:
    """Whether a line with a full stop prints an address; looked for on the whole page, as few lines do."""
    # Most full stops end sentences, and only the ``www.`` of an address stands before a blank.
    stops = np.flatnonzero(page.codes == ord("."))
    within = (page.codes[stops + 1] > ord(" ")) | (page.codes[stops - 1] | _CASE == ord("w"))
    places = [at for at in stops[within].tolist() if _DOMAIN.match(page.text, at)]
    for pattern in (_MAIL, _SCHEME):
        places += [found.start() for found in pattern.finditer(page.text)]
    addressed = np.zeros(len(texts), np.bool_)
    addressed[[i for i in page.lines[places].tolist() if "." in texts[i]]] = True
    return addressed


def _layout(lines: Sequence[PageLine]) -> dict[str, Column]:
    """What markup or layout tells; most lines of a page have the same to tell as another."""
    numbers: dict[tuple[str, float, int, int], int] = {}
    which = [numbers.setdefault(line[2:], len(numbers)) for line in lines]
    told = np.array([[*map(mark.__eq__, _MARKS), *others] for mark, *others in numbers], np.float32)
    return dict(zip((*_MARKS, "linked", "favour", "against"), told[which].T, strict=True))


def _stems(texts: Sequence[str], stems: list[Keys], unspaced: NDArray[np.bool_]) -> list[Keys]:
    """The stems of each line's content words, pairs of characters in unspaced scripts."""
    for i in np.flatnonzero(unspaced).tolist():
        codes = np.array([*map(ord, texts[i][: _MOST_PAIRS + 1])], np.uint64)
        stems[i] = codes[:-1] * _PAIR + codes[1:]
    return stems
