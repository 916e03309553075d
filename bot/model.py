"""The domain's types: what a file becomes on its way from the drop folder to a channel."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - readers of the annotations resolve them at run time
from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003 - as above
from enum import StrEnum

from bot.scripts import count_words


class NewsdropError(Exception):
    """Base of the errors that carry one sentence a person can act on."""


class Refused(NewsdropError):
    """A file that holds nothing to keep; the message is the reason, a whole sentence."""


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded file, before cleaning.

    Attributes:
        name: the file's own name, without folders.
        kind: ``"text"``, ``"markdown"`` or ``"html"``.
        text: the decoded content: NFC, ``\\n`` line ends, without a byte order mark, NUL or other controls.
    """

    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article freed of its site's furniture, not yet summarised.

    Attributes:
        title: the headline; never empty.
        byline: the author or authors as printed, without "By".
        source: the publisher.
        published: the day of publication, as the file tells it; None where it tells none.
        url: the canonical http(s) address, where the file tells it.
        language: the file's own hint (``lang=``, front matter), an ISO 639-1 code, or None.
        paragraphs: the article's body in order, one string a paragraph, none empty.
    """

    title: str
    byline: str | None
    source: str | None
    published: date | None
    url: str | None
    language: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One line of a page as the cleaner judged it.

    Attributes:
        text: the line.
        kept: whether it is part of the article's body.
        reason: why, in a few words.
        likely: the model's probability that it is body text, 0 to 1.
    """

    text: str
    kept: bool
    reason: str
    likely: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of each line of a file: with the ``article``, or the ``refusal`` (a sentence).

    Attributes:
        origins: where each fact of the article's head is from, by the name of the fact.
        folder: the folder that a house rule sets, or None.
    """

    lines: tuple[ExplainedLine, ...]
    article: Cleaned | None = None
    origins: Mapping[str, str] = field(default_factory=dict)
    folder: str | None = None
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned and summarised article. ``language`` is an ISO 639-1 code, or ``"und"`` where none could be told."""

    title: str
    byline: str | None
    source: str | None
    published: date | None
    url: str | None
    language: str
    paragraphs: tuple[str, ...]
    summary: tuple[str, ...]
    keywords: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether the summary is the whole article."""
        return sum(map(count_words, self.summary)) >= sum(map(count_words, self.paragraphs))


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored article as lists and cards show it: all but its text.

    Attributes:
        folder: the first-level sub-folder it was dropped in; empty for none.
        day: its day in lists: published, or arrived where it tells no date (UTC).
        revision: grows by one with each change that a card shows; starts at 1.
        duplicate_of: id of the earlier article with the same text, after a re-ingest found that.
        words: of the body (for Chinese and its like: characters).
    """

    id: int
    folder: str
    title: str
    byline: str | None
    source: str | None
    published: date | None
    url: str | None
    language: str
    summary: tuple[str, ...]
    words: int
    day: date
    arrived: datetime
    revision: int
    duplicate_of: int | None

    @property
    def is_short(self) -> bool:
        """Whether the summary is the whole article."""
        return sum(map(count_words, self.summary)) >= self.words


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A stored article, whole, and where its original is kept."""

    entry: Entry
    article: Article
    file: FileRecord


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file that was taken, and its outcome.

    Attributes:
        name: its path below the drop folder, fit to print.
        sha256: of its bytes, in hex; None where it was too big to be read.
        modified: modification time of the bytes that were taken, in nanoseconds since the epoch.
        reason: why it was rejected; None otherwise.
        kept_in: ``"archive"`` or ``"rejected"``.
        kept_path: below that folder, as the file system spells it; None until it was moved there.
    """

    id: int
    name: str
    folder: str
    sha256: str | None
    size: int
    modified: int
    outcome: Outcome
    reason: str | None
    article_id: int | None
    kept_in: str
    kept_path: bytes | None
    drop_path: bytes
    taken: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """A found article and the part of it that matched: pieces of text, each with whether it is a match."""

    entry: Entry
    excerpt: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Follow:
    """A channel that gets new articles of one folder (empty: of all)."""

    channel_id: int
    guild_id: int
    folder: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One article for one channel.

    Attributes:
        state: ``pending``, ``sending`` (may have reached Discord), ``sent``, ``failed``, ``closed`` or ``deleted``.
        message_id: of the posted message.
        revision: of the article as the message shows it; 0 before it is posted.
        created: when it was put into the outbox, as the database writes it.
        tried_at: since when a try may have reached Discord unseen, in seconds since the epoch: the first try, or the
            latest look that found none.
        list_id: the first delivery of the list card that it is in; None where it has a card of its own.
        alone: Discord refused a list card with it; it gets a card of its own.
    """

    id: int
    article_id: int
    guild_id: int
    channel_id: int
    state: str
    message_id: int | None
    revision: int
    attempts: int
    error: str | None
    created: str
    tried_at: float | None
    list_id: int | None
    alone: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """The deliveries that one message makes: one with a card of its own, or those of a list card.

    Attributes:
        head: the first that was put into the message; it tells the message from all others.
        deliveries: those that the message is to show, in their order; the head may have been closed since.
    """

    head: Delivery
    deliveries: tuple[Delivery, ...]

    @property
    def is_list(self) -> bool:
        return self.head.list_id is not None

    @property
    def ids(self) -> tuple[int, ...]:
        """Of the deliveries."""
        return tuple(delivery.id for delivery in self.deliveries)

    @property
    def is_uncertain(self) -> bool:
        """Whether an earlier try may have posted it."""
        return self.deliveries[0].state == "sending"


@dataclass(frozen=True, slots=True)
class Job:
    """A re-ingest of many articles, and how far it is.

    Attributes:
        state: ``running``, ``stopped`` or ``done``.
        failed_only: it retries rejected files instead of re-ingesting articles.
        cursor: id of the last article or file that is done.
        last_id: id of the last one that is to be done.
        reply_token, reply_until: the interaction that shows the progress, and until when (seconds since the epoch).
    """

    id: int
    state: str
    source: str | None
    folder: str | None
    failed_only: bool
    last_id: int
    cursor: int
    total: int
    done: int
    changed: int
    failed: int
    started: datetime
    reply_token: str | None
    reply_until: float | None
