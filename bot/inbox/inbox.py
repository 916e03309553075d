"""The intake: watches the drop folder and takes each file as soon as it is complete."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfiles import awatch

from bot.inbox.latecomers import Latecomers
from bot.inbox.names import shown
from bot.inbox.scan import Look, look_again, scan
from bot.workers.protocol import FileChanged, JobError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import FileRecord
    from bot.pipeline import Pipeline
    from bot.reingest import Reingester
    from bot.settings import Settings
    from bot.store import Store

    Done = Callable[[str, FileRecord | str], None]

log = logging.getLogger(__name__)

BATCH = 256
"""The most files that are looked at or waiting for a worker at once: it bounds memory, whatever the backlog."""

_LONGEST_PAUSE = 60.0  # seconds between two tries of a file that can't be read
_EVENT_MILLISECONDS = 50  # events that come together are told together


@dataclass(slots=True)
class Trouble:
    """A file that can't be taken for now."""

    sentence: str
    attempts: int
    retry_at: float


@dataclass(slots=True)
class _Waiting:
    look: Look
    since: float


class Inbox:
    """Scanning is the truth; events of the file system only wake the scan.

    A file is complete when two looks, at least ``settle_seconds`` apart, find size, modification time and inode
    unchanged. At start-up as well: a file that lies there may still be written.
    """

    def __init__(self, settings: Settings, pipeline: Pipeline, store: Store, reingester: Reingester) -> None:
        self._settings = settings
        self._pipeline = pipeline
        self._root = str(pipeline.folders.drop)
        self._latecomers = Latecomers(settings, pipeline, store, reingester)
        self._waiting: dict[str, _Waiting] = {}
        self._taking: dict[str, asyncio.Task[None]] = {}
        self._troubles: dict[str, Trouble] = {}
        self._left_alone: dict[str, str] = {}
        self._wake = asyncio.Event()
        self._more = False
        self._stopping = False

    @property
    def troubles(self) -> dict[str, str]:
        """Entries of the drop folder that are not taken, each with a sentence that says why."""
        return {shown(name): sentence for name, sentence in self._left_alone.items()} | {
            shown(name): trouble.sentence for name, trouble in self._troubles.items()
        }

    async def depth(self) -> int:
        """How many files wait in the drop folder (counted up to 100,000)."""
        found = await asyncio.to_thread(scan, self._root, 100_000, frozenset[str]())
        return len(found.looks)

    async def run(self) -> None:
        """Take files until :meth:`stop`; what is being taken then is finished first."""
        await self._pipeline.heal()
        async with contextlib.AsyncExitStack() as stack:
            watch = asyncio.create_task(self._watch())
            stack.callback(watch.cancel)
            await self._latecomers.load()
            while not self._stopping:
                await self._look()
                await self._rest()
            await self._drained()

    async def drain(self, done: Done) -> None:
        """Take all that is there, once; ``done`` is told each file's name and its record, or why it can't be taken."""
        await self._pipeline.heal()
        while True:
            await self._look(done)
            if not (self._waiting or self._taking or self._more):
                return
            await self._rest()

    def stop(self) -> None:
        """Ask :meth:`run` to finish what it has begun and return."""
        self._stopping = True
        self._wake.set()

    async def abandon(self) -> None:
        """Give up on what is being taken: those files stay in the drop folder."""
        tasks = list(self._taking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drained(self) -> None:
        while self._taking:
            await asyncio.wait(self._taking.values(), return_when=asyncio.FIRST_COMPLETED)
            self._reap()

    async def _look(self, done: Done | None = None) -> None:
        """Look again at what waits, take what has settled, look for more."""
        self._reap()
        settled = await self._second_looks()
        for look in settled:
            task = asyncio.create_task(self._take(look, done))
            task.add_done_callback(lambda _: self._wake.set())
            self._taking[look.relative] = task
        room = BATCH - len(self._waiting) - len(self._taking)
        if not self._more or room >= BATCH // 2:
            await self._look_for_more(room)
        await self._latecomers.look()

    async def _second_looks(self) -> list[Look]:
        """The files that have not changed since they were first looked at, long enough ago."""
        moment = time.monotonic()
        due = [w.look for w in self._waiting.values() if moment - w.since >= self._settings.settle_seconds]
        settled = []
        for before, now in zip(due, await asyncio.to_thread(lambda: [look_again(look) for look in due]), strict=True):
            if now is None or now == before:
                del self._waiting[before.relative]
            if now == before:
                settled.append(before)
            elif now is not None:
                self._waiting[before.relative] = _Waiting(now, time.monotonic())
        return settled

    async def _look_for_more(self, room: int) -> None:
        moment = time.monotonic()
        self._troubles = {
            name: trouble for name, trouble in self._troubles.items() if os.path.lexists(os.path.join(self._root, name))
        }
        resting = {name for name, trouble in self._troubles.items() if trouble.retry_at > moment}
        found = await asyncio.to_thread(scan, self._root, room, {*self._waiting, *self._taking, *resting})
        self._more = len(found.looks) >= room
        if not self._more:
            self._left_alone = found.left_alone
        for look in found.looks:
            self._waiting[look.relative] = _Waiting(look, time.monotonic())

    async def _take(self, look: Look, done: Done | None) -> None:
        try:
            record = await self._pipeline.take(look)
        except FileChanged:
            return  # the next scan finds it as it is then
        except (JobError, OSError) as error:
            outcome: FileRecord | str = self._trouble(look, error)
        else:
            outcome = record
            self._troubles.pop(look.relative, None)
            self._latecomers.watch(record, look.signature)
        if done is not None:
            done(shown(look.relative), outcome)

    def _trouble(self, look: Look, error: JobError | OSError) -> str:
        attempts = self._troubles[look.relative].attempts + 1 if look.relative in self._troubles else 1
        why = f"It can't be taken for now: {error.strerror}." if isinstance(error, OSError) else str(error)
        pause = min(_LONGEST_PAUSE, self._settings.rescan_seconds * 2.0 ** (attempts - 1))
        self._troubles[look.relative] = Trouble(why, attempts, time.monotonic() + pause)
        log.warning("%s stays in the drop folder: %s", shown(look.relative), why)
        return why

    def _reap(self) -> None:
        for name, task in list(self._taking.items()):
            if task.done():
                del self._taking[name]
                task.result()  # an error nobody foresaw ends the intake, and with it the process

    async def _rest(self) -> None:
        """Until an event, the next second look, a finished file where more wait, or the next rescan."""
        pause = self._settings.rescan_seconds
        if self._waiting:
            oldest = min(waiting.since for waiting in self._waiting.values())
            pause = min(pause, max(0.0, oldest + self._settings.settle_seconds - time.monotonic()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._wake.wait()
        self._wake.clear()

    async def _watch(self) -> None:
        """Wake the scan at each change. Trouble here costs speed, not files: the rescan goes on."""
        while True:
            try:
                async for _ in awatch(
                    self._root,
                    watch_filter=None,
                    debounce=_EVENT_MILLISECONDS,
                    step=_EVENT_MILLISECONDS // 2,
                    force_polling=self._settings.poll or None,
                    ignore_permission_denied=True,
                ):
                    self._wake.set()
            except (OSError, RuntimeError) as error:
                log.warning(
                    "No events from the drop folder (%s); it is scanned every %g seconds.",
                    error,
                    self._settings.rescan_seconds,
                )
            await asyncio.sleep(self._settings.rescan_seconds)
