"""The publisher: works off the outbox, each channel on its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from typing import TYPE_CHECKING

from bot.publisher.transport import (
    ChannelGone,
    ChannelTrouble,
    Declined,
    MessageGone,
    NoAnswer,
    NotNow,
)
from bot.store import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Delivery, Entry
    from bot.publisher.transport import DiscordTransport
    from bot.store import Store

log = logging.getLogger(__name__)

_MINUTE = 60.0
_NONCE_SECONDS = 60.0
"""Discord checks a nonce "in the past few minutes"; this is what is relied on."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0  # seconds, when Discord gives no answer
_TROUBLE_SECONDS = 30.0  # between two tries of a channel that somebody must mend
_GLANCE_SECONDS = 5.0  # the longest that the outbox goes without a look
_LAST_REQUEST_SECONDS = 0.5  # what a request under way may still take when the bot stops


class Publisher:
    """Posts and edits what the outbox holds: in order within a channel, no channel waiting for another.

    Args:
        posts_per_minute: the most cards a minute in one channel; 0 for no limit.
        clock: this moment in Discord's time, in seconds since the epoch.
    """

    def __init__(
        self, store: Store, transport: DiscordTransport, *, posts_per_minute: int, clock: Callable[[], float]
    ) -> None:
        self._store = store
        self._transport = transport
        self._posts_per_minute = posts_per_minute
        self._clock = clock
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._stopping = False

    async def run(self) -> None:
        """Work until :meth:`stop`; requests under way get a moment to end."""
        while not self._stopping:
            try:
                self._reap()
                await self._begin()
            except StoreTrouble as error:
                log.warning("Posting waits: %s", error)
                await asyncio.sleep(_GLANCE_SECONDS)
            await self._rest()
        if self._serving:
            await asyncio.wait(self._serving.values(), timeout=_LAST_REQUEST_SECONDS)
        for task in self._serving.values():
            task.cancel()
        await asyncio.gather(*self._serving.values(), return_exceptions=True)

    def stop(self) -> None:
        """Ask :meth:`run` to return."""
        self._stopping = True
        self._store.outbox_changed.set()

    async def _begin(self) -> None:
        """Serve each channel that has work and is not served yet."""
        for channel_id in await self._store.deliveries.channels_with_work(self._clock()):
            if channel_id not in self._serving:
                task = asyncio.create_task(self._serve(channel_id))
                task.add_done_callback(lambda _: self._store.outbox_changed.set())
                self._serving[channel_id] = task

    def _reap(self) -> None:
        for channel_id, task in list(self._serving.items()):
            if task.done():
                del self._serving[channel_id]
                task.result()  # an error nobody foresaw ends the publisher, and with it the process

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GLANCE_SECONDS):
                await self._store.outbox_changed.wait()
        self._store.outbox_changed.clear()

    async def _serve(self, channel_id: int) -> None:
        """Edit and post all that is due in one channel."""
        failures = 0
        while not self._stopping:
            edit = await self._store.deliveries.next_edit(channel_id)
            post = None if edit else await self._store.deliveries.next_post(channel_id)
            delivery = edit or post
            if delivery is None:
                return
            if post and (wait := await self._until_turn(channel_id)) > 0:
                await asyncio.sleep(min(wait, _GLANCE_SECONDS))
                continue
            try:
                await (self._edit(delivery) if edit else self._post(delivery))
            except (NoAnswer, NotNow) as error:
                failures += 1
                await self._store.deliveries.remember(delivery.id, str(error))
                log.warning("Channel %d: %s Trying again.", channel_id, error)
                await asyncio.sleep(_pause(failures))
            except ChannelTrouble as error:
                await self._store.deliveries.trouble(channel_id, str(error), self._clock() + _TROUBLE_SECONDS)
                log.warning("Channel %d can't be posted to: %s", channel_id, error)
                return
            except ChannelGone as error:
                await self._store.follows.drop_channel(channel_id, str(error))
                log.warning("Channel %d: %s", channel_id, error)
                return
            else:
                failures = 0

    async def _until_turn(self, channel_id: int) -> float:
        """Seconds until the next card may go to the channel. What was posted is asked of the store: a restart
        does not make a new minute."""
        limit = self._posts_per_minute
        if not limit:
            return 0.0
        now = self._clock()
        posts = await self._store.deliveries.posts_since(channel_id, now - _MINUTE)
        return posts[-limit] + _MINUTE - now if len(posts) >= limit else 0.0

    async def _post(self, delivery: Delivery) -> None:
        entry = await self._entry(delivery)
        if delivery.state == "sending" and await self._settled(delivery, entry):
            return
        await self._store.deliveries.sending(delivery.id, self._clock())
        try:
            message_id = await self._transport.post(delivery, entry)
        except (NotNow, ChannelTrouble) as error:
            if delivery.state != "sending":
                await self._store.deliveries.not_sent(delivery.id, str(error))
            raise
        except Declined as error:
            log.error("Article %d in channel %d: %s", delivery.article_id, delivery.channel_id, error)
            await self._store.deliveries.failed(delivery.id, str(error))
        else:
            await self._sent(delivery, message_id, entry)

    async def _sent(self, delivery: Delivery, message_id: int, entry: Entry) -> None:
        await self._store.deliveries.sent(delivery.id, message_id, entry.revision, self._clock())
        log.info("Article %d posted in channel %d", delivery.article_id, delivery.channel_id)

    async def _settled(self, delivery: Delivery, entry: Entry) -> bool:
        """Whether an earlier try, whose answer was lost, needs no new one: it was posted, or nobody can tell.

        Inside the nonce's window a repeat is harmless. Past it, a channel whose history can't be read leaves the
        delivery held, for an admin to look at: better one card late than one twice.
        """
        try:
            found = await self._transport.find(delivery, entry)
        except ChannelTrouble:
            assert delivery.tried_at is not None
            if self._clock() - delivery.tried_at < _NONCE_SECONDS:
                return False
            held = "It may have been posted already; without Read Message History that can't be told. Held."
            await self._store.deliveries.failed(delivery.id, held)
            return True
        if found is not None:
            # As it was first drawn: what has changed since makes the message outdated, and an edit follows.
            await self._store.deliveries.sent(delivery.id, found, 1, self._clock())
        return found is not None

    async def _edit(self, delivery: Delivery) -> None:
        entry = await self._entry(delivery)
        try:
            await self._transport.edit(delivery, entry)
        except (MessageGone, Declined) as error:
            deleted = isinstance(error, MessageGone)
            await self._store.deliveries.edit_failed(delivery.id, str(error), deleted=deleted)
        else:
            await self._store.deliveries.edited(delivery.id, entry.revision)

    async def _entry(self, delivery: Delivery) -> Entry:
        entry = await self._store.articles.entry(delivery.article_id)
        assert entry is not None, "deliveries refer to stored articles"
        return entry


def _pause(failures: int) -> float:
    """Growing with each failure, and jittered so that many channels do not come back at one moment."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (failures - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
