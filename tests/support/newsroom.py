"""The whole product on a simulated Discord: the composition root of ``run``, real files, a real database, real workers.

Only the connection is simulated. Tests act as people do: they drop files, type commands and press buttons.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import discord
import simcord

from bot import app
from bot.settings import load

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from bot.app import Running
    from bot.desk import Desk
    from bot.settings import Settings

PARAGRAPHS = (
    "The harbour board of {town} voted on Tuesday to rebuild the north pier, which a storm broke in two last winter.",
    "The work is to cost 4.2 million crowns and to begin in March, the board's chairwoman, Ada Lindqvist, told us.",
    "Fishing boats will land at the old coal quay until then, and the ferry to the islands leaves an hour later.",
    "Not everybody is content: the sailing club of {town} had asked for a marina in the pier's place.",
    "“A pier is for everyone, a marina is for boats,” said Lindqvist after the vote, which went nine to four.",
)


def article(town: str = "Saltby", *, source: str | None = None, date: str | None = "2026-03-04") -> str:
    """A short, clean article about a town's pier, as Markdown with front matter."""
    facts = [f"title: {town} rebuilds its broken pier", *([f"date: {date}"] if date else [])]
    facts += [f"source: {source}"] if source else []
    front = "\n".join(["---", *facts, "---"])
    return front + "\n\n" + "\n\n".join(paragraph.format(town=town) for paragraph in PARAGRAPHS) + "\n"


def settings_for(home: Path, **given: object) -> Settings:
    """Settings with everything in ``home``, quick to settle."""
    return load(
        None,
        **{
            "DISCORD_TOKEN": "simulated",
            "DISCORD_GUILD_ID": "",
            "NEWSDROP_DROP_DIR": home / "drop",
            "NEWSDROP_ARCHIVE_DIR": home / "archive",
            "NEWSDROP_REJECTED_DIR": home / "rejected",
            "NEWSDROP_DATABASE": home / "newsdrop.db",
            "NEWSDROP_SETTLE_SECONDS": 0.05,
            "NEWSDROP_RESCAN_SECONDS": 0.2,
            "NEWSDROP_WORKERS": 1,
            "NEWSDROP_POSTS_PER_MINUTE": 0,
            **given,
        },
    )


@dataclass
class Newsroom:
    """A running Newsdrop, and the people around it."""

    home: Path
    env: Any
    client: Any
    desk: Desk
    guild: Any
    news: Any
    admin: Any
    reader: Any
    _errors: list[BaseException] = field(default_factory=list)

    def drop(self, name: str, text: str | bytes) -> None:
        """Put a file into the drop folder."""
        path = self.home / "drop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(text.encode() if isinstance(text, str) else text)
        part.rename(path)

    async def follow(self, channel: Any = None, **options: object) -> str:
        return await self.say(self.admin, "admin follow", channel=channel or self.news, **options)

    async def say(self, who: Any, command: str, where: Any = None, **options: object) -> str:
        """Type a command; the words of the answer."""
        return words(await who.slash(where or self.news, command, **options))

    def posts(self, channel: Any = None) -> list[discord.Message]:
        """What the bot posted by itself, oldest first."""
        return [
            message
            for message in (channel or self.news).history()
            if message.embeds and message.interaction_metadata is None and not message.flags.ephemeral
        ]

    async def posted(self, count: int, channel: Any = None) -> list[discord.Message]:
        """Wait until there are that many posts."""
        await self.until(lambda: len(self.posts(channel)) >= count, f"{count} posts")
        return self.posts(channel)

    async def counted(self, **outcomes: int) -> None:
        """Wait until the files came to these outcomes."""

        async def done() -> bool:
            counts = await self.desk.store.files.counts()
            return all(counts[name] >= number for name, number in outcomes.items())  # type: ignore[index]

        await self.until(done, str(outcomes))

    async def sql(self, statement: str) -> None:
        """Leave the database as an older Newsdrop may have left it."""
        await asyncio.to_thread(_execute, self.home / "newsdrop.db", statement)

    async def until(self, condition: Callable[[], bool | Awaitable[bool]], what: str, seconds: float = 15) -> None:
        try:
            async with asyncio.timeout(seconds):
                while True:
                    value = condition()
                    if value if isinstance(value, bool) else await value:
                        return
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"waited {seconds} s for {what}\n{self.env.transcript()}") from None


def _execute(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path, timeout=10)) as database, database:
        database.execute(statement)


def words(result: Any) -> str:
    """All that an answer says: content, titles, texts, fields and footers."""
    messages = [message for message in (result.response, *result.followups) if message is not None]
    return "\n".join(text for message in messages for text in _texts(message))


def _texts(message: Any) -> list[str]:
    found = [message.content] if message.content else []
    for embed in message.embeds:
        found += [part for part in (embed.author.name, embed.title, embed.description) if part]
        found += [text for embed_field in embed.fields for text in (embed_field.name, embed_field.value)]
        found += [embed.footer.text] if embed.footer.text else []
    return found


@asynccontextmanager
async def newsroom(home: Path, **given: object) -> AsyncIterator[Newsroom]:
    """Run Newsdrop in ``home`` until the end of the ``async with``; whatever a part died of is raised there."""
    stage = _Stage(home)
    running = asyncio.create_task(app.serve(settings_for(home, **given), stage.connect, stage.play))
    ready = asyncio.create_task(stage.ready.wait())
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    if not ready.done():
        ready.cancel()
        await running
    assert stage.room is not None
    try:
        yield stage.room
    finally:
        stage.over.set()
        await running


class _Stage:
    def __init__(self, home: Path) -> None:
        self._home = home
        self._env: Any = None
        self._cast: tuple[Any, ...] = ()
        self.ready, self.over = asyncio.Event(), asyncio.Event()
        self.room: Newsroom | None = None

    @asynccontextmanager
    async def connect(self, client: Any) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        env = self._env = simcord.Env(client)
        guild = env.create_guild("Desk", id=7001)
        news = guild.create_text_channel("news")
        role = guild.create_role(
            "editors", permissions=discord.Permissions(manage_guild=True, manage_messages=True, view_channel=True)
        )
        admin = guild.add_member(env.create_user("ada"), roles=[role])
        reader = guild.add_member(env.create_user("rolf"))
        self._cast = (guild, news, admin, reader)
        await env.start()
        try:
            with env.time_context():
                yield asyncio.Event().wait  # type: ignore[misc]
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await env.shutdown()
        env.raise_errors()

    async def play(self, running: Running) -> None:
        self.room = Newsroom(self._home, self._env, running.client, running.desk, *self._cast)
        self.ready.set()
        await self.over.wait()
