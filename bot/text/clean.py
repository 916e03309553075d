"""From a decoded file to its article, freed of the site's furniture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.model import Cleaned, Document, Refused
from bot.text.cleaning.fields import head_of, host, split_header
from bot.text.cleaning.front_matter import split_front_matter
from bot.text.cleaning.heads.head import Head, read_head
from bot.text.cleaning.heads.outlets import outlet_at
from bot.text.cleaning.judge import Verdicts
from bot.text.cleaning.markdown import markdown_lines
from bot.text.cleaning.page import take_apart
from bot.text.cleaning.paragraphs import paragraphs
from bot.text.cleaning.refusal import refusal
from bot.text.cleaning.text_lines import is_address_list, text_lines
from bot.text.reading.tidy import without_controls
from bot.text.ruling import apply_rules, unlimited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.text.cleaning.page import Page
    from bot.text.rules import Rule
    from bot.text.ruling import Limit

_ADDRESSES = "The file is a list of addresses, not an article; save the pages themselves and drop those."
_RULED_OUT = "The house rules drop every line of the article; change the rules, then retry."
_TITLE_CUT = 120


@dataclass(frozen=True, slots=True)
class Ruling:
    """An article by the house rules.

    Attributes:
        article: the article.
        folder: the folder that the rules ask for, or None.
        fired: how often each rule fired, by its key.
        named: whether the article's source is the rules' word.
    """

    article: Cleaned
    folder: str | None
    fired: Mapping[str, int]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """All that came of a document; a ``refusal`` (a sentence) where that is no article.

    Attributes:
        page: what it prints, judged and ruled; None where it prints nothing.
        told: the head that the file tells beside its printed lines.
        ruling: the article, or None.
    """

    page: Page | None
    told: Head
    ruling: Ruling | None = None
    refusal: str | None = None


def clean(document: Document) -> Cleaned:
    """The article in ``document``. Raises ``Refused`` where there is none."""
    return clean_by(document, ()).article


def clean_by(document: Document, rules: Sequence[Rule], limit: Limit = unlimited) -> Ruling:
    """The article in ``document`` by the house rules; arguments as for ``work``.

    Raises ``Refused`` where there is no article, where the rules leave nothing of it or take too long.
    """
    done = work(document, rules, limit)
    if done.ruling is None:
        raise Refused(done.refusal or "")
    return done.ruling


def work(document: Document, rules: Sequence[Rule] = (), limit: Limit = unlimited) -> Work:
    """Clean ``document`` and keep what led there.

    Args:
        document: the decoded file.
        rules: the house rules, those that hold for other sources too.
        limit: of each rule's time, see ``apply_rules``.

    Raises ``Refused`` for a list of addresses, and where a rule takes too long.
    """
    page, told = _judged(document)
    reason = refusal(page)
    if page is None or reason is not None:
        return Work(page, told, refusal=reason)
    address = host(told.url)
    named = told.source or outlet_at(address)
    head = told.or_else(read_head(page, named, sited=address is not None)) if document.kind != "html" else told
    source = head.source or outlet_at(host(head.url)) or host(head.url)
    holding = [rule for rule in rules if rule.holds_for(source, head.url)]
    judged = ([line.text for line in page.lines], [*page.verdicts]) if holding else ([], [])
    ruled = apply_rules(*judged, holding, limit)
    page = replace(page, verdicts=Verdicts.of(ruled.verdicts)) if holding else page
    body = tuple(text for text in map(without_controls, paragraphs(page)) if text.strip())
    if not body:
        return Work(page, told, refusal=_RULED_OUT)
    article = Cleaned(
        title=_fact(head.title) or body[0][:_TITLE_CUT],
        byline=_fact(head.byline),
        source=ruled.name or _fact(source),
        published=head.published,
        url=head.url,
        language=head.language,
        paragraphs=body,
    )
    return Work(page, told, Ruling(article, ruled.folder, ruled.fired, ruled.name is not None))


def _fact(text: str | None) -> str | None:
    return without_controls(text or "").strip() or None


def _judged(document: Document) -> tuple[Page | None, Head]:
    """The judged page and what the file tells of it beside its printed lines."""
    if document.kind == "html":
        from bot.text.cleaning.html.page import read_html

        return read_html(document.text)
    if is_address_list(document.text):
        raise Refused(_ADDRESSES)
    if document.kind == "markdown":
        fields, text = split_front_matter(document.text)
        return take_apart(markdown_lines(text)), head_of(fields)
    fields, text = split_header(document.text)
    return take_apart(text_lines(text)), head_of(fields)
