"""What the publisher's tests share."""

import pytest

from bot.publisher import publisher


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    monkeypatch.setattr(publisher, "_FIRST_PAUSE", 0.05)
    monkeypatch.setattr(publisher, "_TROUBLE_SECONDS", 0.0)
    monkeypatch.setattr(publisher, "_GLANCE_SECONDS", 0.1)
