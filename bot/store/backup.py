"""A consistent copy of the database, also while another process works with it."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from typing import TYPE_CHECKING

from bot.links import claim
from bot.store.errors import StoreError, explained
from bot.store.schema import inspect, open_read_only

if TYPE_CHECKING:
    from pathlib import Path


def backup(source: Path, target: Path) -> None:
    """Copy a database with SQLite's backup API: as it was at one moment, in one file, checked.

    Raises:
        StoreError: there is no database, it is damaged or not Newsdrop's, or ``target`` exists or can't be written.
    """
    if os.path.lexists(target):
        raise StoreError(f"{target} exists already. Name another file, or move that one away.")
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with contextlib.closing(snapshot(source, part)) as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"The database {source} is damaged ({found}); 'newsdrop check' tells more.")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        claim(part, target)  # never over a file that appeared meanwhile
    except OSError as error:
        raise StoreError(f"{target} can't be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)


def snapshot(source: Path, target: Path) -> sqlite3.Connection:
    """A copy of the database as it is at this moment, unchecked, open.

    Raises:
        StoreError: there is no database, it is damaged or not Newsdrop's, or the copy can't be written.
    """
    if not source.exists():
        raise StoreError(f"There is no database {source}.")
    try:
        inspect(source)
    except sqlite3.DatabaseError as error:
        raise StoreError(explained(source, error)) from None
    try:
        return _copied(source, target)
    except sqlite3.OperationalError as error:
        raise StoreError(f"A copy of the database can't be written to {target.parent}: {error}.") from None
    except sqlite3.DatabaseError as error:
        raise StoreError(explained(source, error)) from None


def _copied(source: Path, target: Path) -> sqlite3.Connection:
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        with contextlib.closing(open_read_only(source)) as live:
            # All pages in one step: one read transaction, which no writer disturbs and which disturbs no writer.
            live.backup(copy, pages=-1)
        # One file, without a log beside it; opening it for work turns that on again.
        copy.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        copy.close()
        raise
    return copy
