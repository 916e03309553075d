"""One attempt at a time: discord.py repeats a failed request by itself, a post must be looked for first.

discord.py's HTTP client answers a 500, 502, 504 or 524 by sending the same request again, up to five times. Those
statuses may come after the deed, and past the nonce's window Discord would take the repeat for a new message. Nothing
in discord.py turns that off; but aiohttp tells a trace of each answer before discord.py sees it, and what a trace
raises ends the request.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import SimpleNamespace

_SERVER_ERRORS = 500  # from this HTTP status on it is Discord that failed

_single: ContextVar[bool] = ContextVar("single_attempt", default=False)


class AnswerLost(Exception):
    """The one attempt failed on Discord's side, maybe after the deed."""


@contextmanager
def single_attempt() -> Iterator[None]:
    """Requests of this task fail at their first server error with :class:`AnswerLost`."""
    token = _single.set(True)
    try:
        yield
    finally:
        _single.reset(token)


def trace() -> aiohttp.TraceConfig:
    """What the client's HTTP session must be given for :func:`single_attempt` to work."""
    config = aiohttp.TraceConfig()
    config.on_request_end.append(_on_answer)
    config.on_request_exception.append(_on_failure)
    return config


async def _on_answer(_: aiohttp.ClientSession, __: SimpleNamespace, answer: aiohttp.TraceRequestEndParams) -> None:
    if _single.get() and answer.response.status >= _SERVER_ERRORS:
        answer.response.close()
        raise AnswerLost(f"Discord gave no answer (HTTP status {answer.response.status}).")


async def _on_failure(
    _: aiohttp.ClientSession, __: SimpleNamespace, failure: aiohttp.TraceRequestExceptionParams
) -> None:
    # On some systems discord.py repeats after a connection that was reset as well.
    if _single.get() and isinstance(failure.exception, OSError):
        raise AnswerLost(f"Discord gave no answer ({failure.exception}).")
