"""The stand-in as a whole: an HTTP and WebSocket server on 127.0.0.1 that a Discord bot can live on."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Self, TypeVar

from aiohttp import web

from . import description
from .driving import Driving
from .faults import Faults
from .gateway import Gateway
from .interactions import Interactions
from .limiter import Limiter
from .log import Log, Violation
from .messages import Messages
from .rest import Rest
from .staging import Staging
from .wire import API, Wire
from .world import Attachment, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAwMA.GaBcDe.the-stand-ins-own-token-0123456789abcd"


class Standin:
    """Use as ``async with Standin() as discord``.

    Attributes:
        token: the one token it takes.
        world, stage, users: what there is, what happens to it, what people do in it.
        messages, interactions, rest, gateway: the halves of the API; each has its own switches.
        faults: what fails on purpose.
        log: every request; ``violations``: those that break Discord's description or limits.
        infidelities: answers of the stand-in itself that break the description; a test keeps it empty.
        limiter: rate limits, off by default.
        silence_seconds: how long a silent connection stays open.
    """

    def __init__(self, openapi: Path | None = None, *, token: str = TOKEN) -> None:
        """``openapi``: the file with Discord's published description, to check every body against."""
        self.token = token
        self.world = World()
        self.log = Log()
        self.violations: list[Violation] = []
        self.infidelities: list[str] = []
        self.attachments: dict[int, Attachment] = {}
        self.description = description.load(openapi) if openapi else None
        self.faults, self.limiter = Faults(), Limiter()
        self.silence_seconds = 60.0
        self.gateway = Gateway(self.world, token)
        self.messages, self.interactions, self.rest = Messages(self), Interactions(self), Rest(self)
        self.stage, self.users = Staging(self), Driving(self)
        self.port = 0
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.2)
        self._site: web.TCPSite | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await self.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close(1001)
        await self._runner.cleanup()

    async def up(self) -> None:
        """Listen; always on the same port."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await self._site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.url = f"ws://127.0.0.1:{self.port}"

    async def down(self) -> None:
        """Nobody listens any more, and every connection is cut: an outage."""
        assert self._site is not None
        await self._site.stop()
        for connection in self._runner.server.connections if self._runner.server else ():
            if connection.transport is not None:
                connection.transport.abort()

    async def until(self, ready: Callable[[], T], seconds: float = 5.0) -> T:
        """Wait until it gives something true, and return that.

        Raises:
            TimeoutError: it did not in that time.
        """
        ends = time.monotonic() + seconds
        while not (value := ready()):
            if time.monotonic() > ends:
                raise TimeoutError(f"not within {seconds} s; the last requests: {[str(one) for one in self.log][-5:]}")
            await asyncio.sleep(0.005)
        return value

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        wire = Wire(self)
        for part in (self.messages, self.interactions, self.rest):
            for route in part.routes():
                app.router.add_route(route.method, API + route.template, wire.bind(route))
        app.router.add_get("/attachments/{id}/{filename}", self._download)
        app.router.add_get("/", self.gateway.connect)
        app.router.add_route("*", API + "/{rest:.*}", wire.unknown)
        return app

    async def _download(self, request: web.Request) -> web.Response:
        file = self.attachments.get(int(request.match_info["id"]))
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.content_type)
