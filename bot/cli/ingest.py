"""``newsdrop ingest``: one pass over the drop folder or over given files, without Discord."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bot import logs
from bot.cli import terminal
from bot.cli.digest import given_files
from bot.desk import open_desk
from bot.intake.names import shown
from bot.model import FileRecord, Outcome
from bot.settings import load
from bot.workers.protocol import JobError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk import Desk


async def ingest(paths: list[str]) -> int:
    """Take what there is, and print what became of it; 1 where a file could not be read, else 0."""
    settings = load()
    logs.set_up("ERROR", None)
    out, told = terminal.console(), Counter[str]()

    async with open_desk(settings) as desk:
        total = None if paths else await desk.inbox.depth()
        files = given_files(paths)
        with terminal.progress("Taking", len(files) if paths else total, out) as bar:

            def tell(name: str, outcome: FileRecord | str) -> None:
                bar.advance(bar.task_ids[0])
                if isinstance(outcome, str):
                    told["unread"] += 1
                    out.print(terminal.failure(name, outcome))
                else:
                    told[outcome.outcome] += 1
                    told["in no folder"] += outcome.outcome is Outcome.ADDED and not outcome.folder
                    if outcome.outcome is Outcome.REJECTED:
                        out.print(terminal.failure(name, f"Rejected: {outcome.reason}"))

            if paths:
                await _take(desk, files, tell)
            else:
                await desk.inbox.drain(tell)
    counts = [f"{told[outcome]} {outcome}" for outcome in (Outcome.ADDED, Outcome.DUPLICATE, Outcome.REJECTED)]
    out.print(", ".join([*counts, *([f"{told['unread']} not read"] if told["unread"] else [])]) + ".")
    if paths and told["in no folder"]:
        out.print(
            f"In no folder, as copies are: {told['in no folder']}. Only channels that follow all folders get them. "
            f"What is to be in one, put into a sub-folder of {settings.drop_dir}, or let a house rule name it."
        )
    return int(told["unread"] > 0)


async def _take(desk: Desk, files: list[str], tell: Callable[[str, FileRecord | str], None]) -> None:
    """Take copies, as many at a time as there are workers."""
    waiting = iter(files)

    async def take() -> None:
        for path in waiting:
            try:
                tell(shown(path), await desk.pipeline.ingest(Path(path)))
            except (JobError, OSError) as error:
                why = f"It can't be taken: {error.strerror}." if isinstance(error, OSError) else str(error)
                tell(shown(path), why)

    await asyncio.gather(*(take() for _ in range(desk.settings.workers)))
