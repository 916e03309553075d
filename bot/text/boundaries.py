"""Whether end marks (``.``, ``!``, ``؟``, ``।``, ``。`` ...) close a sentence.

Decided from the token before them and what follows, both of bounded length: what a decision costs does not depend on
the text's length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.abbreviations import is_abbreviation
from bot.text.words import SOLID

if TYPE_CHECKING:
    from bot.text.abbreviations import Rules

_SPACED_ENDS = r".!?…‽⁇⁈⁉؟۔።፧።։՜՞"
_UNSPACED_ENDS = r"。！？｡．।॥။។"
_CLOSERS = "\"'”’»›)\\]}」』）〉》】〕＂＇"
_OPENERS = "\"'“‘„‚«‹»”(\\[{「『（〈《【〔¿¡*•·–—―\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SIGNS = "$£€¥₹₽₺#§№~≈+<>"
_QUOTES = frozenset('"“”„»«‟')
_PLAIN_CLOSERS = _CLOSERS.replace("\\", "") + "“« \u00a0\u202f"

ENDS = re.compile(
    # “ and « open a quotation in some languages and close it in others, which write no mark of an unspaced script there
    rf"[{_SPACED_ENDS}{_UNSPACED_ENDS}](?:[{_SPACED_ENDS}{_UNSPACED_ENDS}{_CLOSERS}]|[“«](?<=[{_SPACED_ENDS}'’‘)].))*"
    r"(?:[ \u00a0\u202f]»(?:\.(?=\s|$)|(?=[\s,;:.)]|$)))?"
)
"""Runs of end marks with the quotation marks and brackets that close behind them."""
_UNSPACED = frozenset(_UNSPACED_ENDS)
_SURE_CLOSERS = frozenset("”»」』）")
_TOKEN_BEFORE = re.compile(rf"[^\s{_OPENERS}{_UNSPACED_ENDS}/]*$")
_NEXT = re.compile(rf"([{_OPENERS}{_SIGNS}\s-]*)([^\W_]+(?:[.'’-][^\W_]+)*)?")
_SPACED_WORD = re.compile(r"[^\s.!?،,؟।]+")
_GLUED = re.compile(r"([^\W\d_]+)(?=[\s,'’-])")
_PAUSE = re.compile(r"\.{2,}|…+")
_SOLID = re.compile(rf"[{SOLID}]")
_LATIN = re.compile(r"[A-Za-z]")
_CLAUSE = re.compile(rf"([^{_SPACED_ENDS}{_UNSPACED_ENDS},،，、:：;；؛“”\"«»「」]{{1,60}})([：:]?)")
_INTRODUCED = re.compile(r"[:：]\s?[\"“«「][^\"“«「]*$")
_TAIL_OF_QUOTE = re.compile(r"[とのなでをはがにもやかへ、,，的等；;]|って|など|之类")
_QUOTES_IN_A_ROW = re.compile(r"(?:「[^「」]{0,80}」){1,8}|(?:“[^“”]{0,80}”){1,8}")
_TITLE_CLOSERS = frozenset("》〉")
_QUOTE_PAIRS = ("“”", "«»", "「」", "『』")
_OPEN_PAIRS, _CLOSE_PAIRS = "「『（", "」』）"

_LOOK_BACK = 40
_LOOK_AHEAD = 48
_QUOTE_WITHIN = 300
_SHORT = 3


def is_boundary(line: str, start: int, end: re.Match[str], rules: Rules) -> bool:
    """Whether the end marks found at ``end`` close the sentence that began at ``start``."""
    mark = end.group()
    at = end.end()
    if at == len(line):
        return False  # nothing is left to part from
    if mark == "." and not line[at].isspace():
        return _is_glued(line, start, end, rules)
    if mark == "." and _is_plain(line, start, end, rules):
        return True
    if not mark.isascii() and not _UNSPACED.isdisjoint(mark):
        return not _goes_on_after_quote(line, start, end, rules)
    if not line[at].isspace():
        if mark[-1] not in _SURE_CLOSERS and not _between_solid_letters(line, end):
            return False
        if _TAIL_OF_QUOTE.match(line, at):
            return False
    return _parts_words(line, start, end, rules)


def _is_plain(line: str, start: int, end: re.Match[str], rules: Rules) -> bool:
    """Whether an everyday word stands before a full stop and a capital after it: most ends, told at once."""
    at = end.start()
    following = line[at + 1 : at + 4]
    if not (following[:1] == " " and following[1:2].isupper() and following[2:].islower()):
        return False
    word = line[line.rfind(" ", max(start, at - _LOOK_BACK), at) + 1 : at]
    return len(word) > 2 and word.isalpha() and word.islower() and word not in rules.stopped


def _is_glued(line: str, start: int, end: re.Match[str], rules: Rules) -> bool:
    """Whether a space has been lost: "in the garden.She" or "the UK.The", but not "Example.com" or "St.Louis"."""
    glued = _GLUED.match(line, end.end())
    if not (glued and glued.group(1).istitle()):
        return False
    word = line[line.rfind(" ", max(start, end.start() - _LOOK_BACK), end.start()) + 1 : end.start()]
    if word[-1:] in _QUOTES and len(word) > 1:
        return True
    if word.isupper() and word.isalpha():
        return len(word) > 1 and glued.group(1).casefold() in rules.starters
    return len(word) > _SHORT and word.isalpha() and word.islower() and word not in rules.stopped


def _between_solid_letters(line: str, end: re.Match[str]) -> bool:
    """ "为什么?因为": a mark of the other scripts, as keyboards have it."""
    before = line[max(0, end.start() - 1)]
    return end.group()[0] != "." and all(map(_SOLID.match, (before, line[end.end()])))


def _parts_words(line: str, start: int, end: re.Match[str], rules: Rules) -> bool:
    """Of a mark of a spaced script."""
    mark = end.group()
    tail = line[end.end() : end.end() + _LOOK_AHEAD]
    following = _NEXT.match(tail)
    assert following is not None  # it may be empty
    opener, word = following.group(1), following.group(2) or ""
    if not word and tail.lstrip()[:1] in ",;:،؛%":
        return False
    if word and word[0].upper() == word[0].lower() and _goes_on(line, start, end, tail[following.start(2) :], rules):
        return False
    before = line[max(start, end.start() - _LOOK_BACK) : end.start()]
    found = _TOKEN_BEFORE.search(before)
    token = found.group() if found else ""
    quoting = not _QUOTES.isdisjoint(opener)
    if _is_lower(word) and not (mark == "." and quoting):
        return False
    if mark == "!" and word and not quoting and _is_name(token, before, word, rules):
        return False
    if mark[0] != "." or mark[1:].strip(_PLAIN_CLOSERS) or not (_QUOTES.isdisjoint(mark) or "(" in opener):
        return True
    if rules.dandas and not word.isascii():
        return False
    if tail[following.end() : following.end() + 1] == "." and 0 < len(word) <= _SHORT:
        word += "."  # an initial or an abbreviation, not the first word of a sentence
    return not is_abbreviation(token, before, word, rules)


def _is_lower(word: str) -> bool:
    """Whether a word goes on with a sentence: "said", but not "iPhone"."""
    return word[:1].islower() and not any(letter.isupper() for letter in word[1:3])


def _goes_on(line: str, start: int, end: re.Match[str], rest: str, rules: Rules) -> bool:
    """Of what has no capitals: whether it tells who said what was said, or begins with no first word."""
    if _PAUSE.fullmatch(end.group()) and _is_quoting(line[max(start, end.start() - _QUOTE_WITHIN) : end.start()]):
        return True
    word = _SPACED_WORD.match(rest)
    if word and word.group() in rules.inner:
        return True
    return not _QUOTES.isdisjoint(end.group()) and _tells_who(line, start, end, rules)


def _is_quoting(within: str) -> bool:
    """Whether a quotation is open at the end of a stretch of text."""
    return within.count('"') % 2 == 1 or any(within.count(pair[0]) > within.count(pair[1]) for pair in _QUOTE_PAIRS)


def _tells_who(line: str, start: int, end: re.Match[str], rules: Rules) -> bool:
    """Whether the clause after a quotation names its speaker, unlike the one before: "قال المدرب", "王教授说"."""
    clause = _CLAUSE.match(line, end.end())
    if not clause or clause.group(2) or not rules.says:
        return False
    within = line[max(start, end.start() - _QUOTE_WITHIN) : end.start()]
    if _INTRODUCED.search(within):
        return False
    text = clause.group(1).strip()
    return text.partition(" ")[0] in rules.says or text.endswith(tuple(rules.says))


def _is_name(token: str, before: str, word: str, rules: Rules) -> bool:
    """Whether "!" is part of a name: of one in the middle of a sentence with a capital, before none that begins one."""
    preceding = before[: -len(token) or None].rstrip()
    if not (token[:1].isupper() and token[1:].islower() and preceding) or any(sign in _QUOTES for sign in before):
        return False
    if _LATIN.match(token) and not word.isascii() and not _LATIN.search(preceding + word):
        return True
    return preceding.split()[-1].islower() and word.casefold() not in rules.starters


def _goes_on_after_quote(line: str, start: int, end: re.Match[str], rules: Rules) -> bool:
    """Whether an unspaced end mark stands inside 「...」, or what follows a quotation belongs to it: "と述べた"."""
    mark, at = end.group(), end.end()
    within = line[max(start, end.start() - _QUOTE_WITHIN) : at]
    depth = sum(within.count(sign) for sign in _OPEN_PAIRS) - sum(within.count(sign) for sign in _CLOSE_PAIRS)
    if depth > 0:
        return any(sign in line[at : at + _QUOTE_WITHIN] for sign in _CLOSE_PAIRS)
    if mark[-1] in _TITLE_CLOSERS:
        return True
    if mark[-1] not in _CLOSE_PAIRS and _QUOTES.isdisjoint(mark):
        return False
    row = _QUOTES_IN_A_ROW.match(line, at)
    if row and line[start : start + 1] not in "「“":
        return True  # quotations in a row, inside a sentence
    return _TAIL_OF_QUOTE.match(line, row.end() if row else at) is not None or _tells_who(line, start, end, rules)
