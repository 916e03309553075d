"""The cleaner's word lists: function words of running text and cue words of site furniture."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

# No group is possessive here: in Python 3.11.2 (Debian 12) one that fails keeps what it has read, here a final stop.
WORD = re.compile(r"\w++(?:[-’'.]\w++)*")
CUE_CLASSES = ("share", "subscribe", "legal", "comments", "related", "ad", "nav", "plea", "credit", "byline")


def entries(name: str) -> list[tuple[str, list[str]]]:
    """The lines of a word list: each key with its words."""
    text = (files("bot.text.cleaning") / "data" / name).read_text("utf-8")
    rows = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return [(key.strip(), words.split()) for key, _, words in rows]


def lowered(text: str) -> str:
    """``text`` in lower case, for patterns to match; letter by letter, so that the Turkish capital i stays one letter.

    A pattern that minds case skips what cannot match some times as fast as one that does not.
    """
    return text.replace("İ", "i").lower()


class _Codes(dict[str, int]):
    """Words to codes; 0 for any other word."""

    def __missing__(self, word: str) -> int:
        return 0


@cache
def function_words() -> frozenset[str]:
    """The function words of all languages listed, lower case."""
    return frozenset(word for _, words in entries("function_words.txt") for word in words)


@cache
def cues() -> dict[str, int]:
    """Each cue word with the position of its class in ``CUE_CLASSES``; a word's first class counts."""
    found: dict[str, int] = {}
    for name, words in entries("cues.txt"):
        for word in words:
            found.setdefault(word, CUE_CLASSES.index(name))
    return found


@cache
def word_list(name: str, key: str) -> frozenset[str]:
    """The words listed under ``key`` in a data file."""
    return frozenset(word for found, words in entries(name) if found == key for word in words)


@cache
def codes() -> dict[str, int]:
    """One number a word: 1 for function words, 2 and up for cue words by class, 0 for all others."""
    found = _Codes({word: 2 + position for word, position in cues().items()})
    found.update(dict.fromkeys(function_words(), 1))
    return found


CREDITED = word_list("cues.txt", "credit") | {"image", "photo", "foto", "getty", "shutterstock", "istockphoto"}
"""Words that a picture's credit has."""
