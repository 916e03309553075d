"""House rules: what a desk drops, keeps or names beyond what the cleaner tells by itself.

A ``rules.toml`` holds ``[[rule]]`` tables. Each says where it holds (``source`` or ``url``, with ``*`` and ``?``;
neither means everywhere) and what it does: ``drop`` and ``keep`` (lists of whole lines), ``drop_matching`` and
``keep_matching`` (lists of regular expressions searched in each line), ``name`` (a fixed source), ``folder``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from bot.model import NewsdropError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Cleaned

_TEXTS = ("source", "url", "name", "folder")
_LISTS = ("drop", "keep", "drop_matching", "keep_matching")
_HEADER = re.compile(r"^\s*\[\[\s*rule\s*\]\]")
_TOML_LINE = re.compile(r"at line (\d+)")
_LONGEST_PATTERN = 300
_LONGEST_LINE = 2000
# A repeated group that repeats inside, or alternatives under a repeat: time can grow without bound.
_NESTED = re.compile(r"\((?:[^()\\]|\\.)*(?:[*+]|\{\d*,\d*\}|\|)(?:[^()\\]|\\.)*\)\s*(?:[*+]|\{\d*,?\d*\})")
_NESTED_DEEP = re.compile(r"\)[*+?]?\s*\)\s*(?:[*+]|\{\d*,?\d*\})")
_MANY_REPEATS = 4
_REPEAT = re.compile(r"(?<!\\)(?:\\\\)*(?:[*+]|\{\d*,\d*\})")
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")


class BadRules(NewsdropError):
    """A rules file that cannot be taken; the message names each line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One house rule.

    Attributes:
        line: the line of the file where it stands, from 1.
        source, url: where it holds, shell patterns compared without case; None holds everywhere.
        drop, keep: whole lines, compared as printed.
        drop_matching, keep_matching: compiled patterns searched in each line.
        name: the source's name to set, or None.
        folder: the folder to file under, or None.
    """

    line: int
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


@dataclass(frozen=True, slots=True)
class Ruled:
    """An article after the house rules.

    Attributes:
        article: the article; its paragraphs may be none where the rules dropped all.
        folder: the folder that the rules ask for, or None.
        fired: how often each rule fired, by its line in the file; rules that did not are left out.
    """

    article: Cleaned
    folder: str | None
    fired: dict[int, int]


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules in the text of a ``rules.toml``. Raises ``BadRules`` that names every bad line."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRules(f"The rules are not valid TOML: {error}.") from error
    starts = [n for n, line in enumerate(text.splitlines(), 1) if _HEADER.match(line)]
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
    if problems:
        raise BadRules("The rules were not taken: " + " ".join(problems))
    return tuple(rules)


def _line_of(text: str, start: int, key: str) -> int:
    for n, line in enumerate(text.splitlines()[start:], start + 1):
        if _HEADER.match(line):
            break
        if line.split("=")[0].strip() == key:
            return n
    return start


def _problems(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Each bad key of a rule with what is wrong, in a sentence."""
    problems = []
    for key, value in entry.items():
        if key in _TEXTS and not (isinstance(value, str) and value.strip()):
            problems.append((key, f"{key} must be a text that is not empty."))
        elif key in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) and v for v in value)):
            problems.append((key, f"{key} must be a list of texts."))
        elif key in _LISTS and key.endswith("matching"):
            problems += [(key, problem) for pattern in value if (problem := _pattern_problem(pattern))]
        elif key not in (*_TEXTS, *_LISTS):
            problems.append((key, f"{key} is not known; known are {', '.join((*_TEXTS, *_LISTS))}."))
    if not any(key in entry for key in (*_LISTS, "name", "folder")):
        problems.append(("", "the rule does nothing; give it drop, keep, name or folder."))
    return problems


def _pattern_problem(pattern: str) -> str | None:
    """Why a regular expression is refused: it does not compile, or its time could grow without bound."""
    if len(pattern) > _LONGEST_PATTERN:
        return f"the expression is longer than {_LONGEST_PATTERN} characters."
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"the expression {pattern!r} is not valid: {error}."
    if _NESTED.search(pattern) or _NESTED_DEEP.search(pattern) or _BACK_REFERENCE.search(pattern):
        return f"the expression {pattern!r} repeats a group that repeats or branches, which can take forever."
    if len(_REPEAT.findall(pattern)) > _MANY_REPEATS:
        return f"the expression {pattern!r} has more than {_MANY_REPEATS} repeats, which can take very long."
    return "the expression matches every line." if compiled.search("") else None


def _rule(line: int, entry: dict[str, Any]) -> Rule:
    return Rule(
        line=line,
        source=entry.get("source"),
        url=entry.get("url"),
        drop=frozenset(entry.get("drop", ())),
        keep=frozenset(entry.get("keep", ())),
        drop_matching=tuple(re.compile(pattern) for pattern in entry.get("drop_matching", ())),
        keep_matching=tuple(re.compile(pattern) for pattern in entry.get("keep_matching", ())),
        name=entry.get("name"),
        folder=entry.get("folder"),
    )


def _fits(pattern: str | None, value: str | None) -> bool:
    return pattern is None or (value is not None and fnmatchcase(value.lower(), pattern.lower()))


def apply_rules(article: Cleaned, rules: Sequence[Rule], dropped: Sequence[tuple[int, str]] = ()) -> Ruled:
    """``article`` with the house rules applied in the file's order; a line that one rule keeps no other drops.

    Args:
        article: the cleaned article.
        rules: as from ``read_rules``.
        dropped: lines that the cleaner dropped, each with the number of paragraphs that stand above it: what
            ``keep`` may bring back.
    """
    holding = [rule for rule in rules if rule.holds_for(article.source, article.url)]
    fired: dict[int, int] = {}
    lines = [(float(i), text, True) for i, text in enumerate(article.paragraphs)]
    lines += [(above - 0.5, text, False) for above, text in dropped]
    kept = [text for _, text, stays in sorted(lines, key=lambda x: x[0]) if _decide(text, stays, holding, fired)]
    name = folder = None
    for rule in holding:
        if rule.name or rule.folder:
            fired[rule.line] = fired.get(rule.line, 0) + 1
        name, folder = name or rule.name, folder or rule.folder
    ruled = replace(article, paragraphs=tuple(kept), source=name or article.source)
    return Ruled(ruled, folder, fired)


def _decide(text: str, stays: object, rules: Sequence[Rule], fired: dict[int, int]) -> bool:
    """Whether a line is in the article after the rules, given whether it was before; counts what changed it."""
    for asked, wanted in ((Rule.keeps, True), (Rule.drops, False)):
        for rule in rules:
            if asked(rule, text):
                if bool(stays) != wanted:
                    fired[rule.line] = fired.get(rule.line, 0) + 1
                return wanted
    return bool(stays)
