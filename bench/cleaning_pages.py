"""The cleaning benchmark's pages, their lines, and which of these are the article's."""

from __future__ import annotations

import collections
import gzip
import hashlib
import importlib.util
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.text.cleaning.html.lines import html_lines
from bot.text.cleaning.markdown import markdown_lines
from bot.text.cleaning.text_lines import text_lines
from bot.text.read import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

    from bot.text.cleaning.lines import PageLine

VIEWS = {
    "text": ("text", ".txt"),
    "html": ("html", ".html.gz"),
    "markdown": ("markdown", ".md"),
    "inscriptis": ("text-inscriptis", ".txt"),
    "gettext": ("text-gettext", ".txt"),
}
FOLDS = 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Bench:
    """The benchmark's folder: its gold rows, its rows with segments, and its scorer.

    ``more`` is a folder with views that it has not, as ``bench.cleaning_views`` writes it.
    """

    root: Path
    gold: list[dict[str, Any]]
    segments: list[dict[str, Any]]
    score: ModuleType
    more: Path | None = None

    def data(self, row: dict[str, Any], view: str) -> bytes | None:
        """The bytes of a page in one view; the gold text itself for ``clean``; None where there is no such file."""
        if view == "clean":
            return (row.get("body") or "").encode() or None
        folder, suffix = VIEWS[view]
        for root in filter(None, (self.root, self.more)):
            path = root / folder / f"{row['id']}{suffix}"
            if path.exists():
                return gzip.decompress(path.read_bytes()) if suffix.endswith(".gz") else path.read_bytes()
        return None


def load(root: Path, more: Path | None = None) -> Bench:
    """The benchmark below ``root``; ``more``: a folder with further views."""
    spec = importlib.util.spec_from_file_location("cleaning_score", root / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return Bench(root, _rows(root / "gold.jsonl"), _rows(root / "segments.jsonl"), score, more)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def file_name(view: str) -> str:
    """A name of the kind that a page in this view has."""
    return {"html": "page.html", "markdown": "page.md"}.get(view, "page.txt")


def site(row: dict[str, Any]) -> str:
    """The name of a page's site, without its subdomain."""
    url = row["url"] if "//" in row["url"] else f"http://{row['url']}"
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return ".".join(host.split(".")[-3 if re.search(r"\.(?:co|com|org|net)\.\w\w$", host) else -2 :])


def fold(row: dict[str, Any]) -> int:
    """Which part of the cross-validation a page belongs to, by its site: 0 to 4."""
    return int(hashlib.md5(site(row).encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def page_lines(data: bytes, view: str) -> Sequence[PageLine]:
    """The lines of a page as the cleaner sees them."""
    text = read(data, file_name(view)).text
    if view == "html":
        from bot.text.cleaning.html.page import parse

        root = parse(text)
        return html_lines(root)[0] if root is not None else []
    return markdown_lines(text) if view == "markdown" else text_lines(text)


def label(texts: Sequence[str], gold: str, *, chars: bool) -> list[int]:
    """1 for each line that is part of the ``gold`` text, 0 for the others.

    A line of four words (twelve characters with ``chars``) or more is when half of its shingles are in the gold;
    a shorter one when the gold has it as a line of its own, or next to its neighbour's words. Of a line that the
    page has more often than the gold, the copies nearest to the middle of the article count.
    """
    size, joint = (12, "") if chars else (4, " ")
    gold_units = _units(gold, chars=chars)
    known = set(_shingles(gold_units, size))
    running = joint + joint.join(gold_units) + joint
    whole = {joint.join(_units(line, chars=chars)) for line in gold.split("\n") if line.strip()}
    units = [_units(text, chars=chars) for text in texts]
    hits = [i for i, own in enumerate(units) if len(own) >= size and _share(own, size, known) >= 0.5]
    labels = [0] * len(texts)
    if not hits:
        return labels
    for i in _nearest_copies(units, hits, running, joint):
        labels[i] = 1
    low, high = labels.index(1) - 2, len(labels) - 1 - labels[::-1].index(1) + 2
    for i in range(max(0, low), min(high + 1, len(units))):
        own = units[i]
        if not 0 < len(own) < size:
            continue
        before = units[i - 1][-3:] if i and labels[i - 1] else []
        after = units[i + 1][:3] if i + 1 in hits else []
        joined = [parts for parts in (before + own if before else [], own + after if after else []) if parts]
        if joint.join(own) in whole or any(joint + joint.join(parts) + joint in running for parts in joined):
            labels[i] = 1
    return labels


def _units(text: str, *, chars: bool) -> list[str]:
    words = _WORD.findall(text)
    return list("".join(words)) if chars else words


def _shingles(units: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(units[i : i + size]) for i in range(len(units) - size + 1)]


def _share(units: list[str], size: int, known: set[tuple[str, ...]]) -> float:
    shingles = _shingles(units, size)
    return sum(shingle in known for shingle in shingles) / len(shingles)


def _nearest_copies(units: list[list[str]], hits: list[int], running: str, joint: str) -> list[int]:
    half = sum(len(units[i]) for i in hits) / 2
    passed, middle = 0, hits[0]
    for i in hits:
        passed += len(units[i])
        if passed >= half:
            middle = i
            break
    copies: dict[tuple[str, ...], list[int]] = collections.defaultdict(list)
    for i in hits:
        copies[tuple(units[i])].append(i)
    kept = []
    for own, places in copies.items():
        kept += sorted(places, key=lambda i: abs(i - middle))[: max(1, running.count(joint.join(own)))]
    return sorted(kept)
