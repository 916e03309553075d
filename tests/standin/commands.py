"""From what a person types to the body of a command interaction, refusing what Discord's client refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import payloads
from .limits_of_commands import SUBCOMMAND, SUBCOMMAND_GROUP
from .world import Channel, Guild, Permission

if TYPE_CHECKING:
    from .server import Standin

_STRING, _INTEGER, _BOOLEAN, _CHANNEL, _NUMBER = 3, 4, 5, 7, 10
_TYPES: dict[int, tuple[type, ...]] = {
    _STRING: (str,),
    _INTEGER: (int,),
    _BOOLEAN: (bool,),
    _CHANNEL: (Channel,),
    _NUMBER: (int, float),
}


class NotOffered(AssertionError):
    """Discord's client offers no such command or option, or refuses the value."""


@dataclass(frozen=True, slots=True)
class Invoked:
    """A registered command, the path to its sub-command, and the values typed."""

    server: Standin
    command: dict[str, Any]
    path: tuple[dict[str, Any], ...]
    values: dict[str, Any]

    @property
    def _options(self) -> list[dict[str, Any]]:
        return (self.path[-1] if self.path else self.command).get("options") or []

    def check_permission(self, held: Permission) -> None:
        needed = self.command["default_member_permissions"]
        if needed is not None and Permission.ADMINISTRATOR not in held and int(needed) & ~int(held):
            raise NotOffered(f"/{self.command['name']} is hidden from a member with {held!r}")

    def check_required(self) -> None:
        missing = [one["name"] for one in self._options if one.get("required") and one["name"] not in self.values]
        if missing:
            raise NotOffered(f"required: {missing}")

    def data(self, focused: str | None = None) -> dict[str, Any]:
        """The ``data`` of the interaction."""
        known = {one["name"]: one for one in self._options}
        options = [self._written(known, name, value, focused) for name, value in self.values.items()]
        for step in reversed(self.path):
            options = [{"type": step["type"], "name": step["name"], "options": options}]
        kept = {key: self.command[key] for key in ("id", "name", "type", "guild_id") if key in self.command}
        return {**kept, "options": options, "resolved": self._resolved()}

    def _written(self, known: dict[str, dict[str, Any]], name: str, value: Any, focused: str | None) -> dict[str, Any]:
        if name not in known:
            raise NotOffered(f"no option {name!r} among {sorted(known)}")
        option = known[name]
        if name == focused:
            return {"name": name, "type": option["type"], "value": str(value), "focused": True}
        _check(option, value)
        return {"name": name, "type": option["type"], "value": str(value.id) if isinstance(value, Channel) else value}

    def _resolved(self) -> dict[str, Any]:
        bot = self.server.world.bot
        channels = [value for value in self.values.values() if isinstance(value, Channel)]
        return {
            "channels": {
                str(one.id): {**payloads.channel(one, bot), "permissions": str(int(Permission.VIEW_CHANNEL))}
                for one in channels
            }
        }


def invoked(server: Standin, guild: Guild, name: str, values: dict[str, Any], focused: str | None = None) -> Invoked:
    """Find ``"command [group] [sub-command]"`` among what the server offers; its own before the global ones."""
    head, *rest = name.split()
    offered = [*server.rest.commands.get(guild.id, []), *server.rest.commands.get(None, [])]
    command = _named(offered, head)
    path: list[dict[str, Any]] = []
    for step in rest:
        path.append(_named((path[-1] if path else command).get("options") or [], step))
    last = path[-1] if path else command
    if any(one["type"] in (SUBCOMMAND, SUBCOMMAND_GROUP) for one in last.get("options") or []):
        raise NotOffered(f"/{name} is only a group")
    if any(isinstance(value, Channel) and value.guild is not guild for value in values.values()):
        raise NotOffered("a channel of another server")
    found = Invoked(server, command, tuple(path), values)
    options = {one["name"]: one for one in last.get("options") or []}
    if focused is not None and not options.get(focused, {}).get("autocomplete"):
        raise NotOffered(f"/{name} has no autocomplete for {focused!r}")
    return found


def _named(things: list[dict[str, Any]], name: str) -> dict[str, Any]:
    for thing in things:
        if thing["name"] == name:
            return thing
    raise NotOffered(f"no {name!r} among {[thing['name'] for thing in things]}")


def _check(option: dict[str, Any], value: Any) -> None:
    """What the client checks before it sends: kind, range, length, fixed choices."""
    kinds = _TYPES[option["type"]]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise NotOffered(f"{option['name']} takes {kinds}, not {value!r}")
    choices = [choice["value"] for choice in option.get("choices") or []]
    size = len(value) if isinstance(value, str) else value
    low, high = ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    if choices and value not in choices:
        raise NotOffered(f"{option['name']} is one of {choices}")
    if isinstance(size, int | float) and not option.get(low, size) <= size <= option.get(high, size):
        raise NotOffered(f"{option['name']}: {value!r} is out of range")
    if isinstance(value, str) and not 0 < len(value) <= 6000:
        raise NotOffered(f"{option['name']}: {len(value)} characters")
    if isinstance(value, Channel) and option.get("channel_types") and value.kind not in option["channel_types"]:
        raise NotOffered(f"{option['name']} takes other kinds of channel")
