"""Sentences and words of news text, in any language, from rules whose data ships beside the code.

`split` looks at every run of end marks (``.``, ``!``, ``؟``, ``।``, ``。`` ...) once and decides from the token
before it and the word after it, both of bounded length: linear in the text, whatever the text is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text.abbreviations import rules_for
from bot.text.words import words

if TYPE_CHECKING:
    from bot.text.abbreviations import Rules

_SPACED_ENDS = r".!?…‽⁇⁈⁉؟۔།፧።։՜՞"
_UNSPACED_ENDS = r"。！？｡．।॥။។"
_CLOSERS = "\"'”’»›«“)\\]}」』）〉》】〕＂＇"
_OPENERS = "\"'“‘„‚«‹»”(\\[{「『（〈《【〔¿¡*•·–—―\u200e\u200f\u202a-\u202e\u2066-\u2069"

_END = re.compile(rf"[{_SPACED_ENDS}{_UNSPACED_ENDS}]++[{_CLOSERS}]*+(?:[ \u00a0\u202f]»(?=\s|$))?")
_SURE_CLOSERS = frozenset("”»」』）")
_TOKEN_BEFORE = re.compile(rf"[^\s{_OPENERS}{_UNSPACED_ENDS}/]*$")
_NEXT = re.compile(rf"[{_OPENERS}\s-]*([^\W_]+(?:[.'’-][^\W_]+)*)?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_ROMAN = re.compile(r"[IVXLC]+")
_JAPANESE_TAIL = re.compile(r"[とのなでをはがにもやかへ、,，]|って|など")
_OPEN_PAIRS, _CLOSE_PAIRS = "「『（", "」』）"

_LOOK_BACK = 40
_LOOK_AHEAD = 48
_QUOTE_WITHIN = 300


def split(text: str, language: str) -> list[str]:
    """Cut a paragraph into sentences.

    Args:
        text: one paragraph; a line break in it ends a sentence.
        language: an ISO 639-1 code; ``"und"`` and one without rules of its own get those all languages share.

    Returns:
        The sentences in order, each a slice of the text, without white space at its ends and never empty. Nothing
        but white space lies between them.
    """
    rules = rules_for(language)
    return [sentence for line in text.splitlines() for sentence in _split_line(line, rules)]


def _split_line(line: str, rules: Rules) -> list[str]:
    sentences = []
    start = 0
    for end in _END.finditer(line):
        after = line[end.end() : end.end() + 1]
        if after and (after.isspace() or _needs_no_space(end.group())) and _is_boundary(line, start, end, rules):
            sentences.append(line[start : end.end()].strip())
            start = end.end()
    sentences.append(line[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _needs_no_space(mark: str) -> bool:
    return mark[0] in _UNSPACED_ENDS or mark[-1] in _SURE_CLOSERS


def _is_boundary(line: str, start: int, end: re.Match[str], rules: Rules) -> bool:
    """Whether the end marks found at ``end`` close the sentence that began at ``start``."""
    mark = end.group()
    if mark == "." and _is_plain(line, start, end, rules):
        return True
    tail = line[end.end() : end.end() + _LOOK_AHEAD]
    if mark[0] in _UNSPACED_ENDS:
        return not _goes_on_after_quote(line, start, end)
    following = _NEXT.match(tail)
    word = (following.group(1) or "") if following else ""
    if not word and tail.lstrip()[:1] in ",;:،؛%":
        return False
    if _is_lower(word):
        return False
    if mark[1:].strip(_CLOSERS.replace("\\", "") + " \u00a0\u202f") or mark[0] != ".":
        return True
    before = line[max(start, end.start() - _LOOK_BACK) : end.start()]
    found = _TOKEN_BEFORE.search(before)
    if len(word) == 1 and following and tail[following.end() : following.end() + 1] == ".":
        word += "."  # an initial, not the first word of a sentence
    return not _is_abbreviation(found.group() if found else "", before, word, rules)


def _is_plain(line: str, start: int, end: re.Match[str], rules: Rules) -> bool:
    """Whether an everyday word stands before a full stop and a capital after it: most ends, told at once."""
    at = end.start()
    following = line[at + 2 : at + 3]
    if not (following.isupper() and line[at + 3 : at + 4].islower()):
        return False
    word = line[line.rfind(" ", max(start, at - _LOOK_BACK), at) + 1 : at]
    return len(word) > 2 and word.isalpha() and word.islower() and word not in rules.stopped


def _is_lower(word: str) -> bool:
    """Whether a word goes on with a sentence: "said", but not "iPhone"."""
    return word[:1].islower() and not any(letter.isupper() for letter in word[1:3])


def _is_abbreviation(token: str, before: str, word: str, rules: Rules) -> bool:
    """Whether a full stop belongs to the token before it and not to the sentence.

    ``before`` is the text before the stop and ends with ``token``; ``word`` is the first word after it.
    """
    key = token.casefold()
    starter = word.casefold() in rules.starters
    if key in rules.titles and word:
        return not (starter and token.islower() and len(token) > 1)
    if word[:1].isdigit() and key in rules.numbered:
        return True
    if token.isdigit():
        return _is_ordinal(token, before, starter=starter, rules=rules)
    if len(token) == 1 and token.isalpha():
        return _is_initial(token, before, word, starter=starter)
    if key in rules.often or _DOTTED.fullmatch(token):
        return bool(word) and not starter
    return bool(rules.ordinals and _ROMAN.fullmatch(token)) and not starter


def _is_initial(token: str, before: str, word: str, *, starter: bool) -> bool:
    """ "J. Smith", but not "plan B. The" nor "vitamin C."."""
    if not token.isupper():
        return bool(word) and (token.upper() == token or word.endswith(".")) and not starter
    preceding = before[:-1].split()
    named = not preceding or preceding[-1][:1].isupper() or not preceding[-1][-1:].isalnum()
    return bool(word) and (named or not starter) and not (starter and before[-2:].lstrip() == "I")


def _is_ordinal(token: str, before: str, *, starter: bool, rules: Rules) -> bool:
    """ "3. Oktober" where the language writes ordinals so; "1. First" at a line's start anywhere."""
    if before.strip() == token and len(token) <= 2:
        return True
    return rules.ordinals and len(token) <= 3 and not starter


def _goes_on_after_quote(line: str, start: int, end: re.Match[str]) -> bool:
    """Whether an unspaced full stop stands inside 「...」, or 」 is followed by "と述べた" and the like."""
    within = line[max(start, end.start() - _QUOTE_WITHIN) : end.end()]
    depth = sum(within.count(mark) for mark in _OPEN_PAIRS) - sum(within.count(mark) for mark in _CLOSE_PAIRS)
    if depth > 0:
        return any(mark in line[end.end() : end.end() + _QUOTE_WITHIN] for mark in _CLOSE_PAIRS)
    quoted = end.group()[-1] in _CLOSE_PAIRS
    return quoted and _JAPANESE_TAIL.match(line, end.end()) is not None


class Tokenizer:
    """A tokenizer for sumy (``to_sentences``, ``to_words``) that needs no download."""

    def __init__(self, language: str) -> None:
        """Take an ISO 639-1 code."""
        self.language = language

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """The sentences of a paragraph, as `split` gives them."""
        return tuple(split(paragraph, self.language))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """The words of a sentence, as `words` gives them."""
        return tuple(words(sentence))


@lru_cache(maxsize=32)
def tokenizer_for(language: str) -> Tokenizer:
    """The tokenizer of a language."""
    return Tokenizer(language)
