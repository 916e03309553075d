"""House rules: what a desk drops, keeps or names beyond what the cleaner tells by itself.

A ``rules.toml`` holds ``[[rule]]`` tables. Each says where it holds (``source`` or ``url``, with ``*`` and ``?``;
neither means everywhere) and what it does: ``drop`` and ``keep`` (lists of whole lines), ``drop_matching`` and
``keep_matching`` (lists of regular expressions searched in each line), ``name`` (a fixed source), ``folder``.
This module reads them and needs no more than the standard library: the main process imports it, too.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
import warnings
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from bot.model import NewsdropError

_TEXTS = ("source", "url", "name", "folder")
_LISTS = ("drop", "keep", "drop_matching", "keep_matching")
_HEADER = re.compile(r"^\s*\[\[\s*rule\s*\]\]")
_LONGEST_NAME = 255
_LONGEST_PATTERN = 300
_LONGEST_LINE = 10_000
_KEY_DIGITS = 16
# A group under a repeat that itself repeats or branches: time can grow without bound. What this does not see, the time
# limit of bot/text/ruling.py does.
_NESTED = re.compile(r"\((?:[^()\\]|\\.)*(?:[*+]|\{\d*,\d*\}|\|)(?:[^()\\]|\\.)*\)\s*(?:[*+]|\{\d*,\})")
_NESTED_DEEP = re.compile(r"\)[*+?]?\s*\)\s*(?:[*+]|\{\d*,\})")
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")


class BadRules(NewsdropError):
    """A rules file that cannot be taken; the message names each line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One house rule.

    Attributes:
        line: the line of the file where it stands, from 1.
        key: tells the rule by what it says, wherever it stands in the file: hexadecimal digits.
        source, url: where it holds, shell patterns compared without case; None holds everywhere.
        drop, keep: whole lines, blanks folded.
        drop_matching, keep_matching: compiled patterns searched in each line.
        name: the source's name to set, or None.
        folder: the folder to file under, or None.
    """

    line: int
    key: str
    source: str | None = None
    url: str | None = None
    drop: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    drop_matching: tuple[re.Pattern[str], ...] = ()
    keep_matching: tuple[re.Pattern[str], ...] = ()
    name: str | None = None
    folder: str | None = None

    def holds_for(self, source: str | None, url: str | None) -> bool:
        """Whether the rule concerns an article of this ``source`` and ``url``."""
        return _fits(self.source, source) and _fits(self.url, url)

    def drops(self, text: str) -> bool:
        """Whether the rule takes this line out of the body."""
        return text in self.drop or any(p.search(text[:_LONGEST_LINE]) for p in self.drop_matching)

    def keeps(self, text: str) -> bool:
        """Whether the rule puts this line into the body."""
        return text in self.keep or any(p.search(text[:_LONGEST_LINE]) for p in self.keep_matching)


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules in the text of a ``rules.toml``. Raises ``BadRules`` that names every bad line."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRules(f"The rules are not valid TOML: {error}.") from error
    starts = [n for n, line in enumerate(text.split("\n"), 1) if _HEADER.match(line)]
    problems = [f"line 1: {key!r} is not known; rules stand under [[rule]]." for key in tables if key != "rule"]
    entries = tables.get("rule", [])
    if not isinstance(entries, list) or len(entries) != len(starts):
        raise BadRules("Line 1: write each rule as a table of its own under a line [[rule]].")
    rules = []
    for start, entry in zip(starts, entries, strict=True):
        found = _problems(entry)
        problems += [f"line {_line_of(text, start, key)}: {problem}" for key, problem in found]
        if not found:
            rules.append(_rule(start, entry))
    problems += _repeated(rules)
    if problems:
        raise BadRules("The rules were not taken: " + " ".join(problems))
    return tuple(rules)


def _line_of(text: str, start: int, key: str) -> int:
    for n, line in enumerate(text.split("\n")[start:], start + 1):
        if _HEADER.match(line):
            break
        if key and line.split("=")[0].strip() == key:
            return n
    return start


def _problems(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Each bad key of a rule with what is wrong, in a sentence."""
    problems = [(key, problem) for key, value in entry.items() for problem in _problems_of(key, value)]
    if not any(key in entry for key in (*_LISTS, "name", "folder")):
        problems.append(("", "the rule does nothing; give it drop, keep, name or folder."))
    return problems


def _problems_of(key: str, value: object) -> list[str]:
    if key in _TEXTS:
        if not (isinstance(value, str) and value.strip()):
            return [f"{key} must be a text that is not empty."]
        return [] if key in ("source", "url") else _name_problems(key, value)
    if key not in _LISTS:
        return [f"{key} is not known; known are {', '.join((*_TEXTS, *_LISTS))}."]
    if not (isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)):
        return [f"{key} must be a list of texts, none of them empty."]
    return [p for v in value if (p := _pattern_problem(v))] if key.endswith("matching") else []


def _name_problems(key: str, value: str) -> list[str]:
    if len(value) > _LONGEST_NAME or not value.isprintable():
        return [f"{key} must be printable and at most {_LONGEST_NAME} characters."]
    if key == "folder" and ("/" in value or value.strip() != value or value[0] in ".~"):
        return ["folder must be a name as a first-level sub-folder of the drop folder has, such as politics."]
    return []


def _pattern_problem(pattern: str) -> str | None:
    """Why a regular expression is refused: it does not compile, or its time could grow without bound."""
    if len(pattern) > _LONGEST_PATTERN:
        return f"the expression is longer than {_LONGEST_PATTERN} characters."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return f"the expression {pattern!r} is not valid: {error}."
    if _NESTED.search(pattern) or _NESTED_DEEP.search(pattern) or _BACK_REFERENCE.search(pattern):
        return f"the expression {pattern!r} repeats a group that repeats or branches, which can take forever."
    return f"the expression {pattern!r} matches every line." if compiled.search("") else None


def _repeated(rules: list[Rule]) -> list[str]:
    """A sentence for each rule that says what one above it says: what fired could not be told apart."""
    first: dict[str, int] = {}
    return [
        f"line {rule.line}: the rule is the same as that of line {first[rule.key]}."
        for rule in rules
        if first.setdefault(rule.key, rule.line) != rule.line
    ]


def _rule(line: int, entry: dict[str, Any]) -> Rule:
    canonical = json.dumps(entry, sort_keys=True).encode()
    return Rule(
        line=line,
        key=hashlib.sha256(canonical).hexdigest()[:_KEY_DIGITS],
        source=entry.get("source"),
        url=entry.get("url"),
        drop=frozenset(map(_folded, entry.get("drop", ()))),
        keep=frozenset(map(_folded, entry.get("keep", ()))),
        drop_matching=tuple(re.compile(pattern) for pattern in entry.get("drop_matching", ())),
        keep_matching=tuple(re.compile(pattern) for pattern in entry.get("keep_matching", ())),
        name=entry.get("name"),
        folder=entry.get("folder"),
    )


def _folded(line: str) -> str:
    """A line as the cleaner sees it."""
    return " ".join(unicodedata.normalize("NFC", line).split())


def _fits(pattern: str | None, value: str | None) -> bool:
    return pattern is None or (value is not None and fnmatchcase(value.lower(), pattern.lower()))
