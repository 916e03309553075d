"""What can't be taken for now, and when it is tried again."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
import time
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from bot.intake.names import shown
from bot.store import StoreTrouble
from bot.workers.protocol import WorkerUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds between two tries; doubled each time
_MOST_SHOWN = 1000
_EVERYTHING = "Every file"

_OF_THE_MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE}
)
"""System errors that the next file would meet as well."""


@dataclass(slots=True)
class _Trouble:
    """``changed``: the file's status change time; a mended permission changes it."""

    sentence: str
    attempts: int
    retry_at: float
    changed: int | None


class Troubles:
    """The pauses, by file, and one for all where the trouble is not any file's own (disk full, database locked).

    Args:
        root: the drop folder, absolute.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._files: dict[str, _Trouble] = {}
        self._all: _Trouble | None = None

    @property
    def of_all(self) -> str | None:
        """Why no file at all can be taken for now."""
        return self._all.sentence if self._all else None

    @property
    def held_until(self) -> float:
        """When anything at all may be tried again (monotonic); 0 where there is no such trouble."""
        return self._all.retry_at if self._all else 0.0

    def add(self, relative: str, error: Exception) -> str:
        """Something could not be taken; a sentence that says why."""
        why = sys.intern(f"It can't be taken for now: {_reason(error)}")
        if isinstance(error, StoreTrouble | WorkerUnavailable) or getattr(error, "errno", 0) in _OF_THE_MACHINE:
            # Files that were under way together fail together: that is one trouble, and one step of the pauses.
            if self._all is None or time.monotonic() >= self._all.retry_at:
                self._all = _next(self._all, why, None)
        else:
            self._files[relative] = _next(self._files.get(relative), why, _changed(self._root, relative))
        return why

    def passed(self, relative: str) -> None:
        """A file was taken."""
        self._all = None
        self._files.pop(relative, None)

    async def resting(self) -> set[str]:
        """The files that are not to be tried yet. Those that are gone are forgotten."""
        names = list(self._files)
        states = await asyncio.to_thread(lambda: [_changed(self._root, name) for name in names])
        moment, found = time.monotonic(), set()
        for name, changed in zip(names, states, strict=True):
            trouble = self._files.get(name)  # it may have passed meanwhile
            if changed is None:
                self._files.pop(name, None)
            elif trouble and trouble.retry_at > moment and changed == trouble.changed:
                found.add(name)
        return found

    def next_retry(self) -> float:
        """When the next one comes due (monotonic); infinite for none. Those that are due are looked for."""
        moment = time.monotonic()
        due = (trouble.retry_at for trouble in self._files.values())
        return min((retry_at for retry_at in due if retry_at > moment), default=float("inf"))

    def shown(self, left_alone: dict[str, str]) -> dict[str, str]:
        """Names and sentences, of at most 1,000 files; ``left_alone``: more of them."""
        files: Iterable[tuple[str, str]] = (
            (shown(name), sentence)
            for name, sentence in chain(
                ((name, trouble.sentence) for name, trouble in self._files.items()), left_alone.items()
            )
        )
        every = {_EVERYTHING: self._all.sentence} if self._all else {}
        return every | dict(islice(files, _MOST_SHOWN))


def _next(before: _Trouble | None, why: str, changed: int | None) -> _Trouble:
    attempts = before.attempts + 1 if before else 1
    pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(attempts - 1, 10))
    return _Trouble(why, attempts, time.monotonic() + pause, changed)


def _changed(root: str, relative: str) -> int | None:
    try:
        return os.lstat(os.path.join(root, relative)).st_ctime_ns
    except OSError:
        return None


def _reason(error: Exception) -> str:
    return f"{error.strerror or error}." if isinstance(error, OSError) else str(error)
