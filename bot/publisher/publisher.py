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

    from bot.model import Bundle, Entry
    from bot.publisher.transport import DiscordTransport
    from bot.publisher.turns import Turns
    from bot.store import Store

log = logging.getLogger(__name__)

_NONCE_SECONDS = 60.0
"""Discord checks a nonce "in the past few minutes"; this is what is relied on."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0  # seconds, when Discord gives no answer
_TROUBLE_SECONDS = 30.0  # between two tries of a channel that somebody must mend
_GLANCE_SECONDS = 5.0  # the longest that the outbox goes without a look
_LAST_REQUEST_SECONDS = 0.5  # what a request under way may still take when the bot stops


class Publisher:
    """Posts and edits what the outbox holds: in order within a channel, no channel waiting for another.

    Args:
        turns: whose turn it is in a channel.
        clock: this moment in Discord's time, in seconds since the epoch.
    """

    def __init__(self, store: Store, transport: DiscordTransport, turns: Turns, clock: Callable[[], float]) -> None:
        self._store = store
        self._transport = transport
        self._turns = turns
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
            due = edit or await self._turns.next(channel_id)
            if due is None:
                return
            if isinstance(due, float):
                await asyncio.sleep(min(due, _GLANCE_SECONDS))
                continue
            try:
                await (self._edit(due) if edit else self._post(due))
            except (NoAnswer, NotNow) as error:
                failures += 1
                await self._store.deliveries.remember(due, str(error))
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

    async def _post(self, bundle: Bundle) -> None:
        entries = await self._entries(bundle)
        if bundle.is_uncertain and await self._settled(bundle, entries):
            return
        if not await self._store.deliveries.sending(bundle, self._clock()):
            return  # the channel was unfollowed in this very moment
        try:
            message_id = await self._transport.post(bundle, entries)
        except (NotNow, ChannelTrouble) as error:
            if not bundle.is_uncertain:
                await self._store.deliveries.not_sent(bundle, str(error))
            raise
        except Declined as error:
            await self._declined(bundle, str(error))
        else:
            # A repeat may have given the message of the first try, drawn as the articles were then.
            shown = _first_revisions(bundle) if bundle.is_uncertain else _revisions(bundle, entries)
            await self._store.deliveries.sent(shown, message_id, self._clock())
            log.info("%s posted in channel %d", _named(bundle), bundle.head.channel_id)

    async def _declined(self, bundle: Bundle, reason: str) -> None:
        """One article that Discord does not take must not cost a whole list: each gets a card of its own then."""
        log.error("%s in channel %d: %s", _named(bundle), bundle.head.channel_id, reason)
        if bundle.is_list:
            await self._store.deliveries.not_sent(bundle, reason, alone=True)
        else:
            await self._store.deliveries.failed(bundle, reason)

    async def _settled(self, bundle: Bundle, entries: list[Entry]) -> bool:
        """Whether an earlier try, whose answer was lost, needs no new one: it was posted, or nobody can tell.

        Inside the nonce's window a repeat is harmless. Past it, a channel whose history can't be read leaves the
        delivery held, for an admin to look at: better one card late than one twice.
        """
        now = self._clock()
        try:
            found = await self._transport.find(bundle, entries)
        except ChannelTrouble:
            tried_at = bundle.deliveries[0].tried_at
            assert tried_at is not None
            if 0 <= now - tried_at < _NONCE_SECONDS:
                return False
            held = "It may have been posted already; without Read Message History that can't be told. Held."
            await self._store.deliveries.failed(bundle, held)
            return True
        if found is None:
            await self._store.deliveries.not_there(bundle, now)
            return False
        await self._store.deliveries.sent(_first_revisions(bundle), found, self._clock())
        log.info("%s found in the history of channel %d", _named(bundle), bundle.head.channel_id)
        return True

    async def _edit(self, bundle: Bundle) -> None:
        entries = await self._entries(bundle)
        try:
            await self._transport.edit(bundle, entries)
        except (MessageGone, Declined) as error:
            deleted = isinstance(error, MessageGone)
            await self._store.deliveries.edit_failed(bundle, str(error), deleted=deleted)
        else:
            await self._store.deliveries.edited(_revisions(bundle, entries))

    async def _entries(self, bundle: Bundle) -> list[Entry]:
        """The articles, in the order of their deliveries, which refer to stored ones."""
        ids = [delivery.article_id for delivery in bundle.deliveries]
        entries = await self._store.articles.entries(ids)
        return [entries[article_id] for article_id in ids]


def _revisions(bundle: Bundle, entries: list[Entry]) -> dict[int, int]:
    """What a message drawn from these entries shows, by delivery."""
    return {delivery_id: entry.revision for delivery_id, entry in zip(bundle.ids, entries, strict=True)}


def _first_revisions(bundle: Bundle) -> dict[int, int]:
    """As articles are first drawn: what has changed since makes the message outdated, and an edit follows."""
    return dict.fromkeys(bundle.ids, 1)


def _named(bundle: Bundle) -> str:
    if bundle.is_list:
        return f"List of {len(bundle.deliveries)} articles from article {bundle.head.article_id} on"
    return f"Article {bundle.head.article_id}"


def _pause(failures: int) -> float:
    """Growing with each failure, and jittered so that many channels do not come back at one moment."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (failures - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
