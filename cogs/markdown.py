"""Text from articles and people, made safe to show: it can't format, link or ping."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://[^\s<>]+")
_ACTIVE = re.compile(r"([\\*_~|`\[\]<])")
_LINE_START = re.compile(r"(?m)^(\s*)([#>+-]|\d+(?=[.)]))")
_PING = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


def plain(text: str, limit: int | None = None) -> str:
    """``text`` on one line that reads as it stands: markdown is escaped, nothing pings.

    Addresses stay whole (a backslash would break them); they show where they lead. ``limit`` counts the characters of
    the result; a longer one is cut at a word and ends in "…".
    """
    flat = " ".join(text.split())
    if limit is None:
        return _escaped(flat)
    room = limit
    while len(result := _escaped(cut(flat, room))) > limit:
        room -= max(1, len(result) - limit)
    return result


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut at a word where there is one near; "…" shows that there was more."""
    if len(text) <= limit:
        return text
    kept = text[: max(0, limit - 1)]
    word = kept.rfind(" ", len(kept) * 3 // 4)
    return (kept[:word] if word > 0 else kept).rstrip() + "…"


def _escaped(text: str) -> str:
    pieces, position = [], 0
    for match in _ADDRESS.finditer(text):
        pieces += [_ACTIVE.sub(r"\\\1", text[position : match.start()]), match.group()]
        position = match.end()
    pieces.append(_ACTIVE.sub(r"\\\1", text[position:]))
    escaped = _LINE_START.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", "".join(pieces))
    return _PING.sub(f"@{_ZERO_WIDTH_SPACE}", escaped)
