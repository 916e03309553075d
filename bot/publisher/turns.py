"""Whose turn it is in a channel: so many cards a minute, and what a flood brings above that in one list card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Bundle

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Delivery
    from bot.store import Store

_MINUTE = 60.0

_GATHER_SECONDS = 10.0
"""How long a list waits after the last card: a flood's files come one after the other."""

_LEAST = 2
"""A list of one would be a poor card; that one waits for its turn instead, a minute at most."""


class Turns:
    """What may be posted next in a channel. What was posted is asked of the store: a restart makes no new minute. A
    moment still to come was written by a clock that was wrong, and holds nothing up.

    Args:
        per_minute: the most cards of one article a minute in one channel; 0 for no limit, and no lists.
        most_lines: the most articles that a list card holds.
        clock: this moment in Discord's time, in seconds since the epoch.
    """

    def __init__(self, store: Store, per_minute: int, most_lines: int, clock: Callable[[], float]) -> None:
        self._deliveries = store.deliveries
        self._per_minute = per_minute
        self._most_lines = most_lines
        self._clock = clock

    async def next(self, channel_id: int) -> Bundle | float | None:
        """What to post now, the seconds until there may be something, or None where nothing waits.

        Order is kept: it is always the oldest that goes next. What may have been posted before is settled first of all.
        """
        oldest = await self._deliveries.next_post(channel_id)
        if oldest is None or oldest.is_uncertain:
            return oldest
        card = await self._until_card(channel_id)
        if card <= 0:
            return oldest
        waiting = await self._deliveries.gatherable(channel_id, self._most_lines)
        if len(waiting) < _LEAST:
            return card
        listed = await self._until_list(channel_id)
        return _gathered(waiting) if listed <= 0 else min(card, listed)

    async def _until_card(self, channel_id: int) -> float:
        if not self._per_minute:
            return 0.0
        now = self._clock()
        cards = await self._deliveries.cards_between(channel_id, now - _MINUTE, now)
        return cards[-self._per_minute] + _MINUTE - now if len(cards) >= self._per_minute else 0.0

    async def _until_list(self, channel_id: int) -> float:
        now = self._clock()
        cards = await self._deliveries.cards_between(channel_id, now - _MINUTE, now)
        last = await self._deliveries.last_list(channel_id, now - _MINUTE, now)
        return max(cards[-1] + _GATHER_SECONDS if cards else now, now if last is None else last + _MINUTE) - now


def _gathered(waiting: tuple[Delivery, ...]) -> Bundle:
    """A new list of these."""
    members = tuple(replace(one, list_id=waiting[0].id) for one in waiting)
    return Bundle(members[0], members)
