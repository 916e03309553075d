"""Looking at the drop folder. Events are hints; what a scan finds is the truth."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.inbox.names import is_left_alone
from bot.workers.protocol import Signature

if TYPE_CHECKING:
    from collections.abc import Container, Iterator


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
    """The files that were found, and a sentence for each other entry that is left alone."""

    looks: list[Look]
    left_alone: dict[str, str]


def scan(root: str, limit: int, skip: Container[str]) -> Scan:
    """Walk the drop folder.

    Args:
        root: the drop folder, absolute.
        limit: stop after this many files: memory stays bounded whatever the backlog.
        skip: relative paths that are already being looked after.
    """
    found = Scan([], {})
    for entry, relative in _entries(root):
        if relative in skip:
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue  # gone since
        kind = _kind(status.st_mode)
        if kind is not None:
            found.left_alone[relative] = f"It is {kind}; only regular files are taken."
            continue
        found.looks.append(Look(entry.path, relative, Signature.of(status)))
        if len(found.looks) >= limit:
            break
    return found


def look_again(look: Look) -> Look | None:
    """The same path, looked at now; None where it is gone or no longer a regular file."""
    try:
        status = os.lstat(look.path)
    except OSError:
        return None
    return Look(look.path, look.relative, Signature.of(status)) if stat.S_ISREG(status.st_mode) else None


def _entries(root: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Every entry below ``root`` that is no folder. Folders that vanish or can't be read are passed."""
    waiting = [("", root)]
    while waiting:
        prefix, path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if is_left_alone(entry.name):
                        continue
                    relative = f"{prefix}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((relative + os.sep, entry.path))
                    else:
                        yield entry, relative
        except OSError:
            continue


def _kind(mode: int) -> str | None:
    """What an entry is, where it is not a regular file."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    if stat.S_ISFIFO(mode):
        return "a FIFO"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"
