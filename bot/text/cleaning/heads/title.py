"""The headline: which of the lines around the start of the body it is."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import accumulate, chain, islice
from math import exp, log, log1p
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.facts import OWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.evidence.facts import LineFacts
    from bot.text.cleaning.judge import Evidence
    from bot.text.cleaning.lines import PageLine

_MOST_ABOVE = 0.35
_MOST_WORDS = 40
_MOST_IN_SENTENCE = 14
_MOST = 8
_MOST_IN_BODY = 20
_NO_HEADLINE = frozenset(("plea", "copyright", "byline or source line", "picture credit"))
_LEAD = 3
_BODY = 40
_NEAR = 5
_LEAST = exp(-8.0)
_HEADLINE = (4, 20)  # words
_UNDER = 3
_POINTERS = frozenset("#<›>↓←→@")
_OPENED = {"«": "»", "»": "«"}
_SPOKEN = 4
_COPIES = 2
_OFTEN = 6
_LONGER = 1.4
_STANDFIRST = 7
_SHORT = 200
_DATED = OWN.index("dated")
_SHOUTING = OWN.index("shouting")
_CAPITALISED = OWN.index("capitalised")
_BARS = OWN.index("bars")
_DIGITS = OWN.index("digits")
_SENTENCES = OWN.index("sentences")
_COMMAS = OWN.index("commas")
_COLON = OWN.index("colon")
_TIMED = OWN.index("timed")
_LABEL = 16

FEATURES = (
    "score",
    "under",
    "standfirst",
    "kicker",
    "distance",
    "between",
    "first",
    "in_body",
    "above",
    "below",
    "kept",
    "lead",
    "body",
    "frequent",
    "opening",
    "echoed",
    "copies",
    "size",
    "one_word",
    "two_words",
    "short",
    "long",
    "function",
    "commas",
    "ended",
    "question",
    "dated",
    "dated_below",
    "dated_above",
    "byline_below",
    "cues",
    "listed",
    "rivals",
    "capitalised",
    "shouting",
    "bars",
    "digits",
    "sentences",
    "colon",
    "gap_above",
    "gap_below",
    "upper",
    "upper_dated",
    "in_menu",
    "timed",
    "credited",
    "calling",
    "label",
    "credit_near",
    "tags",
)
"""What a candidate is weighed by, in the order of the columns of ``rows``."""


def find_title(
    lines: Sequence[PageLine], evidence: Evidence, scores: NDArray[np.float32], body: Sequence[int]
) -> int | None:
    """The position of the headline among the lines above the body and its first; None where no line can be one.

    Args:
        lines: the page; ``evidence``: what was gathered on it.
        scores: the model's score of each line as the headline.
        body: the positions of the body's lines.
    """
    found = candidates(lines, evidence, scores, body)
    if not found:
        return None
    return found[int(np.argmax(rows(lines, evidence, scores, body, found) @ _weights()))]


@cache
def _weights() -> NDArray[np.float32]:
    text = (files("bot.text.cleaning") / "data" / "title.txt").read_text("utf-8")
    found = dict(line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return np.array([float(found[name]) for name in FEATURES], np.float32)


def candidates(
    lines: Sequence[PageLine], evidence: Evidence, scores: NDArray[np.float32], body: Sequence[int]
) -> list[int]:
    """The lines that the model scores highest of those that can be the headline, at most eight, in page order."""
    if not body:
        return []
    facts, vetoes = evidence.facts, evidence.vetoes
    first, end = body[0], _end_of_heads(facts, body)
    likeliest = (
        i
        for i in (-scores[:end]).argsort(kind="stable").tolist()
        if (_fits(facts[i]) if i < first else _heads(facts[i]))
        and vetoes[i] not in _NO_HEADLINE
        and not _points(lines[i].text)
    )
    return sorted(islice(likeliest, _MOST))


def _end_of_heads(facts: Sequence[LineFacts], body: Sequence[int]) -> int:
    """The position of the first line that can't be the headline, as so much of the body stands above it."""
    most, above = _MOST_ABOVE * sum([facts[i].size for i in body]), 0.0
    for i in body:
        above += facts[i].size
        if above > most:
            return i + 1
    return len(facts)


def _points(text: str) -> bool:
    """Whether a line leads elsewhere, as links to the next story and tags do."""
    return text[0] in _POINTERS or (text[0] in _OPENED and _OPENED[text[0]] not in text)


def _fits(fact: LineFacts) -> bool:
    """Whether a line above the body can be its headline: none that is long, or a sentence of some length."""
    return fact.size <= (_MOST_IN_SENTENCE if fact.ended else _MOST_WORDS)


def _heads(fact: LineFacts) -> bool:
    """Whether a line below the first of the body can be its headline: one that is no sentence."""
    return not fact.ended and fact.size <= _MOST_IN_BODY


def rows(
    lines: Sequence[PageLine],
    evidence: Evidence,
    scores: NDArray[np.float32],
    body: Sequence[int],
    found: Sequence[int],
) -> NDArray[np.float32]:
    """One row of ``FEATURES`` a candidate of ``found``."""
    about = _About(lines, evidence, body, found)
    chances = _chances([float(scores[i]) for i in found])
    made = [
        (
            log(chances[k]),
            _under(found, chances, k),
            *about.pair(i, found),
            *about.place(i, found[k + 1 :]),
            *about.words(i),
            *about.looks(i),
            *about.couple(i),
        )
        for k, i in enumerate(found)
    ]
    return np.array(made, np.float32)


def _chances(scores: Sequence[float]) -> list[float]:
    """How likely each of some lines is the headline, by the model's scores alone; none is hopeless."""
    most = max(scores)
    weights = [exp(score - most) for score in scores]
    total = sum(weights)
    return [max(weight / total, _LEAST) for weight in weights]


def _under(found: Sequence[int], chances: Sequence[float], k: int) -> float:
    """How likely the headline stands in the three lines above: a standfirst has it there."""
    return sum(chance for i, chance in zip(found, chances, strict=True) if 0 < found[k] - i <= _UNDER)


class _About:
    """What the candidates of one page are compared with."""

    def __init__(
        self, lines: Sequence[PageLine], evidence: Evidence, body: Sequence[int], found: Sequence[int]
    ) -> None:
        self.lines, self.facts, self.vetoes, self.body = lines, evidence.facts, evidence.vetoes, body
        near = self.facts[: found[-1] + _NEAR + 1]
        # Whether each line that is looked at has the size of a headline, and is no sentence besides.
        self.sized = [_HEADLINE[0] <= fact.size <= _HEADLINE[1] and fact.size.is_integer() for fact in near]
        self.alone = [sized and not fact.ended for sized, fact in zip(self.sized, near, strict=True)]
        self.dated = [fact.dated for fact in near]
        self.above = [0.0, *accumulate(self.facts[i].size for i in body)]
        self.total = self.above[-1] or 1.0
        stems = [self.facts[i].content for i in body[:_BODY]]
        self.lead = frozenset(chain.from_iterable(stems[:_LEAD]))
        self.counts = Counter(chain.from_iterable(stems))
        for stem in [stem for stem, n in self.counts.items() if n > _OFTEN]:
            self.counts[stem] = _OFTEN
        self.whole = Counter("\n".join([line.text for line in lines if len(line.text) < _SHORT]).lower().split("\n"))
        self.printed = "\n".join(self.whole)

    def place(self, i: int, rest: Sequence[int]) -> tuple[float, ...]:
        """distance, between, first, in_body, above, below, kept"""
        above = bisect_left(self.body, i)
        start = self.body[min(bisect_left(self.body, i + 1), len(self.body) - 1)]
        between = sum([1 for k in rest if k < start and self.alone[k]])
        share = self.above[above] / self.total
        kept = above < len(self.body) and self.body[above] == i
        first = self.body[0]
        distance = log1p(max(start - i, 0))
        return distance, log1p(between), i < 2, i >= first, share, i > first + 2, kept

    def pair(self, i: int, found: Sequence[int]) -> tuple[float, float]:
        """standfirst, kicker"""
        above = [k for k in found if 0 < i - k <= 2 and self.facts[k].size > 2 and not self.dated[k]]
        below = [k for k in found if 0 < k - i <= 2 and self.facts[k].size > 3]
        kicker = self.facts[i].size <= 3
        return (
            max((self.weight(k) for k in above), default=0.0),
            max((self.weight(k) for k in below), default=0.0) if kicker else 0.0,
        )

    def weight(self, i: int) -> float:
        """How much the body speaks of what a line is about."""
        counts = self.counts
        return min(sum([counts.get(stem, 0) for stem in self.facts[i].content]), 24) / 24

    def couple(self, i: int) -> tuple[float, ...]:
        """upper, upper_dated, in_menu: a headline with its standfirst below, and a date below that; a menu's label."""
        fact, text = self.facts[i], self.lines[i].text
        upper = self.standfirst_below(i)
        return (
            bool(upper),
            upper > 0 and any(self.dated[upper + 1 : upper + 4]),
            fact.size < _SPOKEN and self.whole[text.lower()] > 1,
            *self.no_headline(i),
        )

    def no_headline(self, i: int) -> tuple[float, ...]:
        """timed, credited, calling, label, credit_near, tags"""
        fact, text = self.facts[i], self.lines[i].text
        near = (k for k in (i - 1, i + 1) if 0 <= k < len(self.facts))
        return (
            fact.numbers[_TIMED],
            fact.credits,
            fact.calls,
            ":" in text[:_LABEL] and " " not in text[:_LABEL].partition(":")[0],
            any(self.vetoes[k] == "picture credit" for k in near),
            fact.function == 0 and text.count(",") > 1,
        )

    def standfirst_below(self, i: int) -> int:
        """The position of a longer line right below one that can be its headline; 0 where there is none."""
        own = self.facts[i]
        if own.size < 2 or own.dated or any(own.cues) or self.whole[self.lines[i].text.lower()] > _COPIES:
            return 0
        for k in range(i + 1, min(i + 3, len(self.facts))):
            fact = self.facts[k]
            if fact.dated or sum(fact.cues) > 1 or self.vetoes[k]:
                return 0
            if fact.size >= max(_LONGER * own.size, _STANDFIRST):
                return k
        return 0

    def words(self, i: int) -> tuple[float, ...]:
        """lead, body, frequent, opening, echoed, copies"""
        own, text = self.facts[i].content, self.lines[i].text.lower()
        count = len(own) + 0.5
        lead = len(own & self.lead) / count
        shared = [self.counts[stem] for stem in own if stem in self.counts]
        spoken = self.facts[i].size >= 3
        within = self.printed.count(text) - 1 if spoken else 0
        copies = self.whole[text] - 1
        return (
            lead,
            len(shared) / count,
            sum(shared) / (_OFTEN * count),
            min(sum(shared), 40) / 40,
            1 <= within <= 4,
            min(max(copies - 1, 0), 4) / 4,
        )

    def looks(self, i: int) -> tuple[float, ...]:
        """From size to gap_below."""
        fact, line = self.facts[i], self.lines[i]
        numbers, size, last = fact.numbers.tolist(), fact.size, line.text[-1:]
        below, above = slice(i + 1, i + 1 + _NEAR), slice(max(0, i - 3), i)
        listed = (sum(self.alone[max(0, i - 2) : i]) + sum(self.alone[i + 1 : i + 3])) / 4
        return (
            log1p(size),
            size < 2,
            size < 3,
            size < 4,
            size > 14,
            fact.function,
            min(numbers[_COMMAS], 0.3),
            fact.ended and last not in "?!…",
            last in "?？",
            numbers[_DATED],
            any(self.dated[below]),
            any(self.dated[above]),
            "byline or source line" in self.vetoes[below],
            sum(fact.cues) / (size + 1),
            listed,
            sum(self.sized[above]) / 3,
            numbers[_CAPITALISED],
            numbers[_SHOUTING],
            min(numbers[_BARS], 2),
            numbers[_DIGITS],
            min(numbers[_SENTENCES], 2),
            numbers[_COLON],
            min(line.gap, 2),
            min(self.lines[i + 1].gap, 2) if i + 1 < len(self.lines) else 2,
        )
