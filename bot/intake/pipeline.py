"""One file's way: digested in a worker, its outcome committed, its original moved."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.intake.healing import Healed, Kept, finish, heal, keep
from bot.intake.moves import Moved, copy, move, sha256_of
from bot.intake.names import folder_of, shown
from bot.model import FileRecord, Outcome
from bot.store.files import ARCHIVE, REJECTED, Taken
from bot.workers.protocol import (
    Digested,
    DigestFile,
    FileChanged,
    Signature,
    TimeLimit,
    WorkerDied,
    WorkerFault,
)

if TYPE_CHECKING:
    from bot.intake.folders import Folders
    from bot.intake.house_rules import HouseRules
    from bot.intake.scan import Look
    from bot.settings import Settings
    from bot.store import Store
    from bot.workers.pool import Pool

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""A file that runs past its time limit or kills its worker this often is rejected."""

_FIRST_PAUSE = 0.5  # seconds before the second attempt; doubled before the third


class Pipeline:
    """Takes files to their outcome. The outcome is committed before the original is moved: what comes between the two
    leaves the file where it was and its record unmoved, which the next take or :meth:`heal` puts right."""

    def __init__(self, settings: Settings, folders: Folders, store: Store, pool: Pool, rules: HouseRules) -> None:
        self.folders = folders
        self._rules = rules
        self._settings = settings
        self._store = store
        self._pool = pool

    async def take(self, look: Look) -> Kept:
        """Take a file out of the drop folder.

        Raises:
            FileChanged: it changed since the look; it stays where it is.
            FileUnreadable, WorkerUnavailable, StoreTrouble, OSError: the system would not let it be read, recorded or
                moved; it may pass.
        """
        for record in await self._store.files.unmoved_from(os.fsencode(look.relative)):
            if kept := await finish(self._store, self.folders, record):
                return kept
        digested = await self.digest(look.path, look.relative, look.signature)
        record = await self._record(look.relative, digested)
        folder = self.folders.kept(record.kept_in)
        moved = await asyncio.to_thread(move, Path(look.path), folder, look.relative, str(record.id))
        return await keep(self._store, record, moved)

    async def ingest(self, path: Path) -> FileRecord:
        """Take a copy of a file from anywhere. It is in no folder, wherever it lay, unless a house rule names one.

        Raises:
            FileChanged, FileUnreadable, WorkerUnavailable, StoreTrouble, OSError: as :meth:`take`.
        """
        source = Path(os.path.realpath(path))
        digested = await self.digest(str(source), path.name, None)
        record = await self._record(path.name, digested)
        kept = await asyncio.to_thread(copy, source, self.folders.kept(record.kept_in), path.name, str(record.id))
        return (await keep(self._store, record, Moved(kept))).record

    async def retry(self, record: FileRecord) -> FileRecord:
        """Try a file that made no article again; its new outcome. One that succeeds moves to the archive.

        Raises:
            FileChanged: the file is gone.
            FileUnreadable, WorkerUnavailable, StoreTrouble, OSError: as :meth:`take`.
        """
        relative = os.fsdecode(record.drop_path)
        path = self.folders.kept(record.kept_in) / os.fsdecode(record.kept_path or record.drop_path)
        digested = await self.digest(str(path), record.name, None)
        resolved = await self._store.files.resolve(record.id, _taken(relative, digested))
        self._announce(resolved)
        wanted = REJECTED if resolved.outcome is Outcome.REJECTED else ARCHIVE
        if resolved.kept_in == wanted:
            return resolved
        moved = await asyncio.to_thread(move, path, self.folders.kept(wanted), relative, str(record.id))
        kept = await keep(self._store, replace(resolved, kept_in=wanted), moved)
        if kept.handle is not None:
            os.close(kept.handle)
        return kept.record

    async def heal(self) -> Healed:
        """Finish what a crash left between outcomes and moves; nothing may be taken meanwhile.

        Raises:
            StoreTrouble: the database can't be written for now.
        """
        return await heal(self._store, self.folders)

    async def digest(self, path: str, name: str, expected: Signature | None) -> Digested:
        """Digest a file in a worker; one that overruns or kills its worker three times is refused.

        Raises:
            FileChanged, FileUnreadable, WorkerUnavailable: see :meth:`take`.
        """
        job = DigestFile(
            os.fsencode(path),
            shown(name),
            self._settings.max_bytes,
            self._settings.sentences,
            expected=expected,
            rules=await self._rules.current(),
        )
        reason = ""
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                return await self._pool.run(job)
            except WorkerFault as fault:
                reason = str(fault)
                break
            except (TimeLimit, WorkerDied) as failure:
                reason = f"{failure} Tried {attempt} times."
                log.warning("%s: attempt %d of %d failed: %s", shown(name), attempt, MOST_ATTEMPTS, failure)
            if attempt < MOST_ATTEMPTS:
                await asyncio.sleep(_FIRST_PAUSE * 2.0 ** (attempt - 1))
        signature, sha256 = await asyncio.to_thread(_identify, Path(path), expected)
        return Digested(signature, sha256, refusal=reason)

    async def _record(self, relative: str, digested: Digested) -> FileRecord:
        record = await self._store.files.record(_taken(relative, digested))
        self._announce(record)
        return record

    def _announce(self, record: FileRecord) -> None:
        detail = f": {record.reason}" if record.reason else f" (article {record.article_id})"
        level = logging.WARNING if record.outcome is Outcome.REJECTED else logging.INFO
        log.log(level, "%s: %s%s", record.name, record.outcome, detail)
        if record.outcome is Outcome.ADDED:
            self._store.outbox_changed.set()


def _taken(relative: str, digested: Digested) -> Taken:
    return Taken(
        name=shown(relative),
        folder=folder_for(relative, digested),
        drop_path=os.fsencode(relative),
        sha256=digested.sha256,
        size=digested.signature.size,
        modified=digested.signature.modified,
        article=digested.article,
        text_key=digested.text_key,
        word_count=digested.words,
        refusal=digested.refusal,
        fired=digested.fired,
    )


def folder_for(relative: str, digested: Digested) -> str:
    """The folder that a file is filed under and followed by: the house rules' word, or else where it was dropped."""
    return digested.folder or folder_of(relative)


def _identify(path: Path, expected: Signature | None) -> tuple[Signature, str | None]:
    """What a file that could not be digested looks like."""
    try:
        found = Signature.of(path.lstat())
    except FileNotFoundError:
        raise FileChanged("The file is gone.") from None
    if expected not in (None, found):
        raise FileChanged("The file is still being written.")
    return found, sha256_of(path)
