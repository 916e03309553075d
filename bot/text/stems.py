"""Stems and function words, for any language and without a download."""

from __future__ import annotations

from functools import lru_cache

from sumy.utils import get_stop_words

from bot.text.abbreviations import rules_for
from bot.text.summary.openings import openings_of

_SUFFIXES = ("ings", "edly", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s")
_SHORTEST = 4
_KEPT = 7


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What stands for all forms of a word: lower case, an English suffix off, at most seven letters.

    Truncation groups the inflected forms of most languages about as well as a stemmer does and needs to know none
    of them (McNamee and Mayfield 2004, *Character n-gram tokenization for European language text retrieval*).
    """
    key = word.casefold()
    if len(key) <= _SHORTEST:
        return key[:-1] if len(key) == _SHORTEST and key.isascii() and key[-1] == "s" != key[-2] else key
    if key.isascii():
        for suffix in _SUFFIXES:
            if key.endswith(suffix) and len(key) - len(suffix) >= _SHORTEST - 1:
                key = key[: -len(suffix)]
                break
    return key[:_KEPT]


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """The function words of a language (ISO 639-1), case-folded; few where sumy has no list of them."""
    own = frozenset(map(str.casefold, rules_for(language).starters | openings_of(language).backward))
    try:
        return own | frozenset(map(str.casefold, get_stop_words(language)))
    except LookupError:
        return own
