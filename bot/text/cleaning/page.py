"""A page taken apart: its lines, a verdict on each, and where its headline stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.text.cleaning.judge import Evidence, Verdict, gather, judge_lines
from bot.text.cleaning.title import find_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.text.cleaning.lines import PageLine

_HEAD_WORDS = 8


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
    verdicts: list[Verdict]
    title_at: int | None

    @property
    def body(self) -> list[int]:
        """The positions of the lines that are kept."""
        return [i for i, verdict in enumerate(self.verdicts) if verdict.kept]


def take_apart(
    lines: Sequence[PageLine], kind: str = "text", beside: NDArray[np.float32] | None = None
) -> Page | None:
    """The page that ``lines`` make, judged; None where there is no line. Arguments as for ``judge_lines``."""
    if not lines:
        return None
    evidence = gather(lines)
    judged = judge_lines(lines, evidence, kind, beside)
    page = Page(lines, evidence, judged.verdicts, None)
    title_at = find_title(evidence, judged.title_scores, page.body)
    page = replace(page, title_at=title_at)
    if title_at is not None:
        _drop_head(page, title_at)
    return page


def _drop_head(page: Page, title_at: int) -> None:
    """Take the headline, and the scraps between it and the first paragraph, out of the body."""
    facts, verdicts = page.evidence.facts, page.verdicts
    for i in page.body:
        if i > title_at and (facts[i].ended or facts[i].size > _HEAD_WORDS):
            break
        reason = "headline" if i == title_at else "head of the article"
        verdicts[i] = Verdict(False, reason, verdicts[i].likely)
    headline = page.lines[title_at].text
    for i in page.body:
        if page.lines[i].text == headline:
            verdicts[i] = Verdict(False, "headline again", verdicts[i].likely)
    verdicts[title_at] = Verdict(False, "headline", verdicts[title_at].likely)
