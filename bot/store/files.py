"""Files and their outcomes: what was taken, what became of it, where it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping  # noqa: TC003 - readers of the annotations resolve them at run time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.model import Article, FileRecord, Outcome
from bot.scripts import spaced
from bot.store.database import Database, fetch
from bot.store.firings import fired
from bot.store.rows import PARAGRAPH_BREAK, file_record, now

if TYPE_CHECKING:
    from sqlite3 import Row

    from aiosqlite import Connection

ARCHIVE, REJECTED = "archive", "rejected"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read, ready to be recorded: with an ``article`` and its ``text_key``, or a ``refusal``.

    Attributes:
        modified: its modification time, in nanoseconds.
        word_count: of the article's body.
        fired: how often each house rule fired on it, by its key.
    """

    name: str
    folder: str
    drop_path: bytes
    sha256: str | None
    size: int
    modified: int
    article: Article | None = None
    text_key: str | None = None
    word_count: int = 0
    refusal: str | None = None
    fired: Mapping[str, int] = field(default_factory=dict)


class Files:
    """The ledger of files. One row for each file that was taken, whatever became of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, taken: Taken) -> FileRecord:
        """Commit a file's outcome, with its article and the deliveries that follow from it, in one transaction.

        A file that was recorded before but not yet moved (a crash came between) gets its first record back.
        """
        async with self._database.transaction() as connection:
            before = await _unmoved(connection, taken)
            if before:
                return file_record(before)
            outcome, article_id = await _outcome(connection, taken, file_id=0)
            cursor = await connection.execute(
                "INSERT INTO files (name, folder, drop_path, sha256, size, outcome, reason, article_id, kept_in, "
                "modified, taken_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    taken.name, taken.folder, taken.drop_path, taken.sha256, taken.size, outcome, taken.refusal,
                    article_id, REJECTED if outcome is Outcome.REJECTED else ARCHIVE, taken.modified, now(),
                ),
            )  # fmt: skip
            file_id = cursor.lastrowid
            assert file_id is not None
            if outcome is Outcome.ADDED:
                await _add(connection, file_id, taken)
            row = await fetch(connection, "SELECT * FROM files WHERE id = ?", (file_id,))
            assert row is not None
            return file_record(row)

    async def resolve(self, file_id: int, taken: Taken) -> FileRecord:
        """Record what a file that made no article comes to now, in its own row; a success is a new article."""
        async with self._database.transaction() as connection:
            outcome, article_id = await _outcome(connection, taken, file_id)
            cursor = await connection.execute(
                "UPDATE files SET outcome = ?, reason = ?, article_id = ?, folder = ?, sha256 = ?, size = ?, "
                "modified = ? WHERE id = ? AND outcome IN ('rejected', 'duplicate')",
                (
                    outcome,
                    taken.refusal,
                    article_id,
                    taken.folder,
                    taken.sha256,
                    taken.size,
                    taken.modified,
                    file_id,
                ),
            )
            # No row: somebody else's retry was first, and the file has its article.
            if cursor.rowcount and outcome is Outcome.ADDED:
                await _add(connection, file_id, taken)
            row = await fetch(connection, "SELECT * FROM files WHERE id = ?", (file_id,))
            assert row is not None
            return file_record(row)

    async def moved(self, file_id: int, kept_in: str, kept_path: bytes) -> None:
        """The file has been moved there."""
        await self._database.write(
            "UPDATE files SET kept_in = ?, kept_path = ? WHERE id = ?", (kept_in, kept_path, file_id)
        )

    async def get(self, file_id: int) -> FileRecord | None:
        row = await self._database.one("SELECT * FROM files WHERE id = ?", (file_id,))
        return file_record(row) if row else None

    async def unmoved(self) -> list[FileRecord]:
        """Files whose outcome is recorded, but not that they were moved: a crash came between."""
        rows = await self._database.all("SELECT * FROM files WHERE kept_path IS NULL ORDER BY id")
        return [file_record(row) for row in rows]

    async def unmoved_from(self, drop_path: bytes) -> list[FileRecord]:
        """As :meth:`unmoved`, those that were taken from that path."""
        rows = await self._database.all(
            "SELECT * FROM files WHERE kept_path IS NULL AND drop_path = ? ORDER BY id", (drop_path,)
        )
        return [file_record(row) for row in rows]

    async def claimed(self, kept_in: str, kept_path: bytes) -> bool:
        """Whether a file of the ledger is kept under that path."""
        found = await self._database.value(
            "SELECT 1 FROM files WHERE kept_in = ? AND kept_path = ?", (kept_in, kept_path)
        )
        return found is not None

    async def taken_since(self, moment: str, limit: int) -> list[FileRecord]:
        """The latest files taken since then and moved, the last first."""
        rows = await self._database.all(
            "SELECT * FROM files WHERE taken_at >= ? AND kept_path IS NOT NULL ORDER BY taken_at DESC LIMIT ?",
            (moment, limit),
        )
        return [file_record(row) for row in rows]

    async def after(self, file_id: int, limit: int) -> list[FileRecord]:
        """Files recorded after that one, in their order."""
        rows = await self._database.all("SELECT * FROM files WHERE id > ? ORDER BY id LIMIT ?", (file_id, limit))
        return [file_record(row) for row in rows]

    async def failures(self, limit: int, offset: int = 0) -> list[FileRecord]:
        """Rejected files, the latest first."""
        rows = await self._database.all(
            "SELECT * FROM files WHERE outcome = 'rejected' ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset)
        )
        return [file_record(row) for row in rows]

    async def counts(self) -> dict[Outcome, int]:
        """How many files came to each outcome."""
        rows = await self._database.all("SELECT outcome, count(*) AS n FROM files GROUP BY outcome")
        found = {Outcome(row["outcome"]): row["n"] for row in rows}
        return {outcome: found.get(outcome, 0) for outcome in Outcome}


def searchable(article: Article) -> dict[str, str | None]:
    """An article's columns that the search index reads."""
    body = PARAGRAPH_BREAK.join(article.paragraphs)
    title, text = spaced(article.title), spaced(body)
    return {"title": article.title, "body": body, "spaced_title": title, "spaced_body": text}


async def _unmoved(connection: Connection, taken: Taken) -> Row | None:
    return await fetch(
        connection,
        "SELECT * FROM files WHERE kept_path IS NULL AND drop_path = ? AND sha256 IS ? AND size = ?",
        (taken.drop_path, taken.sha256, taken.size),
    )


async def _outcome(connection: Connection, taken: Taken, file_id: int) -> tuple[Outcome, int | None]:
    """What a file comes to, and the article it repeats; ``file_id``: its own row, if it has one."""
    if taken.article is None:
        return Outcome.REJECTED, None
    same_bytes = await fetch(
        connection,
        "SELECT article_id FROM files WHERE sha256 = ? AND outcome <> 'rejected' AND id <> ? ORDER BY id LIMIT 1",
        (taken.sha256, file_id),
    )
    if same_bytes:
        return Outcome.DUPLICATE, same_bytes["article_id"]
    same_text = await fetch(
        connection, "SELECT id FROM articles WHERE text_key = ? ORDER BY id LIMIT 1", (taken.text_key,)
    )
    return (Outcome.DUPLICATE, same_text["id"]) if same_text else (Outcome.ADDED, None)


async def _add(connection: Connection, file_id: int, taken: Taken) -> None:
    """Insert the article, and a delivery for each channel that follows its folder now."""
    article, moment = taken.article, now()
    assert article is not None
    cursor = await connection.execute(
        "INSERT INTO articles (file_id, folder, title, byline, source, published, url, language, words, text_key, "
        "arrived_at, summary, keywords, body, spaced_title, spaced_body) VALUES (:file_id, :folder, :title, :byline, "
        ":source, :published, :url, :language, :words, :text_key, :arrived_at, :summary, :keywords, :body, "
        ":spaced_title, :spaced_body)",
        {
            "file_id": file_id, "folder": taken.folder, "byline": article.byline, "source": article.source,
            "published": article.published and article.published.isoformat(), "url": article.url,
            "language": article.language, "words": taken.word_count, "text_key": taken.text_key, "arrived_at": moment,
            "summary": json.dumps(article.summary, ensure_ascii=False),
            "keywords": json.dumps(article.keywords, ensure_ascii=False), **searchable(article),
        },
    )  # fmt: skip
    article_id = cursor.lastrowid
    assert article_id is not None
    await connection.execute("UPDATE files SET article_id = ? WHERE id = ?", (article_id, file_id))
    await fired(connection, article_id, taken.fired)
    await connection.execute(
        "INSERT INTO deliveries (article_id, guild_id, channel_id, created_at) "
        "SELECT DISTINCT ?, guild_id, channel_id, ? FROM follows WHERE folder = '' OR folder = ?",
        (article_id, moment, taken.folder),
    )
