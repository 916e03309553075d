"""Which channel follows which folder, and the servers they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.database import Database, fetch
from bot.store.query import legal
from bot.store.rows import follow, now

if TYPE_CHECKING:
    from aiosqlite import Connection

    from bot.model import Follow


class Follows:
    """Follows, pauses, and the servers' standing. A follow starts from now: the archive is not posted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, guild_id: int, channel_id: int, folder: str) -> bool:
        """Follow a folder (empty: everything); False where the channel does already."""
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "INSERT OR IGNORE INTO follows (channel_id, guild_id, folder, since) VALUES (?, ?, ?, ?)",
                (channel_id, guild_id, legal(folder), now()),
            )
            await connection.execute(
                "INSERT INTO guilds (id, first_followed_at) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE"
                " SET first_followed_at = coalesce(first_followed_at, excluded.first_followed_at)",
                (guild_id, now()),
            )
            return cursor.rowcount > 0

    async def remove(self, guild_id: int, channel_id: int, folder: str | None) -> tuple[int, int]:
        """Stop following a folder (None: all that the channel follows).

        Returns:
            How many follows ended, and how many waiting deliveries were closed with them.
        """
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "DELETE FROM follows WHERE guild_id = :guild AND channel_id = :channel"
                " AND (:folder IS NULL OR folder = :folder)",
                {"guild": guild_id, "channel": channel_id, "folder": folder and legal(folder)},
            )
            closed = await _close_unfollowed(connection, channel_id, "The channel was unfollowed.")
            return cursor.rowcount, closed

    async def of_guild(self, guild_id: int) -> list[Follow]:
        rows = await self._database.all(
            "SELECT * FROM follows WHERE guild_id = ? ORDER BY channel_id, folder", (guild_id,)
        )
        return [follow(row) for row in rows]

    async def channels(self) -> list[tuple[int, int]]:
        """Every channel that follows or has something waiting, with its server."""
        rows = await self._database.all(
            "SELECT channel_id, guild_id FROM follows UNION"
            " SELECT channel_id, guild_id FROM deliveries WHERE state IN ('pending', 'sending')"
        )
        return [(row[0], row[1]) for row in rows]

    async def troubles(self, guild_id: int | None = None) -> dict[int, str]:
        """Channels that can't be posted to, with why: all, or those of a server."""
        rows = await self._database.all(
            "SELECT DISTINCT c.id, c.trouble FROM channels c JOIN follows f ON f.channel_id = c.id"
            " WHERE f.guild_id = coalesce(?, f.guild_id)",
            (guild_id,),
        )
        return {row["id"]: row["trouble"] for row in rows}

    async def waiting(self, guild_id: int) -> dict[int, int]:
        """How many deliveries wait in each channel of the server."""
        rows = await self._database.all(
            "SELECT channel_id, count(*) AS n FROM deliveries"
            " WHERE guild_id = ? AND state IN ('pending', 'sending') GROUP BY channel_id",
            (guild_id,),
        )
        return {row["channel_id"]: row["n"] for row in rows}

    async def closed(self, guild_id: int, limit: int) -> list[tuple[int, str, int]]:
        """Channels whose waiting deliveries were closed: the channel, why, and how many; the latest first."""
        rows = await self._database.all(
            "SELECT channel_id, error, count(*) AS n FROM deliveries WHERE guild_id = ? AND state = 'closed'"
            " GROUP BY channel_id, error ORDER BY max(id) DESC LIMIT ?",
            (guild_id, limit),
        )
        return [(row["channel_id"], row["error"], row["n"]) for row in rows]

    async def drop_channel(self, channel_id: int, reason: str) -> None:
        """The channel is gone: end its follows, close what waits for it; its posts are gone with it."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM outdated WHERE delivery_id IN (SELECT id FROM deliveries WHERE channel_id = ?)",
                (channel_id,),
            )
            await connection.execute(
                "UPDATE deliveries SET state = 'deleted', error = ? WHERE channel_id = ? AND state = 'sent'",
                (reason, channel_id),
            )
            await connection.execute("DELETE FROM follows WHERE channel_id = ?", (channel_id,))
            await connection.execute("DELETE FROM channels WHERE id = ?", (channel_id,))
            await _close_unfollowed(connection, channel_id, reason)

    async def drop_guild(self, guild_id: int, reason: str) -> None:
        """The bot was removed from the server: end its follows, close what waits for it."""
        rows = await self._database.all(
            "SELECT channel_id FROM follows WHERE guild_id = :guild"
            " UNION SELECT channel_id FROM deliveries WHERE guild_id = :guild",
            {"guild": guild_id},
        )
        for row in rows:
            await self.drop_channel(row["channel_id"], reason)

    async def pause(self, guild_id: int, *, paused: bool) -> bool:
        """Stop or restart posting in a server; whether that changed anything."""
        async with self._database.transaction() as connection:
            before = await fetch(connection, "SELECT paused FROM guilds WHERE id = ?", (guild_id,))
            await connection.execute(
                "INSERT INTO guilds (id, paused) VALUES (?, ?) ON CONFLICT DO UPDATE SET paused = excluded.paused",
                (guild_id, paused),
            )
            return bool(before["paused"] if before else 0) != paused

    async def paused(self, guild_id: int) -> bool:
        return bool(await self._database.value("SELECT paused FROM guilds WHERE id = ?", (guild_id,)))

    async def first_guild(self) -> int | None:
        """The server that was the first to follow."""
        found = await self._database.value(
            "SELECT id FROM guilds WHERE first_followed_at IS NOT NULL ORDER BY first_followed_at, id LIMIT 1"
        )
        return None if found is None else int(found)

    async def folders(self, guild_id: int) -> list[str]:
        """Folders that are followed in the server."""
        found = {item.folder for item in await self.of_guild(guild_id) if item.folder}
        return sorted(found, key=str.casefold)


async def _close_unfollowed(connection: Connection, channel_id: int, reason: str) -> int:
    """Close the channel's waiting deliveries that none of its remaining follows asks for."""
    cursor = await connection.execute(
        "UPDATE deliveries SET state = 'closed', error = :reason WHERE channel_id = :channel"
        " AND state IN ('pending', 'sending') AND NOT EXISTS (SELECT 1 FROM follows f"
        "  JOIN articles a ON a.id = deliveries.article_id"
        "  WHERE f.channel_id = deliveries.channel_id AND (f.folder = '' OR f.folder = a.folder))",
        {"reason": reason, "channel": channel_id},
    )
    return cursor.rowcount
