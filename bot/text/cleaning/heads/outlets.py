"""News outlets and other publishers that are known by name and by their site's address.

The list (``data/outlets.txt``) is general knowledge; that a name stands in it is evidence and no more, since pages name
other publishers too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from bot.text.cleaning.evidence.words import codes, word_list
from bot.text.cleaning.heads.spelling import squashed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.text.cleaning.heads.furniture import Furniture

_PLATFORMS = word_list("source_words.txt", "platform")
_WORD = re.compile(r"\w+")
_SOLID = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


class Outlets(NamedTuple):
    """The list, in the forms that it is asked in.

    Attributes:
        by_word: names in lower case as they are listed, each with all its words, by that which fewest others have.
        solid: names in scripts that write no spaces between words, by their first letter.
        shown: each name as it is listed, by itself in lower case, with its accents and without.
        by_key: each name as it is listed, by the key that all its spellings have (see ``squashed``).
        by_domain: the first name of each site, by its registrable domain.
    """

    by_word: dict[str, list[tuple[str, frozenset[str]]]]
    solid: dict[str, list[str]]
    shown: dict[str, str]
    by_key: dict[str, str]
    by_domain: dict[str, str]


@cache
def outlets() -> Outlets:
    """The list, read once."""
    text = (files("bot.text.cleaning") / "data" / "outlets.txt").read_text("utf-8")
    listed = {domain: names.split(" | ") for domain, _, names in (row.partition(" ") for row in text.splitlines())}
    shown: dict[str, str] = {}
    for name in chain.from_iterable(listed.values()):
        lower = name.lower()
        shown.setdefault(lower, name)
        if not lower.isascii():
            shown.setdefault(_plain(lower), name)
    words = {name: _WORD.findall(name) for name in shown if name.isascii() or not _SOLID.search(name)}
    used = Counter(chain.from_iterable(words.values()))
    by_word: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for name, own in words.items():
        # What a menu may say as well is told by its address alone.
        if not codes().keys() >= {*own}:
            by_word[min(own, key=used.__getitem__)].append((name, frozenset(filter(_is_long, own))))
    by_key = {squashed(name): name for name in reversed([*shown.values()])}
    solid: dict[str, list[str]] = defaultdict(list)
    for name in shown:
        if name not in words:
            solid[name[0]].append(name)
    return Outlets(dict(by_word), dict(solid), shown, by_key, {domain: names[0] for domain, names in listed.items()})


def outlet_at(host: str | None) -> str | None:
    """The listed publisher whose site a host is of; None where there is none, and for a part of a platform for many."""
    labels = host.lower().removeprefix("www.").split(".") if host else []
    for k in range(len(labels) - 1):
        if name := outlets().by_domain.get(".".join(labels[k:])):
            return None if k and labels[k] in _PLATFORMS else name
    return None


def printed_outlets(around: Furniture, words: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The listed names that furniture prints as names are written, as listed and as printed.

    ``words``: its words in lower case.
    """
    known, present = outlets(), words.keys()
    for word in known.by_word.keys() & present:
        for name, own in known.by_word[word]:
            if own <= present and (printed := _printed(around, name, known.shown[name])):
                yield known.shown[name], printed
    if _SOLID.search(around.lower):
        for letter in known.solid.keys() & {*around.lower}:
            yield from ((known.shown[name],) * 2 for name in known.solid[letter] if name in around.lower)


def _printed(around: Furniture, name: str, listed: str) -> str | None:
    """A name as it is printed in a name's letters first, where it is not listed in small ones."""
    spellings = (around.printed[a:b] for _, a, b in around.places(name))
    return next((spelling for spelling in spellings if spelling == listed or not spelling.islower()), None)


def _is_long(word: str) -> bool:
    """Whether a word is one of those that are looked for: none of one letter."""
    return len(word) > 1


def _plain(name: str) -> str:
    """``name`` without accents, as capitals are often printed."""
    return "".join(letter for letter in normalize("NFD", name) if not combining(letter))
