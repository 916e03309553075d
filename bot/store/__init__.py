"""All that is remembered, in one SQLite file. All SQL is in this package."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Self

from bot.store.articles import Articles
from bot.store.database import Database
from bot.store.deliveries import Deliveries
from bot.store.errors import StoreError, StoreTrouble
from bot.store.examine import rebuild
from bot.store.files import Files
from bot.store.firings import Firings
from bot.store.follows import Follows
from bot.store.jobs import Jobs
from bot.store.pages import Pages, Synced
from bot.store.search import Searcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

__all__ = ["Store", "StoreError", "StoreTrouble"]


class Store:
    """The archive, by topic. Intake writes it, the publisher and the cogs read it: here the two halves meet.

    Attributes:
        outbox_changed: set when there may be something new to post or edit.
    """

    def __init__(self, database: Database) -> None:
        self.path = database.path
        self._database = database
        self.files = Files(database)
        self.articles = Articles(database)
        self.firings = Firings(database)
        self.search = Searcher(database)
        self.follows = Follows(database)
        self.deliveries = Deliveries(database)
        self.jobs = Jobs(database)
        self.pages = Pages(database)
        self.synced = Synced(database)
        self.outbox_changed = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Self]:
        """Open the database at ``path`` and hold it until the end of the ``async with``.

        Raises:
            StoreError: with a sentence, where it can't be used.
        """
        async with Database.open(path) as database:
            yield cls(database)

    async def rebuild(self) -> None:
        """Make all indexes anew, the search index too: a repair."""
        await rebuild(self._database)
