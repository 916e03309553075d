"""Small answers that several commands give."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from bot.model import NewsdropError
from cogs.markdown import cut

if TYPE_CHECKING:
    from collections.abc import Coroutine

    import discord

    from bot.client import Newsdrop
    from bot.model import StoredArticle


_MESSAGE = 2000  # characters, Discord's limit
PROMPT = 1.5
"""Seconds within which most answers are there; Discord waits 3 for an answer or the promise of one."""
_T = TypeVar("_T")


class BadInput(NewsdropError):
    """What was typed can't be used; the message says how it can."""


async def say(interaction: discord.Interaction[Newsdrop], sentence: str) -> None:
    """A sentence that only the asker sees, whether the command was deferred or not."""
    text = cut(sentence, _MESSAGE)
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True)
    else:
        await interaction.response.send_message(text, ephemeral=True)


async def in_time(interaction: discord.Interaction[Newsdrop], asked: Coroutine[Any, Any, _T]) -> _T:
    """What ``asked`` comes to; an answer is promised meanwhile where that takes long.

    Not at once: what follows a promise that all see, all see, so no sentence could be for the asker alone.
    """
    task = asyncio.ensure_future(asked)
    await asyncio.wait({task}, timeout=PROMPT)
    if not task.done():
        await interaction.response.defer()
    return await task


def day_option(name: str, typed: str | None) -> date | None:
    """A day from a command's option.

    Raises:
        BadInput: it is not one.
    """
    if typed is None or not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        shown = typed.strip()[:40]
        raise BadInput(f"`{name}` takes a day such as 2026-03-31 (year-month-day), not “{shown}”.") from None


async def article_option(interaction: discord.Interaction[Newsdrop], typed: str) -> StoredArticle:
    """The article that was chosen from the list, given by id, or named by words that only its title has.

    Raises:
        BadInput: there is none, or more than one.
    """
    articles = interaction.client.desk.store.articles
    number = typed.strip().removeprefix("#")
    if re.fullmatch(r"-?[0-9]{1,18}", number):
        stored = await articles.get(int(number))
        if stored is None:
            raise BadInput(f"There is no article #{int(number)}. Choose one from the list that comes up as you type.")
        return stored
    found = await articles.completions(typed, 2)
    if len(found) != 1:
        which = "No title matches that" if not found else "More than one title matches that"
        raise BadInput(f"{which}. Choose an article from the list that comes up as you type, or give its id.")
    stored = await articles.get(found[0].id)
    assert stored is not None
    return stored


async def home_only(interaction: discord.Interaction[Newsdrop]) -> bool:
    """Whether the asker's server looks after the archive; says so where it does not."""
    homes = await interaction.client.desk.home_guilds()
    if interaction.guild_id in homes:
        return True
    if homes:
        await say(interaction, "The archive is looked after from another server; this command works only there.")
    else:
        await say(
            interaction,
            "No server looks after the archive yet. The first one that uses /admin follow does, "
            "or those that DISCORD_GUILD_ID names.",
        )
    return False


async def may_administer(interaction: discord.Interaction[Newsdrop]) -> bool:
    """For buttons of admins' answers: the right may have been taken away since, or the server be another."""
    if interaction.permissions.manage_guild:
        return await home_only(interaction)
    await say(interaction, "Only members with the Manage Server permission can do that.")
    return False
