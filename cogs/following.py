"""Channels that follow, as admins name and see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from cogs.markdown import plain

if TYPE_CHECKING:
    from bot.client import Newsdrop
    from bot.store import Store

_LONGEST_NAME = 255  # characters of a file system's names
_MESSAGE = 2000  # characters

_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
}


class FollowableChannel(app_commands.Transformer):
    """A text or announcement channel, or a thread. It may be one that the bot can't see."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [
            discord.ChannelType.text,
            discord.ChannelType.news,
            discord.ChannelType.public_thread,
            discord.ChannelType.private_thread,
            discord.ChannelType.news_thread,
        ]

    async def transform(
        self, _: discord.Interaction, value: app_commands.AppCommandChannel | app_commands.AppCommandThread, /
    ) -> app_commands.AppCommandChannel | app_commands.AppCommandThread:
        return value

    id: int  # of the transformed channel


def cannot_be_folder(folder: str | None) -> str | None:
    """Why no article can ever be in a folder of that name; None where one can."""
    if folder and ("/" in folder or len(folder) > _LONGEST_NAME):
        return "A folder is the name of a first-level sub-folder of the drop folder, such as `politics`."
    return None


def cannot_post(guild: discord.Guild, channel_id: int) -> str | None:
    """Why the bot could not post in a channel, and what to do; None where it can."""
    missing = _missing_rights(guild, channel_id)
    if not missing:
        return None
    return f"I may not post in <#{channel_id}>. Give me {_listed(missing)} there, and use the command again."


def without_history(guild: discord.Guild, channel_id: int) -> str:
    """A sentence to add where the bot may post but not read the channel's history; else empty."""
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None or channel.permissions_for(guild.me).read_message_history:
        return ""
    return " Give me Read Message History there too: without it I can't make sure that nothing is posted twice."


def named(folder: str | None) -> str:
    """What is followed, in words."""
    return f"the folder “{plain(folder.strip(), 80)}”" if folder and folder.strip() else "everything"


async def following_list(store: Store, guild: discord.Guild) -> str:
    """Every channel that follows, with what waits for it and what is wrong with it; and what was closed."""
    trouble, waiting = await store.follows.troubles(guild.id), await store.follows.waiting(guild.id)
    folders: dict[int, list[str]] = {}
    for follow in await store.follows.of_guild(guild.id):
        folders.setdefault(follow.channel_id, []).append(follow.folder)
    lines = ["Posting is paused in this server; /admin resume goes on."] if await store.follows.paused(guild.id) else []
    for channel_id, followed in folders.items():
        what = "everything" if "" in followed else ", ".join(plain(folder, 80) for folder in followed)
        notes = [f"{waiting[channel_id]:,} waiting"] if channel_id in waiting else []
        missing = _missing_rights(guild, channel_id)
        notes += [f"I need {_listed(missing)} there"] if missing else []
        notes += [plain(trouble[channel_id], 200)] if channel_id in trouble else []
        lines.append(" · ".join([f"<#{channel_id}>: {what}", *notes]))
    lines += [
        f"<#{channel_id}>: {count:,} closed unsent. {plain(reason, 100)}"
        for channel_id, reason, count in await store.follows.closed(guild.id, 5)
    ]
    return _fitting(lines) or "No channel follows yet. Use /admin follow."


def channel_name(client: Newsdrop, channel_id: int) -> str:
    """A channel's name where mentions are not drawn, or its id where it is not known."""
    channel = client.get_channel(channel_id)
    return (
        f"#{plain(channel.name, 60)}" if isinstance(channel, discord.TextChannel | discord.Thread) else str(channel_id)
    )


def _fitting(lines: list[str]) -> str:
    """As many lines as a message holds, and how many are left out."""
    kept = list(lines)
    while len("\n".join(kept)) > _MESSAGE - 30:
        kept.pop()
    return "\n".join([*kept, *([f"and {len(lines) - len(kept):,} more"] if len(kept) < len(lines) else [])])


def _missing_rights(guild: discord.Guild, channel_id: int) -> list[str]:
    """What the bot lacks in a channel, in the words of Discord's settings."""
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return [_NEEDED["view_channel"]]
    granted = channel.permissions_for(guild.me)
    missing = [label for name, label in _NEEDED.items() if not getattr(granted, name)]
    if isinstance(channel, discord.Thread) and not granted.send_messages_in_threads:
        missing.append("Send Messages in Threads")
    return missing


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
