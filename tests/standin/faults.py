"""What goes wrong on purpose: which request fails, how, and whether it took effect all the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from random import Random
from typing import Literal

Cut = Literal["reset", "hangup", "silence"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way for a request to fail.

    Attributes:
        name: for logs and counts.
        status: the HTTP status answered instead of the real answer.
        retry_after: seconds, with a 429.
        everywhere: a 429 of the whole bot rather than of one route.
        cut: the connection ends without an answer: by RST, by FIN, or never, leaving the asker to wait.
        executed: the request took effect nevertheless; only its answer is lost.
        delay: seconds before the request is looked at.
    """

    name: str
    status: int | None = None
    retry_after: float = 0.0
    everywhere: bool = False
    cut: Cut | None = None
    executed: bool = False
    delay: float = 0.0


def server_error(status: int = 500, *, executed: bool = False) -> Fault:
    return Fault(f"{status}{' after the deed' if executed else ''}", status=status, executed=executed)


def rate_limited(retry_after: float, *, everywhere: bool = False) -> Fault:
    return Fault("429", status=429, retry_after=retry_after, everywhere=everywhere)


def reset() -> Fault:
    return Fault("reset", cut="reset")


def hangup() -> Fault:
    return Fault("hangup", cut="hangup")


def silence() -> Fault:
    return Fault("silence", cut="silence")


def lost_answer(how: Cut = "reset") -> Fault:
    return Fault(f"{how} after the deed", cut=how, executed=True)


def slow(seconds: float) -> Fault:
    return Fault("slow", delay=seconds)


@dataclass(slots=True)
class _Rule:
    method: str
    path: str
    faults: tuple[Fault, ...]
    left: int | None
    chance: float
    random: Random

    def strikes(self, method: str, path: str) -> bool:
        fits = fnmatchcase(method, self.method) and fnmatchcase(path, self.path)
        if not fits or self.left == 0 or self.random.random() >= self.chance:
            return False
        if self.left is not None:
            self.left -= 1
        return True


class Faults:
    """The rules in force. Paths are fnmatch patterns below ``/api/v10``, such as ``/channels/*/messages``."""

    def __init__(self) -> None:
        self._rules: list[_Rule] = []
        self.struck: Counter[str] = Counter()

    def next(self, fault: Fault, method: str = "*", path: str = "*", *, times: int | None = 1) -> None:
        """The next ``times`` fitting requests fail so; None: each one until ``clear``."""
        self._rules.append(_Rule(method, path, (fault,), times, 1.0, Random(0)))

    def at_random(self, seed: int, chance: float, *faults: Fault, method: str = "*", path: str = "*") -> None:
        """Each fitting request fails with that chance, in one of these ways."""
        self._rules.append(_Rule(method, path, faults, None, chance, Random(seed)))

    def clear(self) -> None:
        self._rules.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that strikes this request, if any; the first rule that strikes wins."""
        for rule in self._rules:
            if rule.strikes(method, path):
                fault = rule.random.choice(rule.faults)
                self.struck[fault.name] += 1
                return fault
        return None
