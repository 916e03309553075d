"""Bytes that come late: a writer may go on writing through a handle it opened before the file was taken.

A move keeps the file's inode, so such bytes end up in the original where it is kept; where the file had to be copied to
another file system, a handle on what was unlinked is held open, and the copy is made anew. For a while after it was
taken each original is looked at again; one that has changed, and has settled, is taken again: as a revision of its
article, or, where there was none in it yet, as if it were new.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.intake.healing import Kept
from bot.intake.moves import refresh
from bot.model import NewsdropError, Outcome
from bot.store import StoreTrouble
from bot.workers.protocol import JobError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.intake.pipeline import Pipeline
    from bot.intake.reingest import Reingester
    from bot.settings import Settings
    from bot.store import Store

log = logging.getLogger(__name__)

_WATCHED = timedelta(minutes=10)
_MOST = 512  # originals watched at once; memory and the cost of a look stay bounded
_MOST_HANDLES = 64  # of them held open: a process may have few
_LONGEST_PAUSE = 60.0  # seconds between two tries of an original that can't be taken again for now


@dataclass(slots=True)
class _Original:
    """An original and its size and modification time: as it was taken, and as it was seen last."""

    kept: Kept
    path: Path
    taken: tuple[int, int]
    seen: tuple[int, int]
    since: float
    until: float
    failures: int = 0


class Latecomers:
    """The originals of the last ten minutes."""

    def __init__(self, settings: Settings, pipeline: Pipeline, store: Store, reingester: Reingester) -> None:
        self._settle_seconds = settings.settle_seconds
        self._pipeline = pipeline
        self._store = store
        self._reingester = reingester
        self._originals: OrderedDict[int, _Original] = OrderedDict()
        self._held: OrderedDict[int, int] = OrderedDict()

    def watch(self, kept: Kept) -> None:
        """Watch an original that was just taken; its handle is closed here."""
        record = kept.record
        assert record.kept_path is not None
        path = self._pipeline.folders.kept(record.kept_in) / os.fsdecode(record.kept_path)
        moment, taken = time.monotonic(), (record.size, record.modified)
        until = moment + _WATCHED.total_seconds()
        self._originals[record.id] = _Original(kept, path, taken, taken, moment, until)
        if kept.handle is not None:
            self._held[record.id] = kept.handle
        while len(self._held) > _MOST_HANDLES:
            self._let_go(next(iter(self._held)))
        while len(self._originals) > _MOST:
            self._forget(next(iter(self._originals)))

    async def run(self) -> None:
        """Look until cancelled, beginning with what was taken shortly before the last stop."""
        try:
            await self._load()
            while True:
                await asyncio.sleep(self._settle_seconds)
                await self._look()
        finally:
            for record_id in list(self._originals):
                self._forget(record_id)

    async def _load(self) -> None:
        since = (datetime.now(UTC) - _WATCHED).isoformat()
        try:
            records = await self._store.files.taken_since(since, _MOST)
        except StoreTrouble as error:
            log.warning("What was taken shortly before the start is not watched: %s", error)
            return
        for record in reversed(records):
            if record.id not in self._originals:
                self.watch(Kept(record))

    async def _look(self) -> None:
        """Look at each; take those again that changed and have settled."""
        moment = time.monotonic()
        while self._originals and (oldest := next(iter(self._originals.values()))).until < moment:
            self._forget(oldest.kept.record.id)
        originals = list(self._originals.values())
        handles = [self._held.get(original.kept.record.id) for original in originals]
        statuses = await asyncio.to_thread(lambda: list(map(_status, originals, handles)))
        for original, status in zip(originals, statuses, strict=True):
            if status is not None and _has_settled_anew(original, status, moment, self._settle_seconds):
                await self._take_again(original)

    async def _take_again(self, original: _Original) -> None:
        record, as_taken = original.kept.record, original.taken
        original.taken = original.seen
        handle = self._held.get(record.id)
        try:
            if handle is not None:
                await asyncio.to_thread(refresh, handle, original.path)
            if record.outcome in (Outcome.ADDED, Outcome.REVISED) and record.article_id is not None:
                result = await self._reingester.article(record.article_id, accept_changed=True)
                log.info("%s: bytes came late; %s", record.name, "; ".join(result.changes) or "nothing changed")
            else:
                await self._retry(original)
        except (JobError, StoreTrouble, OSError) as error:
            original.taken = as_taken  # still being written, or not possible for now
            original.failures += 1
            pause = min(_LONGEST_PAUSE, self._settle_seconds * 2.0**original.failures)
            original.since = time.monotonic() + pause - self._settle_seconds
            log.info("%s: bytes came late and can't be taken for now: %s", record.name, error)
        except NewsdropError as error:
            log.warning("%s: bytes came late and were not taken: %s", record.name, error)

    async def _retry(self, original: _Original) -> None:
        """An original that made no article may make one now, and then lies elsewhere."""
        record = await self._pipeline.retry(original.kept.record)
        assert record.kept_path is not None
        original.kept = Kept(record, original.kept.handle)
        original.path = self._pipeline.folders.kept(record.kept_in) / os.fsdecode(record.kept_path)

    def _forget(self, record_id: int) -> None:
        del self._originals[record_id]
        self._let_go(record_id)

    def _let_go(self, record_id: int) -> None:
        handle = self._held.pop(record_id, None)
        if handle is not None:
            os.close(handle)


def _status(original: _Original, handle: int | None) -> tuple[int, int] | None:
    try:
        status = os.lstat(original.path) if handle is None else os.fstat(handle)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _has_settled_anew(original: _Original, status: tuple[int, int], moment: float, settle: float) -> bool:
    if status != original.seen:
        original.seen, original.since = status, moment
    return status != original.taken and moment - original.since >= settle
