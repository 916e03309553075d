"""What the bot must remember of Discord itself: questions behind paging buttons, and the commands it registered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.store.rows import now

if TYPE_CHECKING:
    from bot.store.database import Database

_KEPT = timedelta(days=30)


class Pages:
    """Questions whose answers have more than one page: their buttons work on after a restart."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, question: str) -> int:
        """Keep a question (JSON); its id. Those older than 30 days go."""
        old = (datetime.now(UTC) - _KEPT).isoformat()
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM pages WHERE asked_at < ?", (old,))
            cursor = await connection.execute("INSERT INTO pages (question, asked_at) VALUES (?, ?)", (question, now()))
            assert cursor.lastrowid is not None
            return cursor.lastrowid

    async def get(self, page_id: int) -> str | None:
        found = await self._database.value("SELECT question FROM pages WHERE id = ?", (page_id,))
        return None if found is None else str(found)


class Synced:
    """The commands as Discord last got them, so that they are sent only when they change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, scope: str) -> str | None:
        found = await self._database.value("SELECT content FROM synced WHERE scope = ?", (scope,))
        return None if found is None else str(found)

    async def scopes(self) -> list[str]:
        return [row["scope"] for row in await self._database.all("SELECT scope FROM synced")]

    async def forget(self, scope: str) -> None:
        await self._database.write("DELETE FROM synced WHERE scope = ?", (scope,))

    async def set(self, scope: str, content: str) -> None:
        await self._database.write(
            "INSERT INTO synced VALUES (?, ?) ON CONFLICT DO UPDATE SET content = excluded.content", (scope, content)
        )
