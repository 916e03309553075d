"""The blocks of an HTML page: how they stand in each other, what they are named, and which lines each holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Blocks beyond these count as part of the one around them: no article's tree comes near.
_MOST_BLOCKS = 60_000
_DEEPEST = 500
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Blocks:
    """A page's blocks in the order in which they open (the first is the page), and what was noted of each line.

    Attributes:
        parents: the position of each block's parent; the page is its own.
        depths: how many blocks each stands in.
        kinds: the position of each block's tag and names in ``known``.
        known: each tag with its names that occurs, and ``shapes``: each tag with its first name, digits left out.
        forms: the position in ``shapes`` of each of ``known``.
        firsts: the first line inside each block, and ``ends``: the first line below it.
        at: the block of each line.
        notes: of each line: the share of its characters that are emphasised, how many links it has, how many pictures
            stand between the line above and it, and whether a line break alone parts the two.
    """

    parents: list[int] = field(default_factory=lambda: [0])
    depths: list[int] = field(default_factory=lambda: [0])
    kinds: list[int] = field(default_factory=lambda: [0])
    forms: list[int] = field(default_factory=lambda: [0])
    known: dict[tuple[str, str], int] = field(default_factory=lambda: {("html", ""): 0})
    shapes: dict[tuple[str, str], int] = field(default_factory=lambda: {("html", ""): 0})
    firsts: list[int] = field(default_factory=lambda: [0])
    ends: list[int] = field(default_factory=lambda: [0])
    at: list[int] = field(default_factory=list)
    notes: list[tuple[float, int, int, bool]] = field(default_factory=list)

    def open(self, parent: int, tag: str, names: str) -> int:
        """A new block below ``parent``; returns its position."""
        if len(self.parents) >= _MOST_BLOCKS or self.depths[parent] >= _DEEPEST:
            return parent
        self.parents.append(parent)
        self.depths.append(self.depths[parent] + 1)
        kind = self.known.get((tag, names))
        self.kinds.append(self._new_kind(tag, names) if kind is None else kind)
        self.firsts.append(len(self.at))
        self.ends.append(len(self.at))
        return len(self.parents) - 1

    def _new_kind(self, tag: str, names: str) -> int:
        shape = (tag, _DIGITS.sub("", names.split(" ", 1)[0]))
        self.forms.append(self.shapes.setdefault(shape, len(self.shapes)))
        self.known[tag, names] = len(self.known)
        return len(self.known) - 1

    def close(self, block: int) -> None:
        """All lines noted so far stand in ``block`` or above it."""
        self.ends[block] = len(self.at)

    def close_up(self, block: int) -> None:
        """Close ``block`` and all blocks around it."""
        while block:
            self.close(block)
            block = self.parents[block]
        self.close(0)
