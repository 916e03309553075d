"""How a sentence of a language opens: on a pronoun or a link to what went before, or as a site's furniture."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.text.abbreviations import rules_for
from bot.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_PUNCTUATION = "\"'“”‘’„‚«»‹›([{「『（〈《【¿¡*•·–—―-….,;:!?،؛。、，：\u200e\u200f"
_UNSPACED = frozenset({"zh", "ja"})
_CAPITAL_INSIDE = re.compile(r" ([^\W\da-z_][^\W\dA-Z_]*) (?=[^\W\dA-Z_])")
_LONGEST = 4
_EARLY, _EARLY_LETTERS = 5, 60
_CREDIT_WITHIN = 250


@dataclass(frozen=True, slots=True)
class Openings:
    """A language's first words, in lower case.

    Attributes:
        pronouns: what points to a person or thing named before: "she", "this".
        backward: pronouns, and what continues a thought: "but", "in addition".
        standalone: phrases that begin like one of these and do not look back: "this week".
        starters: function words and numerals that begin a sentence.
        run_on: articles and pronouns with a capital: inside a sentence they show that two are run together.
        persons: pronouns of persons that are a clause's subject.
        subjects: those, and of things.
        furniture: what opens a caption, a link or an appeal: "read more", "photo:".
        credits: what marks a credit line anywhere in it, "contributed to this report", by a word of it; by "" where
            its script may join that word to others.
        spaced: whether the language puts spaces between words.
    """

    pronouns: frozenset[str]
    backward: frozenset[str]
    standalone: frozenset[str]
    starters: frozenset[str]
    run_on: frozenset[str]
    persons: frozenset[str]
    subjects: frozenset[str]
    furniture: tuple[str, ...]
    credits: dict[str, tuple[str, ...]]
    spaced: bool

    def looks_back(self, sentence: str) -> bool:
        """Whether a sentence opens on a word that needs the sentence before it."""
        opening = sentence[:80].lstrip(_PUNCTUATION + " ").replace("’", "'").casefold()
        if not self.spaced:
            return opening.startswith(tuple(self.backward)) and not opening.startswith(tuple(self.standalone))
        first = [word.strip(_PUNCTUATION) for word in opening.split()[:_LONGEST]]
        for size in range(len(first), 0, -1):
            phrase = " ".join(first[:size])
            if phrase in self.standalone:
                return False
            if phrase in self.backward:
                return True
        return self._names_later(sentence)

    def _names_later(self, sentence: str) -> bool:
        """Whether a subject's pronoun comes early and before any name: "In 2011 he", but not "Doctors say he"."""
        first, *others = sentence[:_EARLY_LETTERS].split()[:_EARLY] or [""]
        if first.strip(_PUNCTUATION).casefold() not in self.starters:
            return False
        for word in others:
            bare = word.strip(_PUNCTUATION)
            if bare in self.subjects:
                return True
            if bare[:1].isupper():
                return False
        return False

    def runs_on(self, sentence: str) -> bool:
        """Whether a caption runs into a sentence without a mark between: "... in 1995 The mountain is ..."."""
        if self.run_on.isdisjoint(sentence.split()):
            return False
        return any(
            found.group(1) in self.run_on and sentence[found.start() - 1].isalnum()
            for found in _CAPITAL_INSIDE.finditer(sentence)
        )

    def is_furniture(self, sentence: str) -> bool:
        """Whether a sentence is a caption, a link to other pages, an appeal to readers or a credit line."""
        text = sentence.casefold()
        opening = text.lstrip("*•·–—-[> ")
        return opening.startswith(self.furniture) or (len(text) <= _CREDIT_WITHIN and self._is_credited(text))

    def _is_credited(self, text: str) -> bool:
        hints = self.credits.keys() & {"", *words(text)}
        return any(mark in text for hint in hints for mark in self.credits[hint])


@lru_cache(maxsize=64)
def openings_of(language: str) -> Openings:
    """The openings of a language (ISO 639-1); of one without a list of its own, none but English furniture."""
    table = _table()
    own, english = table.get(language, {}), table["en"]
    pronouns = frozenset(own.get("pronouns", ()))
    return Openings(
        pronouns,
        pronouns | frozenset(own.get("links", ())),
        frozenset(own.get("fine", ())),
        rules_for(language).starters,
        frozenset(map(str.capitalize, pronouns | frozenset(own.get("articles", ())))),
        frozenset(own.get("persons", ())),
        frozenset(own.get("persons", ())) | frozenset(own.get("neuter", ())),
        tuple({*own.get("furniture", ()), *english["furniture"]}),
        _by_hint({*own.get("credits", ()), *english["credits"]}),
        language not in _UNSPACED,
    )


def _by_hint(marks: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for mark in marks:
        found[max(words(mark), key=len) if mark.isascii() else ""].append(mark)
    return {hint: tuple(group) for hint, group in found.items()}


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    data = files("bot.text").joinpath("data", "openings.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = json.loads(data)
    return table
