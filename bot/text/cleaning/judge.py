"""A verdict on every line of a page: the model's word, the vetoes, and what is said twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.text.cleaning.choose import most_expected_f1
from bot.text.cleaning.evidence.debris import archive_months
from bot.text.cleaning.evidence.facts import OWN
from bot.text.cleaning.evidence.features import page_features
from bot.text.cleaning.evidence.line_facts import line_facts
from bot.text.cleaning.evidence.phrases import phrases
from bot.text.cleaning.evidence.pleas import plea_block
from bot.text.cleaning.evidence.stems import stems
from bot.text.cleaning.evidence.vetoes import is_firm, vetoes
from bot.text.cleaning.evidence.words import CUE_CLASSES
from bot.text.cleaning.network import Network, Reading, network
from bot.text.cleaning.span import favour_one_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.evidence.facts import LineFacts, Uses
    from bot.text.cleaning.lines import PageLine


_HEAD = 8
_LONG = 60  # characters of a line that no article says twice
_SIZE = OWN.index("size")
_STANDFIRST_SHARE = 0.75
# The probability from which a file counts as an article already, in any case and where hardly a line is a menu's;
# chosen by cross-validation.
_WHOLE, _PERHAPS_WHOLE = 0.06, 0.02
_MENU_SHARE, _MENU_WORDS = 0.04, 6.0
_MENU_CUES = slice(0, CUE_CLASSES.index("nav") + 1)
_DOUBTED = 0.5  # the probability of body text below which a line of a whole article may be none
_GOES_ON = 0.8  # the probability of a paragraph below a plea that is surely the article's
_SCRAP = 6.0
_REFRAIN = 3
_SENTENCE = 12.0


class Verdict(NamedTuple):
    """What became of one line.

    Attributes:
        kept: whether it is part of the article.
        reason: why, in a few words.
        likely: the model's probability that it is body text, 0 to 1.
    """

    kept: bool
    reason: str
    likely: float = 0.0


@dataclass(slots=True)
class Verdicts:
    """The verdicts on a page's lines, one entry a line in each list; few are ever asked for as a whole.

    Attributes:
        kept, reasons, likely: as of ``Verdict``.
    """

    kept: list[bool]
    reasons: list[str]
    likely: list[float]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Verdicts:
        """The same as lists."""
        told = [*verdicts]
        return cls([one.kept for one in told], [one.reason for one in told], [one.likely for one in told])

    def __len__(self) -> int:
        return len(self.kept)

    def __iter__(self) -> Iterator[Verdict]:
        return map(Verdict, self.kept, self.reasons, self.likely)

    def __getitem__(self, i: int) -> Verdict:
        return Verdict(self.kept[i], self.reasons[i], self.likely[i])

    def drop(self, i: int, reason: str) -> None:
        """Take a line out of the article."""
        self.kept[i], self.reasons[i] = False, reason


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a page's lines before the verdict; one entry a line in the first three.

    Attributes:
        facts: what each shows by itself; ``vetoes``: why it is no body text, if one says so.
        rows: the model's first input columns.
        units: the page's words as ``phrases`` takes them.
        own: the lines' own numbers, in the order of ``OWN``.
    """

    facts: list[LineFacts]
    vetoes: list[str | None]
    rows: NDArray[np.float32]
    units: Uses
    own: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a page.

    Attributes:
        verdicts: one a line.
        title_scores: each line's score of being the headline.
        whole: whether the page is an article already, without furniture.
    """

    verdicts: Verdicts
    title_scores: NDArray[np.float32]
    whole: bool = False


def gather(lines: Sequence[PageLine]) -> Evidence:
    """The evidence on each line of a page."""
    facts, own, used, units = line_facts(lines)
    found = vetoes(lines, facts)
    for i in plea_block(lines, [i for i, v in enumerate(found) if v == "plea"]):
        found[i] = "plea"
    for i in archive_months(lines):
        found[i] = "archive of months"
    return Evidence(facts, found, page_features(lines, own, found, stems(*used, len(lines))), units, own)


def judge_lines(
    lines: Sequence[PageLine], evidence: Evidence, kind: str, beside: NDArray[np.float32] | None = None
) -> Judged:
    """A verdict on each line of a page.

    Args:
        lines: the page; ``evidence``: what was gathered on it.
        kind: which model: ``"text"`` or ``"html"``.
        beside: further input columns of the ``"html"`` model, as ``html_inputs`` makes them.
    """
    rows = _inputs(evidence, network(kind), beside)
    reading, parting = network(kind).read(rows), np.zeros(len(rows), dtype=bool)
    if kind != "html" and "plea" in evidence.vetoes:
        pleas = np.array([vetoed == "plea" for vetoed in evidence.vetoes])
        if whole := _without_pleas(kind, rows, evidence.facts, pleas):
            reading, parting = whole, pleas
    likely = reading.body
    firm = _firm(lines, evidence)
    if reading.whole > _PERHAPS_WHOLE and (reading.whole > _WHOLE or not _has_menus(evidence.facts)):
        # Doubt about a list or a table must not harm it: nothing is cut but what says itself that it is no body, where
        # the model doubts it too (pleas read like prose), and scraps at its ends.
        firm &= np.array([veto == "plea" for veto in evidence.vetoes]) | (likely < _DOUBTED)
        kept = ~firm & ~_scraps(evidence.facts, likely)
        return Judged(_told(kept, likely, evidence.vetoes), reading.title, whole=True)
    sizes = np.maximum(evidence.own[:, _SIZE], np.float32(1.0))
    # Where markup and a second extractor have their say, what stands apart is told without the rule.
    favoured = likely if kind == "html" else _favour_one_run(likely, sizes, parting)
    weighted = np.where(firm, np.float32(0.0), favoured)
    kept = most_expected_f1(weighted, sizes) & ~firm
    verdicts, body = _told(kept, likely, evidence.vetoes), kept.nonzero()[0].tolist()
    body = _without_echoes(lines, verdicts, body)
    # Markup tells a standfirst from a first paragraph that a later one takes up.
    if kind != "html":
        _drop_standfirst(evidence.facts, verdicts, body[:_HEAD])
    return Judged(verdicts, reading.title)


def _inputs(evidence: Evidence, model: Network, beside: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """The model's input columns."""
    columns = [evidence.rows]
    if beside is not None:
        columns.append(beside)
    if model.wording is not None:
        columns.append(model.wording.columns(phrases(*evidence.units, len(evidence.rows)), len(evidence.rows)))
    return np.concatenate(columns, axis=1) if len(columns) > 1 else evidence.rows


def _firm(lines: Sequence[PageLine], evidence: Evidence) -> NDArray[np.bool_]:
    """Which lines have a veto that holds whatever the model says."""
    firm = np.zeros(len(lines), np.bool_)
    for i, vetoed in enumerate(evidence.vetoes):
        if vetoed is not None:
            firm[i] = is_firm(vetoed, lines[i].text, evidence.facts[i])
    return firm


def _without_pleas(
    kind: str, rows: NDArray[np.float32], facts: Sequence[LineFacts], pleas: NDArray[np.bool_]
) -> Reading | None:
    """What the model makes of the page without its pleas, where the article then surely goes on below one.

    A plea parts the paragraphs of one article; at its end it is a mark of the end.
    """
    others = np.flatnonzero(~pleas)
    below = others[np.isin(others - 1, np.flatnonzero(pleas))]
    sentences = [i for i in below.tolist() if facts[i].size > _SENTENCE]
    if not sentences:
        return None
    likely = np.zeros(len(rows), np.float32)
    reading = network(kind).read(rows[others])
    likely[others] = reading.body
    if not any(likely[i] > _GOES_ON for i in sentences):
        return None
    title = np.full(len(rows), reading.title.min(), np.float32)
    title[others] = reading.title
    return Reading(likely, title, reading.whole)


def _favour_one_run(
    likely: NDArray[np.float32], sizes: NDArray[np.float32], pleas: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """As :func:`favour_one_run`, over the lines that are no ``pleas``."""
    if not pleas.any():
        return favour_one_run(likely, sizes)
    favoured = np.zeros_like(likely)
    favoured[~pleas] = favour_one_run(likely[~pleas], sizes[~pleas])
    return favoured


def _has_menus(facts: Sequence[LineFacts]) -> bool:
    """Whether more than a few of the lines are short and have words of menus, share buttons or notices."""
    menus = sum(f.size <= _MENU_WORDS and not f.ended and any(f.cues[_MENU_CUES]) for f in facts)
    return menus > _MENU_SHARE * len(facts)


def _scraps(facts: Sequence[LineFacts], likely: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The short lines above the first and below the last sentence that are hardly body text."""
    short = np.array([not f.ended and f.size <= _SCRAP for f in facts]) & (likely < _DOUBTED)
    return np.logical_and.accumulate(short) | np.logical_and.accumulate(short[::-1])[::-1]


def _told(kept: NDArray[np.bool_], likely: NDArray[np.float32], vetoes: Sequence[str | None]) -> Verdicts:
    body = kept.nonzero()[0].tolist()
    first, last = (body[0], body[-1]) if body else (len(kept), len(kept))
    beside = ["above the article"] * first + ["furniture"] * (last - first) + ["below the article"] * (len(kept) - last)
    reasons = [vetoed or other for vetoed, other in zip(vetoes, beside, strict=True)]
    for i in body:
        reasons[i] = "body text"
    return Verdicts(kept.tolist(), reasons, likely.tolist())


def _without_echoes(lines: Sequence[PageLine], verdicts: Verdicts, body: Sequence[int]) -> list[int]:
    """The lines of the ``body`` without what was said before, which is dropped: a long line is kept once; short ones
    (a refrain, a table's cell) and what comes thrice (a list's) may return."""
    times = Counter([lines[i].text for i in body])
    seen: set[str] = set()
    rest: list[int] = []
    for i in body:
        text = lines[i].text
        if len(text) < _LONG or times[text] >= _REFRAIN:
            rest.append(i)
            continue
        if text in seen:
            verdicts.drop(i, "said before")
            continue
        rest.append(i)
        seen.add(text)
    return rest


def _drop_standfirst(facts: Sequence[LineFacts], verdicts: Verdicts, top: Sequence[int]) -> None:
    """Drop one of the first paragraphs that another near the ``top`` says again, as standfirsts do."""
    said = [frozenset(facts[i].keys.tolist()) for i in top]
    for k, first in enumerate(top[:3]):
        long = facts[first].ended or facts[first].size > _SENTENCE
        if long and any(_says(later, said[k]) for later in said[k + 1 :]):
            verdicts.drop(first, "standfirst, said again below")


def _says(later: frozenset[int], words: frozenset[int]) -> bool:
    return len(words) > 5 and len(words & later) > _STANDFIRST_SHARE * len(words)
