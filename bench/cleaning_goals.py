"""A figure beside its goal, as the tables of ``bench.cleaning`` print it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Check:
    """One figure and its goal.

    Attributes:
        what: the figure is, with its unit.
        figure: as measured.
        goal: as printed beneath the figure in a table.
        met: whether the figure reaches it.
    """

    what: str
    figure: str
    goal: str
    met: bool

    def __str__(self) -> str:
        return f"{self.what} {self.figure}, goal {self.goal}"


def at_least(what: str, figure: float, goal: float, named: str = "") -> Check:
    """Whether a share reaches ``goal``; four digits, so that what falls short by little does not look as if it did not.

    ``named`` goes before the goal where several stand in one cell.
    """
    return Check(what, f"{figure:.4f}", f"{named}≥ {short(goal)}", figure >= goal)


def at_most(what: str, figure: float, goal: float) -> Check:
    """Whether a figure stays within ``goal``."""
    return Check(what, f"{figure:.2f}", f"≤ {goal:g}", figure <= goal)


def cell(checks: Sequence[Check]) -> Text:
    """The goals of one figure or several, with a mark where one is missed."""
    made = Text()
    for i, check in enumerate(checks):
        made.append(", " if i else "", style="dim")
        made.append(*((check.goal, "dim") if check.met else (f"{check.goal} MISSED", "bold red")))
    return made


def short(figure: float) -> str:
    """A share from 0 to 1 with three digits."""
    return f"{figure:.3f}".removeprefix("0")
