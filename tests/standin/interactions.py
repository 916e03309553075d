"""Interactions: what a user asked for, how the bot answered, and how long it took."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import errors, limits, limits_of_commands
from .wire import Route
from .world import EPHEMERAL, LOADING, Channel, Message, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .limits import Problem
    from .log import Call
    from .server import Standin

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
ANSWER, DEFER, DEFER_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 4, 5, 6, 7, 8, 9
_FITTING = {
    COMMAND: (ANSWER, DEFER, SHOW_MODAL),
    COMPONENT: (ANSWER, DEFER, DEFER_UPDATE, UPDATE, SHOW_MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL: (ANSWER, DEFER, DEFER_UPDATE, UPDATE),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing the bot did about an interaction, and how many seconds after it was sent."""

    after: float
    call: Call


@dataclass(slots=True, eq=False)
class Exchange:
    """One interaction and all that came of it.

    Attributes:
        kind: the interaction's type number.
        acknowledged_as: the callback's type number, once there is one.
        latency: seconds from sending the interaction to the bot's callback.
        message: what the user sees as the answer: the response, or the message the pressed component sits on.
        followups: further messages.
        choices: of an autocomplete answer.
        modal: the form the bot asked to be shown.
    """

    id: int
    kind: int
    channel: Channel
    user: User
    source: Message | None = None
    token: str = field(default_factory=lambda: "aW50ZXJhY3Rpb246" + secrets.token_urlsafe(60))
    sent: float = field(default_factory=time.monotonic)
    acknowledged_as: int | None = None
    latency: float | None = None
    message: Message | None = None
    answers: list[Answer] = field(default_factory=list)
    followups: list[Message] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    modal: dict[str, Any] | None = None
    pending_update: bool = False

    @property
    def settled(self) -> bool:
        """Whether the user no longer sees "thinking…"."""
        loading = self.message is not None and bool(self.message.flags & LOADING)
        return self.acknowledged_as is not None and not loading and not self.pending_update

    @property
    def ephemeral(self) -> bool:
        return self.message is not None and bool(self.message.flags & EPHEMERAL)

    @property
    def text(self) -> str:
        """All that the user reads in the answer."""
        shown = [self.message, *self.followups]
        return "\n".join(message.text for message in shown if message is not None and not message.deleted)


class Interactions:
    """The interaction half of the REST API.

    Attributes:
        patience: seconds within which a callback must come.
        lifetime: seconds for which an interaction's token works.
    """

    def __init__(self, server: Standin) -> None:
        self._server = server
        self._by_token: dict[str, Exchange] = {}
        self.patience = 3.0
        self.lifetime = 900.0

    def routes(self) -> list[Route]:
        hook = "/webhooks/{webhook_id}/{webhook_token}"
        original, other = f"{hook}/messages/@original", f"{hook}/messages/{{message_id}}"
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        routes = [
            Route("POST", callback, self._callback, callback_problems),
            Route("POST", hook, self._follow, problems),
        ]
        for path in (original, other):
            routes.append(Route("GET", path, self._fetch))
            routes.append(Route("PATCH", path, self._edit, problems))
            routes.append(Route("DELETE", path, self._delete))
        return [route._replace(public=True) for route in routes]

    def open(self, exchange: Exchange) -> None:
        """Expect answers to it."""
        self._by_token[exchange.token] = exchange

    def _callback(self, call: Call, interaction_id: int, interaction_token: str) -> tuple[int, Any]:
        exchange = self._by_token.get(str(interaction_token))
        if exchange is None or exchange.id != interaction_id or self._age(exchange) > self.patience:
            raise errors.unknown_interaction()
        if exchange.acknowledged_as is not None:
            raise errors.already_acknowledged()
        kind, data = call.body["type"], call.body.get("data") or {}
        if kind not in _FITTING[exchange.kind]:
            raise errors.invalid_form(
                {"type": {"_errors": [{"code": "BASE_TYPE_CHOICES", "message": "Not for this interaction"}]}}
            )
        self._take(exchange, kind, data, call)
        exchange.acknowledged_as, exchange.latency = kind, self._age(exchange)
        self._note(exchange, call)
        return (200, self._receipt(exchange, kind)) if call.query.get("with_response") in ("1", "true") else (204, None)

    def _take(self, exchange: Exchange, kind: int, data: dict[str, Any], call: Call) -> None:
        if kind == ANSWER:
            exchange.message = self._compose(exchange, data, call)
        elif kind == DEFER:
            world, flags = self._server.world, LOADING | (data.get("flags") or 0)
            exchange.message = Message(world.snowflake(), exchange.channel, world.bot, flags=flags)
            exchange.message.interaction_id = exchange.id
        elif kind == UPDATE:
            exchange.message = exchange.source
            self._revise(exchange, data, call)
        elif kind == DEFER_UPDATE:
            exchange.message, exchange.pending_update = exchange.source, True
        elif kind == CHOICES:
            exchange.choices = data.get("choices") or []
        else:
            exchange.modal = data

    def _compose(self, exchange: Exchange, data: dict[str, Any], call: Call) -> Message:
        message = self._server.messages.compose(exchange.channel, call, data)
        message.interaction_id = exchange.id
        if not message.flags & EPHEMERAL:
            self._server.messages.post(message)
        return message

    def _revise(self, exchange: Exchange, data: dict[str, Any], call: Call) -> dict[str, Any]:
        assert exchange.message is not None
        exchange.pending_update = False
        return self._server.messages.revise(exchange.message, data, call.files)

    def _receipt(self, exchange: Exchange, kind: int) -> dict[str, Any]:
        about: dict[str, Any] = {"id": str(exchange.id), "type": exchange.kind}
        message = exchange.message if kind in (ANSWER, DEFER, UPDATE, DEFER_UPDATE) else None
        if message is None:
            return {"interaction": about}
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = bool(message.flags & LOADING)
        about["response_message_ephemeral"] = exchange.ephemeral
        if message.flags & LOADING or exchange.pending_update:
            return {"interaction": about}
        return {"interaction": about, "resource": {"type": kind, "message": self._server.messages.written(message)}}

    def _follow(self, call: Call, webhook_id: int, webhook_token: str) -> tuple[int, Any]:
        """A follow-up; the first one after "thinking…" takes its place."""
        exchange = self._exchange(webhook_id, webhook_token)
        message = exchange.message
        if message is not None and message.flags & LOADING:
            return 200, self._fill(exchange, message, call)
        follow = self._compose(exchange, call.body, call)
        exchange.followups.append(follow)
        self._note(exchange, call)
        return 200, self._server.messages.written(follow)

    def _fill(self, exchange: Exchange, message: Message, call: Call) -> dict[str, Any]:
        message.flags &= ~LOADING
        # Whether it is ephemeral was settled when it was deferred.
        flags = (call.body.get("flags") or 0) & ~EPHEMERAL
        self._server.messages.apply(message, {**call.body, "flags": flags}, call.files)
        if not message.flags & EPHEMERAL:
            self._server.messages.post(message)
        self._note(exchange, call)
        return self._server.messages.written(message)

    def _fetch(self, call: Call, webhook_id: int, webhook_token: str, message_id: int | None = None) -> tuple[int, Any]:
        return 200, self._server.messages.written(self._message(webhook_id, webhook_token, message_id))

    def _edit(self, call: Call, webhook_id: int, webhook_token: str, message_id: int | None = None) -> tuple[int, Any]:
        exchange = self._exchange(webhook_id, webhook_token)
        message = self._message(webhook_id, webhook_token, message_id)
        if message.flags & LOADING:
            return 200, self._fill(exchange, message, call)
        exchange.pending_update = exchange.pending_update and message is not exchange.message
        written = self._server.messages.revise(message, call.body, call.files)
        self._note(exchange, call)
        return 200, written

    def _delete(
        self, call: Call, webhook_id: int, webhook_token: str, message_id: int | None = None
    ) -> tuple[int, Any]:
        self._server.messages.remove(self._message(webhook_id, webhook_token, message_id))
        self._note(self._exchange(webhook_id, webhook_token), call)
        return 204, None

    def _exchange(self, webhook_id: int, token: str) -> Exchange:
        exchange = self._by_token.get(str(token))
        if exchange is None or webhook_id != self._server.world.application_id or exchange.acknowledged_as is None:
            raise errors.unknown_webhook()
        if self._age(exchange) > self.lifetime:
            raise errors.token_expired()
        return exchange

    def _message(self, webhook_id: int, token: str, message_id: int | None) -> Message:
        exchange = self._exchange(webhook_id, token)
        known = [exchange.message, *exchange.followups, exchange.source]
        for message in known if message_id is not None else known[:1]:
            if message is not None and not message.deleted and message_id in (None, message.id):
                return message
        raise errors.unknown_message()

    def _note(self, exchange: Exchange, call: Call) -> None:
        exchange.answers.append(Answer(self._age(exchange), call))

    def _age(self, exchange: Exchange) -> float:
        return time.monotonic() - exchange.sent


def problems(call: Call) -> Iterator[Problem]:
    yield from limits.message(call.body or {}, len(call.files))


def callback_problems(call: Call) -> Iterator[Problem]:
    """The limits of what this type of callback carries."""
    data, kind = call.body.get("data") or {}, call.body.get("type")
    if kind == CHOICES:
        yield from limits_of_commands.choices(data.get("choices") or [])
    elif kind == SHOW_MODAL:
        yield from limits_of_commands.modal(data)
    else:
        yield from limits.message(data, len(call.files))
