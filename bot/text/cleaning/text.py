"""Cleaning a page that has lost its markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.cleaning.pleas import plea_lines
from bot.text.cleaning.span import best_span
from bot.text.cleaning.vetoes import veto
from bot.text.cleaning.weigh import weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.lines import PageLine

_GAP_CAP = 4.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one line: ``kept`` or not, and the ``reason`` in a few words."""

    kept: bool
    reason: str


def judge_lines(lines: Sequence[PageLine]) -> list[Verdict]:
    """A verdict on each line of a page."""
    pleas = plea_lines([line.text for line in lines])
    vetoes = ["plea" if i in pleas else veto(line.text) for i, line in enumerate(lines)]
    scores = [min(s, -1.0) if v else s for s, v in zip(weigh(lines), vetoes, strict=True)]
    start, end = best_span(scores, _GAP_CAP)
    seen: set[str] = set()
    verdicts = []
    for i, line in enumerate(lines):
        verdict = _verdict(i, start, end, vetoes[i], scores[i])
        if verdict.kept and line.text in seen:
            verdict = Verdict(False, "said before")
        if verdict.kept:
            seen.add(line.text)
        verdicts.append(verdict)
    return _without_standfirst(lines, verdicts)


def _verdict(i: int, start: int, end: int, vetoed: str | None, score: float) -> Verdict:
    if not start <= i < end:
        return Verdict(False, "above the article" if i < start else "below the article")
    if vetoed:
        return Verdict(False, vetoed)
    return Verdict(True, "body text" if score > 0 else "inside the article")


def _without_standfirst(lines: Sequence[PageLine], verdicts: list[Verdict]) -> list[Verdict]:
    """Drop a first paragraph that the second says again, as standfirsts do."""
    kept = [i for i, verdict in enumerate(verdicts) if verdict.kept]
    for first in kept[:3]:
        words = set(lines[first].text.lower().split())
        if any(_says(lines[later].text, words) for later in kept[:6] if later > first):
            verdicts[first] = Verdict(False, "standfirst, said again below")
    return verdicts


def _says(text: str, words: set[str]) -> bool:
    return len(words & set(text.lower().split())) > 0.75 * len(words) > 4
