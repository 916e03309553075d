"""Articles straight into a store, and a look at the file it leaves."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from bot.model import Article
from bot.scripts import count_words
from bot.store.files import Taken
from bot.text.fingerprint import text_key

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import FileRecord
    from bot.store import Store

_numbers = count(1)


def made(title: str, text: str = "", **given: object) -> Article:
    """An article; its text is its title, unless given."""
    paragraphs = tuple((text or f"{title} is told of here.").split("\n\n"))
    facts: dict[str, object] = {
        "byline": None, "source": None, "published": None, "url": None, "language": "en", "summary": paragraphs[:1],
        "keywords": (),
    }  # fmt: skip
    return Article(title=title, paragraphs=paragraphs, **(facts | given))  # type: ignore[arg-type]


def taken(article: Article | None, *, name: str = "", folder: str = "", data: bytes = b"", refusal: str | None = None):
    """A file with that article in it (None: with none)."""
    name = name or f"file-{next(_numbers)}.txt"
    sha256 = hashlib.sha256(data or f"{name} {article}".encode()).hexdigest()
    path = f"{folder}/{name}" if folder else name
    key = text_key(article.paragraphs) if article else None
    words = sum(map(count_words, article.paragraphs)) if article else 0
    return Taken(path, folder, path.encode(), sha256, len(data), 0, article, key, words, refusal)


async def add(store: Store, title: str, text: str = "", folder: str = "", **given: object) -> FileRecord:
    """Store a new article."""
    published = given.pop("published", None)
    day = date.fromisoformat(published) if isinstance(published, str) else published
    return await store.files.record(taken(made(title, text, published=day, **given), folder=folder))


def inspected(path: Path) -> list[str]:
    """What is wrong with a database, by SQLite's own checks; nothing for a whole one."""
    wrong: list[str] = []
    with contextlib.closing(sqlite3.connect(path)) as database:
        wrong += [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        wrong += [f"foreign key {row}" for row in database.execute("PRAGMA foreign_key_check").fetchall()]
        for check in (
            "INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')",
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)",
        ):
            try:
                database.execute(check)
            except sqlite3.DatabaseError as error:
                wrong.append(f"search index: {error}")
    return wrong
