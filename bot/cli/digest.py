"""``newsdrop digest``: files to the terminal, through the worker processes, without a database."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import deque
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from bot.cli import terminal
from bot.cli.explain import explained, fields
from bot.intake.house_rules import HouseRules
from bot.intake.names import is_left_alone, shown
from bot.model import Article, Explanation
from bot.settings import load
from bot.workers.pool import Pool
from bot.workers.protocol import DigestFile, ExplainFile, JobError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from rich.console import Console, RenderableType

    from bot.settings import Settings
    from bot.text.rules import Rule

Result = Article | Explanation | str

_MANY = 8
"""From this many files on a progress bar is worth its line."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to make of each file.

    Attributes:
        sentences, words: the most of them in a summary; None as the settings say, or any.
        explain: tell what became of each line instead.
        rules: the house rules.
    """

    sentences: int | None = None
    words: int | None = None
    explain: bool = False
    rules: tuple[Rule, ...] = ()


async def digest(
    paths: Iterable[str], *, as_json: bool, sentences: int | None, words: int | None, explain: bool = False
) -> int:
    """Print an article for each file, in order; 1 where any failed, else 0."""
    settings = load()
    wanted = Wanted(sentences, words, explain, HouseRules.read(settings.rules).rules)
    files = given_files(paths)
    out = terminal.console()
    failed = False
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(Pool(max(1, min(settings.workers, len(files))), settings.file_seconds))
        bar = terminal.progress("Digesting", len(files), out)
        if len(files) >= _MANY:
            stack.enter_context(bar)
        async for path, result in _results(pool, files, settings, wanted):
            failed |= isinstance(result, str) or (isinstance(result, Explanation) and result.refusal is not None)
            bar.advance(bar.task_ids[0])
            if not as_json:
                out.print(_shown(path, result, out, wanted), soft_wrap=explain and not out.is_terminal)
                continue
            if lack := _lack(result, wanted):
                terminal.console(errors=True).print(Text(f"{shown(path)}: {lack}"), soft_wrap=True)
            if out.is_terminal:
                out.print(Text(json.dumps(_fields(path, result), ensure_ascii=False)), soft_wrap=True)
            else:
                # JSON is UTF-8, whatever the locale speaks.
                sys.stdout.buffer.write(json.dumps(_fields(path, result), ensure_ascii=False).encode() + b"\n")
                sys.stdout.flush()
    return int(failed)


def given_files(paths: Iterable[str]) -> list[str]:
    """The files that ``paths`` mean, see :func:`files_of`; a folder without any is told on standard error."""
    found: list[str] = []
    for path in paths:
        files = list(files_of(path))
        if not files:
            lack = f"{shown(path)}: There is no file in it; hidden and temporary ones are passed over."
            terminal.console(errors=True).print(Text(lack), soft_wrap=True)
        found += files
    return found


def files_of(path: str) -> Iterator[str]:
    """The file itself, or all below the folder, sorted; hidden and temporary ones are passed there. A folder that can't
    be listed comes as a file does, since reading it tells why."""
    if not Path(path).is_dir():
        yield path
        return
    unlisted: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=unlisted.append):
        folders[:] = sorted(name for name in folders if not is_left_alone(name))
        yield from (str(Path(folder) / name) for name in sorted(names) if not is_left_alone(name))
    yield from (error.filename for error in unlisted)


async def _results(
    pool: Pool, files: list[str], settings: Settings, wanted: Wanted
) -> AsyncIterator[tuple[str, Result]]:
    """Each file with its article or why there is none, in order, a few ahead of the reader."""
    begun: deque[tuple[str, asyncio.Task[Result]]] = deque()
    for path in files:
        begun.append((path, asyncio.create_task(_digest(pool, path, settings, wanted))))
        if len(begun) >= 4 * pool.size:
            first, task = begun.popleft()
            yield first, await task
    for path, task in begun:
        yield path, await task


async def _digest(pool: Pool, path: str, settings: Settings, wanted: Wanted) -> Result:
    if not os.path.lexists(path):
        return "There is no such file."
    real, name = os.fsencode(os.path.realpath(path)), shown(Path(path).name)
    try:
        if wanted.explain:
            return await pool.run(ExplainFile(real, name, settings.max_bytes, rules=wanted.rules))
        sentences = wanted.sentences or settings.sentences
        job = DigestFile(real, name, settings.max_bytes, sentences, wanted.words, rules=wanted.rules)
        digested = await pool.run(job)
    except JobError as error:
        return str(error)
    return digested.article or digested.refusal or "It holds no article."


def _fields(path: str, result: Result) -> dict[str, object]:
    if isinstance(result, str):
        return {"path": shown(path), "error": result}
    if isinstance(result, Explanation):
        return fields(shown(path), result)
    return {
        "path": shown(path),
        "title": result.title,
        "byline": result.byline,
        "source": result.source,
        "published": result.published.isoformat() if result.published else None,
        "url": result.url,
        "language": result.language,
        "paragraphs": result.paragraphs,
        "summary": result.summary,
        "keywords": result.keywords,
    }


def _lack(result: Result, wanted: Wanted) -> str:
    """Why an article has no summary; empty where it has one."""
    if isinstance(result, str | Explanation) or result.summary or wanted.words is None:
        return ""
    return f"No summary: each of its sentences has more words than --words {wanted.words} allows. Allow more."


def _shown(path: str, result: Result, out: Console, wanted: Wanted) -> RenderableType:
    if isinstance(result, str):
        return terminal.failure(shown(path), f"Error: {result}")
    if isinstance(result, Explanation):
        return explained(shown(path), result, out)
    mark = "short article" if result.is_short else None
    origin = (result.source, result.byline, result.published, mark, result.url)
    return terminal.article(result.title, origin, result.summary, about=shown(path), lack=_lack(result, wanted))
