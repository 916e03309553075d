"""How articles look in Discord."""

from __future__ import annotations

import re
import unicodedata
import zlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import discord

from cogs.markdown import cut, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.model import Entry, Hit, StoredArticle

# Discord's limits, in characters.
_TITLE, _DESCRIPTION, _FIELD, _FOOTER, _AUTHOR, _URL = 256, 4096, 1024, 2048, 256, 2000

_SMALL = 560
"""The text of a small card: five of them, with titles and footers, stay below a message's 6,000 characters."""

_WORDS_PER_MINUTE = 238
"""Silent reading of non-fiction in English (Brysbaert 2019, doi 10.1016/j.jml.2019.104047)."""
_CHARACTERS_PER_MINUTE = 255
"""Chinese and Japanese, in characters (Trauzettel-Klosinski and Dietz 2012, doi 10.1167/iovs.11-8284: Chinese 255)."""

_NO_FOLDER = 0x5865F2

_HOST = re.compile(r"[^\s@:/.]+(\.[^\s@:/.]+)+\.?(:\d{1,4}|:[1-5]\d{4})?")


def article_card(entry: Entry) -> discord.Embed:
    """The card of a new article: title, summary, and where it is from. The id in its footer is the post's mark."""
    card = discord.Embed(
        title=plain(entry.title, _TITLE),
        url=_address(entry.url),
        description=_summary(entry.summary),
        colour=folder_colour(entry.folder),
    )
    if entry.folder:
        card.set_author(name=cut(entry.folder, _AUTHOR))
    card.set_footer(text=origin(entry))
    return card


def full_card(stored: StoredArticle) -> discord.Embed:
    """An article's card with all that is known of it."""
    entry, file = stored.entry, stored.file
    card = article_card(entry)
    if stored.article.keywords:
        card.add_field(name="Keywords", value=plain(", ".join(stored.article.keywords), 400), inline=False)
    card.add_field(name="Language", value=entry.language)
    card.add_field(name="Arrived", value=discord.utils.format_dt(entry.arrived, "f"))
    card.add_field(name="File", value=plain(file.name, 200))
    if entry.duplicate_of:
        card.add_field(name="Same text as", value=f"#{entry.duplicate_of}")
    return card


def listing(entries: Sequence[Entry]) -> list[discord.Embed]:
    """A small card for each article, with the first sentence of its summary."""
    return _distinct([_small(entry, plain(entry.summary[0], _SMALL) if entry.summary else "") for entry in entries])


def results(hits: Sequence[Hit]) -> list[discord.Embed]:
    """A small card for each found article, with the part that matched."""
    return _distinct([_small(hit.entry, cut(_excerpt(hit.excerpt), _SMALL)) for hit in hits])


def origin(entry: Entry) -> str:
    """Source, byline, date, reading time and id, on one line. Footers show no markdown, so nothing is escaped."""
    parts = [entry.source, entry.byline, entry.published and day(entry.published), _length(entry)]
    known = [isolated(cut(" ".join(part.split()), 120)) for part in parts if part]
    return cut(" · ".join([*known, f"#{entry.id}"]), _FOOTER)


def _length(entry: Entry) -> str:
    return "short article" if entry.is_short else reading_time(entry)


def day(when: date) -> str:
    """13 April 2022: read alike on both sides of the Atlantic."""
    return f"{when.day} {when:%B %Y}"


def reading_time(entry: Entry) -> str:
    rate = _CHARACTERS_PER_MINUTE if entry.language in ("zh", "ja") else _WORDS_PER_MINUTE
    return f"{max(1, round(entry.words / rate))} min read"


def folder_colour(folder: str) -> int:
    """The same colour for a folder each time: its name tells the hue."""
    if not folder:
        return _NO_FOLDER
    hue = zlib.crc32(folder.casefold().encode()) % 360 / 360
    return discord.Colour.from_hsv(hue, 0.55, 0.8).value


def isolated(text: str) -> str:
    """A part written from right to left keeps its place among the others (Unicode's first strong isolate)."""
    return f"\u2068{text}\u2069" if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text) else text


def _small(entry: Entry, text: str) -> discord.Embed:
    card = discord.Embed(
        title=plain(entry.title, _TITLE),
        url=_address(entry.url),
        description=text,
        colour=folder_colour(entry.folder),
    )
    about = [entry.source, entry.published and day(entry.published), entry.folder]
    known = [isolated(cut(" ".join(part.split()), 80)) for part in about if part]
    card.set_footer(text=" · ".join([*known, f"#{entry.id}"]))
    return card


def _distinct(cards: list[discord.Embed]) -> list[discord.Embed]:
    """Discord draws the embeds of one message that share an address as one: only the first keeps it."""
    seen: set[str | None] = set()
    for card in cards:
        if card.url in seen:
            card.url = None
        seen.add(card.url)
    return cards


def _summary(sentences: Sequence[str]) -> str:
    """Whole sentences, each on a line of its own, as many as there is room for."""
    lines: list[str] = []
    room = _DESCRIPTION
    for sentence in sentences:
        line = f"• {plain(sentence, min(room, 1500) - 2)}"
        if len(line) + 1 > room:
            break
        lines.append(line)
        room -= len(line) + 1
        if room < 100:
            break
    return "\n".join(lines)


def _excerpt(pieces: Sequence[tuple[str, bool]]) -> str:
    return "".join(f"**{plain(text)}**" if bold else _keeping_edges(text) for text, bold in pieces)


def _keeping_edges(text: str) -> str:
    """Escaped, with a space where there was one at either end."""
    return f"{' ' if text[:1].isspace() else ''}{plain(text)}{' ' if text[-1:].isspace() and text.strip() else ''}"


def _address(url: str | None) -> str | None:
    """An address that Discord takes for a link, or None."""
    if url is None or len(url) > _URL:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc) else None
