"""One file's way: digested in a worker, its outcome committed, its original moved."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.inbox.moves import candidates, copy, move, sha256_of
from bot.inbox.names import folder_of, shown
from bot.model import FileRecord, Outcome
from bot.store.files import ARCHIVE, REJECTED, Taken
from bot.workers.protocol import Digested, DigestFile, FileChanged, FileUnreadable, Signature, WorkerFault
from bot.workers.protocol import JobError as JobFailed

if TYPE_CHECKING:
    from bot.folders import Folders
    from bot.inbox.scan import Look
    from bot.settings import Settings
    from bot.store import Store
    from bot.workers.pool import Pool

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""A file that runs past its time limit or kills its worker this often is rejected."""


class Pipeline:
    """Takes files to their outcome. The outcome is committed before the original is moved: a crash between the two
    leaves the file where it was and its record unmoved, which :meth:`heal` and the next take put right."""

    def __init__(self, settings: Settings, folders: Folders, store: Store, pool: Pool) -> None:
        self.folders = folders
        self._settings = settings
        self._store = store
        self._pool = pool

    async def take(self, look: Look) -> FileRecord:
        """Take a file out of the drop folder.

        Raises:
            FileChanged: it changed since the look; it stays where it is.
            FileUnreadable, OSError: the system would not let it be read or moved; it may pass.
        """
        digested = await self.digest(look.path, look.relative, look.signature)
        record = await self._store.files.record(_taken(look.relative, digested))
        self._announce(record)
        return await self._move(record, Path(look.path), look.relative)

    async def ingest(self, path: Path) -> FileRecord:
        """Take a copy of a file from anywhere; its folder is the name of none.

        Raises:
            FileChanged, FileUnreadable, OSError: as :meth:`take`.
        """
        digested = await self.digest(str(path), path.name, None)
        record = await self._store.files.record(_taken(path.name, digested))
        self._announce(record)
        kept = await asyncio.to_thread(copy, path, self.folders.kept(record.kept_in), path.name, str(record.id))
        await self._store.files.moved(record.id, record.kept_in, os.fsencode(kept))
        return record

    async def retry(self, record: FileRecord) -> FileRecord:
        """Try a file that made no article again; its new outcome. One that succeeds moves to the archive.

        Raises:
            FileChanged: the file is gone.
            FileUnreadable, OSError: as :meth:`take`.
        """
        relative = os.fsdecode(record.drop_path)
        path = self.folders.kept(record.kept_in) / os.fsdecode(record.kept_path or record.drop_path)
        digested = await self.digest(str(path), record.name, None)
        resolved = await self._store.files.resolve(record.id, _taken(relative, digested))
        self._announce(resolved)
        wanted = REJECTED if resolved.outcome is Outcome.REJECTED else ARCHIVE
        if record.kept_in == wanted:
            return resolved
        kept = await asyncio.to_thread(move, path, self.folders.kept(wanted), relative, str(record.id))
        await self._store.files.moved(record.id, wanted, os.fsencode(kept))
        return replace(resolved, kept_in=wanted, kept_path=os.fsencode(kept))

    async def heal(self) -> None:
        """Finish what a crash left between an outcome and its move."""
        for record in await self._store.files.unmoved():
            relative = os.fsdecode(record.drop_path)
            source = self.folders.drop / relative
            there = await asyncio.to_thread(sha256_of, source) if record.sha256 else None
            kept = await self._already_kept(record, relative)
            if kept is not None:
                await self._store.files.moved(record.id, record.kept_in, os.fsencode(kept))
                if there == record.sha256:
                    await asyncio.to_thread(source.unlink)
            elif there is not None and there == record.sha256:
                await self._move(record, source, relative)

    async def digest(self, path: str, name: str, expected: Signature | None) -> Digested:
        """Digest a file in a worker; one that overruns or kills its worker three times is refused.

        Raises:
            FileChanged, FileUnreadable: see :meth:`take`.
        """
        job = DigestFile(
            os.fsencode(path), shown(name), self._settings.max_bytes, self._settings.sentences, expected=expected
        )
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                return await self._pool.run(job)
            except (FileChanged, FileUnreadable):
                raise
            except WorkerFault as fault:
                reason = str(fault)
                break
            except JobFailed as failure:
                reason = f"{failure} Tried {attempt} times."
                log.warning("%s: attempt %d of %d failed: %s", shown(name), attempt, MOST_ATTEMPTS, failure)
        signature, sha256 = await asyncio.to_thread(_identify, Path(path))
        return Digested(signature, sha256, refusal=reason)

    def _announce(self, record: FileRecord) -> None:
        detail = f": {record.reason}" if record.reason else f" (article {record.article_id})"
        level = logging.WARNING if record.outcome is Outcome.REJECTED else logging.INFO
        log.log(level, "%s: %s%s", record.name, record.outcome, detail)
        if record.outcome is Outcome.ADDED:
            self._store.outbox_changed.set()

    async def _move(self, record: FileRecord, source: Path, relative: str) -> FileRecord:
        kept = await asyncio.to_thread(move, source, self.folders.kept(record.kept_in), relative, str(record.id))
        await self._store.files.moved(record.id, record.kept_in, os.fsencode(kept))
        return replace(record, kept_path=os.fsencode(kept))

    async def _already_kept(self, record: FileRecord, relative: str) -> str | None:
        """The path of a kept file that is this record's and no other's."""
        folder = self.folders.kept(record.kept_in)
        for candidate in candidates(relative, str(record.id)):
            path = folder / candidate
            if not await asyncio.to_thread(os.path.lexists, path):
                return None
            if await self._store.files.claimed(record.kept_in, os.fsencode(candidate)):
                continue
            if record.sha256 and await asyncio.to_thread(sha256_of, path) == record.sha256:
                return candidate
        return None


def _taken(relative: str, digested: Digested) -> Taken:
    return Taken(
        name=shown(relative),
        folder=folder_of(relative),
        drop_path=os.fsencode(relative),
        sha256=digested.sha256,
        size=digested.signature.size,
        modified=digested.signature.modified,
        article=digested.article,
        text_key=digested.text_key,
        word_count=digested.words,
        refusal=digested.refusal,
    )


def _identify(path: Path) -> tuple[Signature, str | None]:
    """What a file that could not be digested looks like."""
    try:
        return Signature.of(path.stat()), sha256_of(path)
    except FileNotFoundError:
        raise FileChanged("The file is gone.") from None
