"""Front matter at the top of a Markdown file, YAML or TOML: the flat keys an article has."""

from __future__ import annotations

import re
import tomllib

_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_BLOCK = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"^([A-Za-z][\w-]{0,30})\s*:\s*(.*)$")
_ITEM = re.compile(r"^\s+-\s+(.*)$|^-\s+(.*)$")


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The front matter's keys (lower case; lists joined by ", ") and the text below it."""
    if toml := _TOML.match(text[:20_000]):
        return _from_toml(toml[1]), text[toml.end() :]
    block = _BLOCK.match(text[:20_000])
    if not block:
        return {}, text
    fields: dict[str, str] = {}
    key = ""
    for line in block[1].split("\n"):
        if pair := _PAIR.match(line):
            key = pair[1].lower()
            fields[key] = _plain(pair[2])
        elif key and (item := _ITEM.match(line)):
            value = _plain(item[1] or item[2])
            fields[key] = f"{fields[key]}, {value}" if fields[key] else value
        elif key and line.startswith((" ", "\t")) and line.strip():
            fields[key] = f"{fields[key]} {line.strip()}".strip()
    if not fields.keys().isdisjoint(("published", "clipped")):
        # Web clippers write the day of the article there, and that of the clipping here.
        fields.pop("created", None)
    return {k: v for k, v in fields.items() if v}, text[block.end() :]


def _from_toml(block: str) -> dict[str, str]:
    """The keys of a TOML block, those of its tables too; none where it is broken."""
    try:
        table = tomllib.loads(block)
    except tomllib.TOMLDecodeError:
        return {}
    nested = [value for value in table.values() if isinstance(value, dict)]
    fields: dict[str, str] = {}
    for key, value in [pair for part in (table, *nested) for pair in part.items()]:
        listed = value if isinstance(value, list) else [value]
        fields.setdefault(key.lower(), ", ".join(str(v) for v in listed if not isinstance(v, dict | list | bool)))
    return {key: value for key, value in fields.items() if value}


def _plain(value: str) -> str:
    value = value.strip()
    if value in (">", "|", ">-", "|-", "~", "null"):
        return ""
    if value[:1] == "[" and value[-1:] == "]":
        return ", ".join(_plain(part) for part in value[1:-1].split(",") if part.strip())
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"').replace("''", "'")
    return value.split(" #")[0].rstrip()
