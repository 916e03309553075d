"""The rest of REST: who the bot is, where the gateway is, servers, channels, commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import errors, limits_of_commands, payloads
from .wire import Route

if TYPE_CHECKING:
    from .log import Call
    from .server import Standin
    from .world import Guild


class Rest:
    """Fetches, and the registered application commands.

    Attributes:
        commands: what is registered, by server; None holds the global ones.
    """

    def __init__(self, server: Standin) -> None:
        self._server = server
        self.commands: dict[int | None, list[dict[str, Any]]] = {}

    def routes(self) -> list[Route]:
        everywhere = "/applications/{application_id}/commands"
        local = "/applications/{application_id}/guilds/{guild_id}/commands"
        return [
            Route("GET", "/users/@me", self._me),
            Route("GET", "/oauth2/applications/@me", self._application),
            Route("GET", "/applications/@me", self._application),
            Route("GET", "/applications/{application_id}/emojis", lambda call, application_id: (200, {"items": []})),
            Route("GET", "/gateway", lambda call: (200, {"url": self._server.gateway.url}), public=True),
            Route("GET", "/gateway/bot", self._gateway),
            Route("GET", "/guilds/{guild_id}", lambda call, guild_id: (200, payloads.guild(self._guild(guild_id)))),
            Route("GET", "/guilds/{guild_id}/channels", self._channels),
            Route("GET", "/guilds/{guild_id}/roles", self._roles),
            Route("GET", "/guilds/{guild_id}/members/{user_id}", self._member),
            Route("GET", "/channels/{channel_id}", self._channel),
            Route("POST", "/channels/{channel_id}/typing", self._typing),
            *[Route("GET", path, self._list) for path in (everywhere, local)],
            *[Route("PUT", path, self._overwrite, _problems) for path in (everywhere, local)],
        ]

    def _me(self, call: Call) -> tuple[int, Any]:
        return 200, payloads.myself(self._server.world.bot)

    def _application(self, call: Call) -> tuple[int, Any]:
        world = self._server.world
        return 200, payloads.application(world.bot, world.application_id, len(world.guilds))

    def _gateway(self, call: Call) -> tuple[int, Any]:
        limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
        return 200, {"url": self._server.gateway.url, "shards": 1, "session_start_limit": limit}

    def _guild(self, guild_id: int) -> Guild:
        guild = self._server.world.guilds.get(guild_id)
        if guild is None:
            raise errors.unknown_guild()
        if not guild.joined:
            raise errors.missing_access()
        return guild

    def _channels(self, call: Call, guild_id: int) -> tuple[int, Any]:
        channels = self._guild(guild_id).channels.values()
        return 200, [payloads.channel(one, self._server.world.bot) for one in channels if not one.deleted]

    def _roles(self, call: Call, guild_id: int) -> tuple[int, Any]:
        return 200, payloads.roles(self._guild(guild_id))

    def _member(self, call: Call, guild_id: int, user_id: int) -> tuple[int, Any]:
        guild, bot = self._guild(guild_id), self._server.world.bot
        if user_id == bot.id:
            return 200, payloads.member(bot, role_ids=(guild.bot_role,))
        if user_id not in guild.members:
            raise errors.DiscordError(404, 10007, "Unknown Member")
        return 200, payloads.member(guild.members[user_id][0])

    def _channel(self, call: Call, channel_id: int) -> tuple[int, Any]:
        return 200, payloads.channel(self._server.messages.place(channel_id), self._server.world.bot)

    def _typing(self, call: Call, channel_id: int) -> tuple[int, Any]:
        self._server.messages.place(channel_id)
        return 204, None

    def _list(self, call: Call, application_id: int, guild_id: int | None = None) -> tuple[int, Any]:
        return 200, self._scope(application_id, guild_id)

    def _scope(self, application_id: int, guild_id: int | None) -> list[dict[str, Any]]:
        if application_id != self._server.world.application_id:
            raise errors.DiscordError(403, 20012, "You are not authorized to perform this action on this application")
        if guild_id is not None:
            self._guild(guild_id)
        return self.commands.get(guild_id, [])

    def _overwrite(self, call: Call, application_id: int, guild_id: int | None = None) -> tuple[int, Any]:
        """A command that keeps its name and kind keeps its id."""
        before = {(one["name"], one["type"]): one["id"] for one in self._scope(application_id, guild_id)}
        made = [self._registered(body, guild_id, before) for body in call.body]
        self.commands[guild_id] = made
        return 200, made

    def _registered(
        self, body: dict[str, Any], guild_id: int | None, before: dict[tuple[str, int], str]
    ) -> dict[str, Any]:
        kind, allowed = body.get("type", 1), body.get("default_member_permissions")
        return {
            "nsfw": False,
            "options": [],
            "contexts": None,
            "integration_types": [0],
            **{key: value for key, value in body.items() if value is not None},
            **({} if guild_id is None else {"guild_id": str(guild_id)}),
            "id": before.get((body["name"], kind)) or str(self._server.world.snowflake()),
            "application_id": str(self._server.world.application_id),
            "version": str(self._server.world.snowflake()),
            "type": kind,
            "default_member_permissions": None if allowed is None else str(allowed),
        }


def _problems(call: Call) -> list[limits_of_commands.Problem]:
    return list(limits_of_commands.commands(call.body))
