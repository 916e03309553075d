"""From a decoded file to its article, freed of the site's furniture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import Cleaned, Document, Refused
from bot.text.cleaning.fields import head_of, host, split_header
from bot.text.cleaning.front_matter import split_front_matter
from bot.text.cleaning.head import Head, read_head
from bot.text.cleaning.lines import is_address_list, text_lines
from bot.text.cleaning.markdown import markdown_lines
from bot.text.cleaning.page import take_apart
from bot.text.cleaning.paragraphs import paragraphs
from bot.text.cleaning.refusal import refusal
from bot.text.rules import apply_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.page import Page
    from bot.text.rules import Rule, Ruled

_ADDRESSES = "The file is a list of addresses, not an article; save the pages themselves and drop those."
_RULED_OUT = "The house rules drop every line of the article; change the rules, then retry."
_TITLE_CUT = 120


@dataclass(frozen=True, slots=True)
class Line:
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


def clean(document: Document) -> Cleaned:
    """The article in ``document``. Raises ``Refused`` where there is none."""
    return clean_by(document, ()).article


def clean_by(document: Document, rules: Sequence[Rule]) -> Ruled:
    """The article in ``document`` by the house rules, and how often each fired.

    Raises ``Refused`` where there is no article, or where the rules leave nothing of it.
    """
    page, told = _judged(document)
    reason = refusal(page)
    if page is None or reason is not None:
        raise Refused(reason or "")
    head = told.or_else(read_head(page)) if document.kind != "html" else told
    body = paragraphs(page)
    article = Cleaned(
        title=head.title or body[0][:_TITLE_CUT],
        byline=head.byline,
        source=head.source or host(head.url),
        published=head.published,
        url=head.url,
        language=head.language,
        paragraphs=body,
    )
    ruled = apply_rules(article, rules, _dropped(page) if rules else ())
    if not ruled.article.paragraphs:
        raise Refused(_RULED_OUT)
    return ruled


def _dropped(page: Page) -> list[tuple[int, str]]:
    """The dropped lines of a page, each with the number of kept lines above it."""
    dropped, above = [], 0
    for line, verdict in zip(page.lines, page.verdicts, strict=True):
        if verdict.kept:
            above += 1
        else:
            dropped.append((above, line.text))
    return dropped


def explain(document: Document) -> tuple[Line, ...]:
    """Every line of ``document`` with what became of it; nothing is refused but a list of addresses."""
    page, _ = _judged(document)
    if page is None:
        return ()
    return tuple(
        Line(line.text, verdict.kept, verdict.reason, verdict.likely)
        for line, verdict in zip(page.lines, page.verdicts, strict=True)
    )


def _judged(document: Document) -> tuple[Page | None, Head]:
    """The judged page and what the file tells of it beside its printed lines."""
    if document.kind == "html":
        from bot.text.cleaning.html import read_html

        return read_html(document.text)
    if is_address_list(document.text):
        raise Refused(_ADDRESSES)
    if document.kind == "markdown":
        fields, text = split_front_matter(document.text)
        return take_apart(markdown_lines(text)), head_of(fields)
    fields, text = split_header(document.text)
    return take_apart(text_lines(text)), head_of(fields)
