"""From bytes and a name to an article: read, clean, summarise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003 - readers of the annotations resolve them at run time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.model import Article
from bot.text.clean import clean_by
from bot.text.keywords import keywords
from bot.text.language import detect
from bot.text.read import read
from bot.text.ruling import unlimited
from bot.text.sentences import split_all
from bot.text.summarise import summarise

if TYPE_CHECKING:
    from bot.text.rules import Rule
    from bot.text.ruling import Limit


@dataclass(frozen=True, slots=True)
class RuledArticle:
    """An article by the house rules.

    Attributes:
        folder: the folder that the rules ask for, or None.
        fired: how often each rule fired, by its key.
    """

    article: Article
    folder: str | None = None
    fired: Mapping[str, int] = field(default_factory=dict)


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
    return digest_by((), data, name, sentences=sentences, words=words).article


def digest_by(
    rules: Sequence[Rule],
    data: bytes,
    name: str,
    *,
    sentences: int = 3,
    words: int | None = None,
    limit: Limit = unlimited,
) -> RuledArticle:
    """As ``digest``, by the house ``rules``; ``limit``: of the time of each, see ``apply_rules``."""
    ruling = clean_by(read(data, name), rules, limit)
    cleaned = ruling.article
    language = detect("\n".join(cleaned.paragraphs), cleaned.language)
    body = split_all(cleaned.paragraphs, language)
    article = Article(
        title=cleaned.title,
        byline=cleaned.byline,
        source=cleaned.source,
        published=cleaned.published,
        url=cleaned.url,
        language=language,
        paragraphs=cleaned.paragraphs,
        summary=summarise(body, title=cleaned.title, language=language, sentences=sentences, words=words),
        keywords=keywords(body, title=cleaned.title, language=language),
    )
    return RuledArticle(article, ruling.folder, ruling.fired)


def resummarise(article: Article, *, sentences: int = 3) -> Article:
    """The same article with its summary made anew from its own paragraphs."""
    body = split_all(article.paragraphs, article.language)
    return replace(
        article, summary=summarise(body, title=article.title, language=article.language, sentences=sentences)
    )
