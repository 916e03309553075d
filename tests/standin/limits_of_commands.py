"""Discord's documented limits on application commands, autocomplete choices and modals."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from .limits import Problem, length
from .world import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
_TEXT_INPUT = 4


def commands(body: list[dict[str, Any]]) -> Iterator[Problem]:
    """A bulk overwrite: at most 100 slash commands, no name twice."""
    if len(body) > 100:
        yield Problem((), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
    names = Counter((command.get("name"), command.get("type", 1)) for command in body)
    for name in (name for name, times in names.items() if times > 1):
        yield Problem((), "APPLICATION_COMMANDS_DUPLICATE_NAME", f"Command name twice: {name}")
    for number, command in enumerate(body):
        yield from _command(command, (number,))


def _command(command: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[Problem]:
    yield from _named(command, at)
    yield from _options(command, at, depth=0)
    if (size := _size(command)) > 8000:
        yield Problem(at, "APPLICATION_COMMAND_TOO_LARGE", f"{size} characters of names, descriptions and values")


def _named(thing: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[Problem]:
    yield from length(thing, "name", at, 32, 1)
    yield from length(thing, "description", at, 100, 1)
    name = str(thing.get("name"))
    # Discord: ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, and lower case where the script has it.
    if name != name.lower() or not all(one in "-_'" or unicodedata.category(one)[0] in "LNM" for one in name):
        yield Problem((*at, "name"), "APPLICATION_COMMAND_INVALID_NAME", f"Command name is invalid: {name}")


def _options(holder: dict[str, Any], at: tuple[str | int, ...], depth: int) -> Iterator[Problem]:
    options = holder.get("options") or []
    if len(options) > 25:
        yield Problem((*at, "options"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield Problem((*at, "options"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options come first.")
    if any(times > 1 for times in Counter(option.get("name") for option in options).values()):
        yield Problem((*at, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name twice.")
    for number, option in enumerate(options):
        where = (*at, "options", number)
        yield from _named(option, where)
        if option.get("type") in (SUBCOMMAND, SUBCOMMAND_GROUP):
            yield from _nested(option, where, depth)
        else:
            yield from choices(option.get("choices") or [], (*where, "choices"))


def _nested(option: dict[str, Any], at: tuple[str | int, ...], depth: int) -> Iterator[Problem]:
    if depth > 1 or (option["type"] == SUBCOMMAND_GROUP and depth):
        yield Problem(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Groups nest one level deep.")
    yield from _options(option, at, depth + 1)


def choices(offered: list[dict[str, Any]], at: tuple[str | int, ...] = ("data", "choices")) -> Iterator[Problem]:
    """Choices of an option or of an autocomplete answer: at most 25, names and texts of 1 to 100 characters."""
    if len(offered) > 25:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, choice in enumerate(offered):
        yield from length(choice, "name", (*at, number), 100, 1)
        if isinstance(choice.get("value"), str):
            yield from length(choice, "value", (*at, number), 100, 1)


def modal(body: dict[str, Any]) -> Iterator[Problem]:
    """A modal: title 45, custom id 100, 1 to 5 inputs."""
    at = ("data",)
    yield from length(body, "title", at, 45, 1)
    yield from length(body, "custom_id", at, 100, 1)
    if not 1 <= len(body.get("components") or []) <= 5:
        yield Problem((*at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for one in walk(body.get("components") or []):
        if one.get("type") == _TEXT_INPUT:
            yield from length(one, "custom_id", at, 100, 1)
            yield from length(one, "label", at, 45)
            yield from length(one, "placeholder", at, 100)
            yield from length(one, "value", at, 4000)


def _size(command: dict[str, Any]) -> int:
    own = len(str(command.get("name"))) + len(str(command.get("description")))
    values = sum(
        len(str(choice.get("name"))) + len(str(choice.get("value"))) for choice in command.get("choices") or []
    )
    return own + values + sum(map(_size, command.get("options") or []))
