"""What is wrong inside a database, and what can be made right."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.database import Database

_MOST_TOLD = 10

_SEARCH_CHECKS = (
    "INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')",
    # With rank 1 the index is compared with the articles it is about, too.
    "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)",
)


def damage(connection: sqlite3.Connection) -> Iterator[str]:
    """A sentence for each thing that SQLite's own checks find, but for the search index."""
    for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST_TOLD})"):
        if text != "ok":
            yield f"The database is damaged: {text}."
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD):
        yield f"The database is damaged: row {row} of {table} refers to a row of {parent} that is not there."


def search_is_whole(connection: sqlite3.Connection) -> bool:
    """Whether the search index agrees with itself and with the articles. Nothing is changed, but it takes a lock."""
    try:
        for statement in _SEARCH_CHECKS:
            connection.execute(statement)
    except sqlite3.DatabaseError:
        return False
    return True


def kept_files(connection: sqlite3.Connection) -> Iterator[tuple[str, str, bytes | None, str | None, int, int]]:
    """Of each file: its name, where it is kept and under which path, its hash, size and modification time."""
    yield from connection.execute("SELECT name, kept_in, kept_path, sha256, size, modified FROM files ORDER BY id")


async def rebuild(database: Database) -> None:
    """Make the indexes and the search index anew, from the articles."""
    async with database.transaction() as connection:
        await connection.execute("REINDEX")
        await connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
