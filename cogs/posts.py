"""Posts that somebody deleted in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from bot.client import Newsdrop
    from bot.model import Delivery

_UNKNOWN_MESSAGE = 10008  # Discord's JSON error code


async def deleted_posts(client: Newsdrop, article_id: int) -> int:
    """How many posts of an article were deleted; Discord is asked of those that are thought to stand."""
    deliveries = client.desk.store.deliveries
    gone = 0
    for delivery in await deliveries.of_article(article_id):
        if delivery.state == "sent" and await _is_gone(client, delivery):
            message = await deliveries.posted_with(delivery)
            await deliveries.edit_failed(message, "The message was deleted.", deleted=True)
            gone += 1
        gone += delivery.state == "deleted"
    return gone


async def _is_gone(client: Newsdrop, delivery: Delivery) -> bool:
    assert delivery.message_id is not None
    try:
        await client.get_partial_messageable(delivery.channel_id).fetch_message(delivery.message_id)
    except discord.HTTPException as error:
        return error.code == _UNKNOWN_MESSAGE
    return False
