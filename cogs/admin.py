"""Admins' commands. What concerns the whole archive works in its home servers only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.model import NewsdropError
from cogs import choices
from cogs.answers import article_option, home_only, say
from cogs.failures import FailuresButton, RetryButton, failures_page
from cogs.following import FollowableChannel, cannot_be_folder, cannot_post, following_list, named, without_history
from cogs.markdown import plain
from cogs.posts import deleted_posts
from cogs.progress import CancelButton, StartButton, StopButton, confirmation, question
from cogs.rules import RulesButton, rules_page
from cogs.status import status_card

if TYPE_CHECKING:
    from bot.client import Newsdrop
    from bot.intake.reingest import Reingested


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Admin(commands.GroupCog, name="admin"):
    """Who follows what, and care of the archive."""

    @app_commands.command()
    @app_commands.describe(channel="Where to post", folder="Only articles of this folder (all, if left out)")
    async def follow(
        self,
        interaction: discord.Interaction[Newsdrop],
        channel: FollowableChannel,
        folder: str | None = None,
    ) -> None:
        """Post new articles in a channel, from now on."""
        assert interaction.guild is not None
        problem = cannot_be_folder(folder) or cannot_post(interaction.guild, channel.id)
        if problem:
            await say(interaction, problem)
            return
        await interaction.response.defer(ephemeral=True)
        store = interaction.client.desk.store
        new = await store.follows.add(interaction.guild.id, channel.id, (folder or "").strip())
        what = named(folder)
        if new:
            advice = without_history(interaction.guild, channel.id)
            told = f"<#{channel.id}> follows {what} from now on. Earlier articles are not posted.{advice}"
            await say(interaction, told)
        else:
            await say(interaction, f"<#{channel.id}> follows {what} already.")

    @app_commands.command()
    @app_commands.describe(channel="Where to stop", folder="Only this folder (all that it follows, if left out)")
    async def unfollow(
        self,
        interaction: discord.Interaction[Newsdrop],
        channel: FollowableChannel,
        folder: str | None = None,
    ) -> None:
        """Stop posting in a channel."""
        await interaction.response.defer(ephemeral=True)
        wanted = folder.strip() if folder and folder.strip() else None
        assert interaction.guild_id is not None
        ended, closed = await interaction.client.desk.store.follows.remove(interaction.guild_id, channel.id, wanted)
        if not ended:
            await say(interaction, f"<#{channel.id}> does not follow {named(folder) if wanted else 'anything'}.")
            return
        waiting = f" {closed:,} waiting {'post was' if closed == 1 else 'posts were'} closed." if closed else ""
        what = named(folder) if wanted else "anything"
        await say(interaction, f"<#{channel.id}> does not follow {what} any more.{waiting}")

    @app_commands.command()
    async def following(self, interaction: discord.Interaction[Newsdrop]) -> None:
        """Which channels of this server get which folder."""
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild is not None
        await say(interaction, await following_list(interaction.client.desk.store, interaction.guild))

    @app_commands.command()
    async def pause(self, interaction: discord.Interaction[Newsdrop]) -> None:
        """Stop posting in this server; files are taken all the same."""
        await self._pause(interaction, paused=True)

    @app_commands.command()
    async def resume(self, interaction: discord.Interaction[Newsdrop]) -> None:
        """Post again, beginning with what has waited."""
        await self._pause(interaction, paused=False)

    @app_commands.command()
    @app_commands.describe(article="Type words of its title and choose, or give its id")
    async def reingest(self, interaction: discord.Interaction[Newsdrop], article: str) -> None:
        """Clean and summarise one article again, from its original."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not await home_only(interaction):
            return
        try:
            stored = await article_option(interaction, article)
            result = await interaction.client.desk.reingester.article(stored.entry.id)
        except NewsdropError as error:
            await say(interaction, str(error))
            return
        except OSError as error:
            await say(
                interaction, f"The original can't be read for now: {error.strerror}. The article stays as it was."
            )
            return
        deleted = await deleted_posts(interaction.client, stored.entry.id)
        await say(interaction, _reingest_sentences(result, deleted=deleted))

    @app_commands.command(name="reingest-all")
    @app_commands.describe(
        source="Only this publisher",
        folder="Only this folder",
        failed_only="Try the rejected files again instead",
    )
    async def reingest_all(
        self,
        interaction: discord.Interaction[Newsdrop],
        source: str | None = None,
        folder: str | None = None,
        failed_only: bool = False,
    ) -> None:
        """Clean and summarise many articles again; asks first."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not await home_only(interaction):
            return
        store = interaction.client.desk.store
        if await store.jobs.running():
            await say(interaction, "A re-ingest is running already; /admin status shows it.")
            return
        scope = {"source": source, "folder": folder, "failed_only": failed_only}
        total = await store.jobs.count(source=source, folder=folder, failed_only=failed_only)
        if not total:
            await say(interaction, "There is nothing to re-ingest there.")
            return
        asked = await store.pages.add(json.dumps(scope))
        text = question(total, source=source, folder=folder, failed_only=failed_only)
        await interaction.edit_original_response(content=text, view=confirmation(asked))

    @app_commands.command()
    async def status(self, interaction: discord.Interaction[Newsdrop]) -> None:
        """How Newsdrop is doing."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if await home_only(interaction):
            await interaction.edit_original_response(embed=await status_card(interaction.client))

    @app_commands.command()
    async def failures(self, interaction: discord.Interaction[Newsdrop]) -> None:
        """The rejected files, with reasons and a retry for each."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not await home_only(interaction):
            return
        page = await failures_page(interaction.client.desk.store, 0)
        if page is None:
            await say(interaction, "No rejected files.")
        else:
            await interaction.edit_original_response(embed=page[0], view=page[1])

    @app_commands.command()
    async def rules(self, interaction: discord.Interaction[Newsdrop]) -> None:
        """The house rules in force, and how often each fired."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if await home_only(interaction):
            embed, view = await rules_page(interaction.client.desk, 0)
            await interaction.edit_original_response(embed=embed, view=view)

    follow.autocomplete("folder")(choices.followable_folders)
    unfollow.autocomplete("folder")(choices.followable_folders)
    reingest.autocomplete("article")(choices.titles)
    reingest_all.autocomplete("source")(choices.sources)
    reingest_all.autocomplete("folder")(choices.folders)

    async def _pause(self, interaction: discord.Interaction[Newsdrop], *, paused: bool) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild_id is not None
        store = interaction.client.desk.store
        changed = await store.follows.pause(interaction.guild_id, paused=paused)
        store.outbox_changed.set()
        waiting = sum((await store.follows.waiting(interaction.guild_id)).values())
        state = "paused" if paused else "on"
        again = "" if changed else " already"
        await say(interaction, f"Posting in this server is {state}{again}. {waiting:,} waiting to be posted.")


def _reingest_sentences(result: Reingested, *, deleted: int) -> str:
    lines = [f"**#{result.entry.id} {plain(result.entry.title, 200)}**"]
    if result.note:
        lines.append(plain(result.note))
    lines += [f"• {plain(change, 400)}" for change in result.changes] or ["Nothing changed."]
    if result.entry.duplicate_of:
        lines.append(f"Its text is the same as that of #{result.entry.duplicate_of}.")
    if deleted:
        posts = "A post of it was" if deleted == 1 else f"{deleted} posts of it were"
        lines.append(f"{posts} deleted in Discord and {'is' if deleted == 1 else 'are'} not made again.")
    return "\n".join(lines)


async def setup(bot: Newsdrop) -> None:
    """Called by discord.py as the extension is loaded."""
    bot.add_dynamic_items(RetryButton, FailuresButton, StartButton, CancelButton, StopButton, RulesButton)
    await bot.add_cog(Admin())
