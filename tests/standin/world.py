"""What the stand-in knows: servers, channels, people and messages, and who may do what."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15
DISCORD_EPOCH_MS = 1_420_070_400_000


class Permission(IntFlag):
    """The permission bits that matter here (Discord's Permissions topic)."""

    NONE = 0
    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    USE_APPLICATION_COMMANDS = 1 << 31


MEMBER = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
)


class Snowflakes:
    """Ids as Discord makes them: they grow, and carry the time of their making."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> int:
        now = time.time_ns() // 1_000_000 - DISCORD_EPOCH_MS
        self._last = max(self._last + 1, now << 22)
        return self._last


@dataclass(slots=True, eq=False)
class User:
    id: int
    name: str
    bot: bool = False


@dataclass(slots=True, eq=False)
class Attachment:
    id: int
    filename: str
    content_type: str
    content: bytes


@dataclass(slots=True, eq=False)
class Message:
    """A message as it is now; ``created`` and ``edited`` are readings of ``time.monotonic``."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    allowed_mentions: dict[str, Any] | None = None
    flags: int = 0
    nonce: str | None = None
    interaction_id: int | None = None
    created: float = field(default_factory=time.monotonic)
    edits: list[float] = field(default_factory=list)
    deleted: bool = False

    @property
    def text(self) -> str:
        """All that a reader sees of it, line by line."""
        return "\n".join([self.content, *map(embed_text, self.embeds), *component_texts(self.components)])


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel; ``denied`` holds what the bot may not do in it."""

    id: int
    guild: Guild
    name: str
    kind: int = 0
    denied: Permission = Permission.NONE
    deleted: bool = False
    messages: dict[int, Message] = field(default_factory=dict)

    def bot_may(self, permission: Permission) -> bool:
        return permission in MEMBER & ~self.denied


@dataclass(slots=True, eq=False)
class Guild:
    """A server; ``joined`` tells whether the bot is in it."""

    id: int
    name: str
    owner: User
    bot_role: int
    joined: bool = True
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, tuple[User, Permission]] = field(default_factory=dict)


class World:
    """Everything that exists."""

    def __init__(self) -> None:
        self.snowflake = Snowflakes()
        self.bot = User(self.snowflake(), "Newsdrop", bot=True)
        self.application_id = self.bot.id
        self.guilds: dict[int, Guild] = {}

    def channel(self, channel_id: int) -> Channel | None:
        found = (guild.channels.get(channel_id) for guild in self.guilds.values())
        return next((channel for channel in found if channel is not None), None)


def embed_text(embed: dict[str, Any]) -> str:
    """The visible text of an embed, a part a line."""
    parts = [embed.get("author", {}).get("name"), embed.get("title"), embed.get("description")]
    for one in embed.get("fields", []):
        parts += [one["name"], one["value"]]
    parts.append(embed.get("footer", {}).get("text"))
    return "\n".join(part for part in parts if part)


def walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every component at any depth, outer before inner."""
    found = []
    for component in components:
        inner = [component[key] for key in ("accessory", "component") if component.get(key)]
        found += [component, *walk([*component.get("components", []), *inner])]
    return found


def component_texts(components: list[dict[str, Any]]) -> list[str]:
    """The visible text of components: text displays, labels, placeholders."""
    keys = ("content", "label", "placeholder")
    return [component[key] for component in walk(components) for key in keys if component.get(key)]
