"""A sumy summarizer for news: the sentences of the highest expected ROUGE, at a cost linear in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sumy.summarizers import AbstractSummarizer
from sumy.utils import ItemsCount

from bot.text.stems import stem, stop_words
from bot.text.summary.chances import chances_of
from bot.text.summary.choice import Limits, candidates, choose
from bot.text.summary.features import Context
from bot.text.summary.model import model_for
from bot.text.summary.openings import openings_of
from bot.text.summary.quotes import quoted_share
from bot.text.summary.readable import Anything, Readable
from bot.text.summary.units import numbers_of, tokens_of
from bot.text.words import word_count, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sumy.models.dom import ObjectDocumentModel, Sentence

    from bot.text.summary.units import Tokens

_LARGEST_SHARE = 0.6
"""The most of an article that a summary repeats, once the article has more than twice the sentences asked for."""


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Chooses the sentences of a news article whose words a person's summary would most likely use.

    Two logistic models give each distinct word u and bigram b of the article the chance p to be in a reference
    summary (`bot.text.summary.features` names their features, ``bot/text/data/chances.json`` holds their weights,
    ``bench/train_summaries.py`` trains them on articles with reference summaries). The set S of sentences is sought,
    by beam search, that maximises the expected ROUGE F1

        2 Σ p(u) / (|S| + L)  +  a · 2 Σ p(b) / (|S| - k + L - 3)

    over the distinct u and b of S, which has |S| words and k sentences; L (35 in English) stands for the length of a
    reference in words, and a (1.0) weighs ROUGE-2 against ROUGE-1. Repetition earns nothing, so no similarity of
    sentences is computed and the cost is linear in the text. Only sentences that read well by themselves, or with the
    one before them, are taken (`bot.text.summary.readable`), and where there are enough, two at least.

    Attributes:
        language: an ISO 639-1 code; tells what pronouns, captions and function words look like.
        stop_words: function words in lower case, as of other sumy summarizers.
        title: the article's headline; its words count for more. Empty where there is none.
        max_words: the most words a summary may have; None for no bound. Where every sentence is longer,
            the summary is empty.
        readable: whether sentences that read badly by themselves are left out, wherever others can be had.
        model: the trained weights.
    """

    def __init__(self, stemmer: Callable[[str], str] = stem, language: str = "en") -> None:
        """Take a stemmer (the default serves any language; the weights of single stems are its own) and a language."""
        super().__init__(stemmer)
        self.language = language
        self.stop_words = stop_words(language)
        self.title = ""
        self.max_words: int | None = None
        self.readable = True
        self.model = model_for(language)

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: int | str | Callable[..., object]
    ) -> tuple[Sentence, ...]:
        """Summarise a document.

        Args:
            document: sumy's model of a text.
            sentences_count: the most sentences to return: a number, sumy's ``"20%"``, or its `ItemsCount`.

        Returns:
            Sentences of the document, in its order; empty only where it has no words, none are asked for, or none
            fits ``max_words``.
        """
        sentences, texts, running = _distinct(document.sentences)
        most = _count(sentences_count, sentences)
        if most < 1:
            return ()
        tokens = tokens_of(running, self._stemmer)
        limits = self._limits(texts, most)
        chances = chances_of(tokens, self._context(tokens, texts), self.model)
        openings = openings_of(self.language)
        for judge in (Readable, Anything) if self.readable else (Anything,):
            found = candidates(chances, tokens.lengths, judge(texts, openings), limits, self.model.aim)
            chosen = choose(found, limits, self.model.aim)
            if chosen:
                return tuple(sentences[index] for index in chosen)
        shortest = int(np.argmin(limits.costs[0]))
        within = self.max_words is None or limits.costs[0][shortest] <= self.max_words
        return (sentences[shortest],) if within else ()

    def _context(self, tokens: Tokens, texts: list[str]) -> Context:
        title = numbers_of(map(self._stemmer, words(self.title)), tokens)
        quoted = np.array([quoted_share(text) for text in texts])
        places = self.model.places(tokens.stems)
        return Context(title, bool(self.title), quoted, self.stop_words, places, self.model.frequency[places])

    def _limits(self, texts: list[str], most: int) -> Limits:
        costs = np.array([[word_count(text) for text in texts], [len(text) for text in texts]], float)
        share = _LARGEST_SHARE if len(texts) > 2 * most else 1.0
        room = costs.sum(1) * share
        if self.max_words is not None:
            room[0] = min(room[0], self.max_words)
        return Limits(most, costs, room)


def _distinct(sentences: Iterable[Sentence]) -> tuple[list[Sentence], list[str], list[Sequence[str]]]:
    """The sentences that have words, their texts and their words, without those that repeat an earlier one."""
    first: dict[str, tuple[Sentence, str, Sequence[str]]] = {}
    for sentence in sentences:
        if running := sentence.words:
            text = str(sentence)
            first.setdefault(text.casefold(), (sentence, text, running))
    kept = first.values()
    return [sentence for sentence, _, _ in kept], [text for _, text, _ in kept], [running for _, _, running in kept]


def _count(sentences_count: int | str | Callable[..., object], sentences: list[Sentence]) -> int:
    count = sentences_count if callable(sentences_count) else ItemsCount(sentences_count)
    return len(count(sentences))  # type: ignore[arg-type]
