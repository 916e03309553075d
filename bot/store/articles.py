"""Stored articles: read, listed, completed by their titles, revised."""

from __future__ import annotations

import json
from collections.abc import Mapping  # noqa: TC003 - readers of the annotations resolve them at run time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import Article, Entry, Outcome, StoredArticle
from bot.store.database import Database, fetch
from bot.store.files import searchable
from bot.store.firings import fired
from bot.store.query import containing, fts_prefix_query, legal
from bot.store.rows import ENTRY_COLUMNS, article, entry, file_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Row

    from aiosqlite import Connection


@dataclass(frozen=True, slots=True)
class Listing:
    """Which articles a list holds: of a source, of a folder, no newer than ``last_id``; None does not filter."""

    source: str | None = None
    folder: str | None = None
    last_id: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a re-ingest makes of an article.

    Attributes:
        folder: the folder it is filed under from now on; None leaves it where it is.
        fired: how often each house rule fired on it, by its key; None leaves what is known.
    """

    article: Article
    text_key: str
    word_count: int
    sha256: str | None = None
    size: int | None = None
    modified: int | None = None
    folder: str | None = None
    fired: Mapping[str, int] | None = None


class Articles:
    """The articles. Sources match where they contain what was asked for, folders whole; case does not count."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, article_id: int) -> StoredArticle | None:
        row = await self._database.one("SELECT * FROM articles WHERE id = ?", (article_id,))
        if row is None:
            return None
        file = await self._database.one("SELECT * FROM files WHERE id = ?", (row["file_id"],))
        assert file is not None
        return StoredArticle(entry(row), article(row), file_record(file))

    async def entry(self, article_id: int) -> Entry | None:
        row = await self._database.one(f"SELECT {ENTRY_COLUMNS} FROM articles a WHERE id = ?", (article_id,))
        return entry(row) if row else None

    async def entries(self, article_ids: Iterable[int]) -> dict[int, Entry]:
        """Those articles, by id."""
        rows = await self._database.all(
            f"SELECT {ENTRY_COLUMNS} FROM articles a WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(article_ids)),),
        )
        return {row["id"]: entry(row) for row in rows}

    async def latest(self, listing: Listing, limit: int, offset: int = 0) -> list[Entry]:
        """The newest by day, then by arrival."""
        rows = await self._database.all(
            f"SELECT {ENTRY_COLUMNS} FROM articles a WHERE {_filter(listing)} "
            "ORDER BY a.day DESC, a.id DESC LIMIT :limit OFFSET :offset",
            {**_values(listing), "limit": limit, "offset": offset},
        )
        return [entry(row) for row in rows]

    async def count(self, listing: Listing, limit: int) -> int:
        """How many there are, counted up to ``limit``."""
        found = await self._database.value(
            f"SELECT count(*) FROM (SELECT 1 FROM articles a WHERE {_filter(listing)} LIMIT :limit)",
            {**_values(listing), "limit": limit},
        )
        return int(found)

    async def last_id(self) -> int:
        """The id of the article that came last; 0 before the first."""
        return int(await self._database.value("SELECT coalesce(max(id), 0) FROM articles"))

    async def completions(self, typed: str, limit: int) -> list[Entry]:
        """Articles whose title holds words that begin as typed, the latest first; all where nothing is typed."""
        query = fts_prefix_query(typed)
        if query is None:
            return [] if typed.strip() else await self.latest(Listing(), limit)
        rows = await self._database.all(
            f"SELECT {ENTRY_COLUMNS} FROM articles_fts f CROSS JOIN articles a ON a.id = f.rowid "
            "WHERE articles_fts MATCH :query ORDER BY f.rowid DESC LIMIT :limit",
            {"query": f"title : ({query})", "limit": limit},
        )
        return [entry(row) for row in rows]

    async def sources(self, typed: str, limit: int) -> list[str]:
        """Publishers whose name contains what was typed, by name."""
        return await self._names("source", typed, limit)

    async def folders(self, typed: str, limit: int) -> list[str]:
        """Folders whose name contains what was typed, by name."""
        return await self._names("folder", typed, limit)

    async def revise(self, article_id: int, revision: Revision) -> bool:
        """Put the revision in the article's place, in one transaction; whether it changed anything."""
        async with self._database.transaction() as connection:
            return await revise(connection, article_id, revision)

    async def _names(self, column: str, typed: str, limit: int) -> list[str]:
        rows = await self._database.all(
            f"SELECT DISTINCT {column} AS name FROM articles "
            f"WHERE {column} <> '' AND {column} LIKE :typed ESCAPE '\\' ORDER BY {column} COLLATE NOCASE LIMIT :limit",
            {"typed": containing(typed), "limit": limit},
        )
        return [row["name"] for row in rows]


async def revise(connection: Connection, article_id: int, revision: Revision) -> bool:
    """Revise one article inside a transaction; whether anything of it changed.

    The revision number grows, and posted messages are marked for an edit, only where the card changes.
    """
    row = await fetch(connection, "SELECT * FROM articles WHERE id = ?", (article_id,))
    if row is None:
        return False
    new, old = revision.article, article(row)
    await _update_file(connection, row, revision)
    if revision.fired is not None:
        await fired(connection, article_id, revision.fired)
    folder = row["folder"] if revision.folder is None else revision.folder
    if new == old and revision.text_key == row["text_key"] and folder == row["folder"]:
        return False
    card_changed = _card(new, revision.word_count) != _card(old, row["words"])
    await connection.execute(
        "UPDATE articles SET title = :title, byline = :byline, source = :source, published = :published, url = :url, "
        "language = :language, words = :words, text_key = :text_key, summary = :summary, keywords = :keywords, "
        "body = :body, spaced_title = :spaced_title, spaced_body = :spaced_body, folder = :folder, "
        "revision = revision + :step WHERE id = :id",
        {
            "id": article_id, "folder": folder, "byline": new.byline, "source": new.source,
            "published": new.published and new.published.isoformat(), "url": new.url, "language": new.language,
            "words": revision.word_count, "text_key": revision.text_key,
            "summary": json.dumps(new.summary, ensure_ascii=False),
            "keywords": json.dumps(new.keywords, ensure_ascii=False), **searchable(new), "step": int(card_changed),
        },
    )  # fmt: skip
    await _mark_repeats(connection, article_id, revision.text_key)
    await connection.execute("UPDATE files SET outcome = ? WHERE id = ?", (Outcome.REVISED, row["file_id"]))
    if card_changed:
        await connection.execute(
            "INSERT OR IGNORE INTO outdated SELECT id FROM deliveries WHERE article_id = ? AND state = 'sent'",
            (article_id,),
        )
    return True


def _card(shown: Article, words: int) -> tuple[object, ...]:
    """What a card shows of an article."""
    return (shown.title, shown.url, shown.summary, shown.source, shown.byline, shown.published, words)


async def _mark_repeats(connection: Connection, article_id: int, text_key: str) -> None:
    """Articles with one text all stay; the later are marked duplicates of the earliest. Those that repeated the old
    text of this one may repeat none now."""
    await connection.execute(
        "UPDATE articles SET duplicate_of ="
        " (SELECT min(e.id) FROM articles e WHERE e.text_key = articles.text_key AND e.id < articles.id)"
        " WHERE id = :id OR duplicate_of = :id OR (text_key = :key AND id > :id)",
        {"key": text_key, "id": article_id},
    )


async def _update_file(connection: Connection, row: Row, revision: Revision) -> None:
    if revision.sha256 is not None:
        await connection.execute(
            "UPDATE files SET sha256 = ?, size = ?, modified = ? WHERE id = ?",
            (revision.sha256, revision.size, revision.modified, row["file_id"]),
        )


def _filter(listing: Listing) -> str:
    return " AND ".join(
        [
            "TRUE",
            *(["a.source LIKE :source ESCAPE '\\'"] if listing.source else []),
            *(["a.folder = :folder COLLATE NOCASE"] if listing.folder else []),
            *(["a.id <= :last_id"] if listing.last_id is not None else []),
        ]
    )


def _values(listing: Listing) -> dict[str, object]:
    return {
        "source": containing(listing.source or ""),
        "folder": legal(listing.folder or ""),
        "last_id": listing.last_id,
    }
