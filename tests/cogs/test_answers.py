"""Answers that may take long."""

import asyncio

import pytest

from cogs import answers


class Asked:
    """A command's interaction, as far as a promise needs it."""

    def __init__(self) -> None:
        self.response = self
        self.promised = False

    async def defer(self) -> None:
        self.promised = True


async def after(seconds: float) -> str:
    await asyncio.sleep(seconds)
    return "found"


@pytest.mark.parametrize(("seconds", "promised"), [(0, False), (0.1, True)])
async def test_an_answer_is_promised_only_where_it_takes_long(
    seconds: float, *, promised: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PROMPT", 0.05)
    asked = Asked()
    assert await answers.in_time(asked, after(seconds)) == "found"  # type: ignore[arg-type]
    assert asked.promised is promised
