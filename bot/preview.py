"""The preview: the whole bot on a simulated Discord in the browser, without an account.

It runs what ``run`` runs, through the same composition root; only the connection is another. What simcord wants
known of its insides is kept in this file.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import threading
import webbrowser
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from bot import app, logs
from bot.cli import terminal
from bot.model import NewsdropError, Outcome
from bot.settings import load

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.app import Running
    from bot.client import Newsdrop
    from bot.model import Entry, FileRecord
    from bot.settings import Settings

_DROP_SECONDS = 0.7  # between two samples: fast enough to wait for, slow enough to watch
_REFRESH_SECONDS = 0.3
_MOST_TOLD = 100  # files in one go
_WIDTH, _HEIGHT = 1100, 800


class PreviewError(NewsdropError):
    """The preview can't be shown; the message says why and what to do."""


async def preview(port: int, *, browser: bool) -> int:
    """Show the preview until Ctrl-C; its exit status.

    Args:
        port: to serve the page on; 0 for any that is free.
        browser: open the page in the browser.

    Raises:
        PreviewError, SettingsError: with a sentence.
    """
    with tempfile.TemporaryDirectory(prefix="newsdrop-preview-") as home:
        settings = _settings(Path(home))
        logs.set_up("ERROR", None)
        stage = _Stage(port, browser=browser)
        await app.serve(settings, stage.connect, stage.show)
    return 0


class _Stage:
    """A simulated server with a channel, and the page that shows it."""

    def __init__(self, port: int, *, browser: bool) -> None:
        self._port = port
        self._browser = browser
        self._env: Any = None

    @asynccontextmanager
    async def connect(self, client: Newsdrop) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        """In place of the real Discord. Errors of commands are the bot's own affair here as there."""
        env = self._env = _simcord().Env(client, check_errors=False)
        env.backend.bot_user.name = "Newsdrop"
        await env.start()
        try:
            with env.time_context():
                yield asyncio.Event().wait  # type: ignore[misc]
        finally:
            await env.shutdown()

    async def show(self, running: Running) -> None:
        """Set the scene, open the page, drop the samples, and keep the page up to date."""
        env, desk = self._env, running.desk
        guild = env.create_guild("Newsdrop preview")
        channel = guild.create_text_channel("news")
        role = guild.create_role("editors", permissions=_manager())
        editor = guild.add_member(env.create_user("editor"), roles=[role])
        await editor.slash(channel, "admin follow", channel=channel)
        page = env.preview(
            channel, viewers=[editor], layout="channel", width=_WIDTH, height=_HEIGHT, port=self._port or None
        )
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(page)
            except _simcord().SetupError as error:
                raise PreviewError(f"Port {self._port} can't be used ({error}). Choose another with --port.") from None
            await _answers(page.url)
            self._announce(page.url, desk.folders.drop)
            async with asyncio.TaskGroup() as group:
                group.create_task(_refresh(env, page))
                group.create_task(_tell(running))
                group.create_task(_drop_samples(desk.folders.drop))

    def _announce(self, url: str, drop: Path) -> None:
        say = sys.stdout
        say.write("Newsdrop's preview: the whole bot on a simulated Discord. Ctrl-C ends it.\n")
        say.write(f"Type /latest, /search or /admin status in the page. Drop article files into {drop}\n")
        say.write(f"{url}\n\n")
        say.flush()
        if self._browser:
            # Some browsers are waited for until they are closed; the preview's end must not be.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


async def _refresh(env: Any, page: Any) -> None:  # noqa: ANN401 - simcord carries no types
    """Show what the bot posts by itself: the page knows only of what is done on it."""
    shown = -1
    while True:
        await asyncio.sleep(_REFRESH_SECONDS)
        done = len(env.backend.http_requests)
        if done == shown:
            continue
        try:
            await page.refresh()
            shown = done
        except _simcord().SetupError:
            continue  # somebody is just doing something on the page, which refreshes it as well


async def _tell(running: Running) -> None:
    """Each new article's summary in the terminal, and of each file that gave none, why."""
    out, store = terminal.console(), running.desk.store
    article_id = file_id = 0
    held: set[str] = set()
    while True:
        newest = await store.articles.last_id()
        for number in range(article_id + 1, newest + 1):
            entry = await store.articles.entry(number)
            if entry is not None:
                out.print(_lines(entry))
        article_id = newest
        for record in await store.files.after(file_id, _MOST_TOLD):
            file_id = record.id
            if record.outcome is not Outcome.ADDED:
                out.print(terminal.failure(record.name, _without_article(record)))
        troubles = running.desk.inbox.troubles
        for name in troubles.keys() - held:
            out.print(terminal.failure(name, troubles[name]))
        held = set(troubles)
        await asyncio.sleep(_REFRESH_SECONDS)


def _without_article(record: FileRecord) -> str:
    if record.outcome is Outcome.REJECTED:
        return f"Rejected: {record.reason}"
    return f"Duplicate: it holds the same article as #{record.article_id}."


def _lines(entry: Entry) -> Any:  # noqa: ANN401 - whatever rich prints
    return terminal.article(
        entry.title,
        (entry.source, entry.byline, entry.published, "short article" if entry.is_short else None),
        entry.summary,
    )


async def _drop_samples(drop: Path) -> None:
    """Copy the samples into the drop folder one by one, each under a hidden name until it is whole."""
    with resources.as_file(_samples()) as samples:
        for sample in sorted(path for path in samples.rglob("*") if path.is_file() and path.name[0] != "."):
            target = drop / sample.relative_to(samples)
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            await asyncio.to_thread(shutil.copyfile, sample, part)
            part.rename(target)
            await asyncio.sleep(_DROP_SECONDS)


def _samples() -> Any:  # noqa: ANN401 - a path, or what stands for one inside an archive
    """The sample articles: in the package when it was installed from a wheel, else beside it."""
    packaged = resources.files("bot") / "seeds"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "seeds"


async def _answers(url: str) -> None:
    """Wait until the page is served."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        await response.read()


def _settings(home: Path) -> Settings:
    """Everything in a fresh home; no token is read, and nothing waits its turn."""
    return load(
        None,
        DISCORD_TOKEN=None,
        DISCORD_GUILD_ID="",
        NEWSDROP_DROP_DIR=home / "drop",
        NEWSDROP_ARCHIVE_DIR=home / "archive",
        NEWSDROP_REJECTED_DIR=home / "rejected",
        NEWSDROP_DATABASE=home / "newsdrop.db",
        NEWSDROP_RULES=None,
        NEWSDROP_POSTS_PER_MINUTE=0,
    )


def _simcord() -> Any:  # noqa: ANN401 - simcord carries no types
    try:
        import simcord
        import simcord.preview
    except ImportError as error:
        raise PreviewError(
            f"The preview needs the extra 'preview', which is not installed ({error.name} is missing). "
            "Install it with: pip install 'newsdrop[preview]'"
        ) from None
    return simcord


def _manager() -> Any:  # noqa: ANN401
    import discord

    return discord.Permissions(manage_guild=True, view_channel=True, send_messages=True, read_message_history=True)
