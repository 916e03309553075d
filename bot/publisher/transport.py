"""What the publisher needs of Discord, and Discord's answers as errors that say what to do next."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

import aiohttp
import discord

from bot.model import NewsdropError
from bot.publisher.attempts import AnswerLost, single_attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.model import Bundle, Delivery, Entry

    Draw = Callable[[Bundle, Sequence[Entry]], "Drawn"]

_UNKNOWN_CHANNEL, _UNKNOWN_MESSAGE = 10003, 10008  # Discord's JSON error codes
_SERVER_ERRORS = 500  # from this HTTP status on it is Discord that failed
_CLOCK_SKEW = timedelta(minutes=2)  # between this machine's clock and Discord's
_LOOKED_THROUGH = 500  # messages, when looking for one that may have been posted


FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError, AnswerLost)
"""All that a request to Discord may raise; RuntimeError where the session is just closed for a new login."""


class ChannelTrouble(NewsdropError):
    """The channel can't be posted to until somebody mends it (a permission, mostly)."""


class ChannelGone(NewsdropError):
    """The channel was deleted."""


class MessageGone(NewsdropError):
    """The message was deleted."""


class Declined(NewsdropError):
    """Discord will never take this message; the text is Discord's reason."""


class NotNow(NewsdropError):
    """Discord did not take it this time, and certainly did not post it."""


class NoAnswer(NewsdropError):
    """No answer came: it may have been done or not."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as it is to look. The last part of its last embed's footer is its mark, which names the articles."""

    embeds: list[discord.Embed]
    view: discord.ui.View | None = None


class DiscordTransport:
    """Posts, edits and finds messages.

    Args:
        client: logged in; it need not be connected to the gateway.
        draw: draws the message of some deliveries, given their articles in the same order.
    """

    def __init__(self, client: discord.Client, draw: Draw) -> None:
        self._client = client
        self._draw = draw

    async def post(self, bundle: Bundle, entries: Sequence[Entry]) -> int:
        """Post a message; its id. Discord does not create a second one for the same nonce.

        Raises:
            ChannelTrouble, ChannelGone, Declined, NotNow, NoAnswer: see there.
        """
        channel = self._client.get_partial_messageable(bundle.head.channel_id)
        drawn = self._draw(bundle, entries)
        try:
            with single_attempt():
                message = await channel.send(
                    embeds=drawn.embeds,
                    nonce=nonce(bundle),
                    allowed_mentions=discord.AllowedMentions.none(),
                    view=drawn.view or discord.utils.MISSING,
                )
        except FAILURES as error:
            _raise(error)
        return message.id

    async def edit(self, bundle: Bundle, entries: Sequence[Entry]) -> None:
        """Make the posted message show its articles as they are now.

        Raises:
            MessageGone, ChannelTrouble, ChannelGone, Declined, NotNow, NoAnswer: see there.
        """
        posted = bundle.deliveries[0]
        assert posted.message_id is not None
        message = self._client.get_partial_messageable(posted.channel_id).get_partial_message(posted.message_id)
        drawn = self._draw(bundle, entries)
        try:
            await message.edit(embeds=drawn.embeds, allowed_mentions=discord.AllowedMentions.none(), view=drawn.view)
        except FAILURES as error:
            _raise(error)

    async def find(self, bundle: Bundle, entries: Sequence[Entry]) -> int | None:
        """The id of the message that an earlier try may have posted, or None.

        Its mark stands in its footer: Discord keeps no nonce in a channel's history. To who may not read the history
        Discord answers with an empty one, so the right to is looked at first.

        Raises:
            ChannelTrouble, ChannelGone, NotNow, NoAnswer: see there.
        """
        tried = bundle.deliveries[0]
        await self._check_history(tried)
        drawn = self._draw(bundle, entries)
        assert tried.tried_at is not None
        since = datetime.fromtimestamp(tried.tried_at, UTC) - _CLOCK_SKEW
        try:
            channel = self._client.get_partial_messageable(tried.channel_id)
            async for message in channel.history(limit=_LOOKED_THROUGH, after=since, oldest_first=True):
                own = self._client.user is not None and message.author.id == self._client.user.id
                if own and _shows(message, drawn.embeds[-1], any_title=bundle.is_list):
                    return message.id
        except FAILURES as error:
            _raise(error)
        return None

    async def _check_history(self, delivery: Delivery) -> None:
        guild = self._client.get_guild(delivery.guild_id)
        if guild is None or guild.unavailable:
            raise NotNow("Discord has not told of the channel's server yet.")
        channel = guild.get_channel_or_thread(delivery.channel_id)
        if channel is None:  # an archived thread, mostly: Discord tells of those on demand
            try:
                channel = await guild.fetch_channel(delivery.channel_id)
            except FAILURES as error:
                _raise(error)
        if not channel.permissions_for(guild.me).read_message_history:
            raise ChannelTrouble("The bot may not read the channel's history.")


def nonce(bundle: Bundle) -> str:
    """The message's own mark for Discord, the same at each try: 24 characters of at most 25."""
    head = bundle.head
    kind = ["list"] if bundle.is_list else []
    key = " ".join([*kind, str(head.id), str(head.article_id), str(head.channel_id), head.created])
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _shows(message: discord.Message, card: discord.Embed, *, any_title: bool) -> bool:
    """Whether a message is this card's post; its text may have changed since, its mark has not. Answers to commands
    show articles as well, but nobody posted those.

    Args:
        any_title: the title tells nothing (a list's counts its lines, and an article of it may be closed by now).
    """
    if message.interaction_metadata is not None:
        return False
    return any(
        _mark(embed) == _mark(card) and (any_title or embed.title == card.title or embed.url == card.url)
        for embed in message.embeds
    )


def _mark(card: discord.Embed) -> str:
    """Of an article ``#17``, of a list ``list #17``."""
    return (card.footer.text or "").rpartition(" · ")[2]


def _raise(error: Exception) -> NoReturn:
    """The error that tells the publisher what to do next."""
    if isinstance(error, AnswerLost):
        raise NoAnswer(str(error)) from None
    if not isinstance(error, discord.HTTPException) or error.status >= _SERVER_ERRORS:
        raise NoAnswer(f"Discord gave no answer ({error or type(error).__name__}).") from None
    said = f"Discord says: {error.text or error.status} (code {error.code})."
    if error.code == _UNKNOWN_CHANNEL:
        raise ChannelGone("The channel was deleted.") from None
    if error.code == _UNKNOWN_MESSAGE:
        raise MessageGone("The message was deleted.") from None
    if error.status in (403, 404):
        raise ChannelTrouble(said) from None
    if error.status in (401, 429):
        raise NotNow(said) from None
    raise Declined(said) from None
