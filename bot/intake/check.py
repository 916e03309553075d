"""Settings, rules, folders, database, search index and archive, held against each other."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.intake.folders import Folders, missing, prepare
from bot.intake.healing import heal
from bot.intake.house_rules import HouseRules
from bot.intake.moves import sha256_of
from bot.intake.names import is_left_alone, shown
from bot.settings import SettingsError
from bot.store import Store
from bot.store.backup import snapshot
from bot.store.examine import damage, kept_files, search_is_whole

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from bot.settings import Settings

_PART = re.compile(r"\.[0-9a-f]{16}\.part")  # the name of a copy that was not finished, see bot/intake/moves.py
_MOST_NAMED = 5

_SENTENCES = {
    "unmoved": "recorded, but not moved to where it is kept; where it is gone from the drop folder, drop it again",
    "missing": "recorded, but gone from where it was kept; put it back there, or drop it again under the same "
    "sub-folder and name (a re-ingest works from the stored text until then)",
    "changed": "not as it was taken; put back what was (a re-ingest works from the stored text until then)",
    "stray": "in no record; drop it again, or take a copy of it with 'newsdrop ingest'",
    "rest": "the rest of an unfinished copy",
}
_REPAIRABLE = frozenset({"unmoved", "rest"})


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence for each thing that was found, and those of them that are not repaired; ``repairable``: those of
    ``found`` that a repair can make right."""

    found: tuple[str, ...]
    left: tuple[str, ...]
    repairable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    sentence: str
    repairable: bool


async def check(settings: Settings, *, repair: bool) -> Checked:
    """Look at everything; with ``repair``, make right what can be.

    A running Newsdrop is not disturbed: a snapshot of its database is looked at. To repair, none may run.

    Raises:
        SettingsError: the folders can't work.
        StoreError: the database can't be looked at, or for the repair, another process holds it.
    """
    findings = await asyncio.to_thread(_examine, settings)
    found = _sentences(findings)
    repairable = _sentences(finding for finding in findings if finding.repairable)
    if not (found and repair):
        return Checked(found, found, repairable)
    folders = prepare(settings)
    async with Store.open(settings.database) as store:
        await store.rebuild()
        for kept in (await heal(store, folders)).kept:
            if kept.handle is not None:
                os.close(kept.handle)
    for kind, path in _in_folders(folders, set()):
        if kind == "rest":
            path.unlink(missing_ok=True)
    return Checked(found, _sentences(await asyncio.to_thread(_examine, settings)), repairable)


def _sentences(findings: Iterable[_Finding]) -> tuple[str, ...]:
    return tuple(finding.sentence for finding in findings)


def _examine(settings: Settings) -> tuple[_Finding, ...]:
    return (*_examine_rules(settings), *_examine_rest(settings))


def _examine_rules(settings: Settings) -> Iterator[_Finding]:
    try:
        HouseRules.read(settings.rules)
    except SettingsError as error:
        yield _Finding(str(error), repairable=False)


def _examine_rest(settings: Settings) -> Iterator[_Finding]:
    absent = missing(settings)
    for key, path in absent.items():
        yield _Finding(f"{key}: the folder {path} is missing.", repairable=True)
    if absent:
        return
    folders = prepare(settings)
    if not settings.database.exists():
        sentence = f"There is no database {settings.database} yet; the first start makes it."
        yield _Finding(sentence, repairable=True)
        return
    findings, files = _examine_database(settings.database, folders)
    if files:
        # What a running Newsdrop was just moving is in its place by now.
        files &= _examine_database(settings.database, folders)[1]
    yield from findings
    yield from _told(files)


def _examine_database(path: Path, folders: Folders) -> tuple[list[_Finding], set[tuple[str, str]]]:
    with (
        tempfile.TemporaryDirectory(prefix="newsdrop-check-") as home,
        contextlib.closing(snapshot(path, Path(home) / "snapshot.db")) as connection,
    ):
        # A repair makes broken indexes anew; it may not be enough.
        findings = [_Finding(sentence, repairable=True) for sentence in damage(connection)]
        if findings:
            return findings, set()
        if not search_is_whole(connection):
            findings.append(_Finding("The search index does not agree with the articles.", repairable=True))
        return findings, set(_against_folders(connection, folders))


def _against_folders(connection: sqlite3.Connection, folders: Folders) -> Iterator[tuple[str, str]]:
    """The kind of each discrepancy, and the file's name."""
    known: set[Path] = set()
    for name, kept_in, kept_path, sha256, size, modified in kept_files(connection):
        if kept_path is None:
            yield "unmoved", name
            continue
        path = folders.kept(kept_in) / os.fsdecode(kept_path)
        known.add(path)
        try:
            status = path.lstat()
        except OSError:
            yield "missing", shown(str(path))
            continue
        as_taken = status.st_size == size and (status.st_mtime_ns == modified or sha256 in (None, sha256_of(path)))
        if not as_taken:
            yield "changed", shown(str(path))
    for kind, path in _in_folders(folders, known):
        yield kind, shown(str(path))


def _in_folders(folders: Folders, known: set[Path]) -> Iterator[tuple[str, Path]]:
    """Files of archive and rejected folder that are not ``known``."""
    for root in (folders.archive, folders.rejected):
        for folder, _, names in os.walk(root):
            for name in names:
                path = Path(folder) / name
                if _PART.fullmatch(name):
                    yield "rest", path
                elif path not in known and not is_left_alone(name):
                    yield "stray", path


def _told(files: set[tuple[str, str]]) -> Iterator[_Finding]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, name in sorted(files):
        kinds[kind].append(name)
    for kind, sentence in _SENTENCES.items():
        names = kinds[kind]
        more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
        if names:
            count = f"{len(names):,} {'file is' if len(names) == 1 else 'files are'}"
            told = f"{count} {sentence}: {', '.join(names[:_MOST_NAMED])}{more}."
            yield _Finding(told, kind in _REPAIRABLE)
