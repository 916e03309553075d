"""The intake: watches the drop folder and takes each file as soon as it is complete."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import awatch

from bot.intake.latecomers import Latecomers
from bot.intake.names import shown
from bot.intake.scan import Look, count, look_again, scan
from bot.intake.troubles import Troubles
from bot.model import NewsdropError
from bot.store import StoreTrouble
from bot.workers.protocol import FileChanged, JobError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from bot.intake.pipeline import Pipeline
    from bot.intake.reingest import Reingester
    from bot.model import FileRecord
    from bot.settings import Settings
    from bot.store import Store

    Done = Callable[[str, FileRecord | str], None]

log = logging.getLogger(__name__)

_MOST_WAITING = 2048
"""Files that wait for their second look at once: it bounds memory, whatever the backlog. More than change at any one
time, or those that never settle would keep the others out."""

_TAKEN_PER_WORKER = 4
"""Files under way at once for each worker: while one is digested, others are committed and moved."""

_EVENT_MILLISECONDS = 50  # events that come together are told together
_FIRST_WATCH_PAUSE = 0.05  # seconds, where events fail; doubled each time, up to the rescan's
_MANY_FAILURES = 5  # of events, one after the other: more than one odd name
_POLL_SECONDS = 1.0  # between two scans where events are not to be relied on
_HEAL_PAUSE = 5.0  # seconds, after something came between outcomes and moves


class IntakeTrouble(NewsdropError):
    """Nothing can be taken for now; the message says why."""


@dataclass(slots=True)
class _Waiting:
    look: Look
    since: float


@dataclass(frozen=True, slots=True)
class _Taking:
    look: Look
    task: asyncio.Task[None]


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
        self._taking: dict[str, _Taking] = {}
        self._overtaken: set[str] = set()
        self._beside: list[asyncio.Task[None]] = []
        self._troubles = Troubles(self._root)
        self._left_alone: dict[str, str] = {}
        self._heal_at = 0.0
        self._wake = asyncio.Event()
        self._changed = True
        self._rescan_at = 0.0
        self._pause = min(settings.rescan_seconds, _POLL_SECONDS) if settings.poll else settings.rescan_seconds
        self._most_taken = _TAKEN_PER_WORKER * max(2, settings.workers)
        self._more = False
        self._stopping = False

    @property
    def troubles(self) -> dict[str, str]:
        """Entries of the drop folder that are not taken, each with a sentence that says why (at most 1,000)."""
        return self._troubles.shown(self._left_alone)

    async def depth(self) -> int:
        """How many files wait in the drop folder (counted up to 100,000)."""
        return await asyncio.to_thread(count, self._root, 100_000)

    async def run(self) -> None:
        """Take files until :meth:`stop`; what is being taken then is finished first."""
        async with self._helpers(self._watch()):
            while not self._stopping:
                await self._look(None)
                await self._rest()
            await self._drained()

    async def drain(self, done: Done) -> None:
        """Take all that is there, once; ``done`` is told each file's name and its record, or why it can't be taken.

        Raises:
            IntakeTrouble: no file can be taken for now (the disk is full, mostly).
        """
        tried: set[str] = set()

        def tell(name: str, outcome: FileRecord | str) -> None:
            if isinstance(outcome, str):
                tried.add(name)
            done(shown(name), outcome)

        looked_anew = False
        async with self._helpers():
            while True:
                await self._look(tell, tried)
                if self._troubles.of_all:
                    await self._drained()
                    raise IntakeTrouble(self._troubles.of_all)
                if self._waiting or self._taking or self._more:
                    looked_anew = False
                    await self._rest()
                elif looked_anew:
                    return
                else:
                    self._changed = looked_anew = True

    def stop(self) -> None:
        """Ask :meth:`run` to finish what it has begun and return."""
        self._stopping = True
        self._wake.set()

    async def abandon(self) -> None:
        """Give up on what is being taken: those files stay in the drop folder."""
        tasks = self._under_way()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _under_way(self) -> list[asyncio.Task[None]]:
        return [taking.task for taking in self._taking.values()]

    @asynccontextmanager
    async def _helpers(self, *more: Coroutine[None, None, None]) -> AsyncIterator[None]:
        """What runs beside the scan, for as long as that runs."""
        self._beside = [asyncio.create_task(work) for work in (self._latecomers.run(), *more)]
        for task in self._beside:
            task.add_done_callback(lambda _: self._wake.set())
        try:
            yield
        finally:
            tasks = [*self._beside, *self._under_way()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _drained(self) -> None:
        while self._taking:
            await asyncio.wait(self._under_way(), return_when=asyncio.FIRST_COMPLETED)
            self._reap()

    async def _look(self, done: Done | None, passed: set[str] | None = None) -> None:
        """Look again at what waits, take what has settled, look for more (but not for what is ``passed``)."""
        self._reap()
        if time.monotonic() >= max(self._heal_at, self._troubles.held_until):
            await self._heal()
        for look in await self._second_looks():
            task = asyncio.create_task(self._take(look, done))
            task.add_done_callback(lambda _: self._wake.set())
            self._taking[look.relative] = _Taking(look, task)
        room = _MOST_WAITING - len(self._waiting)
        if self._is_walk_due(room):
            await self._look_for_more(room, passed or set())

    def _is_walk_due(self, room: int) -> bool:
        """Whether to walk the folder: after a change or the rescan's time; while there is more, once half the room is
        free. A file that was just finished is no reason: a walk takes long where many wait."""
        if self._more:
            return room >= _MOST_WAITING // 2
        return self._changed or time.monotonic() >= self._rescan_at

    async def _heal(self) -> None:
        """At the start, and after something came between outcomes and moves. Nothing may be under way then."""
        if self._taking:
            return
        try:
            healed = await self._pipeline.heal()
        except StoreTrouble as error:
            self._hold("", error)
            return
        for kept in healed.kept:
            self._latecomers.watch(kept)
        self._heal_at = float("inf") if healed.complete else time.monotonic() + _HEAL_PAUSE

    def _free(self) -> int:
        """How many files may be taken more, just now. While there is trouble for all, one file is to try it."""
        moment = time.monotonic()
        if moment < self._troubles.held_until or moment >= self._heal_at:
            return 0
        return max(0, (1 if self._troubles.of_all else self._most_taken) - len(self._taking))

    async def _second_looks(self) -> list[Look]:
        """Files that have not changed since they were first looked at, long enough ago; the oldest looks first."""
        latest = time.monotonic() - self._settings.settle_seconds
        due = [waiting.look for waiting in islice(self._waiting.values(), self._free()) if waiting.since <= latest]
        settled: list[Look] = []
        if not due:
            return settled
        for before, now in zip(due, await asyncio.to_thread(lambda: [look_again(look) for look in due]), strict=True):
            del self._waiting[before.relative]  # one that changed goes to the end
            if now == before:
                settled.append(before)
            elif now is not None:
                self._waiting[before.relative] = _Waiting(now, time.monotonic())
        return settled

    async def _look_for_more(self, room: int, passed: set[str]) -> None:
        self._changed = False
        self._rescan_at = time.monotonic() + self._pause
        await asyncio.to_thread(self._make_root)
        resting = await self._troubles.resting()
        under_way = {name: taking.look.signature for name, taking in self._taking.items()}
        skip = dict.fromkeys([*resting, *self._waiting, *passed]) | under_way
        found = await asyncio.to_thread(scan, self._root, room, skip)
        self._overtaken |= found.overtaken
        self._more = len(found.looks) >= room
        if not self._more:
            self._left_alone = found.left_alone
        for look in found.looks:
            self._waiting[look.relative] = _Waiting(look, time.monotonic())

    def _make_root(self) -> None:
        """The drop folder may vanish meanwhile (moved away, a mount that went): a new one is made, and told of."""
        try:
            if not (root := Path(self._root)).is_dir():
                root.mkdir(parents=True)
                log.warning("The drop folder %s was gone; it was made anew.", shown(self._root))
        except OSError as error:
            log.warning("The drop folder %s is gone and can't be made: %s.", shown(self._root), error.strerror)

    async def _take(self, look: Look, done: Done | None) -> None:
        try:
            kept = await self._pipeline.take(look)
        except FileChanged as error:
            if await asyncio.to_thread(look_again, look) != look:
                self._changed = True
                return  # the next scan finds it as it is then
            outcome: FileRecord | str = self._hold(look.relative, error)
        except (JobError, StoreTrouble, OSError) as error:
            outcome = self._hold(look.relative, error)
        else:
            outcome = kept.record
            self._troubles.passed(look.relative)
            self._latecomers.watch(kept)
        if done is not None:
            done(look.relative, outcome)

    def _hold(self, relative: str, error: JobError | StoreTrouble | OSError) -> str:
        known = self._troubles.of_all
        why = self._troubles.add(relative, error)
        if isinstance(error, StoreTrouble | OSError):
            self._heal_at = min(self._heal_at, time.monotonic() + _HEAL_PAUSE)
        if not known:
            log.warning("%s stays in the drop folder: %s", shown(relative) or "What was taken", why)
        return why

    def _reap(self) -> None:
        for name, taking in list(self._taking.items()):
            if taking.task.done():
                del self._taking[name]
                if name in self._overtaken:  # the next file of that name came before this one was done with
                    self._overtaken.discard(name)
                    self._changed = True
                if not taking.task.cancelled():
                    taking.task.result()  # an error nobody foresaw ends the intake, and with it the process
        for task in self._beside:
            if task.done() and not task.cancelled():
                task.result()

    async def _rest(self) -> None:
        """Until an event, the next second look, a finished file where more wait, or the next rescan."""
        retry_at = self._troubles.next_retry()
        ends = [time.monotonic() + self._settings.rescan_seconds, retry_at]
        if not self._more:  # else what is finished makes the room that the next walk waits for
            ends.append(self._rescan_at)
        if not self._taking:
            ends.append(max(self._heal_at, self._troubles.held_until))
        if self._waiting and self._free():
            ends.append(next(iter(self._waiting.values())).since + self._settings.settle_seconds)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, min(ends) - time.monotonic())):
                await self._wake.wait()
        self._wake.clear()
        self._changed |= time.monotonic() >= retry_at

    async def _watch(self) -> None:
        """Wake the scan at each change. Trouble here costs speed, not files: the rescan goes on."""
        failures = 0
        while not self._settings.poll:
            try:
                async for _ in awatch(
                    self._root,
                    watch_filter=None,
                    debounce=_EVENT_MILLISECONDS,
                    step=_EVENT_MILLISECONDS // 2,
                    ignore_permission_denied=True,
                ):
                    self._changed = True
                    self._wake.set()
                    failures = 0
            except* (OSError, RuntimeError) as group:  # a name that is not UTF-8; too many folders to watch
                failures += 1
                log.log(
                    logging.WARNING if failures == _MANY_FAILURES else logging.DEBUG,
                    "No events from the drop folder (%s); it is scanned every %g seconds.",
                    group.exceptions[0],
                    self._settings.rescan_seconds,
                )
            self._changed = True
            self._wake.set()
            await asyncio.sleep(min(_FIRST_WATCH_PAUSE * 2.0 ** min(failures, 20), self._settings.rescan_seconds))
        await asyncio.Event().wait()
