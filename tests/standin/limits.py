"""Discord's documented limits on messages, which its OpenAPI description tells only in part.

Sources: Discord's developer documentation, topics "Embed Limits", "Create Message", "Component Reference"
and "Allowed Mentions Object".
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .world import COMPONENTS_V2, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

BUTTON, SELECTS, TEXT_DISPLAY = 2, (3, 5, 6, 7, 8), 10
LINK = 5
_INTERACTIVE = (BUTTON, *SELECTS)


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that breaks a limit: where it is, Discord's word for the breach, and what is wrong."""

    path: tuple[str | int, ...]
    code: str
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.message}"


def length(holder: dict[str, Any], key: str, at: tuple[str | int, ...], most: int, least: int = 0) -> Iterator[Problem]:
    """A text field, in code points; absent passes unless ``least`` asks for it."""
    text = holder.get(key)
    if text is None and not least:
        return
    if not isinstance(text, str) or not least <= len(text.strip() if least else text) or len(text) > most:
        size = len(text) if isinstance(text, str) else text
        yield Problem((*at, key), "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length: {size}")


def message(body: dict[str, Any], files: int = 0) -> Iterator[Problem]:
    """The problems of a message, new or edited, or of an interaction's answer."""
    yield from length(body, "content", (), 2000)
    yield from length(body, "nonce", (), 25)
    embeds = body.get("embeds") or []
    if len(embeds) > 10:
        yield Problem(("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for number, embed in enumerate(embeds):
        yield from _embed(embed, ("embeds", number))
    if sum(map(embed_size, embeds)) > 6000:
        yield Problem(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
    yield from _components(body.get("components") or [], v2=bool((body.get("flags") or 0) & COMPONENTS_V2))
    if (body.get("flags") or 0) & COMPONENTS_V2 and (body.get("content") or embeds):
        yield Problem(("flags",), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "content or embeds with v2")
    yield from _mentions(body.get("allowed_mentions") or {})
    yield from _attachments(body.get("attachments") or [], files)


def embed_size(embed: dict[str, Any]) -> int:
    """What counts towards the 6,000: title, description, field names and values, footer, author."""
    parts = [embed.get("title"), embed.get("description")]
    parts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for one in embed.get("fields") or []:
        parts += [one.get("name"), one.get("value")]
    return sum(len(part) for part in parts if part)


def _embed(embed: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[Problem]:
    yield from length(embed, "title", at, 256)
    yield from length(embed, "description", at, 4096)
    for part, key, most in (("footer", "text", 2048), ("author", "name", 256)):
        if embed.get(part):
            yield from length(embed[part], key, (*at, part), most, 1)
    fields = embed.get("fields") or []
    if len(fields) > 25:
        yield Problem((*at, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, one in enumerate(fields):
        yield from length(one, "name", (*at, "fields", number), 256, 1)
        yield from length(one, "value", (*at, "fields", number), 1024, 1)
    yield from _embed_urls(embed, at)
    yield from _embed_values(embed, at)


def _embed_urls(embed: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[Problem]:
    places = [(embed, "url", at)]
    for part in ("author", "image", "thumbnail", "footer"):
        places += [(embed.get(part) or {}, key, (*at, part)) for key in ("url", "icon_url")]
    for holder, key, where in places:
        if holder.get(key):
            yield from url(holder[key], (*where, key), ("http", "https", "attachment"))


def _embed_values(embed: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[Problem]:
    if not embed_size(embed) and not embed.get("image") and not embed.get("thumbnail"):
        yield Problem(at, "BASE_TYPE_REQUIRED", "An embed with nothing in it")
    colour = embed.get("color")
    if colour is not None and not 0 <= colour <= 0xFFFFFF:
        yield Problem((*at, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
    try:
        datetime.fromisoformat(embed.get("timestamp") or "2024-01-01")
    except ValueError:
        yield Problem((*at, "timestamp"), "DATE_TIME_TYPE_PARSE", "Could not parse as a date and time.")


def url(address: str, at: tuple[str | int, ...], schemes: tuple[str, ...]) -> Iterator[Problem]:
    """A link: at most 2,048 characters, of these schemes, with a host and no blanks."""
    try:
        parts = urlsplit(address)
        formed = bool(parts.hostname) and not re.search(r"[\s\x00-\x1f]", address)
    except ValueError:
        formed = False
    if not formed:
        yield Problem(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    elif parts.scheme not in schemes:
        yield Problem(at, "URL_TYPE_INVALID_SCHEME", f"Scheme must be one of {schemes}.")
    if len(address) > 2048:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", "Must be 2048 or fewer in length.")


def _components(components: list[dict[str, Any]], *, v2: bool) -> Iterator[Problem]:
    everything = walk(components)
    if len(everything) > 40 if v2 else len(components) > 5:
        yield Problem(("components",), "BASE_TYPE_MAX_LENGTH", "Too many components.")
    texts = sum(len(one.get("content") or "") for one in everything if one.get("type") == TEXT_DISPLAY)
    if texts > 4000:
        yield Problem(("components",), "BASE_TYPE_BAD_LENGTH", "Text displays hold more than 4000 characters.")
    for one in everything:
        yield from _component(one)
    ids = Counter(one["custom_id"] for one in everything if one.get("custom_id"))
    for custom_id in (one for one, times in ids.items() if times > 1):
        yield Problem(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", f"custom id used twice: {custom_id}")


def _component(one: dict[str, Any]) -> Iterator[Problem]:
    at = ("components",)
    if one.get("type") == 1:
        yield from _row(one)
    if one.get("type") in _INTERACTIVE and one.get("style") != LINK:
        yield from length(one, "custom_id", at, 100, 1)
    if one.get("type") == BUTTON:
        yield from _button(one)
    if one.get("type") in SELECTS:
        yield from _select(one)


def _row(row: dict[str, Any]) -> Iterator[Problem]:
    inside = [one.get("type") for one in row.get("components") or []]
    if not 1 <= len(inside) <= 5 or (set(inside) & set(SELECTS) and len(inside) > 1):
        yield Problem(("components",), "BASE_TYPE_BAD_LENGTH", "A row holds 1 to 5 buttons, or one select.")


def _button(button: dict[str, Any]) -> Iterator[Problem]:
    at = ("components",)
    yield from length(button, "label", at, 80)
    if not button.get("label") and not button.get("emoji"):
        yield Problem(at, "BUTTON_COMPONENT_NO_LABEL_OR_EMOJI", "A button needs a label or an emoji.")
    if button.get("style") == LINK:
        yield from url(button.get("url") or "", (*at, "url"), ("http", "https", "discord"))
        yield from length(button, "url", at, 512)


def _select(select: dict[str, Any]) -> Iterator[Problem]:
    at = ("components", "options")
    yield from length(select, "placeholder", at[:1], 150)
    options = select.get("options") or []
    if select["type"] == 3 and not 1 <= len(options) <= 25:
        yield Problem(at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    for option in options:
        yield from length(option, "label", at, 100, 1)
        yield from length(option, "value", at, 100, 1)
        yield from length(option, "description", at, 100)
    for value, times in Counter(option.get("value") for option in options).items():
        if times > 1:
            yield Problem(at, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", f"The value {value} is used twice.")


def _mentions(allowed: dict[str, Any]) -> Iterator[Problem]:
    for kind in ("users", "roles"):
        named = allowed.get(kind) or []
        if len(named) > 100 or (named and kind in (allowed.get("parse") or [])):
            yield Problem(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"{kind} named and parsed")


def _attachments(attachments: list[dict[str, Any]], files: int) -> Iterator[Problem]:
    if files > 10 or len(attachments) > 10:
        yield Problem(("attachments",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for one in attachments:
        yield from length(one, "description", ("attachments",), 1024)
