"""Bytes that come late: a writer may go on writing through a handle it opened before the file was taken.

The move keeps the file's inode, so such bytes end up in the original where it is kept. For a while after it was taken
each is looked at again; one that has changed, and has settled, is taken again: as a revision of its article, or, where
there was none in it yet, as if it were new.
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

from bot.model import NewsdropError, Outcome
from bot.workers.protocol import JobError

if TYPE_CHECKING:
    from bot.model import FileRecord
    from bot.pipeline import Pipeline
    from bot.reingest import Reingester
    from bot.settings import Settings
    from bot.store import Store
    from bot.workers.protocol import Signature

log = logging.getLogger(__name__)

_WATCHED = timedelta(minutes=10)
_MOST = 512  # originals watched at once; memory and the cost of a look stay bounded


@dataclass(slots=True)
class _Original:
    record: FileRecord
    path: str
    taken: tuple[int, int]  # size and modification time of the bytes that were taken
    seen: tuple[int, int]
    since: float
    until: float


class Latecomers:
    """The originals of the last ten minutes."""

    def __init__(self, settings: Settings, pipeline: Pipeline, store: Store, reingester: Reingester) -> None:
        self._settle_seconds = settings.settle_seconds
        self._pipeline = pipeline
        self._store = store
        self._reingester = reingester
        self._originals: OrderedDict[int, _Original] = OrderedDict()
        self._last_look = 0.0

    async def load(self) -> None:
        """Watch what was taken shortly before the last stop."""
        since = (datetime.now(UTC) - _WATCHED).isoformat()
        for record, modified in reversed(await self._store.files.taken_since(since, _MOST)):
            self._add(record, (record.size, modified))

    def watch(self, record: FileRecord, signature: Signature) -> None:
        """Watch an original that was just taken."""
        self._add(record, (signature.size, signature.modified))

    async def look(self) -> None:
        """Look at each; take those again that changed and have settled."""
        moment = time.monotonic()
        if moment - self._last_look < self._settle_seconds:
            return
        self._last_look = moment
        while self._originals and next(iter(self._originals.values())).until < moment:
            self._originals.popitem(last=False)
        originals = list(self._originals.values())
        statuses = await asyncio.to_thread(lambda: [_status(original.path) for original in originals])
        for original, status in zip(originals, statuses, strict=True):
            if status is not None and _has_settled_anew(original, status, moment, self._settle_seconds):
                await self._take_again(original)

    async def _take_again(self, original: _Original) -> None:
        record = original.record
        original.taken = original.seen
        try:
            if record.outcome in (Outcome.ADDED, Outcome.REVISED) and record.article_id is not None:
                result = await self._reingester.article(record.article_id, accept_changed=True)
                log.info("%s: bytes came late; %s", record.name, "; ".join(result.changes) or "nothing changed")
            else:
                resolved = await self._pipeline.retry(record)
                del self._originals[record.id]
                self._add(resolved, original.taken)
        except (JobError, OSError):
            original.taken = (-1, -1)  # still being written, or unreadable for now: again at the next look
        except NewsdropError as error:
            log.warning("%s: bytes came late and were not taken: %s", record.name, error)

    def _add(self, record: FileRecord, taken: tuple[int, int]) -> None:
        if record.kept_path is None:
            return
        path = self._pipeline.folders.kept(record.kept_in) / os.fsdecode(record.kept_path)
        moment = time.monotonic()
        until = moment + _WATCHED.total_seconds()
        self._originals[record.id] = _Original(record, str(path), taken, taken, moment, until)
        if len(self._originals) > _MOST:
            self._originals.popitem(last=False)


def _status(path: str) -> tuple[int, int] | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _has_settled_anew(original: _Original, status: tuple[int, int], moment: float, settle: float) -> bool:
    if status != original.seen:
        original.seen, original.since = status, moment
    return status != original.taken and moment - original.since >= settle
