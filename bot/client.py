"""The Discord client: which commands there are, who may use them, and what happens to servers and channels."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.publisher.attempts import trace
from bot.store import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from bot.desk import Desk

log = logging.getLogger(__name__)

# Newsdrop has no voice: what discord.py would need for it is not missed.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

EXTENSIONS = ("cogs.readers", "cogs.admin")

ADMIN = "admin"
"""The command group for those who may manage the server."""

_GUILDS_SECONDS = 0.5
"""Without a new server for this long at the start, all have been told of; what comes later is taken all the same."""

_APPLICATION = "application"
_SYNC_FAILURES = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)

_REMOVED = "The bot was removed from the server."


class Tree(app_commands.CommandTree["Newsdrop"]):
    """The slash commands: in servers only; what is under ``/admin`` for those who may manage the server."""

    async def interaction_check(self, interaction: discord.Interaction[Newsdrop], /) -> bool:
        """Refuse with a sentence. Discord's own default permission can be overridden by a server's owner; this not."""
        if interaction.guild_id is None:
            return await _refused(interaction, "Newsdrop works in servers. Use this command in one.")
        data: Mapping[str, object] = interaction.data or {}
        if data.get("name") == ADMIN and not interaction.permissions.manage_guild:
            return await _refused(interaction, "Only members with the Manage Server permission can use /admin.")
        return True

    async def on_error(
        self, interaction: discord.Interaction[Newsdrop], error: app_commands.AppCommandError, /
    ) -> None:
        """Whatever was not foreseen: a sentence for the user, the rest for the log."""
        log.error("A command failed (interaction %d)", interaction.id, exc_info=error)
        await sorry(interaction)


class Newsdrop(commands.Bot):
    """The bot. It owns neither the intake nor the publisher: they run beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=_GUILDS_SECONDS,
            http_trace=trace(),
        )
        self.desk = desk
        self.up = asyncio.Event()

    async def setup_hook(self) -> None:
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        if not self.desk.settings.guild_ids:
            await self._sync(None)

    async def on_ready(self) -> None:
        """Also after each reconnect that Discord could not resume."""
        log.info("Connected to Discord as %s, in %d servers", self.user, len(self.guilds))
        try:
            await self._drop_lost_guilds()
        except StoreTrouble as error:
            log.warning("What follows was not looked through: %s", error)
        self.up.set()
        self.desk.store.outbox_changed.set()
        await (self._sync_guilds() if self.desk.settings.guild_ids else self._clear_guilds())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        if self.desk.settings.guild_ids:
            await self._sync(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.desk.store.follows.drop_guild(guild.id, _REMOVED)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self.desk.store.follows.drop_channel(channel.id, "The channel was deleted.")

    async def on_guild_channel_update(self, _: object, channel: discord.abc.GuildChannel) -> None:
        await self._retry_soon(channel.guild)

    async def on_guild_role_update(self, _: object, role: discord.Role) -> None:
        await self._retry_soon(role.guild)

    async def on_thread_delete(self, thread: discord.Thread) -> None:
        await self.desk.store.follows.drop_channel(thread.id, "The thread was deleted.")

    async def _drop_lost_guilds(self) -> None:
        """End what follows in servers that the bot was removed from while it was away."""
        if await self._is_known():
            for channel_id, guild_id in await self.desk.store.follows.channels():
                if self.get_guild(guild_id) is None:
                    await self.desk.store.follows.drop_channel(channel_id, _REMOVED)

    async def _sync_guilds(self) -> None:
        """With home servers set, every server gets the commands as its own: they appear at once, and none twice."""
        for guild in self.guilds:
            await self._sync(guild)
        stale = await self.desk.store.synced.get("global") not in (None, "")
        if stale and await self._take_back(self.http.bulk_upsert_global_commands(self._id, [])):
            await self.desk.store.synced.set("global", "")

    async def _clear_guilds(self) -> None:
        """Without home servers the commands are global: those that a server got as its own before would stand twice."""
        for scope in await self.desk.store.synced.scopes():
            if scope.isdigit():
                await self._take_back(self.http.bulk_upsert_guild_commands(self._id, int(scope), []))
                await self.desk.store.synced.forget(scope)

    @staticmethod
    async def _take_back(request: Awaitable[object]) -> bool:
        try:
            await request
        except _SYNC_FAILURES as error:
            log.warning("Commands that are registered elsewhere now could not be taken back (%s).", error)
            return False
        return True

    async def _retry_soon(self, guild: discord.Guild) -> None:
        """A right may have been given: channels in trouble need not wait for their turn."""
        await self.desk.store.deliveries.retry_soon(guild.id)
        self.desk.store.outbox_changed.set()

    async def _is_known(self) -> bool:
        """Whether this is the bot that the follows were made with: another one's servers tell nothing about them."""
        known = await self.desk.store.synced.get(_APPLICATION)
        if known is None:
            await self.desk.store.synced.set(_APPLICATION, str(self._id))
        elif known != str(self._id):
            log.warning("This is another bot than before; follows in servers where it is not are kept.")
        return known in (None, str(self._id))

    async def _sync(self, guild: discord.Guild | None) -> None:
        """Register the commands, where they are not what Discord last got."""
        scope = str(guild.id) if guild else "global"
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        content = hashlib.sha256(json.dumps([self._id, payload], sort_keys=True, default=str).encode()).hexdigest()
        if await self.desk.store.synced.get(scope) == content and await self._has_commands(guild):
            return
        if guild:
            self.tree.copy_global_to(guild=guild)
        try:
            await self.tree.sync(guild=guild)
        except _SYNC_FAILURES as error:
            log.warning("The commands could not be registered (%s); the next start tries again.", error)
            return
        await self.desk.store.synced.set(scope, content)
        log.info("Registered %d commands (%s)", len(payload), scope)

    async def _has_commands(self, guild: discord.Guild | None) -> bool:
        """Whether Discord still has them: somebody may have reset the application, or moved the database."""
        try:
            there = {command.name for command in await self.tree.fetch_commands(guild=guild)}
        except _SYNC_FAILURES:
            return False
        return there == {command.name for command in self.tree.get_commands()}

    @property
    def _id(self) -> int:
        assert self.application_id is not None
        return self.application_id


async def sorry(interaction: discord.Interaction[Newsdrop]) -> None:
    """Say that something failed, so that it can be found in the log."""
    sentence = f"That failed, and the failure is logged (interaction {interaction.id}). Please try again."
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except discord.HTTPException:
        log.warning("Interaction %d could not be answered", interaction.id)


async def _refused(interaction: discord.Interaction[Newsdrop], sentence: str) -> bool:
    if interaction.type is discord.InteractionType.autocomplete:
        await interaction.response.autocomplete([])
    else:
        await interaction.response.send_message(sentence, ephemeral=True)
    return False
