"""One article whole, and what opens it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord

from cogs.answers import say
from cogs.buttons import Press, row
from cogs.cards import full_card
from cogs.markdown import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import Newsdrop
    from bot.model import Entry, StoredArticle

_MOST_OPTIONS = 25  # of a select, Discord's limit
_OPTION = 100  # characters of an option's label and of its description


def whole(stored: StoredArticle) -> tuple[discord.Embed, discord.ui.View]:
    """The card with all that is known of an article, and the button that sends its text."""
    return full_card(stored), row(TextButton(stored.entry.id))


class TextButton(Press, template=r"newsdrop:text:(?P<article>\d+)"):
    """Sends the cleaned text as a file, to whoever asks."""

    def __init__(self, article_id: int) -> None:
        super().__init__(discord.ui.Button(label="Cleaned text", custom_id=f"newsdrop:text:{article_id}"))
        self._article_id = article_id

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        stored = await interaction.client.desk.store.articles.get(self._article_id)
        if stored is None:
            await say(interaction, f"There is no article #{self._article_id} any more.")
            return
        file = discord.File(io.BytesIO(_as_text(stored).encode()), f"article-{self._article_id}.txt")
        await interaction.followup.send(file=file, ephemeral=True)


class OpenSelect(Press, template=r"newsdrop:open(?::\d+)?"):
    """Opens the chosen one of some articles, for whoever chooses.

    Args:
        entries: what there is to choose from, at most 25; none where a choice is answered, since Discord tells that
            alone.
        placeholder: what stands there before a choice.
    """

    def __init__(self, entries: Sequence[Entry] = (), placeholder: str = "Read an article") -> None:
        # A message's ids must differ: a menu's is that of its first article.
        custom_id = ":".join(["newsdrop:open", *(str(entry.id) for entry in entries[:1])])
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=custom_id, placeholder=placeholder, options=[_option(entry) for entry in entries]
        )
        super().__init__(select)
        self._select = select

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        article_id = int(self._select.values[0])
        stored = await interaction.client.desk.store.articles.get(article_id)
        if stored is None:
            await say(interaction, f"There is no article #{article_id} any more.")
            return
        embed, view = whole(stored)
        await interaction.edit_original_response(embed=embed, view=view)


def open_menus(entries: Sequence[Entry]) -> list[OpenSelect]:
    """Menus that open each of at most 125 articles, 25 a menu; of several each says which are its own."""
    if len(entries) <= _MOST_OPTIONS:
        return [OpenSelect(entries)]
    parts = [entries[start : start + _MOST_OPTIONS] for start in range(0, len(entries), _MOST_OPTIONS)]
    return [OpenSelect(part, f"Read an article · #{part[0].id} to #{part[-1].id}") for part in parts]


def _option(entry: Entry) -> discord.SelectOption:
    label = cut(f"#{entry.id} {' '.join(entry.title.split())}", _OPTION)
    source = cut(" ".join((entry.source or "").split()), _OPTION)
    return discord.SelectOption(label=label, value=str(entry.id), description=source or None)


def _as_text(stored: StoredArticle) -> str:
    """Title, origin, address and paragraphs, parted by blank lines."""
    article = stored.article
    origin = " · ".join(str(part) for part in (article.source, article.byline, article.published) if part)
    parts = [article.title, *([origin] if origin else []), *([article.url] if article.url else [])]
    return "\n\n".join(["\n".join(parts), *article.paragraphs]) + "\n"
