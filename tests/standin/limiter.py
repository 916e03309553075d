"""Rate limits: off unless asked for. Discord allows about five new messages in five seconds a channel."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .log import Call


class Limiter:
    """A sliding window for each channel's message creation.

    Attributes:
        messages: (how many, in how many seconds), or None for no limit.
    """

    def __init__(self, messages: tuple[int, float] | None = None) -> None:
        self.messages = messages
        self._made: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, call: Call) -> float:
        """Seconds to wait before this call is allowed; 0 lets it through and counts it."""
        if self.messages is None or not _creates(call):
            return 0.0
        made, (most, seconds) = self._recent(call), self.messages
        if len(made) >= most:
            return made[0] + seconds - time.monotonic()
        made.append(time.monotonic())
        return 0.0

    def headers(self, call: Call) -> dict[str, str]:
        """The X-RateLimit headers of an answer; none where nothing is limited."""
        if self.messages is None or not _creates(call):
            return {}
        made, (most, seconds) = self._recent(call), self.messages
        after = made[0] + seconds - time.monotonic() if made else seconds
        return {
            "X-RateLimit-Bucket": "messages",
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(most - len(made)),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
        }

    def _recent(self, call: Call) -> deque[float]:
        assert self.messages is not None
        made = self._made[call.path]
        while made and made[0] <= time.monotonic() - self.messages[1]:
            made.popleft()
        return made


def _creates(call: Call) -> bool:
    return call.method == "POST" and call.template == "/channels/{channel_id}/messages"
