"""What happens on Discord without the bot's doing: servers, channels, people, permissions, deletions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import payloads
from .world import MEMBER, Channel, Guild, Message, Permission, User

if TYPE_CHECKING:
    from .server import Standin


class Staging:
    """Changes the world and tells the bot over the gateway, as Discord does."""

    def __init__(self, server: Standin) -> None:
        self._server = server
        self._world = server.world

    def guild(self, name: str = "Newsroom") -> Guild:
        """A server that the bot is in; its owner is its first member."""
        new = self._world.snowflake
        owner = User(new(), f"{name.lower()}-owner")
        guild = Guild(new(), name, owner, bot_role=new())
        guild.members[owner.id] = (owner, MEMBER | Permission.MANAGE_GUILD)
        self._world.guilds[guild.id] = guild
        self._server.gateway.dispatch("GUILD_CREATE", payloads.arriving_guild(guild, self._world.bot))
        return guild

    def channel(self, guild: Guild, name: str, kind: int = 0) -> Channel:
        channel = Channel(self._world.snowflake(), guild, name, kind)
        guild.channels[channel.id] = channel
        self._server.gateway.dispatch("CHANNEL_CREATE", payloads.channel(channel, self._world.bot))
        return channel

    def member(self, guild: Guild, name: str, permissions: Permission = MEMBER) -> User:
        user = User(self._world.snowflake(), name)
        guild.members[user.id] = (user, permissions)
        return user

    def deny(self, channel: Channel, denied: Permission, *, told: bool = True) -> None:
        """The bot may do all but this in the channel; ``told=False`` leaves the bot with its stale idea."""
        channel.denied = denied
        if told:
            self._server.gateway.dispatch("CHANNEL_UPDATE", payloads.channel(channel, self._world.bot))

    def delete_channel(self, channel: Channel, *, told: bool = True) -> None:
        channel.deleted = True
        if told:
            self._server.gateway.dispatch("CHANNEL_DELETE", payloads.channel(channel, self._world.bot))

    def delete_message(self, message: Message) -> None:
        self._server.messages.remove(message)

    def remove_bot(self, guild: Guild, *, told: bool = True) -> None:
        """The bot is kicked from the server."""
        guild.joined = False
        if told:
            self._server.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)})

    def invite_bot(self, guild: Guild) -> None:
        """The bot is let back in."""
        guild.joined = True
        self._server.gateway.dispatch("GUILD_CREATE", payloads.arriving_guild(guild, self._world.bot))

    def say(self, channel: Channel, user: User, text: str) -> Message:
        """A message by somebody else."""
        message = Message(self._world.snowflake(), channel, user, text)
        self._server.messages.post(message)
        return message
