"""The half of Newsdrop that knows nothing of Discord, put together; what the cogs may ask."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.intake.folders import prepare
from bot.intake.house_rules import HouseRules
from bot.intake.inbox import Inbox
from bot.intake.pipeline import Pipeline
from bot.intake.reingest import Reingester
from bot.store import Store
from bot.workers.pool import Pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.intake.folders import Folders
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """One running Newsdrop, without its connection to Discord."""

    settings: Settings
    folders: Folders
    rules: HouseRules
    store: Store
    pipeline: Pipeline
    inbox: Inbox
    reingester: Reingester
    started: datetime

    async def home_guilds(self) -> frozenset[int]:
        """The servers whose admins look after the whole archive: those that are set, or the first that followed."""
        if self.settings.guild_ids:
            return frozenset(self.settings.guild_ids)
        first = await self.store.follows.first_guild()
        return frozenset() if first is None else frozenset({first})


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """Make and join store, workers, intake and re-ingest.

    Raises:
        SettingsError, StoreError: with a sentence, where a folder, the rules or the database can't be used.
    """
    rules = HouseRules.read(settings.rules)
    folders = prepare(settings)
    async with Store.open(settings.database) as store, Pool(settings.workers, settings.file_seconds) as pool:
        pipeline = Pipeline(settings, folders, store, pool, rules)
        reingester = Reingester(settings.sentences, store, pool, pipeline)
        inbox = Inbox(settings, pipeline, store, reingester)
        yield Desk(settings, folders, rules, store, pipeline, inbox, reingester, datetime.now(UTC))
