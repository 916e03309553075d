"""The whole product in this process, connected as ``run`` connects, with Discord's stand-in at the other end."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import app
from bot.client import Newsdrop
from tests.standin.server import Standin
from tests.standin.world import MEMBER, Channel, Message, Permission, User
from tests.support.newsroom import settings_for
from tests.support.stored import add

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

    from bot.app import Running
    from bot.store import Store


@dataclass
class Live:
    """A running Newsdrop whose news channel follows everything."""

    discord: Standin
    running: Running
    news: Channel
    editor: User

    @property
    def store(self) -> Store:
        return self.running.desk.store

    async def write(self, *titles: str, **given: object) -> None:
        """Articles straight into the archive."""
        for title in titles:
            await add(self.store, title, **given)  # type: ignore[arg-type]
        self.store.outbox_changed.set()

    def shown(self, channel: Channel | None = None) -> list[str]:
        """The titles of the posts, oldest first."""
        return [message.embeds[0]["title"] for message in self.posts(channel)]

    def posts(self, channel: Channel | None = None) -> list[Message]:
        return [one for one in (channel or self.news).messages.values() if one.interaction_id is None]

    async def states(self) -> list[str]:
        """Of all deliveries, oldest first."""
        rows = await self.store.deliveries._database.all("SELECT state FROM deliveries ORDER BY id")
        return [row["state"] for row in rows]

    async def settled(self, *states: str, seconds: float = 15.0) -> None:
        """Wait until the deliveries are in these states."""
        async with asyncio.timeout(seconds):
            while await self.states() != list(states):
                await asyncio.sleep(0.01)


@asynccontextmanager
async def live(home: Path, monkeypatch: pytest.MonkeyPatch, **given: object) -> AsyncIterator[Live]:
    """Run it until the end of the ``async with``; whatever a part died of is raised there."""

    async def at_once(*_: Any, **__: Any) -> None:
        """discord.py waits 5 s before it identifies anew; the stand-in does not mind."""

    async with Standin() as discord:
        monkeypatch.setattr(Route, "BASE", f"{discord.url}/api/v10")
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://127.0.0.1:{discord.port}/"))
        monkeypatch.setattr(Newsdrop, "before_identify_hook", at_once)
        news = discord.stage.channel(discord.stage.guild(), "news")
        editor = discord.stage.member(news.guild, "editor", MEMBER | Permission.MANAGE_GUILD)
        ready: asyncio.Future[Running] = asyncio.get_running_loop().create_future()
        over = asyncio.Event()

        async def play(running: Running) -> None:
            await running.client.up.wait()
            ready.set_result(running)
            await over.wait()

        settings = settings_for(home, DISCORD_TOKEN=discord.token, **given)
        serving = asyncio.create_task(app.serve(settings, app.discord_connection, play))
        await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        running = ready.result()
        await running.desk.store.follows.add(news.guild.id, news.id, "")
        try:
            yield Live(discord, running, news, editor)
        finally:
            over.set()
            await serving
