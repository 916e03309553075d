"""The house rules at work on a judged page."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import Refused
from bot.text.cleaning.judge import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from bot.text.rules import Rule

    Limit = Callable[[float], AbstractContextManager[object]]

SECONDS = 1.0
"""The processor time that one rule may take over one page."""

_HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the house rules make of a page.

    Attributes:
        verdicts: on each line, after the rules.
        name: the source that they set, or None.
        folder: the folder that they ask for, or None.
        fired: how often each rule fired, by its key: once for each line that it changed, once where it set name or
            folder. Rules that did not are left out.
    """

    verdicts: list[Verdict]
    name: str | None
    folder: str | None
    fired: Counter[str]


def unlimited(_: float) -> AbstractContextManager[object]:
    """The limit that is none: for callers that have another hold on the time."""
    return nullcontext()


def apply_rules(
    lines: Sequence[str], verdicts: Sequence[Verdict], rules: Sequence[Rule], limit: Limit = unlimited
) -> Ruled:
    """The page's verdicts by the rules that hold for it. What any of them keeps, none drops; of several names or
    folders the first counts.

    Args:
        lines: what the page prints; ``verdicts``: what the cleaner made of each line.
        rules: those that hold for the page, in the file's order.
        limit: makes a context that raises ``TimeoutError`` inside when so many seconds of processor time are used.

    Raises:
        Refused: a rule took longer than ``SECONDS``; names it by its line.
    """
    ruled, fired, kept = list(verdicts), Counter[str](), set[int]()
    if not rules:
        return Ruled(ruled, None, None, fired)
    for rule in rules:
        for i in _matching(rule, rule.keeps, lines, limit):
            if verdicts[i].reason == _HEADLINE:
                continue
            kept.add(i)
            if not ruled[i].kept:
                ruled[i] = _by(rule, ruled[i], kept=True)
                fired[rule.key] += 1
    for rule in rules:
        for i in _matching(rule, rule.drops, lines, limit):
            if ruled[i].kept and i not in kept:
                ruled[i] = _by(rule, ruled[i], kept=False)
                fired[rule.key] += 1
    for rule in rules:
        fired[rule.key] += bool(rule.name or rule.folder)
    name = next((rule.name for rule in rules if rule.name), None)
    folder = next((rule.folder for rule in rules if rule.folder), None)
    return Ruled(ruled, name, folder, +fired)


def _matching(rule: Rule, asked: Callable[[str], bool], lines: Sequence[str], limit: Limit) -> list[int]:
    """The positions of the lines that a rule asks for."""
    try:
        with limit(SECONDS):
            return [i for i, line in enumerate(lines) if asked(line)]
    except TimeoutError:
        raise Refused(
            f"The house rule of line {rule.line} took longer than {SECONDS:g} s over this file: "
            "an expression of it can take very long. Make it simpler, then retry."
        ) from None


def _by(rule: Rule, verdict: Verdict, *, kept: bool) -> Verdict:
    return Verdict(kept, f"house rule, line {rule.line}", verdict.likely)
