"""Readers' commands: the latest articles, search, one article whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.ext import commands

from cogs import choices
from cogs.answers import BadInput, article_option, day_option, in_time, say
from cogs.article import OpenSelect, TextButton, whole
from cogs.paging import LatestPages, PageButton, SearchPages, answer

if TYPE_CHECKING:
    from bot.client import Newsdrop


class Readers(commands.Cog):
    """Commands for everyone."""

    @app_commands.command()
    @app_commands.describe(
        count="How many, 1 to 25 (5 if left out)",
        source="Only this publisher",
        folder="Only this folder",
    )
    async def latest(
        self,
        interaction: discord.Interaction[Newsdrop],
        count: app_commands.Range[int, 1, 25] = 5,
        source: str | None = None,
        folder: str | None = None,
    ) -> None:
        """The newest articles."""
        await interaction.response.defer()
        last_id = await interaction.client.desk.store.articles.last_id()
        await answer(interaction, LatestPages(count, source, folder, last_id))

    @app_commands.command()
    @app_commands.describe(
        query="Words that all stand in the article",
        source="Only this publisher",
        after="From this day on, such as 2026-03-31",
        before="Up to this day, such as 2026-03-31",
        sort="Best match first, or newest first",
    )
    async def search(
        self,
        interaction: discord.Interaction[Newsdrop],
        query: str,
        source: str | None = None,
        after: str | None = None,
        before: str | None = None,
        sort: Literal["relevance", "newest"] = "relevance",
    ) -> None:
        """Find articles by their words."""
        try:
            first, last = day_option("after", after), day_option("before", before)
        except BadInput as error:
            await say(interaction, str(error))
            return
        if first and last and first > last:
            await say(interaction, f"`after` ({first}) is later than `before` ({last}), so no day is left between.")
            return
        await interaction.response.defer()
        last_id = await interaction.client.desk.store.articles.last_id()
        await answer(interaction, SearchPages(query, source, first, last, sort == "newest", last_id))

    @app_commands.command()
    @app_commands.describe(article="Type words of its title and choose, or give its id")
    async def article(self, interaction: discord.Interaction[Newsdrop], article: str) -> None:
        """One article with all that is known of it."""
        try:
            embed, view = whole(await in_time(interaction, article_option(interaction, article)))
        except BadInput as error:
            await say(interaction, str(error))
            return
        if interaction.response.is_done():
            await interaction.edit_original_response(embed=embed, view=view)
        else:
            await interaction.response.send_message(embed=embed, view=view)

    latest.autocomplete("source")(choices.sources)
    latest.autocomplete("folder")(choices.folders)
    search.autocomplete("source")(choices.sources)
    article.autocomplete("article")(choices.titles)


async def setup(bot: Newsdrop) -> None:
    """Called by discord.py as the extension is loaded."""
    bot.add_dynamic_items(PageButton, TextButton, OpenSelect)
    await bot.add_cog(Readers())
