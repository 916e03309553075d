"""The abbreviations of each language, and whether a full stop is part of one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_ORDINALS = frozenset(["cs", "da", "de", "et", "fi", "hr", "hu", "is", "lb", "lv", "no", "sk", "sl", "sr", "tr"])
_NOUNS_IN_CAPITALS = frozenset(["de", "lb"])
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
_ROMAN = re.compile(r"[IVXLC]+")
_VOWELS = frozenset("aeiouyàáâäãåæèéêëìíîïòóôöõøœùúûüýаеёиоуыэюяіїєαεηιουωάέήίόύώ")
_MEASURED = re.compile(r"\d[^\s,;]*(?:\s?[^\s\d,;]+){0,2}$")
_PAIRED = re.compile(r"\b([^\W\d_]\.)\s+([^\W\d_]{1,2})$")
_YEARS = frozenset(["г", "гг", "р", "рр", "год"])
_SHORT_START = 4
_SHORT_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Rules:
    """What tells a full stop that ends a sentence from others. Words are in lower case, without it.

    Attributes:
        titles: what always stands before a name: "Mr", "Gen".
        often: what may end a sentence, and does before a starter: "Inc", "usw".
        numbered: what stands before a number: "No", "Art".
        units: what stands after a number, and ends a sentence before any capital: "ft", "руб".
        lists: what ends a list, and a sentence before any capital: "etc".
        hours: what stands after a time of day, and ends a sentence unless one of ``zones`` follows: "p.m".
        zones: days, and names of times: "Friday", "Eastern".
        starters: common first words of a sentence, unlikely as the word after an abbreviation inside one.
        inner: words that no sentence begins with, where a script has no capitals to show it.
        says: words that tell who spoke the quotation before them, in such a script: first, or last, of their clause.
        ordinals: whether the language writes "3." for "third".
        dandas: whether the sentences of the line end in a danda, so that full stops are those of abbreviations.
        stopped: all of the abbreviations.
    """

    titles: frozenset[str]
    often: frozenset[str]
    numbered: frozenset[str]
    units: frozenset[str]
    lists: frozenset[str]
    hours: frozenset[str]
    zones: frozenset[str]
    starters: frozenset[str]
    inner: frozenset[str]
    says: frozenset[str]
    ordinals: bool
    dandas: bool
    stopped: frozenset[str]


@lru_cache(maxsize=64)
def rules_for(language: str, *, dandas: bool = False) -> Rules:
    """The rules of a language (an ISO 639-1 code), with those that all share; ``dandas``: for a line that has some."""
    table = _table()
    own, shared = table.get(language, {}), table["*"]

    def both(name: str) -> frozenset[str]:
        return frozenset(shared.get(name, ())) | frozenset(own.get(name, ()))

    kinds = {name: both(name) for name in ("title", "often", "number", "unit", "list", "hour")}
    if language in _NOUNS_IN_CAPITALS:  # there a capital tells nothing
        kinds |= {"often": kinds["often"] | kinds["unit"] | kinds["list"], "unit": frozenset(), "list": frozenset()}
    return Rules(
        titles=kinds["title"],
        often=kinds["often"],
        numbered=kinds["number"],
        units=kinds["unit"],
        lists=kinds["list"],
        hours=kinds["hour"],
        zones=both("zone"),
        starters=both("starters"),
        inner=both("inner"),
        says=both("says"),
        ordinals=language in _ORDINALS,
        dandas=dandas,
        stopped=frozenset().union(*kinds.values()),
    )


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    data = files("bot.text").joinpath("data", "abbreviations.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = json.loads(data)
    return table


def is_abbreviation(token: str, before: str, word: str, rules: Rules) -> bool:
    """Whether a full stop belongs to the token before it and not to the sentence.

    ``before`` is the sentence before the stop, or the end of it, and ends with ``token``; ``word`` is the first word
    after it.
    """
    key = token.casefold()
    starter = (word if len(word) == len("A.") else word.rstrip(".")).casefold() in rules.starters
    closed = _closes_a_phrase(key, before, word, rules)
    if closed is not None:
        return not closed
    if key in rules.titles and word:
        return not (starter and token.islower() and len(token) > 1)
    if word[:1].isdigit() and key in rules.numbered:
        return True
    if token.isdigit():
        return _is_ordinal(token, before, starter=starter, rules=rules)
    last = token.rpartition("-")[2]
    if len(last) == 1 and last.isupper():
        return _is_initial(token, before, word, starter=starter)
    return bool(token and word) and not starter and _is_short_form(token, key, before, word, rules)


def _closes_a_phrase(key: str, before: str, word: str, rules: Rules) -> bool | None:
    """Whether the sentence ends after "5 p.m.", "12 ft." or "etc."; None of any other token."""
    if not word[:1].isupper():
        return None
    if key in rules.hours:
        return word.rstrip(".").casefold() not in rules.zones
    if len(word) > 1 and word.isupper():  # "долл. США"
        return None
    pair = _PAIRED.search(before) if len(key) <= len("т.") else None
    if (pair.expand(r"\1\2").casefold() if pair else key) in rules.lists:
        return True
    if key in rules.units and _MEASURED.search(before):
        # "В 2017 г. Россия": a date that a sentence begins with.
        return key not in _YEARS or len(before.split()) > _SHORT_START
    return None


def _is_short_form(token: str, key: str, before: str, word: str, rules: Rules) -> bool:
    if key in rules.often or _DOTTED.fullmatch(token):
        return True
    if len(token) <= _SHORT_TOKEN and token[0].isupper() and word[-1] == "." and word[:-1].casefold() in rules.often:
        return "." not in word[:-1]  # "Gen. Tel. Ltd."
    if len(token) == 1:
        # "a. word" of scripts without capitals, "z. Zt.", "u. a."
        return token.isalpha() and (token.upper() == token or word.endswith(".") or bool(_PAIRED.search(before)))
    if token[0].isupper() and token[1:].islower() and len(token) <= 3 and _VOWELS.isdisjoint(key):
        return True  # "Дж.", "Chr."
    return rules.ordinals and _ROMAN.fullmatch(token) is not None


def _is_initial(token: str, before: str, word: str, *, starter: bool) -> bool:
    """ "J. Smith", "Karl-H. Abel", but not "plan B. The" nor "vitamin C."."""
    preceding = before[: -len(token)].split()
    named = not preceding or preceding[-1][:1].isupper() or not preceding[-1][-1:].isalnum()
    return bool(word) and (named or not starter) and not (starter and token.endswith("I"))


def _is_ordinal(token: str, before: str, *, starter: bool, rules: Rules) -> bool:
    """ "3. Oktober" where the language writes ordinals so; "1. First" at a line's start anywhere."""
    if before.strip() == token and len(token) <= 2:
        return True
    return rules.ordinals and len(token) <= 3 and not starter
