"""Settings from the environment and ``.env``, every problem told at once and by key."""

from __future__ import annotations

import os
from difflib import get_close_matches
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.model import NewsdropError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

ENV_FILE = ".env"
HOW_TO_CONNECT = (
    "DISCORD_TOKEN is not set. Create a bot at https://discord.com/developers/applications "
    "(Bot, Reset Token) and put its token into .env as DISCORD_TOKEN=...; "
    "to look around without an account, run 'newsdrop preview'."
)


_PLACES = ("NEWSDROP_DROP_DIR", "NEWSDROP_ARCHIVE_DIR", "NEWSDROP_REJECTED_DIR", "NEWSDROP_DATABASE")


class SettingsError(NewsdropError):
    """One or more settings are wrong; the message names each on a line of its own."""


def _path(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise ValueError("must name a path, but is empty")
    return Path(value).expanduser() if isinstance(value, str) else value


def _guilds(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part for part in value.replace(",", " ").split() if part]
    wrong = [part for part in parts if not (part.isascii() and part.isdigit() and len(part) <= 20)]
    if wrong:
        raise ValueError(f"must be server ids, whole numbers parted by commas; {wrong[0]!r} is not one")
    return tuple(int(part) for part in parts)


FilePath = Annotated[Path, BeforeValidator(_path)]


class Settings(BaseSettings):
    """All that can be set. Environment variables win over ``.env``; see ``.env.example`` for each."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

    token: SecretStr | None = Field(None, validation_alias="DISCORD_TOKEN")
    guild_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_guilds)] = Field(
        (), validation_alias="DISCORD_GUILD_ID"
    )
    drop_dir: FilePath = Field(Path("drop"), validation_alias="NEWSDROP_DROP_DIR")
    archive_dir: FilePath = Field(Path("archive"), validation_alias="NEWSDROP_ARCHIVE_DIR")
    rejected_dir: FilePath = Field(Path("rejected"), validation_alias="NEWSDROP_REJECTED_DIR")
    database: FilePath = Field(Path("newsdrop.db"), validation_alias="NEWSDROP_DATABASE")
    rules: FilePath | None = Field(None, validation_alias="NEWSDROP_RULES")
    sentences: int = Field(3, ge=1, le=20, validation_alias="NEWSDROP_SENTENCES")
    workers: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 64), ge=1, le=64, validation_alias="NEWSDROP_WORKERS"
    )
    max_file_mb: float = Field(10, gt=0, le=200, validation_alias="NEWSDROP_MAX_FILE_MB")
    settle_seconds: float = Field(0.5, ge=0.05, le=3600, validation_alias="NEWSDROP_SETTLE_SECONDS")
    rescan_seconds: float = Field(10, ge=0.1, le=86400, validation_alias="NEWSDROP_RESCAN_SECONDS")
    file_seconds: float = Field(30, ge=0.1, le=3600, validation_alias="NEWSDROP_FILE_SECONDS")
    poll: bool = Field(False, validation_alias="NEWSDROP_POLL")
    posts_per_minute: int = Field(10, ge=0, le=1000, validation_alias="NEWSDROP_POSTS_PER_MINUTE")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = Field(
        "INFO", validation_alias="NEWSDROP_LOG_LEVEL"
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def max_bytes(self) -> int:
        """The size limit of one file, in bytes (a megabyte is 1,000,000)."""
        return int(self.max_file_mb * 1_000_000)


def keys() -> tuple[str, ...]:
    """Every key that is read, as it is spelled in the environment."""
    return tuple(str(field.validation_alias) for field in Settings.model_fields.values())


def load(env_file: str | None = ENV_FILE, **given: object) -> Settings:
    """Read the settings.

    Args:
        env_file: the ``.env`` to read, or None for the environment alone.
        given: fields that win over both, by their key (``NEWSDROP_DROP_DIR=...``).

    Raises:
        SettingsError: with one line for each key that is wrong.
    """
    problems: list[str] = []
    _dotenv(env_file)  # that it can be read
    if "DISCORD_TOKEN" not in given and (token := _token_from_file(env_file, problems)):
        given["DISCORD_TOKEN"] = token
    try:
        settings = Settings(_env_file=env_file, **given)  # type: ignore[call-arg,arg-type]
    except ValidationError as error:
        problems += [_in_plain_words(detail) for detail in error.errors(include_url=False)]
        problems += overlaps(_places(env_file, given))
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def unknown_keys(env_file: str | None = ENV_FILE) -> list[str]:
    """A warning sentence for each ``NEWSDROP_`` key that nothing reads (a misspelling, mostly)."""
    known = keys()
    present = {*os.environ, *_dotenv(env_file)}
    return [
        _unknown(key, known)
        for key in sorted(present)
        if key.upper().startswith("NEWSDROP_") and key.upper() not in known
    ]


def _unknown(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key.upper(), known, 1)
    return f"{key} is not a setting of Newsdrop and has no effect." + (f" Did you mean {near[0]}?" if near else "")


def _dotenv(env_file: str | None) -> Mapping[str, str | None]:
    """What ``.env`` says.

    Raises:
        SettingsError: it can't be read.
    """
    if env_file is None or not Path(env_file).is_file():
        return {}
    try:
        return dotenv_values(env_file)
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{env_file} can't be read: {error.strerror}.") from None


def _places(env_file: str | None, given: Mapping[str, object]) -> dict[str, Path]:
    """Where folders and database are to be, whatever else is wrong."""
    said = {**_dotenv(env_file), **os.environ, **given}
    fields = {str(field.validation_alias): field.default for field in Settings.model_fields.values()}
    named = {key: said.get(key) or fields[key] for key in _PLACES}
    return {key: Path(str(value)).expanduser().absolute() for key, value in named.items()}


def overlaps(places: dict[str, Path]) -> list[str]:
    """A sentence for each two places of which one is or lies inside the other. Links are followed."""
    real = {key: path.resolve() for key, path in places.items()}
    found = []
    for (inner, inside), (outer, outside) in permutations(real.items(), 2):
        if inside == outside and inner < outer:
            found.append(f"{inner} and {outer} are both {places[inner]}; give each a place of its own.")
        elif outside in inside.parents:
            found.append(
                f"{inner} ({places[inner]}) lies inside {outer} ({places[outer]}); give each a place of its own."
            )
    return found


def _token_from_file(env_file: str | None, problems: list[str]) -> str | None:
    """The token out of the file that ``DISCORD_TOKEN_FILE`` names (a Docker or systemd secret)."""
    name = os.environ.get("DISCORD_TOKEN_FILE") or _dotenv(env_file).get("DISCORD_TOKEN_FILE")
    if not name:
        return None
    try:
        token = Path(name).expanduser().read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        problems.append(f"DISCORD_TOKEN_FILE: {name} can't be read ({why}).")
        return None
    if not token:
        problems.append(f"DISCORD_TOKEN_FILE: {name} is empty.")
    return token or None


def _in_plain_words(detail: ErrorDetails) -> str:
    """One line for one problem. The value is shown, except a token's."""
    key = str(detail["loc"][0])
    context = detail.get("ctx", {})
    wants = {
        "int_parsing": "must be a whole number",
        "int_from_float": "must be a whole number",
        "float_parsing": "must be a number",
        "finite_number": "must be a number",
        "bool_parsing": "must be 1 or 0",
        "greater_than_equal": f"must be at least {context.get('ge')}",
        "less_than_equal": f"must be at most {context.get('le')}",
        "greater_than": f"must be more than {context.get('gt')}",
        "literal_error": f"must be one of {context.get('expected')}",
    }.get(detail["type"], detail["msg"].removeprefix("Value error, "))
    shown = "" if key == "DISCORD_TOKEN" or detail["type"] == "value_error" else f", not {detail['input']!r}"
    return f"{key} {wants}{shown}."
