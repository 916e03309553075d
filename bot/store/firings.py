"""How often the house rules fired, counted over the articles that there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.store.rows import now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiosqlite import Connection

    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Fired:
    """What one rule did to the articles as they stand.

    Attributes:
        times: how often it fired: lines, and once for an article whose source or folder it set.
        articles: in how many articles.
        last: when it last did.
    """

    times: int
    articles: int
    last: datetime


class Firings:
    """One row for each rule and article: a re-ingest puts its own in their place, so nothing counts twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self) -> dict[str, Fired]:
        """What each rule did, by its key; rules that never fired are left out."""
        rows = await self._database.all(
            "SELECT rule, sum(times) AS times, count(*) AS articles, max(fired_at) AS last FROM firings GROUP BY rule"
        )
        return {row["rule"]: Fired(row["times"], row["articles"], datetime.fromisoformat(row["last"])) for row in rows}


async def fired(connection: Connection, article_id: int, times: Mapping[str, int]) -> None:
    """Put what the rules did to an article in the place of what they did before, inside a transaction."""
    await connection.execute("DELETE FROM firings WHERE article_id = ?", (article_id,))
    moment = now()
    await connection.executemany(
        "INSERT INTO firings (rule, article_id, times, fired_at) VALUES (?, ?, ?, ?)",
        [(rule, article_id, count, moment) for rule, count in times.items()],
    )
