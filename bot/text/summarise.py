"""From an article's sentences to its summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from bot.text.sentences import tokenizer_for
from bot.text.summarizer import NewsSummarizer
from bot.text.words import word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.summary.model import Model


def summarise(
    body: Sequence[str],
    *,
    title: str,
    language: str,
    sentences: int = 3,
    words: int | None = None,
    model: Model | None = None,
    readable: bool = True,
) -> tuple[str, ...]:
    """Summarise an article by sentences of its own.

    Args:
        body: the sentences of the cleaned body, in order.
        title: the headline; may be empty.
        language: an ISO 639-1 code, or ``"und"``.
        sentences: the most sentences to return, at least 1.
        words: the most words to return, where given.
        model: weights to use in place of the language's own.
        readable: whether sentences that read badly by themselves are left out, wherever others can be had.

    Returns:
        Whole sentences, verbatim, in the article's order; all of an article of at most ``sentences`` sentences,
        where ``words`` allows it. Empty for a text without words, or where every sentence has more than ``words``.

    Raises:
        ValueError: ``sentences`` or ``words`` is below 1.
    """
    if sentences < 1 or (words is not None and words < 1):
        raise ValueError("a summary has at least one sentence and one word")
    document = _document(body, language)
    if len(document.sentences) <= sentences:
        everything = tuple(map(str, document.sentences))
        if words is None or sum(map(word_count, everything)) <= words:
            return everything if any(sentence.words for sentence in document.sentences) else ()
    summarizer = NewsSummarizer(language=language)
    summarizer.title = title
    summarizer.max_words = words
    summarizer.model = model or summarizer.model
    summarizer.readable = readable
    return tuple(str(sentence) for sentence in summarizer(document, sentences))


def _document(body: Sequence[str], language: str) -> ObjectDocumentModel:
    tokenizer = tokenizer_for(language)
    return ObjectDocumentModel([Paragraph([Sentence(text, tokenizer) for text in body])])
