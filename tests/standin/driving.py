"""What a person does in Discord's client: slash commands, autocomplete, buttons, selects, forms."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from . import interactions, payloads
from .commands import Invoked, invoked
from .interactions import Exchange
from .world import Channel, Message, User, walk

if TYPE_CHECKING:
    from .server import Standin

_BUTTON = 2


class NoAnswer(AssertionError):
    """The application did not respond."""


class Driving:
    """Sends interactions as a user and waits for what comes of them."""

    def __init__(self, server: Standin) -> None:
        self._server = server

    async def slash(
        self,
        channel: Channel,
        user: User,
        name: str,
        options: dict[str, Any] | None = None,
        *,
        overridden: bool = False,
        timeout: float = 15.0,  # noqa: ASYNC109 - a deadline for the person, not for the call
    ) -> Exchange:
        """Run a command such as ``"admin follow"``; returns when the user sees an answer.

        ``overridden``: the server's owner lets everybody use the command, whatever its default permissions are.

        Raises:
            NotOffered: Discord's client would not let the user send this.
            NoAnswer: the bot did not acknowledge in 3 s, or stays "thinking…" past the timeout.
        """
        found = invoked(self._server, channel.guild, name, options or {})
        if not overridden:
            found.check_permission(channel.guild.members[user.id][1])
        found.check_required()
        return await self._perform(interactions.COMMAND, channel, user, found.data(), timeout)

    async def autocomplete(
        self, channel: Channel, user: User, name: str, focused: str, options: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """The choices offered while the option ``focused`` holds what ``options`` says of it."""
        found: Invoked = invoked(self._server, channel.guild, name, options, focused)
        data = found.data(focused)
        exchange = await self._perform(
            interactions.AUTOCOMPLETE, channel, user, data, self._server.interactions.patience
        )
        return exchange.choices

    async def click(
        self,
        message: Message,
        user: User,
        label: str,
        *,
        timeout: float = 15.0,  # noqa: ASYNC109
    ) -> Exchange:
        """Press the button with that label (or custom id)."""
        buttons = [one for one in walk(message.components) if one["type"] == _BUTTON and one.get("custom_id")]
        fitting = [one for one in buttons if label in (one.get("label"), one["custom_id"], _emoji(one))]
        if not fitting or fitting[0].get("disabled"):
            raise AssertionError(f"no button {label!r} to press among {[one.get('label') for one in buttons]}")
        return await self._press(message, user, fitting[0], {}, timeout)

    async def choose(
        self,
        message: Message,
        user: User,
        *values: str,
        timeout: float = 15.0,  # noqa: ASYNC109
    ) -> Exchange:
        """Choose these values in the message's select that offers them."""
        for select in walk(message.components):
            offered = {option["value"] for option in select.get("options", [])}
            if offered.issuperset(values) and offered and not select.get("disabled"):
                return await self._press(message, user, select, {"values": list(values)}, timeout)
        raise AssertionError(f"no select offers {values}")

    async def submit(
        self,
        exchange: Exchange,
        values: dict[str, str],
        *,
        timeout: float = 15.0,  # noqa: ASYNC109
    ) -> Exchange:
        """Fill in and send the form that an exchange ended in; values go by custom id."""
        assert exchange.modal is not None, "no form was shown"
        inputs = [one for one in walk(exchange.modal["components"]) if one["type"] == 4]
        rows = [
            {"type": 1, "components": [{"type": 4, "custom_id": key, "value": values.get(key, one.get("value", ""))}]}
            for one in inputs
            for key in (one["custom_id"],)
        ]
        data = {"custom_id": exchange.modal["custom_id"], "components": rows}
        return await self._perform(
            interactions.MODAL, exchange.channel, exchange.user, data, timeout, source=exchange.source
        )

    async def _press(
        self,
        message: Message,
        user: User,
        component: dict[str, Any],
        more: dict[str, Any],
        timeout: float,  # noqa: ASYNC109
    ) -> Exchange:
        data = {"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"], **more}
        return await self._perform(interactions.COMPONENT, message.channel, user, data, timeout, source=message)

    async def _perform(
        self,
        kind: int,
        channel: Channel,
        user: User,
        data: dict[str, Any],
        timeout: float,  # noqa: ASYNC109
        source: Message | None = None,
    ) -> Exchange:
        server = self._server
        if not server.gateway.connected:
            raise NoAnswer("the bot is not connected")
        exchange = Exchange(server.world.snowflake(), kind, channel, user, source)
        server.interactions.open(exchange)
        server.gateway.dispatch("INTERACTION_CREATE", _event(server, exchange, data))
        await self._wait(exchange, timeout)
        return exchange

    async def _wait(self, exchange: Exchange, seconds: float) -> None:
        try:
            await self._server.until(lambda: exchange.acknowledged_as, self._server.interactions.patience + 0.1)
            await self._server.until(lambda: exchange.settled, seconds)
        except TimeoutError:
            state = "no callback" if exchange.acknowledged_as is None else "still thinking"
            raise NoAnswer(f"{state}; the last requests: {[str(call) for call in self._server.log][-5:]}") from None
        await asyncio.sleep(0)


def _event(server: Standin, exchange: Exchange, data: dict[str, Any]) -> dict[str, Any]:
    event = {
        **payloads.invocation(exchange.channel, exchange.user, server.world.bot),
        "id": str(exchange.id),
        "application_id": str(server.world.application_id),
        "type": exchange.kind,
        "token": exchange.token,
        "data": data,
    }
    if exchange.source is not None:
        event["message"] = server.messages.written(exchange.source)
    return event


def _emoji(component: dict[str, Any]) -> str | None:
    return (component.get("emoji") or {}).get("name")
