"""The outbox: one row for each article and channel, from pending to posted, edited or closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.rows import delivery

if TYPE_CHECKING:
    from aiosqlite import Connection

    from bot.model import Delivery
    from bot.store.database import Database

_WAITING = "('pending', 'sending')"


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """How many deliveries wait, were sent, failed, and were closed unsent."""

    pending: int
    sent: int
    failed: int
    closed: int


class Deliveries:
    """What is to be posted where, and what was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def channels_with_work(self, moment: float) -> list[int]:
        """Channels with something to do that are neither paused nor in trouble (``moment``: epoch seconds)."""
        rows = await self._database.all(
            f"SELECT channel_id FROM (SELECT DISTINCT channel_id, guild_id FROM deliveries WHERE state IN {_WAITING}"
            " UNION SELECT d.channel_id, d.guild_id FROM outdated o JOIN deliveries d ON d.id = o.delivery_id)"
            " WHERE guild_id NOT IN (SELECT id FROM guilds WHERE paused)"
            " AND channel_id NOT IN (SELECT id FROM channels WHERE retry_at > ?) ORDER BY channel_id",
            (moment,),
        )
        return [row[0] for row in rows]

    async def next_post(self, channel_id: int) -> Delivery | None:
        """The channel's oldest delivery that was not posted yet."""
        row = await self._database.one(
            f"SELECT * FROM deliveries WHERE channel_id = ? AND state IN {_WAITING}"
            " AND guild_id NOT IN (SELECT id FROM guilds WHERE paused) ORDER BY id LIMIT 1",
            (channel_id,),
        )
        return delivery(row) if row else None

    async def next_edit(self, channel_id: int) -> Delivery | None:
        """The channel's oldest posted message whose article has changed since."""
        row = await self._database.one(
            "SELECT d.* FROM outdated o JOIN deliveries d ON d.id = o.delivery_id"
            " WHERE d.channel_id = ? AND guild_id NOT IN (SELECT id FROM guilds WHERE paused) ORDER BY d.id LIMIT 1",
            (channel_id,),
        )
        return delivery(row) if row else None

    async def posts_since(self, channel_id: int, moment: float) -> list[float]:
        """When cards were posted there since ``moment``, oldest first (epoch seconds)."""
        rows = await self._database.all(
            "SELECT sent_at FROM deliveries WHERE channel_id = ? AND sent_at >= ? ORDER BY sent_at",
            (channel_id, moment),
        )
        return [row[0] for row in rows]

    async def of_article(self, article_id: int) -> list[Delivery]:
        rows = await self._database.all("SELECT * FROM deliveries WHERE article_id = ? ORDER BY id", (article_id,))
        return [delivery(row) for row in rows]

    async def sending(self, delivery_id: int, moment: float) -> None:
        """From here on the message may have reached Discord, whatever happens."""
        await self._database.write(
            "UPDATE deliveries SET state = 'sending', attempts = attempts + 1,"
            " tried_at = coalesce(tried_at, ?) WHERE id = ?",
            (moment, delivery_id),
        )

    async def not_sent(self, delivery_id: int, reason: str) -> None:
        """Discord refused it for now: it certainly was not posted."""
        await self._database.write(
            "UPDATE deliveries SET state = 'pending', tried_at = NULL, error = ? WHERE id = ?", (reason, delivery_id)
        )

    async def remember(self, delivery_id: int, reason: str) -> None:
        """Why the last try came to nothing; its state stays."""
        await self._database.write("UPDATE deliveries SET error = ? WHERE id = ?", (reason, delivery_id))

    async def sent(self, delivery_id: int, message_id: int, revision: int, moment: float) -> None:
        """It was posted. An article that changed meanwhile leaves the message outdated."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE deliveries SET state = 'sent', message_id = ?, revision = ?, sent_at = ?, error = NULL"
                " WHERE id = ?",
                (message_id, revision, moment, delivery_id),
            )
            await _mended(connection, delivery_id)
            await connection.execute(
                "INSERT OR IGNORE INTO outdated SELECT d.id FROM deliveries d JOIN articles a ON a.id = d.article_id"
                " WHERE d.id = ? AND a.revision > d.revision",
                (delivery_id,),
            )

    async def edited(self, delivery_id: int, revision: int) -> None:
        """The message shows this revision now; one that came meanwhile leaves it outdated."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE deliveries SET revision = ?, error = NULL WHERE id = ?", (revision, delivery_id)
            )
            await _mended(connection, delivery_id)
            await connection.execute(
                "DELETE FROM outdated WHERE delivery_id = ? AND delivery_id NOT IN (SELECT d.id FROM deliveries d"
                " JOIN articles a ON a.id = d.article_id WHERE d.id = ? AND a.revision > d.revision)",
                (delivery_id, delivery_id),
            )

    async def edit_failed(self, delivery_id: int, reason: str, *, deleted: bool) -> None:
        """The message can't be edited; ``deleted``: because somebody deleted it."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE deliveries SET error = ?, state = CASE WHEN ? THEN 'deleted' ELSE state END WHERE id = ?",
                (reason, deleted, delivery_id),
            )
            await connection.execute("DELETE FROM outdated WHERE delivery_id = ?", (delivery_id,))

    async def failed(self, delivery_id: int, reason: str) -> None:
        """Discord will never take it; the reason is Discord's."""
        await self._database.write(
            "UPDATE deliveries SET state = 'failed', error = ? WHERE id = ?", (reason, delivery_id)
        )

    async def trouble(self, channel_id: int, reason: str, retry_at: float) -> None:
        """The channel can't be posted to; it is left alone until ``retry_at`` (epoch seconds)."""
        await self._database.write(
            "INSERT INTO channels VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET trouble = excluded.trouble,"
            " retry_at = excluded.retry_at",
            (channel_id, reason, retry_at),
        )

    async def retry_soon(self, guild_id: int) -> None:
        """The server's channels in trouble may have been mended."""
        await self._database.write(
            "UPDATE channels SET retry_at = 0 WHERE id IN (SELECT channel_id FROM follows WHERE guild_id = ?)",
            (guild_id,),
        )

    async def counts(self) -> DeliveryCounts:
        """Over all servers."""
        rows = await self._database.all("SELECT state, count(*) AS n FROM deliveries GROUP BY state")
        found = {row["state"]: row["n"] for row in rows}
        return DeliveryCounts(
            pending=found.get("pending", 0) + found.get("sending", 0),
            sent=found.get("sent", 0) + found.get("deleted", 0),
            failed=found.get("failed", 0),
            closed=found.get("closed", 0),
        )

    async def last_failures(self, limit: int) -> list[Delivery]:
        """The latest deliveries that Discord refused."""
        rows = await self._database.all(
            "SELECT * FROM deliveries WHERE state = 'failed' ORDER BY id DESC LIMIT ?", (limit,)
        )
        return [delivery(row) for row in rows]


async def _mended(connection: Connection, delivery_id: int) -> None:
    """The delivery's channel takes messages again."""
    await connection.execute(
        "DELETE FROM channels WHERE id = (SELECT channel_id FROM deliveries WHERE id = ?)", (delivery_id,)
    )
