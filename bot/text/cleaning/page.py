"""A page taken apart: its lines, a verdict on each, and where its headline stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import find_dates
from bot.text.cleaning.heads.title import find_title
from bot.text.cleaning.judge import gather, judge_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.text.cleaning.judge import Evidence, Verdicts
    from bot.text.cleaning.lines import PageLine

# No article is longer: what a file has beyond is left out, so that none can stall a worker.
_MOST_LINES = 60_000
_HEAD_WORDS = 8
_LEAD_WORDS = 16
_BOX = 600
_AUTHOR_BOX = re.compile(
    r"""^(?:About\ the\ author\b|(?:[A-ZÀ-Þ][\w’'.-]*\ ){1,3}[A-ZÀ-Þ][\w’'-]+,?\ (?:is|was|covers|writes
    |reports|joined|works|has)\b
    .{0,90}\b(?:reporter|writer|editor|correspondent|journalist|columnist|freelancer?|contributor|covers
    |covering|author\ of
    |reports?\ on|writes?\ (?:about|for)|reports\ for|staff|newsletter|joined\ in))""",
    re.VERBOSE,
)
_CREDIT_WORDS = 3
_CAPTION = 400
_BODY_WORDS, _BODY_SHARE = 40, 0.25
_TIME = re.compile(r"\b\d{1,2}:\d{2}\b")
_SPACED = 0.1
_SURE = 0.9
_READS_ON = 0.7
_LINKED = 0.8
_CAPTIONED = 0.8
_PARAGRAPHS = frozenset(("paragraph", "quote", "table"))


@dataclass(frozen=True, slots=True)
class Page:
    """A judged page.

    Attributes:
        lines: what it prints.
        evidence: what was gathered on each line.
        verdicts: what became of each line.
        title_at: the position of the headline, or None.
    """

    lines: Sequence[PageLine]
    evidence: Evidence
    verdicts: Verdicts
    title_at: int | None
    _body: list[int] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def body(self) -> list[int]:
        """The positions of the lines that are kept, ascending."""
        if self._body is None:
            object.__setattr__(self, "_body", [i for i, kept in enumerate(self.verdicts.kept) if kept])
        return self._body or []

    @property
    def title(self) -> str | None:
        """The headline, or None."""
        return None if self.title_at is None else self.lines[self.title_at].text

    def drop(self, i: int, reason: str) -> None:
        """Take a line out of the body."""
        self.verdicts.drop(i, reason)
        object.__setattr__(self, "_body", None)


def take_apart(
    lines: Sequence[PageLine],
    kind: str = "text",
    beside: NDArray[np.float32] | None = None,
    claimed_at: int | None = None,
) -> Page | None:
    """The page that ``lines`` make, judged; None where there is no line.

    Arguments as for ``judge_lines``; ``claimed_at`` is where the headline stands that the markup claims, if it does.
    """
    if not lines:
        return None
    lines = lines[:_MOST_LINES]
    evidence = gather(lines)
    judged = judge_lines(lines, evidence, kind, None if beside is None else beside[:_MOST_LINES])
    page = Page(lines, evidence, judged.verdicts, None)
    if claimed_at is not None and _heads_a_body(page, claimed_at):
        title_at: int | None = claimed_at
    else:
        title_at = find_title(lines, evidence, judged.title_scores, page.body)
    if judged.whole:
        return _with_headline(page, title_at if title_at is not None and judged.title_scores[title_at] > 0 else None)
    page = replace(page, title_at=title_at)
    if title_at is not None:
        _drop_head(page, title_at)
    if kind == "html":
        _drop_marked_captions(page)
    else:
        _drop_captions(page)
    _drop_leads(page)
    _drop_author_box(page)
    return page


def _heads_a_body(page: Page, at: int) -> bool:
    """Whether a good part of the kept words stands below this line."""
    words = [(i, page.evidence.facts[i].size) for i in page.body]
    below = sum(size for i, size in words if at < i and at < len(page.lines))
    return below >= max(_BODY_WORDS, _BODY_SHARE * sum(size for _, size in words))


def _with_headline(page: Page, title_at: int | None) -> Page:
    """An article without furniture; only its headline, where it has one, is no body."""
    if title_at is None or not _opens(page, title_at):
        return page
    _drop_headline(page, title_at)
    return replace(page, title_at=title_at)


def _opens(page: Page, at: int) -> bool:
    """Whether a line can be the headline of an article without furniture: nothing but scraps above, and no time.

    One that reads rather like body text, as a standfirst does, stays where it is: the article may have no headline.
    """
    above = any(fact.ended or fact.size > _LEAD_WORDS for fact in page.evidence.facts[:at])
    text = page.lines[at].text
    reads_on = page.verdicts[at].likely > _READS_ON and page.lines[at].mark != "heading"
    return not (above or reads_on or text.endswith((".", "。")) or _TIME.search(text))


def _drop_head(page: Page, title_at: int) -> None:
    """Take the headline, and the scraps between it and the first paragraph, out of the body."""
    facts = page.evidence.facts
    for i in page.body:
        if i > title_at and (facts[i].ended or facts[i].size > _HEAD_WORDS or _is_sure_paragraph(page, i)):
            break
        page.drop(i, "head of the article")
    _drop_headline(page, title_at)


def _drop_headline(page: Page, title_at: int) -> None:
    headline = page.lines[title_at].text
    for i in page.body:
        if page.lines[i].text == headline:
            page.drop(i, "headline again")
    page.drop(title_at, "headline")


def _is_sure_paragraph(page: Page, i: int) -> bool:
    return page.lines[i].mark in _PARAGRAPHS and page.verdicts.likely[i] > _SURE


def _drop_captions(page: Page) -> None:
    """Take out captions that only their place gives away.

    One stands right above a credit line; one stands at the head, right below a credit of a word or two,
    tells in its second half the day on which the picture was taken.
    """
    lines, facts, kept, vetoes = page.lines, page.evidence.facts, page.verdicts.kept, page.evidence.vetoes
    spaced = "picture credit" in vetoes and sum([line.gap > 0 for line in lines]) > _SPACED * len(lines)
    for k, i in enumerate(page.body):
        credited = spaced and i + 1 < len(lines) and vetoes[i + 1] == "picture credit" and not lines[i + 1].gap
        if k > 1 and not spaced:
            return
        above = i and 0 < facts[i - 1].size <= _CREDIT_WORDS and not facts[i - 1].ended and not kept[i - 1]
        dated = k < 2 and above and _ends_on_a_date(lines[i].text[:_CAPTION])
        if (credited and len(lines[i].text) < _CAPTION) or (dated and len(page.body) > 3):
            page.drop(i, "picture caption")


def _drop_marked_captions(page: Page) -> None:
    """Take out what stands right above a credit line and is not surely body text, where markup parts all lines."""
    vetoes, verdicts = page.evidence.vetoes, page.verdicts
    for i in page.body:
        credited = i + 1 < len(vetoes) and vetoes[i + 1] == "picture credit" and not verdicts[i + 1].kept
        if credited and verdicts[i].likely < _CAPTIONED and len(page.lines[i].text) < _CAPTION:
            page.drop(i, "picture caption")


def _ends_on_a_date(text: str) -> bool:
    return any(found.start > len(text) // 2 for found in find_dates(text))


def _drop_leads(page: Page) -> None:
    """Take out the headlines of other stories right below "Also read" and its like: what no empty line parts from it,
    and in markup what is nothing but links."""
    vetoes, facts, lines = page.evidence.vetoes, page.evidence.facts, page.lines
    led = -1  # the last line of such a list
    for i in page.body:
        calls = i and vetoes[i - 1] == "link to more" and not page.verdicts.kept[i - 1]
        short = not facts[i].ended and facts[i].size <= _LEAD_WORDS
        if (calls or (led == i - 1 and i)) and short and (not lines[i].gap or lines[i].linked > _LINKED):
            page.drop(i, "link to more")
            led = i


def _drop_author_box(page: Page) -> None:
    """Take the note on the author out of the body's last lines."""
    for i in page.body[-2:]:
        text = page.lines[i].text
        if len(page.body) > 3 and len(text) < _BOX and _AUTHOR_BOX.search(text):
            page.drop(i, "author box")
