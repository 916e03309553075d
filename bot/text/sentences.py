"""Sentences and words of news text, in any language, from rules whose data ships beside the code.

`split` looks at every run of end marks (``.``, ``!``, ``؟``, ``।``, ``。`` ...) once and decides from the token
before it and the word after it, both of bounded length: linear in the text, whatever the text is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text.abbreviations import rules_for
from bot.text.boundaries import ENDS, is_boundary
from bot.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_DANDA = "।"


def split(text: str, language: str) -> list[str]:
    """Cut a paragraph into sentences.

    Args:
        text: one paragraph; a line break in it ends a sentence.
        language: an ISO 639-1 code; ``"und"`` and one without rules of its own get those all languages share.

    Returns:
        The sentences in order, each a slice of the text, without white space at its ends and never empty. Nothing
        but white space lies between them.
    """
    return [sentence for line in text.splitlines() for sentence in _split_line(line, language)]


def split_all(paragraphs: Iterable[str], language: str) -> list[str]:
    """The sentences of an article, in order; see `split`.

    Args:
        paragraphs: the body.
        language: an ISO 639-1 code, or ``"und"``.
    """
    return [sentence for paragraph in paragraphs for sentence in split(paragraph, language)]


def _split_line(line: str, language: str) -> list[str]:
    rules = rules_for(language, dandas=_DANDA in line)
    sentences = []
    start = 0
    for end in ENDS.finditer(line):
        if is_boundary(line, start, end, rules):
            sentences.append(line[start : end.end()].strip())
            start = end.end()
    sentences.append(line[start:].strip())
    return [sentence for sentence in sentences if sentence]


class Tokenizer:
    """A tokenizer for sumy (``to_sentences``, ``to_words``) that needs no download."""

    def __init__(self, language: str) -> None:
        """Take an ISO 639-1 code."""
        self.language = language

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """The sentences of a paragraph, as `split` gives them."""
        return tuple(split(paragraph, self.language))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """The words of a sentence, as `words` gives them."""
        return tuple(words(sentence))


@lru_cache(maxsize=32)
def tokenizer_for(language: str) -> Tokenizer:
    """The tokenizer of a language."""
    return Tokenizer(language)
