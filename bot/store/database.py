"""One SQLite file: opened, migrated, locked for one process, and closed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from contextlib import asynccontextmanager
from importlib import resources
from typing import TYPE_CHECKING, Any, Self

import aiosqlite

from bot.model import NewsdropError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

_BUSY_MILLISECONDS = 5000
_CACHE_KIBIBYTES = 16384


class StoreError(NewsdropError):
    """The database can't be used; the message says why and what to do."""


class Database:
    """A writer and a reader connection to one file.

    Coroutines share a connection, so statements of two transactions could mix: writes go one transaction at a time
    through :meth:`transaction`. Reads have a connection of their own and never wait for them (write-ahead log).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = asyncio.Lock()
        self._lock: int | None = None
        self._writer: aiosqlite.Connection
        self._reader: aiosqlite.Connection

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Self]:
        """Open ``path``, made and migrated where needed.

        Raises:
            StoreError: another process holds it, or it is newer, damaged or can't be written.
        """
        database = cls(path)
        async with contextlib.AsyncExitStack() as stack:
            stack.callback(database._unlock)
            await database._start(stack)
            yield database

    async def _start(self, stack: contextlib.AsyncExitStack) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            self._writer = await self._connect(stack)
            await _migrate(self._writer, self.path)
            self._reader = await self._connect(stack)
            await self._reader.execute("PRAGMA query_only = 1")
        except sqlite3.DatabaseError as error:
            raise StoreError(_explained(self.path, error)) from None
        except OSError as error:
            raise StoreError(f"The database {self.path} can't be opened: {error.strerror}.") from None

    async def _connect(self, stack: contextlib.AsyncExitStack) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(self.path, isolation_level=None)
        # Its thread keeps the process alive until it is closed.
        stack.push_async_callback(connection.close)
        connection.row_factory = sqlite3.Row
        for pragma in (
            f"busy_timeout = {_BUSY_MILLISECONDS}",
            "journal_mode = WAL",
            # FULL: a commit must outlast a power cut, since the file is moved on the strength of it.
            "synchronous = FULL",
            "foreign_keys = 1",
            f"cache_size = -{_CACHE_KIBIBYTES}",
        ):
            await connection.execute(f"PRAGMA {pragma}")
        return connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writer, inside a transaction: committed at the end, rolled back on any error."""
        async with self._writing:
            await self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                await self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    await self._writer.execute("ROLLBACK")
                raise

    async def write(self, sql: str, parameters: Iterable[Any] | dict[str, Any] = ()) -> int:
        """Run one statement in a transaction of its own; the number of rows it changed."""
        async with self.transaction() as connection, connection.execute(sql, parameters) as cursor:
            return cursor.rowcount

    async def all(self, sql: str, parameters: Iterable[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """Every row of a query, from the reader."""
        return list(await self._reader.execute_fetchall(sql, parameters))

    async def one(self, sql: str, parameters: Iterable[Any] | dict[str, Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        rows = await self.all(sql, parameters)
        return rows[0] if rows else None

    async def value(self, sql: str, parameters: Iterable[Any] | dict[str, Any] = ()) -> Any:  # noqa: ANN401
        """The first column of the first row, or None."""
        row = await self.one(sql, parameters)
        return None if row is None else row[0]

    def _take_lock(self) -> None:
        """Hold ``FILE.lock`` while this process lives: the system lets go of it however the process ends."""
        import fcntl

        lock_path = self.path.with_name(self.path.name + ".lock")
        self._lock = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"Another Newsdrop is running on the database {self.path}. Stop it first, "
                "or set NEWSDROP_DATABASE to another file."
            ) from None

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


async def fetch(
    connection: aiosqlite.Connection, sql: str, parameters: Iterable[Any] | dict[str, Any] = ()
) -> sqlite3.Row | None:
    """The first row of a query inside a transaction, or None."""
    async with connection.execute(sql, parameters) as cursor:
        return await cursor.fetchone()


def _migrations() -> list[tuple[int, str]]:
    folder = resources.files("bot.store") / "migrations"
    scripts = sorted((item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda i: i.name)
    return [(int(item.name[:4]), item.read_text(encoding="utf-8")) for item in scripts]


async def _migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Bring the schema up to date, each numbered script in one transaction with its ``user_version``."""
    row = await fetch(connection, "PRAGMA user_version")
    version = row[0] if row else 0
    migrations = _migrations()
    newest = migrations[-1][0]
    if version > newest:
        raise StoreError(
            f"The database {path} is of a newer Newsdrop (version {version}; this one knows {newest}). "
            "Run the newer Newsdrop, or name another file in NEWSDROP_DATABASE."
        )
    if version == 0 and await fetch(connection, "SELECT 1 FROM sqlite_schema LIMIT 1"):
        raise StoreError(
            f"{path} is an SQLite database, but not one of Newsdrop's. Name another file in NEWSDROP_DATABASE."
        )
    for number, script in migrations:
        if number > version:
            await connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")


def _explained(path: Path, error: sqlite3.DatabaseError) -> str:
    text = str(error)
    if "not a database" in text or "malformed" in text:
        return (
            f"The database {path} is damaged or not an SQLite file ({text}). Restore a backup of it, or move it away."
        )
    if "readonly" in text or "unable to open" in text:
        return f"The database {path} can't be written ({text}). Check the permissions of the file and its folder."
    if "locked" in text:
        return f"The database {path} is held by another program ({text}). Close it and start again."
    return f"The database {path} can't be used: {text}."
