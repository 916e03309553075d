"""What each line of a page shows by itself, told from its characters and words alone, for all lines at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.characters import tally
from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.tokens import Tokens, tokens
from bot.text.cleaning.words import CUE_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.lines import PageLine

    Rows = NDArray[np.float32]
    Column = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]

_SOLID_PER_WORD = 1.7
_ENDERS = frozenset(".!?…。！？؟։।|")
_CLOSERS = "\"'”’»“)]」』*"
# Both begin with a digit, so that the others are passed over quickly.
_TIME = re.compile(r"\d(?<!\w\d)\d?[:.h]\d{2}\b")
_DOMAIN = re.compile(r"\.(?:(?:com|org|net|de|ru|cn)\b|(?<=www\.))", re.IGNORECASE)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_MAIL = re.compile(r"\w@\w")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d")
# What every date has: a year of four digits, or numbers parted by a mark.
_DATE_LIKE = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[./-]\s?\d)")
_LONGEST = 4000
_DATED = 160
_MOST_PAIRS = 200
_MARKS = ("item", "heading", "quote", "table", "paragraph", "caption")
_AT_ONCE = 512  # lines: so the memory of a huge page stays bounded


@dataclass(slots=True)
class LineFacts:
    """One line's own evidence.

    Attributes:
        words: its words in lower case, at most the first 4,000 characters' worth.
        size: how many words it has; characters of unspaced scripts count for 1/1.7 word each.
        function: the share of function words, 0 to 1.
        cues: how many of its words mark each class of furniture, in the order of ``CUE_CLASSES``.
        ended: whether it ends as a sentence does.
        numbers: the own-line feature values that the model reads, in the order of ``OWN``.
        content: the stems of its content words.
        solid: how many characters of unspaced scripts it has.
        speaks_of_us: whether it says "we" or "our"; ``speaks_to_you``: "you" or "your", in any language listed.
    """

    words: list[str]
    size: float
    function: float
    cues: Sequence[int]
    ended: bool
    numbers: Rows
    content: frozenset[str]
    solid: int
    speaks_of_us: bool
    speaks_to_you: bool


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
    texts = [line.text[:_LONGEST] for line in lines]
    spoken, counts, length = tokens(texts), tally(texts), np.array([len(line.text[:_LONGEST]) for line in lines])
    unspaced = counts["solid"] * 3 > length
    size = np.where(unspaced, counts["solid"] / _SOLID_PER_WORD + spoken.count / 4, spoken.count)
    scale = 1.0 / np.maximum(size, 1.0)
    columns = _words(spoken, scale) | _characters(counts, length, scale) | _ends(texts) | _layout(lines)
    columns |= _signs(texts, (counts["digit"] > 0).tolist())
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
        spoken.words,
        size.tolist(),
        columns["function"].tolist(),
        spoken.cues.tolist(),
        columns["ended"].tolist(),
        rows,
        _contents(texts, spoken.stems, unspaced),
        counts["solid"].tolist(),
        (spoken.we > 0).tolist(),
        (spoken.you > 0).tolist(),
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


def _ends(texts: Sequence[str]) -> dict[str, Column]:
    """What the first and the last character show."""
    return {
        "ended": np.array([text[-12:].rstrip(_CLOSERS)[-1:] in _ENDERS for text in texts]),
        "colon": np.array([text[-1] in ":：" for text in texts]),
        "question": np.array([text[-1] in "?？" for text in texts]),
        "lower_start": np.array([text[0].islower() for text in texts]),
        "mark_start": np.array([not text[0].isalnum() for text in texts]),
    }


def _signs(texts: Sequence[str], digits: Sequence[bool]) -> dict[str, Column]:
    """Whether a line prints a date, a time, an address; the first two and numbers count in lines that are short.

    ``digits`` tells which lines have plain ones.
    """
    numbered = [
        len(text) <= _DATED and (digit or (not text.isascii() and _NUMBER.search(text) is not None))
        for text, digit in zip(texts, digits, strict=True)
    ]
    timed, dated = np.zeros(len(texts), np.bool_), np.zeros(len(texts), np.bool_)
    for i, text in compress(enumerate(texts), numbered):
        timed[i] = _TIME.search(text) is not None
        dated[i] = _DATE_LIKE.search(text) is not None and bool(find_dates(text))
    address = np.array(["." in text and _addressed(text) for text in texts])
    return {"numbered": np.array(numbered), "timed": timed, "dated": dated, "address": address}


def _layout(lines: Sequence[PageLine]) -> dict[str, Column]:
    """What markup or layout tells."""
    marks = [line.mark for line in lines]
    return {
        **{mark: np.array([other == mark for other in marks]) for mark in _MARKS},
        "linked": np.array([line.linked for line in lines]),
        "favour": np.array([line.favour for line in lines]),
        "against": np.array([line.against for line in lines]),
    }


def _addressed(text: str) -> bool:
    """Whether ``text`` prints an address; one test after the other, as each starts on a sign that few lines have."""
    return bool(
        _DOMAIN.search(text) or ("@" in text and _MAIL.search(text)) or ("://" in text and _SCHEME.search(text))
    )


def _contents(texts: Sequence[str], stems: Sequence[list[str]], unspaced: NDArray[np.bool_]) -> list[frozenset[str]]:
    """What each line is about: stems of its content words, pairs of characters in unspaced scripts."""
    contents = [*map(frozenset, stems)]
    for i in np.flatnonzero(unspaced).tolist():
        text = texts[i]
        contents[i] = frozenset(text[k : k + 2] for k in range(min(len(text) - 1, _MOST_PAIRS)))
    return contents


def template(text: str) -> str:
    """``text`` with its numbers made alike, so that "3 comments" and "12 comments" are one."""
    return _DIGITS.sub("0", text)
