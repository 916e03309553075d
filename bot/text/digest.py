"""From bytes and a name to an article: read, clean, summarise."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Article
from bot.text.clean import clean
from bot.text.keywords import keywords
from bot.text.language import detect
from bot.text.read import read
from bot.text.summarise import summarise


def digest(data: bytes, name: str, *, sentences: int = 3, words: int | None = None) -> Article:
    """Make an article of a file's bytes. Pure: no files, no network, the same answer each time.

    Args:
        data: the file's content.
        name: its name; the ending tells the kind.
        sentences: the most sentences in the summary.
        words: the most words in the summary, or None.

    Raises:
        bot.model.Refused: with a sentence, where there is no article in it.
    """
    cleaned = clean(read(data, name))
    language = detect("\n".join(cleaned.paragraphs), cleaned.language)
    article = Article(
        title=cleaned.title,
        byline=cleaned.byline,
        source=cleaned.source,
        published=cleaned.published,
        url=cleaned.url,
        language=language,
        paragraphs=cleaned.paragraphs,
        summary=(),
        keywords=keywords(cleaned.paragraphs, title=cleaned.title, language=language),
    )
    return resummarise(article, sentences=sentences, words=words)


def resummarise(article: Article, *, sentences: int = 3, words: int | None = None) -> Article:
    """The same article with its summary made anew from its own paragraphs."""
    summary = summarise(
        article.paragraphs, title=article.title, language=article.language, sentences=sentences, words=words
    )
    return replace(article, summary=summary)
