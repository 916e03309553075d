"""How Discord writes its objects: from the stand-in's world to JSON."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Any

from .world import DISCORD_EPOCH_MS, MEMBER, Attachment, Channel, Guild, Message, Permission, User

_JOINED = "2024-01-01T00:00:00+00:00"
_FILE_LIMIT = 10 * 1024 * 1024


def moment(snowflake: int) -> str:
    """When the thing with that id was made, in ISO 8601."""
    return datetime.fromtimestamp(((snowflake >> 22) + DISCORD_EPOCH_MS) / 1000, UTC).isoformat()


def _on_the_wall(monotonic: float) -> str:
    return datetime.fromtimestamp(time.time() - (time.monotonic() - monotonic), UTC).isoformat()


def user(person: User) -> dict[str, Any]:
    return {
        "id": str(person.id),
        "username": person.name,
        "global_name": None if person.bot else person.name,
        "discriminator": "0001" if person.bot else "0",
        "avatar": None,
        "bot": person.bot,
        "flags": 0,
        "public_flags": 0,
        "primary_guild": None,
    }


def myself(bot: User) -> dict[str, Any]:
    return {**user(bot), "mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}


def application(bot: User, application_id: int, guilds: int) -> dict[str, Any]:
    return {
        "id": str(application_id),
        "name": bot.name,
        "description": "",
        "icon": None,
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "owner": user(User(application_id + 1, "owner")),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }


def role(role_id: int, name: str, permissions: Permission, *, managed: bool = False) -> dict[str, Any]:
    return {
        "id": str(role_id),
        "name": name,
        "permissions": str(int(permissions)),
        "position": int(managed),
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": managed,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def roles(guild: Guild) -> list[dict[str, Any]]:
    return [role(guild.id, "@everyone", MEMBER), role(guild.bot_role, "Newsdrop", MEMBER, managed=True)]


def member(person: User, *, role_ids: tuple[int, ...] = ()) -> dict[str, Any]:
    return {
        "user": user(person),
        "roles": [str(role_id) for role_id in role_ids],
        "joined_at": _JOINED,
        "nick": None,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "premium_since": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def channel(place: Channel, bot: User) -> dict[str, Any]:
    overwrite = {"id": str(bot.id), "type": 1, "allow": "0", "deny": str(int(place.denied))}
    return {
        "id": str(place.id),
        "type": place.kind,
        "guild_id": str(place.guild.id),
        "name": place.name,
        "position": 0,
        "flags": 0,
        "nsfw": False,
        "topic": None,
        "parent_id": None,
        "last_message_id": str(max(place.messages)) if place.messages else None,
        "rate_limit_per_user": 0,
        "permission_overwrites": [overwrite] if place.denied else [],
    }


def guild(place: Guild) -> dict[str, Any]:
    absent = (
        "icon description home_header splash discovery_splash banner application_id afk_channel_id vanity_url_code "
        "system_channel_id widget_channel_id max_presences rules_channel_id safety_alerts_channel_id "
        "public_updates_channel_id incidents_data"
    )
    zero = (
        "system_channel_flags verification_level default_message_notifications mfa_level explicit_content_filter "
        "premium_tier premium_subscription_count nsfw_level max_stage_video_channel_users max_video_channel_users"
    )
    return {
        **dict.fromkeys(absent.split()),
        **dict.fromkeys(zero.split(), 0),
        "id": str(place.id),
        "name": place.name,
        "owner_id": str(place.owner.id),
        "region": "deprecated",
        "afk_timeout": 300,
        "max_members": 500_000,
        "preferred_locale": "en-US",
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": roles(place),
        "widget_enabled": False,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
    }


def arriving_guild(place: Guild, bot: User) -> dict[str, Any]:
    """The body of GUILD_CREATE: the server with its channels and the bot's own member."""
    lists = "threads voice_states presences stage_instances guild_scheduled_events soundboard_sounds"
    return {
        **guild(place),
        **{name: [] for name in lists.split()},
        "joined_at": _JOINED,
        "large": False,
        "unavailable": False,
        "member_count": len(place.members) + 1,
        "members": [member(bot, role_ids=(place.bot_role,))],
        "channels": [channel(one, bot) for one in place.channels.values() if not one.deleted],
    }


def attachment(file: Attachment, base: str) -> dict[str, Any]:
    url = f"{base}/attachments/{file.id}/{file.filename}"
    return {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.content),
        "content_type": file.content_type,
        "url": url,
        "proxy_url": url,
    }


def message(note: Message, base: str) -> dict[str, Any]:
    pinged = pings(note)
    return {
        "id": str(note.id),
        "type": 20 if note.interaction_id else 0,
        "channel_id": str(note.channel.id),
        "author": user(note.author),
        "content": note.content,
        "embeds": [{"type": "rich", **embed} for embed in note.embeds],
        "components": note.components,
        "attachments": [attachment(file, base) for file in note.attachments],
        "timestamp": moment(note.id),
        "edited_timestamp": _on_the_wall(note.edits[-1]) if note.edits else None,
        "mentions": [user(person) for person, _ in note.channel.guild.members.values() if f"<@{person.id}>" in pinged],
        "mention_roles": list(re.findall(r"<@&(\d+)>", " ".join(sorted(pinged)))),
        "mention_everyone": "@everyone" in pinged or "@here" in pinged,
        "tts": False,
        "pinned": False,
        "flags": note.flags,
    }


def pings(note: Message) -> set[str]:
    """The mentions in a message's content that its ``allowed_mentions`` let through: they notify people."""
    found = set(re.findall(r"@everyone|@here|<@&?\d+>", note.content.replace("<@!", "<@")))
    if note.allowed_mentions is None:
        return found
    parse = note.allowed_mentions.get("parse") or []
    named = {f"<@{one}>" for one in note.allowed_mentions.get("users") or []}
    named |= {f"<@&{one}>" for one in note.allowed_mentions.get("roles") or []}
    return {one for one in found if _kind(one) in parse or one in named}


def _kind(mention: str) -> str:
    return "everyone" if mention.startswith("@") else "roles" if mention.startswith("<@&") else "users"


def invocation(place: Channel, person: User, bot: User) -> dict[str, Any]:
    """What every INTERACTION_CREATE says of where it happened and who did it."""
    guild_ = place.guild
    permissions = guild_.members[person.id][1]
    where = {**channel(place, bot), "permissions": str(int(permissions))}
    return {
        "guild": {"id": str(guild_.id), "locale": "en-US", "features": []},
        "guild_id": str(guild_.id),
        "guild_locale": "en-US",
        "locale": "en-US",
        "channel": where,
        "channel_id": str(place.id),
        "member": {**member(person), "permissions": str(int(permissions))},
        "app_permissions": str(int(MEMBER & ~place.denied)),
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(guild_.id)},
        "context": 0,
        "attachment_size_limit": _FILE_LIMIT,
        "version": 1,
    }
