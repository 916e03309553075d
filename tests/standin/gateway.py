"""The gateway: HELLO, IDENTIFY, READY, heartbeats, events, RESUME, over a WebSocket."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from . import payloads
from .streams import stream

if TYPE_CHECKING:
    from .world import Guild, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11,
)  # fmt: skip
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
# Which intent an event needs (Discord's "List of Intents"); interactions need none.
_INTENTS = {"GUILD": 1 << 0, "CHANNEL": 1 << 0, "MESSAGE": 1 << 9}


class Connection:
    """One WebSocket, and the compression stream that lives as long as it does."""

    def __init__(self, socket: web.WebSocketResponse, compression: str | None) -> None:
        self.socket = socket
        self._encode = stream(compression)
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self.closed_by_us = False

    def send(self, op: int, data: Any, event: str | None = None, seq: int | None = None) -> None:
        """Queue a payload; the writer keeps the order."""
        self._waiting.put_nowait(json.dumps({"op": op, "d": data, "s": seq, "t": event}))

    async def close(self, code: int) -> None:
        self.closed_by_us = True
        await self.socket.close(code=code)

    async def write(self) -> None:
        """Send what is queued until the connection goes."""
        while True:
            frame = self._encode(await self._waiting.get())
            send = self.socket.send_bytes if isinstance(frame, bytes) else self.socket.send_str
            await send(frame)


@dataclass(eq=False)
class Session:
    """A session outlives its connections: it keeps what was dispatched, for RESUME."""

    id: str
    intents: int
    connection: Connection | None = None
    sent: list[tuple[str, Any]] = field(default_factory=list)

    def dispatch(self, event: str, data: Any) -> None:
        """Send an event, if the intents ask for it, at once or on RESUME."""
        needed = _INTENTS.get(event.split("_")[0], 0)
        if needed and not self.intents & needed:
            return
        self.sent.append((event, data))
        if self.connection is not None:
            self.connection.send(DISPATCH, data, event, len(self.sent))

    def replay(self, seq: int) -> None:
        """What came after ``seq``, and RESUMED."""
        assert self.connection is not None
        for number, (event, data) in enumerate(self.sent[seq:], seq + 1):
            self.connection.send(DISPATCH, data, event, number)
        self.dispatch("RESUMED", {"_trace": []})


class Refusal(Exception):
    """The connection is closed with this code (Discord's "Gateway Close Event Codes")."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Gateway:
    """All sessions.

    Attributes:
        refusing: new connections get a 503, as in an outage.
        mute: heartbeats are no longer acknowledged.
        identified: the bodies of every IDENTIFY, in order.
        resumed: how many sessions were resumed.
    """

    heartbeat_seconds = 41.25

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token
        self._sessions: dict[str, Session] = {}
        self.url = ""
        self.refusing = False
        self.mute = False
        self.identified: list[dict[str, Any]] = []
        self.resumed = 0

    @property
    def connected(self) -> list[Session]:
        return [session for session in self._sessions.values() if session.connection is not None]

    def dispatch(self, event: str, data: Any) -> None:
        """Tell every session that is connected or may still resume."""
        for session in self._sessions.values():
            session.dispatch(event, data)

    async def close(self, code: int = 4000) -> None:
        """Close every connection with this code; sessions stay resumable."""
        await asyncio.gather(*(one.connection.close(code) for one in self.connected if one.connection))

    def reconnect(self) -> None:
        """Ask every client to come again (op 7)."""
        for session in self.connected:
            assert session.connection is not None
            session.connection.send(RECONNECT, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """INVALID_SESSION to every client (op 9); what may not resume is forgotten."""
        for session in self.connected:
            assert session.connection is not None
            session.connection.send(INVALID, resumable)
        if not resumable:
            self.forget()

    def forget(self) -> None:
        """Sessions end: a RESUME will be answered with INVALID_SESSION, and a fresh IDENTIFY is needed."""
        self._sessions.clear()

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """The handler of one connection."""
        if self.refusing:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request.query.get("compress"))
        writer = asyncio.create_task(connection.write())
        connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)})
        try:
            await self._listen(connection)
        except Refusal as refusal:
            await socket.close(code=refusal.code)
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self._leave(connection)
        return socket

    async def _listen(self, connection: Connection) -> None:
        session: Session | None = None
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                raise Refusal(4002)
            payload = json.loads(message.data)
            op, data = payload["op"], payload["d"]
            if op == HEARTBEAT:
                if not self.mute:
                    connection.send(ACK, None)
            elif op in (IDENTIFY, RESUME):
                if session is not None:
                    raise Refusal(4005)
                session = self._identify(connection, data) if op == IDENTIFY else self._resume(connection, data)
            elif op not in (PRESENCE, VOICE, MEMBERS):
                raise Refusal(4001)
            elif session is None:
                raise Refusal(4003)

    def _identify(self, connection: Connection, data: dict[str, Any]) -> Session:
        self.identified.append(data)
        if data.get("token") != self._token:
            raise Refusal(4004)
        if data["intents"] & PRIVILEGED:
            raise Refusal(4014)
        session = Session(secrets.token_hex(16), data["intents"], connection)
        guilds = [guild for guild in self._world.guilds.values() if guild.joined]
        session.dispatch("READY", self._ready(session, guilds))
        for guild in guilds:
            session.dispatch("GUILD_CREATE", payloads.arriving_guild(guild, self._world.bot))
        self._sessions = {one.id: one for one in (*self.connected, session)}
        return session

    def _ready(self, session: Session, guilds: list[Guild]) -> dict[str, Any]:
        return {
            "v": 10,
            "user": payloads.myself(self._world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "application": {"id": str(self._world.application_id), "flags": 0},
        }

    def _resume(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        if data.get("token") != self._token:
            raise Refusal(4004)
        session = self._sessions.get(data["session_id"])
        if session is None:
            connection.send(INVALID, False)
            return None
        if (data["seq"] or 0) > len(session.sent):
            raise Refusal(4007)
        session.connection = connection
        session.replay(data["seq"] or 0)
        self.resumed += 1
        return session

    def _leave(self, connection: Connection) -> None:
        for session in [one for one in self._sessions.values() if one.connection is connection]:
            session.connection = None
            goodbye = connection.socket.close_code in (1000, 1001) and not connection.closed_by_us
            if goodbye:  # the client's own ends the session
                del self._sessions[session.id]
