"""A sumy summarizer for news: the sentences of the highest expected ROUGE, at a cost linear in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sumy.summarizers import AbstractSummarizer
from sumy.utils import ItemsCount

from bot.text import stems
from bot.text.summary.chances import chances_of
from bot.text.summary.choice import Limits, choose
from bot.text.summary.units import numbers_of, tokens_of
from bot.text.words import word_count, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sumy.models.dom import ObjectDocumentModel, Sentence


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Chooses sentences of a news article.

    Attributes:
        stop_words: function words in lower case, as for other sumy summarizers.
        title: the article's headline; its words count for more. Empty where there is none.
        max_words: upper bound of words a summary has; None for none.
    """

    def __init__(self, stemmer: Callable[[str], str] = stems.stem) -> None:
        """Take a stemmer; the default serves any language."""
        super().__init__(stemmer)
        self.stop_words: frozenset[str] = frozenset()
        self.title = ""
        self.max_words: int | None = None

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: int | str | Callable[..., object]
    ) -> tuple[Sentence, ...]:
        """Summarise a document.

        Args:
            document: sumy's model of a text.
            sentences_count: the most sentences to return: a number, sumy's ``"20%"``, or its `ItemsCount`.

        Returns:
            Sentences of the document in its order.
        """
        sentences = _distinct(document.sentences)
        most = _count(sentences_count, sentences)
        if not sentences or most < 1:
            return ()
        tokens = tokens_of([sentence.words for sentence in sentences], self._stemmer)
        usable = [index for index, length in enumerate(tokens.lengths) if length]
        if not usable:
            return ()
        sizes = [word_count(str(sentence)) for sentence in sentences]
        title = numbers_of((self._stemmer(word) for word in words(self.title)), tokens)
        chances = chances_of(tokens, title, self.stop_words)
        chosen = choose(chances, tokens.lengths, sizes, usable, Limits(most, self.max_words))
        chosen = chosen or [min(usable, key=sizes.__getitem__)]
        return tuple(sentences[index] for index in chosen)


def _distinct(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Sentences without those that repeat an earlier one."""
    return list({str(sentence).casefold(): sentence for sentence in reversed(list(sentences))}.values())[::-1]


def _count(sentences_count: int | str | Callable[..., object], sentences: list[Sentence]) -> int:
    count = sentences_count if callable(sentences_count) else ItemsCount(sentences_count)
    return len(count(sentences))  # type: ignore[arg-type]
