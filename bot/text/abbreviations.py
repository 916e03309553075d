"""The abbreviations of each language, and the words that begin its sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_ORDINALS = frozenset(["cs", "da", "de", "et", "fi", "hr", "hu", "is", "lb", "lv", "no", "sk", "sl", "sr", "tr"])


@dataclass(frozen=True, slots=True)
class Rules:
    """What tells a full stop that ends a sentence from others. Words are in lower case, without it.

    Attributes:
        titles: what always stands before a name: "Mr", "Gen".
        often: what may end a sentence, and does before a starter: "Inc", "a.m", "usw".
        numbered: what stands before a number: "No", "Art".
        starters: common first words of a sentence, unlikely as the word after an abbreviation inside one.
        ordinals: whether the language writes "3." for "third".
        stopped: all of the abbreviations.
    """

    titles: frozenset[str]
    often: frozenset[str]
    numbered: frozenset[str]
    starters: frozenset[str]
    ordinals: bool
    stopped: frozenset[str]


@lru_cache(maxsize=64)
def rules_for(language: str) -> Rules:
    """The rules of a language (an ISO 639-1 code), with those that all share."""
    table = _table()
    own, shared = table.get(language, {}), table["*"]

    def both(name: str) -> frozenset[str]:
        return frozenset(shared[name]) | frozenset(own.get(name, ()))

    titles, often, numbered = both("title"), both("often"), both("number")
    return Rules(titles, often, numbered, both("starters"), language in _ORDINALS, titles | often | numbered)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    data = files("bot.text").joinpath("data", "abbreviations.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = json.loads(data)
    return table
