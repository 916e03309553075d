"""Names among runs of words: what belongs to one, and what only stands before it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.text.stems import stop_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LINKS = frozenset(
    (
        "al",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "ibn",
        "la",
        "le",
        "van",
        "von",
    )
)
"""What may stand in small letters inside a name: "Charles de Gaulle"."""
_LINKS_OF_HEADS = frozenset({"of", "for"})
"""What may where the name of an institution or a place goes on: "Bank of England", not "Ann Lee of England"."""
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Lists:
    """What a language says of its names, in lower case.

    Attributes:
        stop: what is no keyword and part of none: function words, days, months, words of reporting.
        titles: what stands before a name and is no part of it: "Mayor", "CEO".
        before_titles: what then belongs to the title: "Foreign" in "Foreign Minister".
        heads: what names of institutions and places are made of: "Bank", "Gulf".
        counted: function words that a name may begin with: "Six Nations".
        possessives: forms that a name may begin with: "People's".
    """

    stop: frozenset[str]
    titles: frozenset[str]
    before_titles: frozenset[str]
    heads: frozenset[str]
    counted: frozenset[str]
    possessives: frozenset[str]


@lru_cache(maxsize=64)
def lists_of(language: str) -> Lists:
    """The lists of a language (an ISO 639-1 code), with the English ones, which other languages' news use too."""
    data = files("bot.text").joinpath("data", "names.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = json.loads(data)

    def both(kind: str) -> frozenset[str]:
        return frozenset(word.casefold() for name in ("en", language) for word in table.get(name, {}).get(kind, ()))

    titles = both("titles")
    return Lists(
        stop=stop_words(language) | both("stop") | titles,
        titles=titles,
        before_titles=both("before titles"),
        heads=both("heads"),
        counted=both("counted"),
        possessives=both("possessives"),
    )


def links(word: str, before: Sequence[str], after: str, lists: Lists) -> bool:
    """Whether a small word ties a name together: a capital stands before it and after it."""
    if not (before and before[-1][:1].isupper() and after[:1].isupper()):
        return False
    return word in _LINKS or (word in _LINKS_OF_HEADS and before[-1].casefold() in lists.heads | lists.titles)


def names_in(words: Iterable[str], lists: Lists) -> Iterator[list[str]]:
    """The names of a run of words: what is written with capitals, links between, without titles."""
    name: list[str] = []
    for word in [*words, ""]:
        if word[:1].isupper() or (name and word in _LINKS | _LINKS_OF_HEADS):
            name.append(word)
            continue
        yield from _untitled(name, lists)
        name = []


def _untitled(words: Sequence[str], lists: Lists) -> Iterator[list[str]]:
    """A run of capitals parted at its titles: "Apple" and "Tim Cook" of "Apple CEO Tim Cook"."""
    part: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word.casefold() not in lists.titles:
            part.append(word)
            continue
        while part and part[-1].casefold() in lists.before_titles:
            part.pop()
        yield from _whole(part)
        part = []
        if rest and rest[0] in _LINKS_OF_HEADS:
            del rest[:2]  # "of State" in "Secretary of State John Kerry"
    yield from _whole(part)


def _whole(words: list[str]) -> Iterator[list[str]]:
    while words and (words[-1].islower() or words[-1].endswith(".")):
        words = words[:-1]
    if words and len(words) <= _LONGEST and not (len(words) == 1 and "." in words[0]):
        yield words
