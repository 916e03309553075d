"""Which sentences read well out of their place, and which only after the one before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.summary.quotes import cut_quotes
from bot.text.words import word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.summary.openings import Openings

_ENDED = re.compile(r"[.!?…。！？｡．।॥؟۔።։။។][\s\"'”’“»«›)\]」』）】]*$")
_ASKS = re.compile(r"[?？؟;][\s\"'”’“»«›)\]」』）】]*$")
_PURE_QUOTE = re.compile(r"^[\"“„«»‘'「『].*[\"”“»«’'」』][.!?…。]?$", re.DOTALL)
_AFTER_QUOTE = re.compile(r"^[\"“„«»‘'][^\"”“»«]*[,.!?…]?[\"”“»«’'](?!\w)[\s,.–—-]*([^\W\d_]+)(?:\s+([^\W\d_]+))?")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\S|(?:^|\s)@\w")
_CAPITALS = 0.6
_FEWEST_WORDS = 5
_MOST_WORDS = 80
_LETTERS_A_WORD = 4


@dataclass(frozen=True, slots=True)
class Readable:
    """How the sentences of an article may be used.

    Attributes:
        usable: whether each may stand in a summary.
        after_previous: whether each may stand there only right after the sentence before it in the article.
    """

    usable: list[bool]
    after_previous: list[bool]


def readable(sentences: Sequence[str], openings: Openings) -> Readable:
    """Judge the sentences of an article, in its order."""
    cut = cut_quotes(sentences)
    ends = [bool(_ENDED.search(sentence[-12:])) for sentence in sentences]
    punctuated = 2 * sum(ends) >= len(ends)
    usable = [
        (ended or not punctuated) and not parted and _is_statement(sentence, openings)
        for sentence, ended, parted in zip(sentences, ends, cut, strict=True)
    ]
    after = [index > 0 and _needs_previous(sentence, openings) for index, sentence in enumerate(sentences)]
    return Readable(usable, after)


def _is_statement(sentence: str, openings: Openings) -> bool:
    """Whether a sentence says something by itself: no question, caption, heading, address, scrap or screed."""
    if _ASKS.search(sentence[-12:]) or sentence[-1:] in ":：":
        return False
    size = word_count(sentence)
    if not _FEWEST_WORDS <= size <= _MOST_WORDS * _LETTERS_A_WORD or len(sentence.split()) > _MOST_WORDS:
        return False
    return not (_is_shouted(sentence) or _ADDRESS.search(sentence) or openings.is_furniture(sentence))


def _is_shouted(sentence: str) -> bool:
    """Whether most letters are capitals: a heading or a label."""
    capitals = sum(map(str.isupper, sentence))
    return capitals > 10 and capitals > _CAPITALS * sum(map(str.isalpha, sentence))


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
