"""One SQLite file: opened, locked for one process, and closed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Self

import aiosqlite

from bot.store.errors import StoreError, explained, translated
from bot.store.schema import BUSY_SECONDS, inspect, migrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

_CACHE_KIBIBYTES = 16384


class Database:
    """A writer and a reader connection to one file.

    Coroutines share a connection, so statements of two transactions could mix: writes go one transaction at a time
    through :meth:`transaction`. Reads have a connection of their own and never wait for them (write-ahead log).
    Each method raises StoreTrouble where the file can't be used for now, and StoreError where it is damaged.
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
            StoreError: another process holds it, or it is newer, damaged, not Newsdrop's or can't be written.
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
            await asyncio.to_thread(inspect, self.path)
            self._writer = await self._connect(stack)
            await migrate(self._writer)
            # SQLite opens without a word what it may only read, and tells at the first statement that would write.
            await self._writer.execute("DELETE FROM outdated WHERE FALSE")
            self._reader = await self._connect(stack)
            await self._reader.execute("PRAGMA query_only = 1")
        except sqlite3.DatabaseError as error:
            raise StoreError(explained(self.path, error)) from None
        except OSError as error:
            raise StoreError(f"The database {self.path} can't be opened: {error.strerror}.") from None

    async def _connect(self, stack: contextlib.AsyncExitStack) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(self.path, isolation_level=None)
        # Its thread keeps the process alive until it is closed.
        stack.push_async_callback(connection.close)
        connection.row_factory = sqlite3.Row
        for pragma in (
            f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
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
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                await self._writer.execute("COMMIT")
            except BaseException as error:
                # Where this task was cancelled, the statement it waited for is still to come. The connection's thread
                # does one thing after the other, so what is asked for here comes after it; there may be nothing open.
                with contextlib.suppress(sqlite3.Error):
                    await self._writer.execute("ROLLBACK")
                if isinstance(error, sqlite3.DatabaseError):
                    raise translated(self.path, error) from error
                raise

    async def write(self, sql: str, parameters: Iterable[Any] | dict[str, Any] = ()) -> int:
        """Run one statement in a transaction of its own; the number of rows it changed."""
        async with self.transaction() as connection, connection.execute(sql, parameters) as cursor:
            return cursor.rowcount

    async def all(self, sql: str, parameters: Iterable[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """Every row of a query, from the reader."""
        try:
            return list(await self._reader.execute_fetchall(sql, parameters))
        except sqlite3.DatabaseError as error:
            raise translated(self.path, error) from error

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
