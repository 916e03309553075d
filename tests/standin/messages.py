"""Messages over REST: create with nonce, edit, delete, fetch, history."""

from __future__ import annotations

import mimetypes
import time
from typing import TYPE_CHECKING, Any

from . import errors, limits, payloads
from .limits import Problem
from .wire import Route
from .world import EPHEMERAL, Attachment, Channel, Message, Permission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .log import Call
    from .server import Standin


class Messages:
    """The channel half of the REST API.

    Attributes:
        nonce_window: seconds in which the same author's same nonce returns the first message ("a few minutes").
    """

    def __init__(self, server: Standin) -> None:
        self._server = server
        self._nonces: dict[str, Message] = {}
        self.nonce_window = 180.0
        self.refused_by_nonce = 0

    def routes(self) -> list[Route]:
        many, one = "/channels/{channel_id}/messages", "/channels/{channel_id}/messages/{message_id}"
        return [
            Route("POST", many, self.create, problems),
            Route("GET", many, self.history, history_problems),
            Route("GET", one, self.fetch),
            Route("PATCH", one, self.edit, problems),
            Route("DELETE", one, self.delete),
        ]

    def place(self, channel_id: int, *needed: Permission) -> Channel:
        """The channel, if it is there and the bot may do that in it."""
        channel = self._server.world.channel(channel_id)
        if channel is None or channel.deleted:
            raise errors.unknown_channel()
        if not channel.guild.joined or not channel.bot_may(Permission.VIEW_CHANNEL):
            raise errors.missing_access()
        if not all(map(channel.bot_may, needed)):
            raise errors.missing_permissions()
        return channel

    def create(self, call: Call, channel_id: int) -> tuple[int, Any]:
        needed = [Permission.SEND_MESSAGES]
        needed += [Permission.EMBED_LINKS] if call.body.get("embeds") else []
        needed += [Permission.ATTACH_FILES] if call.files else []
        channel = self.place(channel_id, *needed)
        first = self._said_before(call.body)
        if first is not None:
            self.refused_by_nonce += 1
            return 200, self._created(first)
        message = self.compose(channel, call)
        if call.body.get("nonce") is not None:
            message.nonce = str(call.body["nonce"])
            self._nonces[message.nonce] = message
        self.post(message)
        return 200, self._created(message)

    def compose(self, channel: Channel, call: Call, body: dict[str, Any] | None = None) -> Message:
        """A message of the bot's from a request's body; in no channel yet."""
        message = Message(self._server.world.snowflake(), channel, self._server.world.bot)
        self.apply(message, call.body if body is None else body, call.files)
        if not (message.content or message.embeds or message.attachments or message.components):
            raise errors.empty_message()
        return message

    def apply(self, message: Message, body: dict[str, Any], files: dict[str, bytes]) -> None:
        """Put a body's fields, and only those it has, into a message."""
        message.content = (body.get("content") or "").strip() if "content" in body else message.content
        message.embeds = body.get("embeds") or [] if "embeds" in body else message.embeds
        if "components" in body:
            message.components = numbered(body["components"] or [])
        if body.get("flags") is not None:
            message.flags = body["flags"] | (message.flags & EPHEMERAL)
        if "attachments" in body:
            kept = {int(one["id"]) for one in body["attachments"] or []}
            message.attachments = [one for one in message.attachments if one.id in kept]
        message.allowed_mentions = body.get("allowed_mentions")
        message.attachments += [self._keep(name, content) for name, content in files.items()]

    def post(self, message: Message) -> None:
        """Let everybody see it."""
        message.channel.messages[message.id] = message
        extra = {"guild_id": str(message.channel.guild.id)}
        self._server.gateway.dispatch("MESSAGE_CREATE", {**self._created(message), **extra})

    def revise(self, message: Message, body: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
        """Edit a message, whoever holds it."""
        self.apply(message, body, files)
        message.edits.append(time.monotonic())
        written = self.written(message)
        if message.id in message.channel.messages:
            extra = {"guild_id": str(message.channel.guild.id)}
            self._server.gateway.dispatch("MESSAGE_UPDATE", {**written, **extra})
        return written

    def written(self, message: Message) -> dict[str, Any]:
        return payloads.message(message, self._server.url)

    def history(self, call: Call, channel_id: int) -> tuple[int, Any]:
        """Newest first. Without Read Message History Discord answers 200 with an empty list."""
        channel = self.place(channel_id)
        if not channel.bot_may(Permission.READ_MESSAGE_HISTORY):
            return 200, []
        ids = sorted(channel.messages)
        limit, query = int(call.query.get("limit", 50)), call.query
        if "after" in query:
            ids = [one for one in ids if one > int(query["after"])][:limit]
        elif "around" in query:
            ids = sorted(sorted(ids, key=lambda one: abs(one - int(query["around"])))[:limit])
        else:
            ids = [one for one in ids if one < int(query.get("before", 1 << 63))][-limit:]
        return 200, [self.written(channel.messages[one]) for one in reversed(ids)]

    def fetch(self, call: Call, channel_id: int, message_id: int) -> tuple[int, Any]:
        channel = self.place(channel_id, Permission.READ_MESSAGE_HISTORY)
        return 200, self.written(self._there(channel, message_id))

    def edit(self, call: Call, channel_id: int, message_id: int) -> tuple[int, Any]:
        message = self._there(self.place(channel_id), message_id)
        if message.author is not self._server.world.bot:
            raise errors.not_the_author()
        return 200, self.revise(message, call.body, call.files)

    def delete(self, call: Call, channel_id: int, message_id: int) -> tuple[int, Any]:
        channel = self.place(channel_id)
        message = self._there(channel, message_id)
        if message.author is not self._server.world.bot:
            raise errors.missing_permissions()
        self.remove(message)
        return 204, None

    def remove(self, message: Message) -> None:
        """Delete a message, by whomever."""
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        where = {"channel_id": str(message.channel.id), "guild_id": str(message.channel.guild.id)}
        self._server.gateway.dispatch("MESSAGE_DELETE", {"id": str(message.id), **where})

    def _there(self, channel: Channel, message_id: int) -> Message:
        try:
            return channel.messages[message_id]
        except KeyError:
            raise errors.unknown_message() from None

    def _said_before(self, body: dict[str, Any]) -> Message | None:
        """Every message of the bot has one author, so the nonce alone tells."""
        if not body.get("enforce_nonce") or body.get("nonce") is None:
            return None
        first = self._nonces.get(str(body["nonce"]))
        recent = first is not None and time.monotonic() - first.created < self.nonce_window
        return first if recent else None

    def _created(self, message: Message) -> dict[str, Any]:
        """The nonce is told on creation only; history does not promise it."""
        nonce = {} if message.nonce is None else {"nonce": message.nonce}
        return {**self.written(message), **nonce}

    def _keep(self, name: str, content: bytes) -> Attachment:
        filename = name.partition(":")[2]
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        file = Attachment(self._server.world.snowflake(), filename, kind, content)
        self._server.attachments[file.id] = file
        return file


def problems(call: Call) -> Iterator[Problem]:
    yield from limits.message(call.body or {}, len(call.files))


def history_problems(call: Call) -> Iterator[Problem]:
    limit = call.query.get("limit", "50")
    if not limit.isdecimal() or not 1 <= int(limit) <= 100:
        yield Problem(("limit",), "NUMBER_TYPE_MAX", f"int value should be between 1 and 100: {limit}")
    if len({"before", "after", "around"} & call.query.keys()) > 1:
        yield Problem((), "BASE_TYPE_BAD_QUERY", "before, after and around exclude each other.")


def numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Discord numbers every component of a message from 1 in order of appearance."""
    counter = iter(range(1, 1000))

    def visit(component: dict[str, Any]) -> dict[str, Any]:
        seen = {"id": component.get("id") or next(counter), **component}
        for key in ("components", "accessory", "component"):
            inner = component.get(key)
            if inner:
                seen[key] = [visit(one) for one in inner] if isinstance(inner, list) else visit(inner)
        return seen

    return [visit(component) for component in components]
