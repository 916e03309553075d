"""Logging to standard error, with the token out of it whatever is logged."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr


def set_up(level: str, token: SecretStr | None) -> None:
    """Log from ``level`` on. discord.py's own chatter comes from WARNING on, unless everything is wanted."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting(token.get_secret_value() if token else None))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    if level != "DEBUG":
        for name in ("discord", "aiosqlite", "watchfiles", "asyncio"):
            logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _without_known_traceback(record: logging.LogRecord) -> logging.LogRecord:
    """discord.py tells each reconnect with a traceback; its last line says all."""
    if record.name != "discord.client" or not record.exc_info or "reconnect" not in str(record.msg):
        return record
    plain = logging.makeLogRecord(record.__dict__)
    plain.msg, plain.args = f"{record.msg}: {record.exc_info[1]!r}", ()
    plain.exc_info = plain.exc_text = None
    return plain


_SHORTEST_SECRET = 8  # characters; a shorter one is none, and would black out the log


class _Redacting(logging.Formatter):
    """One line a record; control characters in it can't act on the terminal."""

    def __init__(self, secret: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = logging.makeLogRecord(record.__dict__)
        line.msg, line.args = record.getMessage().replace("\n", "\\n"), ()  # a file's name or text makes no lines here
        text = super().format(_without_known_traceback(line))
        if self._secret and len(self._secret) >= _SHORTEST_SECRET:
            text = text.replace(self._secret, "[token]")
        return "".join(char if char.isprintable() or char in "\n\t" else repr(char)[1:-1] for char in text)
