"""How Newsdrop is doing, on one card."""

from __future__ import annotations

import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

import discord

from bot import __version__
from cogs.cards import day
from cogs.following import channel_name
from cogs.markdown import cut, plain
from cogs.progress import report, span
from cogs.rules import in_force

if TYPE_CHECKING:
    from bot.client import Newsdrop
    from bot.desk import Desk

_MOST_TROUBLES = 5


async def status_card(client: Newsdrop) -> discord.Embed:
    """Folders, queue, last article, outcomes, deliveries, troubles, uptime and versions."""
    desk = client.desk
    card = discord.Embed(title="Newsdrop", colour=0x5865F2)
    depth = await desk.inbox.depth()
    card.add_field(name="Drop folder", value=_code(str(desk.folders.drop)), inline=False)
    card.add_field(name="Queue", value=f"{depth:,} {'file' if depth == 1 else 'files'}")
    card.add_field(name="Up", value=_uptime(desk))
    card.add_field(name="Last article", value=await _last(desk), inline=False)
    counts = await desk.store.files.counts()
    card.add_field(
        name="Files", value=" · ".join(f"{count:,} {outcome}" for outcome, count in counts.items()), inline=False
    )
    card.add_field(name="Deliveries", value=await _deliveries(client), inline=False)
    job = await desk.store.jobs.running()
    if job:
        card.add_field(name="Re-ingest", value=report(job, None), inline=False)
    await desk.rules.current()
    if desk.rules.path is not None:
        card.add_field(name="House rules", value=in_force(desk), inline=False)
    troubles = desk.inbox.troubles
    if troubles:
        card.add_field(name="Left in the drop folder", value=_troubles(troubles), inline=False)
    card.set_footer(text=_versions())
    return card


def _uptime(desk: Desk) -> str:
    since = discord.utils.format_dt(desk.started, "f")
    return f"{span((datetime.now(UTC) - desk.started).total_seconds())}, since {since}"


async def _last(desk: Desk) -> str:
    last = await desk.store.articles.entry(await desk.store.articles.last_id())
    if last is None:
        return "none yet"
    dated = f", published {day(last.published)}" if last.published else ""
    return f"{plain(last.title, 200)} (#{last.id}, {discord.utils.format_dt(last.arrived, 'f')}{dated})"


async def _deliveries(client: Newsdrop) -> str:
    desk = client.desk
    counts = await desk.store.deliveries.counts()
    lines = [f"{counts.pending:,} pending · {counts.sent:,} sent · {counts.failed:,} failed · {counts.closed:,} closed"]
    lines += [
        f"#{failure.article_id} in {channel_name(client, failure.channel_id)}: {plain(failure.error or '', 150)}"
        for failure in await desk.store.deliveries.last_failures(3)
    ]
    lines += [
        f"{channel_name(client, channel_id)}: {plain(trouble, 150)}"
        for channel_id, trouble in (await desk.store.follows.troubles()).items()
    ]
    return cut("\n".join(lines), 1024)


def _troubles(troubles: dict[str, str]) -> str:
    lines = [f"{plain(name, 80)}: {plain(why, 120)}" for name, why in list(troubles.items())[:_MOST_TROUBLES]]
    if len(troubles) > _MOST_TROUBLES:
        lines.append(f"and {len(troubles) - _MOST_TROUBLES:,} more")
    return cut("\n".join(lines), 1024)


def _code(text: str) -> str:
    return f"`{cut(text.replace('`', 'ˋ'), 1000)}`"


def _versions() -> str:
    return (
        f"Newsdrop {__version__} · Python {platform.python_version()} · discord.py {discord.__version__} · "
        f"sumy {version('sumy')} · SQLite {sqlite3.sqlite_version}"
    )
