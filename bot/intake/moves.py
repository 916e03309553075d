"""Moving an original to where it is kept: across file systems, never over another file."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bot.links import NO_LINKS, claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NAME_BYTES = 255  # the longest name common file systems take
_ENDING_BYTES = 32  # what follows the last dot of a name is its ending, if it is no longer than this


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a file is now.

    Attributes:
        relative: below the folder it was moved to.
        handle: a descriptor on what was unlinked, where the file had to be copied, for the caller to close. A writer
            that still holds the file open writes there, and nowhere else.
    """

    relative: str
    handle: int | None = None


def move(source: Path, folder: Path, relative: str, mark: str) -> Moved:
    """Move a file to ``folder / relative``, or to a name with ``~mark`` in it where that one is taken.

    A hard link and then an unlink, so that nothing is ever overwritten and a writer that still holds the file open
    goes on writing to the same file. Where links don't reach: a copy, synced to disk, and then an unlink.

    Raises:
        OSError: it stays where it was.
    """
    for candidate, target in _targets(folder, relative, mark):
        try:
            handle = _link_or_copy(source, target)
        except FileExistsError:
            if not target.is_symlink() and _same_file(source, target):  # an earlier try got this far
                source.unlink()
                return Moved(candidate)
            continue
        _sync_folder(target.parent)
        try:
            source.unlink()
        except OSError:
            _close(handle)
            raise
        return Moved(candidate, handle)
    raise AssertionError("candidates never end")


def copy(source: Path, folder: Path, relative: str, mark: str) -> str:
    """As :func:`move`, but the source stays; where the copy is."""
    for candidate, target in _targets(folder, relative, mark):
        with contextlib.suppress(FileExistsError):
            _close(_copy(source, target))
            _sync_folder(target.parent)
            return candidate
    raise AssertionError("candidates never end")


def refresh(handle: int, target: Path) -> None:
    """Make a copy that :func:`move` made the same as its source again, which is open as ``handle``."""
    _write(handle, target, os.replace)


def candidates(relative: str, mark: str) -> Iterator[str]:
    """The names a file may get: its own, then with ``~mark``, then with ``~mark-2`` and so on."""
    yield relative
    head, name = os.path.split(relative)
    stem, ending = os.path.splitext(name)
    if len(os.fsencode(ending)) > _ENDING_BYTES:
        stem, ending = name, ""
    for number in count(1):
        tail = f"~{mark}" + (f"-{number}" if number > 1 else "")
        yield os.path.join(head, _cut(stem, _NAME_BYTES - len(os.fsencode(tail + ending))) + tail + ending)


def sha256_of(path: Path, size: int | None = None) -> str | None:
    """Of a file's bytes, or of its first ``size`` ones, in hex; None where it can't be read or is shorter."""
    try:
        with path.open("rb") as file:
            if size is None:
                return hashlib.file_digest(file, "sha256").hexdigest()
            digest, left = hashlib.sha256(), size
            while left and (chunk := file.read(min(left, 1 << 20))):
                digest.update(chunk)
                left -= len(chunk)
            return None if left else digest.hexdigest()
    except OSError:
        return None


def _targets(folder: Path, relative: str, mark: str) -> Iterator[tuple[str, Path]]:
    """The names a file may get, each with its path, whose folder is made."""
    for candidate in candidates(_beside_files(folder, relative, mark), mark):
        target = folder / candidate
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            for made in Path(candidate).parents:
                _sync_folder(folder / made)
        yield candidate, target


def _beside_files(folder: Path, relative: str, mark: str) -> str:
    """The same path, with another name for each folder whose place a file has (``news`` kept, then ``news/a.txt``)."""
    *parents, name = Path(relative).parts
    path = folder
    for index, part in enumerate(parents):
        names = (other for other in candidates(part, mark) if (path / other).is_dir() or not _taken(path / other))
        parents[index] = next(names)
        path /= parents[index]
    return os.path.join(*parents, name)


def _taken(path: Path) -> bool:
    return os.path.lexists(path)


def _cut(name: str, room: int) -> str:
    """As many whole characters as fit into so many bytes."""
    while len(os.fsencode(name)) > room:
        name = name[:-1]
    return name


def _link_or_copy(source: Path, target: Path) -> int | None:
    """A handle on the source where it was copied."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        return _copy(source, target)
    return None


def _copy(source: Path, target: Path) -> int:
    """Copy, and give the copy the target's name only if that is free; a handle on the source."""
    if _taken(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    handle = os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        _write(handle, target, claim)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _write(handle: int, target: Path, put: Callable[[Path, Path], object]) -> None:
    """Copy to a hidden name beside the target, with times and permissions, sync, and ``put`` it there."""
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with open(handle, "rb", closefd=False) as source, part.open("xb") as file:
            source.seek(0)
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            status = os.fstat(handle)
            with contextlib.suppress(OSError):  # not every file system keeps them
                os.fchmod(file.fileno(), status.st_mode & 0o777)
            os.utime(file.fileno(), ns=(status.st_atime_ns, status.st_mtime_ns))
            os.fsync(file.fileno())
        put(part, target)
    finally:
        part.unlink(missing_ok=True)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _close(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Make a new name outlast a power cut before the old one goes."""
    with contextlib.suppress(OSError):  # not every file system syncs folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
