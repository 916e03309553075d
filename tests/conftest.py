"""What all tests share."""

from __future__ import annotations

import pytest

from tests.support.newsroom import newsroom


@pytest.fixture
async def room(tmp_path):
    """A running Newsdrop whose news channel follows everything."""
    async with newsroom(tmp_path) as running:
        await running.follow()
        yield running
