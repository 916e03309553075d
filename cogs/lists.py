"""What is posted: an article's card, or the list card of what a flood brings above a channel's limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.publisher.transport import Drawn
from cogs.article import open_menus
from cogs.buttons import row
from cogs.cards import article_card, folder_colour, isolated
from cogs.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Bundle, Entry

MOST_LINES = 55
"""Articles in one list card. With title and footer they fill a message's 6,000 characters, however long their titles
become by a re-ingest."""

_LINE = 104
_SOURCE = 28
_A_BOX = 39  # lines of an embed: with their line breaks 4,094 of 4,096 characters


def post(bundle: Bundle, entries: Sequence[Entry]) -> Drawn:
    """The message for these deliveries, given their articles in the same order."""
    if not bundle.is_list:
        return Drawn([article_card(entries[0])])
    return Drawn(list_card(entries, mark=bundle.head.article_id), row(*open_menus(entries)))


def list_card(entries: Sequence[Entry], mark: int) -> list[discord.Embed]:
    """A line an article.

    Args:
        entries: at most :data:`MOST_LINES`.
        mark: id of the article that tells this list from all others.
    """
    folders = {entry.folder for entry in entries}
    colour = folder_colour(folders.pop() if len(folders) == 1 else "")
    lines = [_line(entry) for entry in entries]
    boxes = [
        discord.Embed(description="\n".join(lines[start : start + _A_BOX]), colour=colour)
        for start in range(0, len(lines), _A_BOX)
    ]
    boxes[0].title = f"{len(entries)} more {'article' if len(entries) == 1 else 'articles'}"
    boxes[-1].set_footer(text=f"Choose one below to read it · list #{mark}")
    return boxes


def _line(entry: Entry) -> str:
    source = " ".join((entry.source or "").split())
    about = [*([isolated(plain(source, _SOURCE))] if source else []), f"#{entry.id}"]
    end = "".join(f" · {part}" for part in about)
    return f"• {isolated(plain(entry.title, _LINE - 4 - len(end)))}{end}"
