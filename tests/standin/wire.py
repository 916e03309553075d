"""Between the socket and the handlers: reading bodies, faults, validation, Discord's headers and errors."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from aiohttp import web

from . import errors
from .errors import DiscordError
from .log import Call, Violation

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from .faults import Fault
    from .limits import Problem
    from .server import Standin

API = "/api/v10"
# Behind Cloudflare every answer has it; without it discord.py takes a 429 for a ban.
_HEADERS = {"Via": "1.1 google"}


class Route(NamedTuple):
    """A route below ``/api/v10``: the handler takes the path's parameters and the call, and returns (status, JSON)."""

    method: str
    template: str
    handle: Callable[..., Any]
    problems: Callable[[Call], Iterable[Problem]] | None = None
    public: bool = False


class Wire:
    """Turns requests into calls and calls into answers."""

    def __init__(self, server: Standin) -> None:
        self._server = server

    def bind(self, route: Route) -> Handler:
        """An aiohttp handler for that route."""

        async def handle(request: web.Request) -> web.StreamResponse:
            call = await self._call(request, route.template)
            fault = self._server.faults.take(call.method, call.path)
            try:
                return await self._answer(request, route, call, fault)
            finally:
                call.ended = time.monotonic()

        return handle

    async def unknown(self, request: web.Request) -> web.StreamResponse:
        """A path nobody described."""
        call = await self._call(request, request.path)
        self._server.violations.append(Violation(call, "the stand-in knows no such route"))
        return self._reply(call, 404, errors.not_found().body)

    async def _call(self, request: web.Request, template: str) -> Call:
        path = request.path.removeprefix(API)
        call = Call(request.method, path, template, dict(request.query), time.monotonic())
        self._server.log.add(call)
        if request.content_type.startswith("multipart/"):
            call.body, call.files = await _multipart(request)
        elif request.can_read_body:
            call.body = json.loads(await request.read())
        return call

    async def _answer(self, request: web.Request, route: Route, call: Call, fault: Fault | None) -> web.StreamResponse:
        if fault is None:
            return self._reply(call, *await self._execute(request, route, call))
        call.fault = fault.name
        await asyncio.sleep(fault.delay)
        if fault.status is None and fault.cut is None:
            return self._reply(call, *await self._execute(request, route, call))
        if fault.executed:
            await self._execute(request, route, call)
        if fault.cut is not None:
            return await self._cut(request, fault.cut)
        if fault.status == 429:
            return self._reply(call, *_too_many(fault.retry_after, everywhere=fault.everywhere))
        return self._reply(call, fault.status or 500, {"message": f"{fault.status}: an error", "code": 0})

    async def _execute(self, request: web.Request, route: Route, call: Call) -> tuple[Any, ...]:
        try:
            if not route.public and request.headers.get("Authorization") != f"Bot {self._server.token}":
                raise errors.unauthorized()
            self._judge(route, call)
            if (wait := self._server.limiter.wait(call)) > 0:
                return _too_many(wait)
            answer = route.handle(call, **{key: _id(value) for key, value in request.match_info.items()})
            return await answer if isinstance(answer, Awaitable) else answer
        except DiscordError as refusal:
            return refusal.status, refusal.body

    def _judge(self, route: Route, call: Call) -> None:
        """Record what breaks the description or the limits, and refuse it as Discord does."""
        description = self._server.description
        wrong = description and description.request_problem(call.method, call.template, call.body)
        problems = list(route.problems(call)) if route.problems else []
        found = [one for one in (wrong, _unwritable(call.body)) if one] + [str(one) for one in problems]
        self._server.violations += [Violation(call, one) for one in found]
        if found:
            raise errors.invalid_form(_tree(problems))

    def _reply(self, call: Call, status: int, body: Any = None, headers: dict[str, str] | None = None) -> web.Response:
        call.status, call.answer = status, body
        description = self._server.description
        wrong = description and description.answer_problem(call.method, call.template, status, body)
        if wrong:
            self._server.infidelities.append(f"{call.method} {call.template} -> {status}: {wrong}")
        # Not "; charset=utf-8": discord.py compares the whole header.
        extra = {"Content-Type": "application/json"} if body is not None else {}
        text = json.dumps(body).encode() if body is not None else b""
        limits = self._server.limiter.headers(call)
        return web.Response(status=status, body=text, headers={**_HEADERS, **limits, **extra, **(headers or {})})

    async def _cut(self, request: web.Request, how: str) -> web.Response:
        """End the connection; what is returned then reaches nobody."""
        transport = request.transport
        if how == "silence" or transport is None:
            await asyncio.sleep(self._server.silence_seconds)
        elif how == "reset":
            linger = struct.pack("ii", 1, 0)  # close() then sends RST
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        if transport is not None:
            transport.abort() if how == "reset" else transport.close()
        return web.Response()


async def _multipart(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    body, files = None, {}
    async for part in await request.multipart():
        if part.name == "payload_json":
            body = json.loads(await part.read(decode=True))
        else:
            files[f"{part.name}:{part.filename}"] = bytes(await part.read(decode=True))
    return body, files


def _unwritable(body: Any) -> str | None:
    """Half a surrogate pair passes as a JSON escape, but is no text that anybody could be shown."""
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        return f"not text: {error.object[error.start : error.end]!r}"
    return None


def _id(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


def _too_many(retry_after: float, *, everywhere: bool = False) -> tuple[int, Any, dict[str, str]]:
    headers = {
        "Retry-After": str(int(retry_after + 1)),
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": f"{time.time() + retry_after:.3f}",
        "X-RateLimit-Reset-After": f"{retry_after:.3f}",
        "X-RateLimit-Scope": "global" if everywhere else "user",
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
    return 429, body, headers


def _tree(problems: list[Problem]) -> dict[str, Any]:
    """Discord's nested ``errors`` object."""
    tree: dict[str, Any] = {}
    for problem in problems:
        node = tree
        for step in problem.path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return tree
