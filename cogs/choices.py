"""What Discord offers to choose from while somebody types an option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from cogs.markdown import cut

if TYPE_CHECKING:
    import discord

    from bot.client import Newsdrop

_MOST, _LENGTH = 25, 100  # Discord's limits

Choices = list[app_commands.Choice[str]]


async def titles(interaction: discord.Interaction[Newsdrop], typed: str) -> Choices:
    """Articles by the words of their titles, the latest first; each choice's value is the article's id."""
    found = await interaction.client.desk.store.articles.completions(typed, _MOST)
    names = [f"{entry.title} · {entry.source}" if entry.source else entry.title for entry in found]
    return [
        app_commands.Choice(name=cut(name, _LENGTH), value=str(entry.id))
        for entry, name in zip(found, names, strict=True)
    ]


async def sources(interaction: discord.Interaction[Newsdrop], typed: str) -> Choices:
    """Publishers that have articles."""
    return _named(await interaction.client.desk.store.articles.sources(typed, _MOST))


async def folders(interaction: discord.Interaction[Newsdrop], typed: str) -> Choices:
    """Folders that have articles."""
    return _named(_whole(await interaction.client.desk.store.articles.folders(typed, _MOST)))


async def followable_folders(interaction: discord.Interaction[Newsdrop], typed: str) -> Choices:
    """Folders that have articles, or followers in the asker's server."""
    store = interaction.client.desk.store
    assert interaction.guild_id is not None
    known = await store.articles.folders(typed, _MOST)
    followed = [
        name for name in await store.follows.folders(interaction.guild_id) if typed.casefold() in name.casefold()
    ]
    return _named(sorted(dict.fromkeys(_whole([*known, *followed])), key=str.casefold)[:_MOST])


def _whole(names: list[str]) -> list[str]:
    """Those that a choice can carry whole: a folder cut short would be another. Longer ones can be typed."""
    return [name for name in names if len(name) <= _LENGTH]


def _named(names: list[str]) -> Choices:
    return [app_commands.Choice(name=cut(name, _LENGTH), value=name[:_LENGTH]) for name in names]
