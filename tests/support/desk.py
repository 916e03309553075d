"""The half of Newsdrop that knows nothing of Discord, with a pool of workers that tests share."""

from __future__ import annotations

import asyncio
import ctypes
import os
import threading
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.intake.folders import Folders, prepare
from bot.intake.house_rules import HouseRules
from bot.intake.inbox import Inbox
from bot.intake.pipeline import Pipeline
from bot.intake.reingest import Reingester
from bot.store import Store
from tests.support.newsroom import PARAGRAPHS, article, settings_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
    from pathlib import Path

    from bot.model import FileRecord
    from bot.settings import Settings
    from bot.workers.pool import Pool

__all__ = ["PARAGRAPHS", "Bench", "article", "bench", "mortal"]


@dataclass
class Bench:
    """Store, pipeline, intake and re-ingest on folders of their own below ``home``."""

    home: Path
    settings: Settings
    folders: Folders
    store: Store
    pool: Pool
    pipeline: Pipeline
    reingester: Reingester
    inbox: Inbox
    told: dict[str, FileRecord | str] = field(default_factory=dict)

    @property
    def drop(self) -> Path:
        return self.folders.drop

    def put(self, name: str, content: str | bytes | None = None) -> Path:
        """A finished file in the drop folder; an article of its own where no content is given."""
        path = self.drop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = article(name.rpartition("/")[2].partition(".")[0].title()) if content is None else content
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    async def drain(self) -> dict[str, FileRecord | str]:
        """Take all that is there; what became of each file, by its name."""
        told: dict[str, FileRecord | str] = {}
        await self.inbox.drain(told.__setitem__)
        return told

    async def outcomes(self) -> dict[str, str]:
        """What the ledger says of each file."""
        rows = await self.store.files._database.all("SELECT name, outcome FROM files ORDER BY id")
        return {row["name"]: row["outcome"] for row in rows}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        """The intake at work; what it died of is raised at the end."""
        task = asyncio.create_task(self.inbox.run())
        try:
            yield task
        finally:
            self.inbox.stop()
            await asyncio.wait({task}, timeout=20)
            await self.inbox.abandon()
        await task

    def again(self) -> Inbox:
        """Another intake, as after a restart."""
        self.inbox = Inbox(self.settings, self.pipeline, self.store, self.reingester)
        return self.inbox


@asynccontextmanager
async def bench(home: Path, pool: Pool, **given: object) -> AsyncIterator[Bench]:
    """As :func:`bot.desk.open_desk`, but for the workers."""
    settings = settings_for(home, **given)
    folders = prepare(settings)
    async with Store.open(settings.database) as store:
        pipeline = Pipeline(settings, folders, store, pool, HouseRules.read(settings.rules))
        reingester = Reingester(settings.sentences, store, pool, pipeline)
        inbox = Inbox(settings, pipeline, store, reingester)
        yield Bench(home, settings, folders, store, pool, pipeline, reingester, inbox)


async def until(condition: Callable[[], bool | Awaitable[bool]], what: str = "it", seconds: float = 20.0) -> None:
    """Wait until it holds."""
    ends = asyncio.get_running_loop().time() + seconds
    while True:
        value = condition()
        if value if isinstance(value, bool) else await value:
            return
        assert asyncio.get_running_loop().time() < ends, f"waited {seconds} s for {what}"
        await asyncio.sleep(0.01)


_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2  # linux/capability.h
_PR_CAPBSET_DROP = 24  # linux/prctl.h
_CAPABILITY_VERSION_3 = 0x20080522


def mortal(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run a coroutine with an event loop of its own, as somebody for whom permissions hold, also where tests run as
    root. Processes that it starts are no mightier."""
    died: list[BaseException] = []

    def run() -> None:
        try:
            _give_up_powers()
            asyncio.run(work())
        except BaseException as error:  # noqa: BLE001 - raised by the caller
            died.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if died:
        raise died[0]


def _give_up_powers() -> None:
    """For this thread, and those and the processes that it starts."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, data) == 0
    for power in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        with suppress(OSError):
            libc.prctl(_PR_CAPBSET_DROP, power, 0, 0, 0)
        for index in (0, 1, 2):  # effective, permitted, inheritable
            data[index] &= ~(1 << power)
    assert libc.capset(header, data) == 0
