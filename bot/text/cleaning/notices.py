"""What pages without an article say instead, in many languages: the patterns of ``data/notices.txt``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD_START = r"\b"


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
    return {name: re.compile(_joined(lines)) for name, lines in sections.items()}


def _joined(patterns: Sequence[str]) -> str:
    """One pattern for all; those that start where a word does are tried there alone, which saves most of the time."""
    at_words = [pattern.removeprefix(_WORD_START) for pattern in patterns if pattern.startswith(_WORD_START)]
    others = [pattern for pattern in patterns if not pattern.startswith(_WORD_START)]
    return "|".join([f"{_WORD_START}(?:{_by_first_letter(at_words)})"] * bool(at_words) + others)


def _by_first_letter(patterns: Sequence[str]) -> str:
    """One pattern for all, which looks at those alone that begin with the letter that stands there."""
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        # What is no plain letter, or may be left out, does not tell how a match begins.
        tells = pattern[0].isalpha() and pattern[1:2] not in ("?", "*", "{") and "|" not in pattern
        groups.setdefault(pattern[0] if tells else "", []).append(pattern)
    return "|".join(
        f"{first}(?:{'|'.join(pattern[1:] for pattern in group)})" if first else "|".join(group)
        for first, group in groups.items()
    )


def notice(name: str) -> re.Pattern[str]:
    """The pattern of one section of ``data/notices.txt``, which says what it tells; it is for text in lower case."""
    return _patterns()[name]
