"""The domain's types: what a file becomes on its way from the drop folder to a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - readers of the annotations resolve them at run time


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
