"""Bytes that come after a file was taken, through a handle that was open before, are not lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

import pytest
import pytest_asyncio

from bot.model import Outcome
from tests.support.desk import article, bench, until

pytestmark = pytest.mark.asyncio(loop_scope="session")

MORE = "\nThe mayor of Saltby said on Friday that the vote would stand, whatever the sailing club did.\n"


@pytest_asyncio.fixture(params=["near", "afar"], loop_scope="session")
async def desk(request, tmp_path, pool):
    """With an archive on this file system, and on another."""
    kept = tmp_path / "kept"
    if request.param == "afar":
        kept = Path(tempfile.mkdtemp(dir="/dev/shm")) if Path("/dev/shm").is_dir() else kept
        if not kept.exists() or kept.stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("there is no second file system at /dev/shm")
    async with bench(
        tmp_path, pool, NEWSDROP_ARCHIVE_DIR=kept / "archive", NEWSDROP_REJECTED_DIR=kept / "rejected"
    ) as opened:
        yield opened
    shutil.rmtree(kept, ignore_errors=True)


def outcome(desk, expected):
    async def holds():
        return await desk.outcomes() == {"pier.md": expected} and not await desk.store.files.unmoved()

    return holds


async def test_they_make_a_revision_of_the_same_article(desk):
    with (desk.drop / "pier.md").open("w", encoding="utf-8") as writer:
        writer.write(article("Saltby"))
        writer.flush()
        async with desk.running():
            await until(outcome(desk, "added"))
            for part in (MORE[:30], MORE[30:]):
                writer.write(part)
                writer.flush()
            await until(outcome(desk, "revised"))
            record = await desk.store.files.get(1)

            async def settled():
                file = (await desk.store.articles.get(1)).file
                return file.size == len((article("Saltby") + MORE).encode())

            await until(settled)
    assert (desk.folders.archive / "pier.md").read_text(encoding="utf-8") == article("Saltby") + MORE
    assert "whatever the sailing club did" in "".join((await desk.store.articles.get(1)).article.paragraphs)
    assert await desk.store.articles.last_id() == 1
    assert (await desk.reingester.article(1)).note is None, "the original is known as it is now"
    assert record.id == 1
    assert open_handles(desk) == []


async def test_a_file_that_was_taken_empty_becomes_an_article_when_its_bytes_come(desk):
    with (desk.drop / "pier.md").open("w", encoding="utf-8") as writer:
        async with desk.running():
            await until(outcome(desk, "rejected"))
            writer.write(article("Saltby"))
            writer.flush()
            await until(outcome(desk, "added"))
            writer.write(MORE)
            writer.flush()
            await until(outcome(desk, "revised"))
    record = await desk.store.files.get(1)
    assert (record.kept_in, record.kept_path, record.reason) == ("archive", b"pier.md", None)
    assert (desk.folders.archive / "pier.md").read_text(encoding="utf-8") == article("Saltby") + MORE
    assert list(desk.folders.rejected.iterdir()) == []


async def test_what_comes_while_the_bot_is_down_is_taken_at_the_next_start(tmp_path, pool):
    async with bench(tmp_path, pool) as desk:
        with (desk.drop / "pier.md").open("w", encoding="utf-8") as writer:
            writer.write(article("Saltby"))
            writer.flush()
            await desk.drain()
            writer.write(MORE)
        desk.again()
        async with desk.running():
            await until(outcome(desk, "revised"))
        assert (await desk.store.files.counts())[Outcome.REVISED] == 1


async def test_handles_are_bounded_and_the_oldest_are_closed(tmp_path, pool, monkeypatch):
    monkeypatch.setattr("bot.intake.latecomers._MOST_HANDLES", 2)
    monkeypatch.setattr("bot.intake.latecomers._MOST", 3)
    from bot.intake.healing import Kept

    async with bench(tmp_path, pool) as desk:
        for number in range(5):
            desk.put(f"{number}.md")
        await desk.drain()
        late = desk.again()._latecomers
        for number in range(1, 6):
            late.watch(Kept(await desk.store.files.get(number), os.open(tmp_path / "newsdrop.db", os.O_RDONLY)))
        assert len(late._originals) == 3
        assert len(late._held) == 2
        async with desk.running():
            await asyncio.sleep(0.05)
        assert (late._held, late._originals) == ({}, {})


def open_handles(desk):
    links = [str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.exists()]
    return [link for link in links if str(desk.drop) in link]
