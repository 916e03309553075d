"""What all tests share."""

from __future__ import annotations

import pytest
import pytest_asyncio

from bot.workers.pool import Pool
from tests.support.desk import bench
from tests.support.newsroom import newsroom


@pytest.fixture
async def room(tmp_path):
    """A running Newsdrop whose news channel follows everything."""
    async with newsroom(tmp_path) as running:
        await running.follow()
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pool():
    """Workers that many tests share: each takes a second to start."""
    async with Pool(2, 30.0) as workers:
        yield workers


@pytest_asyncio.fixture(loop_scope="session")
async def desk(tmp_path, pool):
    """Store, intake and re-ingest, with no Discord, on the shared workers. Its tests share their event loop, too:
    ``pytestmark = pytest.mark.asyncio(loop_scope="session")``."""
    async with bench(tmp_path, pool) as opened:
        yield opened
