"""A Markdown page as lines: markup taken off, what it tells kept beside the words."""

from __future__ import annotations

import re

from bot.text.cleaning.lines import PageLine, fold
from bot.text.cleaning.unwrap import unwrap

_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^)\n]{0,3000}\)|!\[([^\]\n]{0,500})\]\[[^\]\n]{0,200}\]")
_LINK = re.compile(
    r"\[([^\[\]\n]{0,1000})\](?:\([^)\n]{0,3000}\)|\[[^\]\n]{0,200}\])|<(?:https?|mailto):[^>\s]{1,2000}>"
)
_REFERENCE = re.compile(r"^\s*\[[^\]\n]{1,200}\]:\s*\S+.*$")
_HEADING = re.compile(r"^#{1,6}\s+|\s+#{1,6}$")
_LEAD = re.compile(r"^(?:\s*>)+\s?|^\s*(?:[-*+]|\d{1,3}[.)])\s+")
_STRONG = re.compile(r"(\*\*\*|\*\*|__|~~|`)(?=\S)(.{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,2000}?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^[\s|:-]+$")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_LONGEST = 100_000


def markdown_lines(text: str) -> list[PageLine]:
    """The lines of a Markdown page that are not empty."""
    lines: list[PageLine] = []
    gap = 0
    for raw in text.split("\n"):
        line = _line(raw[:_LONGEST], gap) if raw.strip() and not _RULE.match(raw[:500]) else None
        if line is None:
            gap += 1
            continue
        lines.append(line)
        gap = 0
    return unwrap(lines)


def _line(raw: str, gap: int) -> PageLine | None:
    if _REFERENCE.match(raw):
        return None
    mark = _mark(raw)
    raw = _HEADING.sub("", _LEAD.sub("", raw) if mark in ("item", "quote") else raw)
    without_images = _IMAGE.sub("", raw)
    if not without_images.strip(" []()*_"):
        return None
    linked = sum(len(match[1] or "") for match in _LINK.finditer(without_images))
    plain = plain_text(without_images)
    return PageLine(plain, gap, mark, min(1.0, linked / len(plain))) if plain.strip("*|_ ") else None


def _mark(raw: str) -> str:
    if raw.startswith("#"):
        return "heading"
    if raw.lstrip().startswith(">"):
        return "quote"
    if raw.count("|") > 2:
        return "table"
    return "item" if _LEAD.match(raw) else ""


def plain_text(text: str) -> str:
    """``text`` without links, emphasis, tags and escapes, on one line."""
    text = _LINK.sub(lambda m: m[1] or "", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\2", text)
    return fold(_ESCAPED.sub(r"\1", _TAG.sub("", text)))
