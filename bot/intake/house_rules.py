"""The house rules in force: read at start, and again whenever their file changes."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Self

from bot.settings import SettingsError
from bot.text.rules import BadRules, read_rules

if TYPE_CHECKING:
    from pathlib import Path

    from bot.text.rules import Rule

log = logging.getLogger(__name__)

_MOST_BYTES = 1_000_000
_Seen = tuple[int, int, int]


class HouseRules:
    """The rules of one file, or none where no file is set.

    Attributes:
        path: the file, or None.
        rules: those in force.
        problem: why the file as it is now is not in force (a sentence), or None.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.rules: tuple[Rule, ...] = ()
        self.problem: str | None = None
        self._seen: _Seen | None = None

    @classmethod
    def read(cls, path: Path | None) -> Self:
        """The rules of a file.

        Raises:
            SettingsError: it can't be read, or holds bad rules; names each bad line.
        """
        found = cls(path)
        if path is not None:
            found._seen = _signature(path)
            found.rules = _rules_of(path)
        return found

    async def current(self) -> tuple[Rule, ...]:
        """The rules in force. A file that changed is read again; while it is bad, what was in force stays so."""
        if self.path is not None:
            await asyncio.to_thread(self._look, self.path)
        return self.rules

    def _look(self, path: Path) -> None:
        seen = _signature(path)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self.rules, self.problem = _rules_of(path), None
        except SettingsError as error:
            self.problem = str(error)
            log.warning("%s The rules that were in force stay so.", error)
        else:
            log.info("%s was read again: %d house rules are in force.", path, len(self.rules))


def _signature(path: Path) -> _Seen | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _rules_of(path: Path) -> tuple[Rule, ...]:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise SettingsError(f"NEWSDROP_RULES: {path} can't be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise SettingsError(f"NEWSDROP_RULES: {path} is not UTF-8 text; save it as UTF-8.") from None
    if len(data) > _MOST_BYTES:
        raise SettingsError(f"NEWSDROP_RULES: {path} is over {_MOST_BYTES / 1_000_000:g} MB.")
    try:
        return read_rules(text)
    except BadRules as error:
        raise SettingsError(f"NEWSDROP_RULES: {path}: {error}") from None
