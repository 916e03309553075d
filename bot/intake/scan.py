"""Looking at the drop folder. Events are hints; what a scan finds is the truth."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.intake.names import is_left_alone
from bot.workers.protocol import Signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_LEFT_ALONE = 1000  # entries that are kept to be shown; the rest is as much left alone
_VANISHED = frozenset({errno.ENOENT, errno.ENOTDIR})


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it was found at one moment.

    Attributes:
        path: where it is, absolute.
        relative: below the drop folder.
    """

    path: str
    relative: str
    signature: Signature


@dataclass(slots=True)
class Scan:
    """The files that were found, and a sentence for other entries (at most 1,000), which are left alone.

    Attributes:
        overtaken: skipped paths at which another file lies by now.
    """

    looks: list[Look]
    left_alone: dict[str, str]
    overtaken: set[str]

    def leave_alone(self, relative: str, why: str) -> None:
        if len(self.left_alone) < _MOST_LEFT_ALONE:
            self.left_alone[relative] = why


def scan(root: str, limit: int, skip: Mapping[str, Signature | None]) -> Scan:
    """Walk the drop folder.

    Args:
        root: the drop folder, absolute.
        limit: stop after this many files: memory stays bounded whatever the backlog.
        skip: relative paths that are already being looked after; those of files under way with their signature.
    """
    found = Scan([], {}, set())
    for path, relative, status in _entries(root, found):
        if len(found.looks) >= limit:
            break
        if relative in skip:
            if skip[relative] not in (None, Signature.of(status)):
                found.overtaken.add(relative)
            continue
        kind = _kind(status.st_mode)
        if kind is None:
            found.looks.append(Look(path, relative, Signature.of(status)))
        else:
            found.leave_alone(relative, kind)
    return found


def count(root: str, limit: int) -> int:
    """How many files wait in the drop folder, counted up to ``limit``."""
    files = (1 for _, _, status in _entries(root, Scan([], {}, set())) if stat.S_ISREG(status.st_mode))
    return sum(islice(files, limit))


def look_again(look: Look) -> Look | None:
    """The same path, looked at now; None where it is gone or no longer a regular file."""
    try:
        status = os.lstat(look.path)
    except OSError:
        return None
    return Look(look.path, look.relative, Signature.of(status)) if stat.S_ISREG(status.st_mode) else None


def _entries(root: str, found: Scan) -> Iterator[tuple[str, str, os.stat_result]]:
    """Every entry below ``root`` that is no folder: its path, absolute and relative, and its status, not of what a
    link leads to. Folders that can't be listed are told; those that vanish meanwhile are not."""
    waiting = [("", root)]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if is_left_alone(entry.name):
                        continue
                    status = _status(entry)
                    if status is None:
                        continue
                    relative = prefix + entry.name
                    if stat.S_ISDIR(status.st_mode):
                        waiting.append((relative + os.sep, entry.path))
                    else:
                        yield entry.path, relative, status
        except OSError as error:
            if not prefix or error.errno not in _VANISHED:
                found.leave_alone(prefix or "The drop folder", f"The folder can't be listed: {error.strerror}.")


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None  # gone since


def _kind(mode: int) -> str | None:
    """Why an entry is left alone, where it is not a regular file."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return "It is a symbolic link; only regular files are taken."
    if stat.S_ISFIFO(mode):
        return "It is a FIFO; only regular files are taken."
    if stat.S_ISSOCK(mode):
        return "It is a socket; only regular files are taken."
    return "It is a device; only regular files are taken."
