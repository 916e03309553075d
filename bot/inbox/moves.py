"""Moving an original to where it is kept: across file systems, never over another file."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME_BYTES = 255  # the longest name common file systems take
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EXDEV})


def move(source: Path, folder: Path, relative: str, mark: str) -> str:
    """Move a file to ``folder / relative``, or to a name with ``~mark`` in it where that one is taken.

    A hard link and then an unlink, so that nothing is ever overwritten and a writer that still holds the file open
    goes on writing to the same file. Where links don't reach: a copy, synced to disk, and then an unlink.

    Returns:
        Where it is now, relative to ``folder``.

    Raises:
        OSError: it stays where it was.
    """
    for candidate in candidates(relative, mark):
        target = folder / candidate
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _link_or_copy(source, target)
        except FileExistsError:
            if not target.is_symlink() and _same_file(source, target):  # an earlier try got this far
                source.unlink()
                return candidate
            continue
        _sync_folder(target.parent)
        source.unlink()
        return candidate
    raise AssertionError("candidates never end")


def copy(source: Path, folder: Path, relative: str, mark: str) -> str:
    """As :func:`move`, but the source stays."""
    for candidate in candidates(relative, mark):
        target = folder / candidate
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            _copy(source, target)
            return candidate
    raise AssertionError("candidates never end")


def candidates(relative: str, mark: str) -> Iterator[str]:
    """The names a file may get: its own, then with ``~mark``, then with ``~mark-2`` and so on."""
    yield relative
    head, name = os.path.split(relative)
    stem, ending = os.path.splitext(name)
    for number in count(1):
        tail = f"~{mark}" + (f"-{number}" if number > 1 else "")
        room = _NAME_BYTES - len(os.fsencode(tail + ending))
        yield os.path.join(head, os.fsdecode(os.fsencode(stem)[:room]) + tail + ending)


def sha256_of(path: Path) -> str | None:
    """Of a file's bytes, in hex; None where it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    """Copy to a hidden name beside the target, sync, and give it the target's name only if that is free."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        shutil.copy2(source, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        _claim(part, target)
    finally:
        part.unlink(missing_ok=True)


def _claim(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # No hard links here (FAT, some network drives): hold the name with an empty file, then replace that.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        part.replace(target)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _sync_folder(folder: Path) -> None:
    """Make a new name outlast a power cut before the old one goes."""
    with contextlib.suppress(OSError):  # not every file system syncs folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
