"""What pages without an article say instead, in many languages: the patterns of ``data/notices.txt``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = (files("bot.text.cleaning") / "data" / "notices.txt").read_text("utf-8")
    sections: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"\[([a-z]+)\]", line):
            name = heading[1]
        elif line and not line.startswith("#"):
            sections.setdefault(name, []).append(line)
    return {name: re.compile("|".join(lines), re.IGNORECASE) for name, lines in sections.items()}


def notice(name: str) -> re.Pattern[str]:
    """The pattern of one section of ``data/notices.txt``, which says what it tells."""
    return _patterns()[name]
