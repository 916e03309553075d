"""What a crash leaves between an outcome and its move, put right.

An outcome is committed before its original is moved. Where something comes between the two, the record says that the
file was not moved; whether it was, the folders tell.
"""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.intake.moves import Moved, candidates, move, sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.intake.folders import Folders
    from bot.model import FileRecord
    from bot.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is where it is kept; ``handle``: as in :class:`bot.intake.moves.Moved`, for the caller to close."""

    record: FileRecord
    handle: int | None = None


@dataclass(frozen=True, slots=True)
class Healed:
    """What was put right, and whether all of it was."""

    kept: list[Kept]
    complete: bool


async def heal(store: Store, folders: Folders) -> Healed:
    """Finish each move that is recorded as not made. None of those files may be in anybody else's hands now.

    Raises:
        StoreTrouble: the database can't be written for now.
    """
    kept: list[Kept] = []
    complete = True
    for record in await store.files.unmoved():
        try:
            finished = await finish(store, folders, record)
        except OSError as error:
            log.warning("%s could not be moved to where it is kept: %s.", record.name, error.strerror)
            complete = False
        else:
            kept += [finished] if finished else []
    return Healed(kept, complete)


async def finish(store: Store, folders: Folders, record: FileRecord) -> Kept | None:
    """Finish one move; None where the file is gone, or other bytes are under its name now.

    Raises:
        StoreTrouble: the database can't be written for now.
        OSError: it can't be moved for now.
    """
    relative = os.fsdecode(record.drop_path)
    source, folder = folders.drop / relative, folders.kept(record.kept_in)
    for candidate in await asyncio.to_thread(_present, folder, relative, str(record.id)):
        if await store.files.claimed(record.kept_in, os.fsencode(candidate)):
            continue
        if await asyncio.to_thread(_holds, folder / candidate, record):
            await asyncio.to_thread(_drop_rest, source, folder / candidate, record)
            return await keep(store, record, Moved(candidate))
    if await asyncio.to_thread(_holds, source, record):
        return await keep(store, record, await asyncio.to_thread(move, source, folder, relative, str(record.id)))
    return None


async def keep(store: Store, record: FileRecord, moved: Moved) -> Kept:
    """Record that the file has been moved."""
    kept_path = os.fsencode(moved.relative)
    try:
        await store.files.moved(record.id, record.kept_in, kept_path)
    except BaseException:
        if moved.handle is not None:
            os.close(moved.handle)
        raise
    return Kept(replace(record, kept_path=kept_path), moved.handle)


def _present(folder: Path, relative: str, mark: str) -> list[str]:
    """The names that the file may have got and that are there."""
    found: list[str] = []
    for candidate in candidates(relative, mark):
        if not os.path.lexists(folder / candidate):
            return found
        found.append(candidate)
    raise AssertionError("candidates never end")


def _holds(path: Path, record: FileRecord) -> bool:
    """Whether a file is the record's, perhaps with more bytes at its end: a writer may have gone on meanwhile."""
    if path.is_symlink() or not path.is_file():
        return False
    if record.sha256 is None:  # too big to be read when it was taken: nothing but its size is known
        return path.stat().st_size >= record.size
    return sha256_of(path, record.size) == record.sha256


def _drop_rest(source: Path, kept: Path, record: FileRecord) -> None:
    """Remove what an unfinished move left in the drop folder: the same file, or what was copied and not removed.

    A file that was dropped anew meanwhile stays, and is taken: it has a time of its own.
    """
    try:
        status = source.lstat()
        untouched = (status.st_size, status.st_mtime_ns) == (record.size, record.modified)
        same = source.samefile(kept) or (untouched and sha256_of(source) == record.sha256)
    except OSError:
        return
    if same:
        source.unlink()
