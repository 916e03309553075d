"""What SQLite says, as errors with a sentence."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from bot.model import NewsdropError

if TYPE_CHECKING:
    from pathlib import Path

_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL,
    }
)  # fmt: skip
"""Result codes that say nothing of the statement or the data: the same may succeed a moment later."""

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class StoreError(NewsdropError):
    """The database can't be used; the message says why and what to do."""


class StoreTrouble(StoreError):
    """The database can't be used for now (locked, disk full, an I/O error): nothing was changed, and it may pass."""


def translated(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """The error that callers are told; a mistake in a statement of ours stays what it is."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest tells kinds of the same
    if code in _PASSING:
        return StoreTrouble(explained(path, error))
    return StoreError(explained(path, error)) if code in _DAMAGED else error


def explained(path: Path, error: sqlite3.DatabaseError) -> str:
    """A sentence for what SQLite says."""
    text = str(error)
    if "not a database" in text or "malformed" in text:
        return (
            f"The database {path} is damaged or not an SQLite file ({text}). Restore a backup of it, or move it away."
        )
    if "readonly" in text or "unable to open" in text:
        return f"The database {path} can't be written ({text}). Check the permissions of the file and its folder."
    if "locked" in text:
        return f"The database {path} is held by another program ({text}). Close it and start again."
    if "full" in text:
        return f"The database {path} can't grow: the disk is full. Make room on it."
    return f"The database {path} can't be used: {text}."
