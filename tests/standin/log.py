"""The record of every request: what was asked, what was answered, when, and what was wrong with it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True, eq=False)
class Call:
    """One request. ``started`` and ``ended`` are readings of ``time.monotonic``; ``fault`` names what was done to it.

    ``path`` is below ``/api/v10``; ``template`` is the same as Discord's description writes it.
    """

    method: str
    path: str
    template: str
    query: dict[str, str]
    started: float
    body: Any = None
    files: dict[str, bytes] = field(default_factory=dict)
    status: int | None = None
    answer: Any = None
    ended: float | None = None
    fault: str | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path} -> {self.status}{f' ({self.fault})' if self.fault else ''}"


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that breaks Discord's description or limits."""

    call: Call
    problem: str

    def __str__(self) -> str:
        return f"{self.call.method} {self.call.path}: {self.problem}"


class Log:
    """The latest requests, oldest first."""

    def __init__(self, keep: int = 5_000) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)

    def add(self, call: Call) -> None:
        self._calls.append(call)

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def find(self, method: str = "*", path: str = "*") -> list[Call]:
        """The calls whose method and path fit these fnmatch patterns."""
        return [call for call in self._calls if fnmatchcase(call.method, method) and fnmatchcase(call.path, path)]
