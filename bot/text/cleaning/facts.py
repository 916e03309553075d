"""What one line shows by itself, told from its characters and words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import repeat
from operator import eq
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.words import CUE_CLASSES, WORD, codes, word_list

if TYPE_CHECKING:
    from bot.text.cleaning.lines import PageLine

# Scripts that write no spaces between words, in which characters are counted instead.
_SOLID = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_SOLID_PER_WORD = 1.7
_SOLID_FUNCTION = "的了是在和有不也就都这為为與与及或但而被把让之於于のにはをがでとた"
_ENDERS = frozenset(".!?…。！？؟।։|")
_CLOSERS = "\"'”’»“)]」』*"
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_DOMAIN = re.compile(r"\.(?:com|org|net|de|ru|cn)\b", re.IGNORECASE)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_MAIL = re.compile(r"\w@\w")
_WWW = re.compile(r"[wW]{3}\.")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d")
# What every date has: a year of four digits, or numbers parted by a mark.
_DATE_LIKE = re.compile(r"(?:19|20)\d\d|\d[./-]\s?\d")
_LONGEST = 4000
_DATED = 160
_MOST_PAIRS = 200
_STEM = 6


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
    cues: tuple[int, ...]
    ended: bool
    numbers: tuple[float, ...]
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
_YOU = word_list("pronouns.txt", "you")
_WE = word_list("pronouns.txt", "we")
_CUES = range(2, 2 + len(CUE_CLASSES))
_NO_CUES = (0,) * len(CUE_CLASSES)
_code = codes().get
_NO_SHARES = (0.0,) * len(CUE_CLASSES)


def line_facts(line: PageLine) -> LineFacts:
    """The evidence of ``line``; its cost is bounded however long the line is."""
    text = line.text if len(line.text) <= _LONGEST else line.text[:_LONGEST]
    found = WORD.findall(text)
    words = [*map(str.lower, found)]
    plain = text.isascii()
    solid = 0 if plain else sum(map(len, _SOLID.findall(text)))
    count = len(words)
    coded = bytes(map(_code, words, repeat(0)))
    function_words = coded.count(1)
    if solid * 3 > len(text):
        size = solid / _SOLID_PER_WORD + count / 4
        function = min(0.6, 4.0 * sum(map(text.count, _SOLID_FUNCTION)) / solid)
    else:
        size = float(count)
        function = function_words / count if count else 0.0
    cues = tuple([coded.count(n) for n in _CUES]) if count > function_words else _NO_CUES
    ended = text[-12:].rstrip(_CLOSERS)[-1:] in _ENDERS
    scale = 1.0 / size if size > 1.0 else 1.0
    each = 1.0 / (count or 1)
    last, first = text[-1], text[0]
    numbered = len(text) <= _DATED and _NUMBER.search(text) is not None
    you = 0 if _YOU.isdisjoint(words) else sum([w in _YOU for w in words])
    we = 0 if _WE.isdisjoint(words) else sum([w in _WE for w in words])
    mark = line.mark
    tally = text.count
    numbers = (
        size,
        function,
        function_words,
        ended,
        last in ":：",
        first.islower(),
        not first.isalnum(),
        (count - sum(map(eq, found, words))) * each,
        (sum(map(str.isupper, found)) - found.count("I") - found.count("A")) * each,
        sum(map(tally, "0123456789")) / len(text) if numbered else 0.0,
        (tally(",") + (0 if plain else tally("，") + tally("、"))) * scale,
        tally("|") + tally(" > ") + (0 if plain else tally("»") + tally("›") + tally("•") + tally("·")),
        tally(". ") + tally("? ") + tally("! ") + (0 if plain else tally("。")),
        tally("(") + tally("["),
        tally('"') + (0 if plain else tally("“") + tally("«") + tally("„") + tally("「")),
        len(text) * each,
        solid / len(text),
        numbered and _DATE_LIKE.search(text) is not None and bool(find_dates(text)),
        numbered and _TIME.search(text) is not None,
        "." in text and _addressed(text),
        last in "?？",
        (tally("$") + (0 if plain else tally("€") + tally("£"))) * scale,
        you * scale,
        we * scale,
        mark == "item",
        mark == "heading",
        mark == "quote",
        mark == "table",
        line.linked,
        mark == "paragraph",
        mark == "caption",
        line.favour,
        line.against,
        *(_NO_SHARES if cues is _NO_CUES else [n * scale for n in cues]),
    )
    content = _content(words, coded, text, solid)
    return LineFacts(words, size, function, cues, ended, numbers, content, solid, we > 0, you > 0)


def _addressed(text: str) -> bool:
    """Whether ``text`` prints an address; one test after the other, as each starts on a sign that few lines have."""
    return bool(
        _DOMAIN.search(text)
        or ("@" in text and _MAIL.search(text))
        or ("://" in text and _SCHEME.search(text))
        or _WWW.search(text)
    )


def _content(words: list[str], coded: bytes, text: str, solid: int) -> frozenset[str]:
    """What the line is about: stems of its content words, pairs of characters in unspaced scripts."""
    if solid * 3 > len(text):
        return frozenset(text[i : i + 2] for i in range(min(len(text) - 1, _MOST_PAIRS)))
    return frozenset([w[:_STEM] for w, c in zip(words, coded, strict=True) if c != 1 and len(w) > 3])


def template(text: str) -> str:
    """``text`` with its numbers made alike, so that "3 comments" and "12 comments" are one."""
    return _DIGITS.sub("0", text)
