"""The composition root: every part of a running Newsdrop is made and joined here, and nowhere else.

``run`` and ``preview`` differ in how they connect alone: a context that readies the bot and gives a coroutine
function that holds the connection. The intake and the publisher run beside the bot, not
inside it: each may fail, and then the whole process ends with the reason instead of going quietly deaf.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.client import Newsdrop
from bot.desk import open_desk
from bot.model import NewsdropError
from bot.publisher.publisher import Publisher
from bot.publisher.transport import DiscordTransport
from bot.publisher.turns import Turns
from cogs.lists import MOST_LINES, post
from cogs.progress import ProgressReporter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
    from contextlib import AbstractAsyncContextManager
    from typing import Any

    from bot.desk import Desk
    from bot.settings import Settings

    Hold = Callable[[], Awaitable[None]]
    Connect = Callable[[Newsdrop], AbstractAsyncContextManager[Hold]]

log = logging.getLogger(__name__)

_CURRENT_FILES_SECONDS = 3.0
"""What files that are being taken may still need when the process is asked to stop; then they stay where they were."""

_LONG_SESSION = 60.0  # seconds: what lasted so long is no failing start any more
_PART_SECONDS = 0.8  # what each other part may take to stop: all in all less than 5 s


class PartDied(NewsdropError):
    """A part that must not end has ended; the message names it and its reason."""


@dataclass(frozen=True, slots=True)
class Running:
    """A Newsdrop at work."""

    desk: Desk
    client: Newsdrop


async def serve(
    settings: Settings,
    connect: Connect,
    beside: Callable[[Running], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """Run until SIGINT, SIGTERM or the failure of a part.

    Args:
        connect: how to get to Discord.
        beside: something more to run beside the parts; the process stops when it returns.

    Raises:
        PartDied: a part failed.
        NewsdropError: it could not start.
    """
    stop = asyncio.Event()
    _on_signals(stop)
    async with contextlib.AsyncExitStack() as stack:
        desk = await stack.enter_async_context(open_desk(settings))
        client = Newsdrop(desk)
        hold = await stack.enter_async_context(connect(client))
        parts = _Parts(desk, client, hold)
        try:
            await parts.run(stop, beside(Running(desk, client)) if beside else None)
        finally:
            await parts.stop()


class _Parts:
    """The siblings, and the order in which they stop: watcher, current files, outbox; then bot and store follow."""

    def __init__(self, desk: Desk, client: Newsdrop, hold: Hold) -> None:
        self._desk = desk
        turns = Turns(desk.store, desk.settings.posts_per_minute, MOST_LINES, _discord_time)
        self._publisher = Publisher(desk.store, DiscordTransport(client, post), turns, _discord_time)
        self._reporter = ProgressReporter(client, desk.store, desk.reingester)
        self._hold, self._client = hold, client
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event, beside: Coroutine[Any, Any, None] | None) -> None:
        """Until ``stop`` is set, ``beside`` returns or a part fails."""
        self._start("the intake", self._desk.inbox.run())
        self._start("the re-ingest", self._desk.reingester.run())
        self._start("the publisher", self._publish())
        self._start("the progress report", self._reporter.run())
        self._start("the connection to Discord", _await(self._hold()))
        asked = asyncio.create_task(_await(stop.wait()))
        waiting = {asked, *self._tasks.values()}
        if beside is not None:
            waiting.add(self._start("the preview", beside))
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        for name, task in self._tasks.items():
            if task in done and not task.cancelled():
                self._ended(name, task.exception())

    async def stop(self) -> None:
        inbox, reingester = self._desk.inbox, self._desk.reingester
        inbox.stop()
        reingester.stop()
        await self._within(_CURRENT_FILES_SECONDS, "the intake", "the re-ingest")
        await inbox.abandon()
        self._publisher.stop()
        self._reporter.stop()
        await self._within(_PART_SECONDS, "the publisher", "the progress report")
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _publish(self) -> None:
        await self._client.up.wait()
        await self._publisher.run()

    async def _within(self, seconds: float, *names: str) -> None:
        tasks = [self._tasks[name] for name in names if name in self._tasks]
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._tasks[name] = asyncio.create_task(work, name=name)
        return task

    @staticmethod
    def _ended(name: str, error: BaseException | None) -> None:
        if isinstance(error, NewsdropError):
            raise error
        if error is not None:
            log.error("%s failed", name, exc_info=error)
            raise PartDied(f"Newsdrop stopped: {name} failed ({type(error).__name__}: {error}).") from error
        if name != "the preview":
            raise PartDied(f"Newsdrop stopped: {name} ended by itself.")


@asynccontextmanager
async def discord_connection(client: Newsdrop) -> AsyncIterator[Hold]:
    """The real Discord, with the token of the settings. An outage at the start is waited out."""
    token = client.desk.settings.token
    assert token is not None

    async def hold() -> None:
        pause = 1.0
        while True:
            began = time.monotonic()
            try:
                async with client:
                    await client.start(token.get_secret_value())
            except discord.LoginFailure:
                raise NewsdropError(
                    "Discord refused the token in DISCORD_TOKEN. Copy it anew from "
                    "https://discord.com/developers/applications (Bot, Reset Token)."
                ) from None
            except (
                discord.HTTPException,
                discord.GatewayNotFound,
                discord.ConnectionClosed,
                aiohttp.ClientError,
                OSError,
            ) as error:
                pause = 1.0 if time.monotonic() - began > _LONG_SESSION else pause
                log.warning("Discord can't be reached (%s); trying again in %.0f seconds.", error, pause)
            else:
                return
            await asyncio.sleep(pause)
            pause = min(60.0, pause * 2)
            client.clear()
            client.http.connector = discord.utils.MISSING  # clear() leaves the closed one in place

    try:
        yield hold
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PART_SECONDS):
                await client.close()


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN or number is signal.SIGINT:  # nohup ignores SIGHUP
            loop.add_signal_handler(number, stop.set)


def _discord_time() -> float:
    # discord.py's clock, which the simulated Discord sets: messages' times are compared with it.
    return discord.utils.utcnow().timestamp()


async def _await(awaitable: Awaitable[object]) -> None:
    await awaitable
