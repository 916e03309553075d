"""Which database files are Newsdrop's, and bringing them up to date."""

from __future__ import annotations

import contextlib
import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

from bot.store.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from aiosqlite import Connection

APPLICATION_ID = 0x4E647270
"""What tells Newsdrop's databases from other programs' ("Ndrp"); the first migration writes it."""

BUSY_SECONDS = 5.0
"""How long a statement waits for another program's lock."""


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that can change nothing: for a file that may not be ours, or that another process works with."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)


def inspect(path: Path) -> None:
    """Refuse what is not a database of this Newsdrop, before anything is written to it or to its log.

    Raises:
        StoreError: it is newer, another program's, or has lost its main file.
        sqlite3.DatabaseError: it is damaged or can't be read.
    """
    if not path.exists() or path.stat().st_size == 0:
        _refuse_lone_log(path)
        return
    with contextlib.closing(open_read_only(path)) as connection:
        version, application, tables = connection.execute(
            "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)"
            " FROM pragma_user_version, pragma_application_id"
        ).fetchone()
    if tables and application != APPLICATION_ID:
        raise StoreError(
            f"{path} is an SQLite database, but not one of Newsdrop's. Name another file in NEWSDROP_DATABASE."
        )
    newest = _migrations()[-1][0]
    if version > newest:
        raise StoreError(
            f"The database {path} is of a newer Newsdrop (version {version}; this one knows {newest}). "
            "Run the newer Newsdrop, or name another file in NEWSDROP_DATABASE."
        )


async def migrate(connection: Connection) -> None:
    """Bring the schema up to date, each numbered script in one transaction with its ``user_version``."""
    async with connection.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    for number, script in _migrations():
        if row is None or number > row[0]:
            await connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")


def _refuse_lone_log(path: Path) -> None:
    """SQLite would make a new database, and delete the log of the old one for it."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise StoreError(
            f"{log} is the log of a database, but the database {path} itself is gone or empty. "
            "Put the two together again, or move the log away to start anew."
        )


def _migrations() -> list[tuple[int, str]]:
    folder = resources.files("bot.store") / "migrations"
    scripts = sorted((item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda i: i.name)
    return [(int(item.name[:4]), item.read_text(encoding="utf-8")) for item in scripts]
