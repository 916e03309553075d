"""Which sentences read well out of their place, and which only after the one before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.summary.quotes import cut_quotes
from bot.text.words import word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.summary.openings import Openings

_ENDS = frozenset(".!?…。！？｡．।॥؟۔።။។")
_QUESTIONS = frozenset("?？؟;")
_CLOSERS = " \u00a0\u202f\"'”’“»«›)]」』）】"
_PURE_QUOTE = re.compile(r"^[\"“„«»‘'「『].*[\"”“»«’'」』][.!?…。]?$", re.DOTALL)
_AFTER_QUOTE = re.compile(r"^[\"“„«»‘'][^\"”“»«]*[,.!?…]?[\"”“»«’'](?!\w)[\s,.–—-]*([^\W\d_]+)(?:\s+([^\W\d_]+))?")
_ADDRESSES = ("://", "www.", "@")
_CAPITALS = 0.6
"""A sentence of more words than this in capitals is a heading or a label."""
_FEWEST_WORDS = 7
_MOST_WORDS = 80
_LETTERS_A_WORD = 4


class Readable:
    """How the sentences of an article may be used; each is judged when it is asked for."""

    def __init__(self, sentences: Sequence[str], openings: Openings) -> None:
        """Take the sentences of an article, in its order, and how its language opens them."""
        self._sentences = sentences
        self._openings = openings
        self._cut = cut_quotes(sentences)
        self._last = [sentence.rstrip(_CLOSERS)[-1:] for sentence in sentences]
        if " ." in "\n".join(sentences):
            self._last = [_last(sentence) for sentence in sentences]
        self._punctuated = 2 * sum(mark in _ENDS for mark in self._last) >= len(sentences)

    def usable(self, index: int) -> bool:
        """Whether a sentence may stand in a summary."""
        mark = self._last[index]
        if self._cut[index] or mark in _QUESTIONS or (self._punctuated and mark not in _ENDS):
            return False
        if index == 0 and _is_orphan(self._sentences[0], self._openings):
            return False
        return _is_statement(self._sentences[index], self._openings)

    def after_previous(self, index: int) -> bool:
        """Whether a sentence may stand there only right after the one before it in the article."""
        return index > 0 and _needs_previous(self._sentences[index], self._openings)


class Anything(Readable):
    """Where nothing reads well, any sentence may be used."""

    def usable(self, index: int) -> bool:
        """Whether a sentence may stand in a summary: each may."""
        return index >= 0

    def after_previous(self, index: int) -> bool:
        """Whether a sentence may stand there only after another: none."""
        return index < 0


def _last(sentence: str) -> str:
    """The mark a sentence ends in; none where a space is before a full stop: that was put after a heading later on."""
    text = sentence.rstrip(_CLOSERS)
    return "" if text[-1:] == "." and text[-2:-1].isspace() else text[-1:]


def _is_orphan(sentence: str, openings: Openings) -> bool:
    """Whether an article's first sentence opens on a pronoun or a link that nothing in it explains.

    "When she was four, Ann ..." and "It is no secret that Ann ..." name whom they mean; "She told Ann ..." does not.
    """
    if not openings.looks_back(sentence) or not openings.spaced:
        return False
    first, _, rest = sentence.lstrip(_CLOSERS).partition(" ")
    bare = re.split("['’]", first)[0].strip(",").casefold()
    if bare in openings.persons or (bare in openings.backward and bare not in openings.pronouns):
        return True
    return any(map(str.islower, rest)) and not any(map(str.isupper, rest))


def _is_statement(sentence: str, openings: Openings) -> bool:
    """Whether a sentence says something by itself: no caption, heading, address, scrap or screed."""
    words = sentence.split()
    if len(words) > _MOST_WORDS or sentence[-1] in ":：":
        return False
    if len(words) < _FEWEST_WORDS and not _FEWEST_WORDS <= word_count(sentence) <= _MOST_WORDS * _LETTERS_A_WORD:
        return False
    if sum(map(str.isupper, words)) > _CAPITALS * len(words):
        return False
    return not any(mark in sentence for mark in _ADDRESSES) and not (
        openings.is_furniture(sentence) or openings.runs_on(sentence)
    )


def _needs_previous(sentence: str, openings: Openings) -> bool:
    """Whether a sentence opens on a pronoun or a link, or is a quotation whose speaker it does not name."""
    if openings.looks_back(sentence):
        return True
    if sentence[0] not in "\"“„«»‘'「『":
        return False
    attributed = _AFTER_QUOTE.match(sentence)
    if attributed:
        return any(word and word.casefold() in openings.pronouns for word in attributed.groups())
    return bool(_PURE_QUOTE.match(sentence))
