"""The outbox: one row for each article and channel, from pending to posted, edited or closed. Several may share a
message, a list card: whatever happens to the message happens to all of them, in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.model import Bundle
from bot.store.database import Database, fetch
from bot.store.rows import delivery

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiosqlite import Connection

    from bot.model import Delivery

_WAITING = "('pending', 'sending')"

_THESE = "(SELECT value FROM json_each(?))"
"""The ids of a JSON array."""

_CHANNELS_WAITING = (
    "WITH RECURSIVE waiting (channel_id) AS ("
    f"SELECT min(channel_id) FROM deliveries INDEXED BY deliveries_waiting WHERE state IN {_WAITING}"
    " UNION ALL SELECT (SELECT min(channel_id) FROM deliveries INDEXED BY deliveries_waiting"
    f" WHERE state IN {_WAITING} AND channel_id > waiting.channel_id) FROM waiting WHERE channel_id NOTNULL)"
)
"""Channels with something to post, from one to the next through the index: a flood's rows are not all read."""

_BEHIND = (
    "SELECT d.id FROM deliveries d JOIN articles a ON a.id = d.article_id"
    f" WHERE d.id IN {_THESE} AND a.revision > d.revision"
)
"""Deliveries, of those in a JSON array, whose message shows an older revision than the article has."""


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
            f"{_CHANNELS_WAITING} SELECT channel_id FROM ("
            "SELECT channel_id, (SELECT guild_id FROM deliveries d WHERE d.channel_id = waiting.channel_id"
            f" AND state IN {_WAITING} LIMIT 1) AS guild_id FROM waiting WHERE channel_id NOTNULL"
            " UNION SELECT d.channel_id, d.guild_id FROM outdated o CROSS JOIN deliveries d ON d.id = o.delivery_id)"
            " WHERE guild_id NOT IN (SELECT id FROM guilds WHERE paused)"
            " AND channel_id NOT IN (SELECT id FROM channels WHERE retry_at > ?) ORDER BY channel_id",
            (moment,),
        )
        return [row[0] for row in rows]

    async def next_post(self, channel_id: int) -> Bundle | None:
        """The channel's oldest delivery that was not posted yet, with those of its list."""
        row = await self._database.one(
            f"SELECT * FROM deliveries WHERE channel_id = ? AND state IN {_WAITING}"
            " AND guild_id NOT IN (SELECT id FROM guilds WHERE paused) ORDER BY id LIMIT 1",
            (channel_id,),
        )
        return await self._bundle(delivery(row), _WAITING) if row else None

    async def next_edit(self, channel_id: int) -> Bundle | None:
        """The channel's oldest posted message of which an article has changed since."""
        # CROSS JOIN: from the few that are outdated, not from all that was ever posted.
        row = await self._database.one(
            "SELECT d.* FROM outdated o CROSS JOIN deliveries d ON d.id = o.delivery_id WHERE d.channel_id = ?"
            " AND guild_id NOT IN (SELECT id FROM guilds WHERE paused) ORDER BY o.delivery_id LIMIT 1",
            (channel_id,),
        )
        return await self.posted_with(delivery(row)) if row else None

    async def posted_with(self, posted: Delivery) -> Bundle:
        """All that the message of a posted delivery shows."""
        return await self._bundle(posted, "('sent')")

    async def gatherable(self, channel_id: int, most: int) -> tuple[Delivery, ...]:
        """The channel's oldest waiting deliveries that a new list card may hold: up to the first that may not be in
        one, since order is kept."""
        rows = await self._database.all(
            f"SELECT * FROM deliveries WHERE channel_id = ? AND state IN {_WAITING} ORDER BY id LIMIT ?",
            (channel_id, most),
        )
        waiting = (delivery(row) for row in rows)
        return tuple(takewhile(lambda one: one.state == "pending" and not one.alone, waiting))

    async def cards_between(self, channel_id: int, since: float, until: float) -> list[float]:
        """When cards of one article were posted there, oldest first (epoch seconds)."""
        rows = await self._database.all(
            "SELECT sent_at FROM deliveries WHERE channel_id = ? AND sent_at BETWEEN ? AND ? AND list_id IS NULL"
            " ORDER BY sent_at",
            (channel_id, since, until),
        )
        return [row[0] for row in rows]

    async def last_list(self, channel_id: int, since: float, until: float) -> float | None:
        """When the latest list card was posted there, if between these moments (epoch seconds)."""
        found = await self._database.value(
            "SELECT max(sent_at) FROM deliveries WHERE channel_id = ? AND sent_at BETWEEN ? AND ?"
            " AND list_id IS NOT NULL",
            (channel_id, since, until),
        )
        return None if found is None else float(found)

    async def of_article(self, article_id: int) -> list[Delivery]:
        rows = await self._database.all("SELECT * FROM deliveries WHERE article_id = ? ORDER BY id", (article_id,))
        return [delivery(row) for row in rows]

    async def sending(self, bundle: Bundle, moment: float) -> bool:
        """From here on the message may have reached Discord, whatever happens. False, and nothing is changed, where
        some of it is not to be posted any more."""
        ids = _ids(bundle.ids)
        async with self._database.transaction() as connection:
            waiting = await fetch(
                connection, f"SELECT count(*) FROM deliveries WHERE id IN {_THESE} AND state IN {_WAITING}", (ids,)
            )
            if waiting is None or waiting[0] != len(bundle.ids):
                return False
            await connection.execute(
                "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, list_id = ?,"
                f" tried_at = coalesce(tried_at, ?) WHERE id IN {_THESE}",
                (bundle.head.list_id, moment, ids),
            )
        return True

    async def not_there(self, bundle: Bundle, moment: float) -> None:
        """The channel was looked through at ``moment`` (epoch seconds), and no try had posted the message: from then
        on is where another look begins."""
        await self._database.write(
            f"UPDATE deliveries SET tried_at = ? WHERE id IN {_THESE} AND state = 'sending'", (moment, _ids(bundle.ids))
        )

    async def not_sent(self, bundle: Bundle, reason: str, *, alone: bool = False) -> None:
        """Discord refused it: it certainly was not posted. What was gathered waits by itself again.

        Args:
            alone: it goes into no list card any more.
        """
        await self._database.write(
            "UPDATE deliveries SET state = 'pending', list_id = NULL, tried_at = NULL, error = ?,"
            f" alone = max(alone, ?) WHERE id IN {_THESE} AND state = 'sending'",
            (reason, alone, _ids(bundle.ids)),
        )

    async def remember(self, bundle: Bundle, reason: str) -> None:
        """Why the last try came to nothing; its state stays."""
        await self._database.write(f"UPDATE deliveries SET error = ? WHERE id IN {_THESE}", (reason, _ids(bundle.ids)))

    async def sent(self, shown: Mapping[int, int], message_id: int, moment: float) -> None:
        """It was posted. An article that changed meanwhile leaves the message outdated.

        Args:
            shown: the message's deliveries by id, each with the revision of its article that the message shows.
        """
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE deliveries SET state = 'sent', message_id = ?, revision = ?, sent_at = ?, error = NULL"
                " WHERE id = ?",
                [(message_id, revision, moment, delivery_id) for delivery_id, revision in shown.items()],
            )
            await _mended(connection, shown)
            await connection.execute(f"INSERT OR IGNORE INTO outdated {_BEHIND}", (_ids(shown),))

    async def edited(self, shown: Mapping[int, int]) -> None:
        """The message shows these revisions now; one that came meanwhile leaves it outdated.

        Args:
            shown: as for :meth:`sent`.
        """
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE deliveries SET revision = ?, error = NULL WHERE id = ?",
                [(revision, delivery_id) for delivery_id, revision in shown.items()],
            )
            await _mended(connection, shown)
            await connection.execute(
                f"DELETE FROM outdated WHERE delivery_id IN {_THESE} AND delivery_id NOT IN ({_BEHIND})",
                (_ids(shown), _ids(shown)),
            )

    async def edit_failed(self, bundle: Bundle, reason: str, *, deleted: bool) -> None:
        """The message can't be edited; ``deleted``: because somebody deleted it."""
        ids = _ids(bundle.ids)
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE deliveries SET error = ?, state = CASE WHEN ? THEN 'deleted' ELSE state END"
                f" WHERE id IN {_THESE}",
                (reason, deleted, ids),
            )
            await connection.execute(f"DELETE FROM outdated WHERE delivery_id IN {_THESE}", (ids,))

    async def failed(self, bundle: Bundle, reason: str) -> None:
        """Discord will never take it; the reason is Discord's."""
        await self._database.write(
            f"UPDATE deliveries SET state = 'failed', error = ? WHERE id IN {_THESE} AND state IN {_WAITING}",
            (reason, _ids(bundle.ids)),
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

    async def _bundle(self, first: Delivery, states: str) -> Bundle:
        """A delivery and the others of its list that are in one of these states."""
        if first.list_id is None:
            return Bundle(first, (first,))
        rows = await self._database.all(
            f"SELECT *, state IN {states} AS wanted FROM deliveries WHERE list_id = ? ORDER BY id", (first.list_id,)
        )
        wanted = tuple(delivery(row) for row in rows if row["wanted"])
        return Bundle(delivery(rows[0]), wanted)


async def _mended(connection: Connection, delivery_ids: Iterable[int]) -> None:
    """The channel of these deliveries takes messages again."""
    await connection.execute(
        f"DELETE FROM channels WHERE id IN (SELECT channel_id FROM deliveries WHERE id IN {_THESE})",
        (_ids(delivery_ids),),
    )


def _ids(delivery_ids: Iterable[int]) -> str:
    """What :data:`_THESE` takes."""
    return json.dumps(list(delivery_ids))
