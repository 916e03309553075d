"""One file's way: its outcome is committed before it is moved, and a crash between the two is healed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import pytest_asyncio

from bot.intake.scan import scan
from bot.model import Outcome
from bot.workers.pool import Pool
from bot.workers.protocol import FileChanged
from tests.support.desk import article, bench
from tests.support.stored import inspected

pytestmark = pytest.mark.asyncio(loop_scope="session")

CRASH = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.workers.jobs import perform
from tests.support.desk import bench
import bot.intake.healing, bot.intake.pipeline
from bot.intake import moves

def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)

def move_and_die(*arguments):
    moves.move(*arguments)
    die()

def copy_and_die(source, target):
    moves._write(os.open(source, os.O_RDONLY), target, moves.claim)
    die()

def die_amid_the_copy(source, target, length):
    target.write(source.read(20))
    target.flush()
    die()

match sys.argv[2]:
    case "before the move": bot.intake.pipeline.move = die
    case "after the move": bot.intake.pipeline.move = move_and_die
    case "amid the copy": moves.shutil.copyfileobj = die_amid_the_copy
    case "after the copy": moves._copy = copy_and_die
    case "before the commit": bot.intake.pipeline.Pipeline._record = die

class Here:  # does the work of workers: one process less to start
    size = 1
    async def run(self, job):
        return perform(job)

async def main():
    async with bench(Path(sys.argv[1]), Here(), NEWSDROP_ARCHIVE_DIR=sys.argv[3]) as desk:
        await desk.store.follows.add(1, 10, "")
        await desk.drain()

asyncio.run(main())
"""


def crash(home, where, archive, script=CRASH):
    """Run a drain in a process that is killed (by kill -9) at that point."""
    command = [sys.executable, "-c", script, str(home), where, str(archive)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


@pytest.fixture
def afar(tmp_path):
    """A folder on another file system."""
    folder = Path(f"/dev/shm/newsdrop-{os.getpid()}")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("there is no second file system at /dev/shm")
    if folder.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("/dev/shm is no file system of its own")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(
    params=["before the commit", "before the move", "after the move", "afar: amid the copy", "afar: after the copy"]
)
def crashed(request, tmp_path):
    """A desk that was killed over one article, and where its archive is."""
    far, _, where = request.param.rpartition("afar: ")
    where = where or request.param
    archive = request.getfixturevalue("afar") if request.param.startswith("afar") else tmp_path / "archive"
    (tmp_path / "drop" / "news").mkdir(parents=True)
    (tmp_path / "drop" / "news" / "pier.md").write_text(article("Saltby"), encoding="utf-8")
    crash(tmp_path, where, archive)
    return tmp_path, archive, far


async def whole(desk):
    """One article, one delivery, one original in the archive, nothing left."""
    assert await desk.outcomes() == {"news/pier.md": "added"}
    assert await desk.store.articles.last_id() == 1
    assert await desk.store.follows.waiting(1) == {10: 1}
    record = await desk.store.files.get(1)
    assert (desk.folders.archive / os.fsdecode(record.kept_path)).read_text(encoding="utf-8") == article("Saltby")
    assert [path for path in desk.drop.rglob("*") if path.is_file()] == []
    files = [path for path in desk.folders.archive.rglob("*") if path.is_file() and not path.name.endswith(".part")]
    assert len(files) == 1
    assert (await desk.reingester.article(1)).note is None


async def test_a_crash_anywhere_on_the_way_is_healed_with_one_article_and_one_post(crashed, pool):
    home, archive, _ = crashed
    assert inspected(home / "newsdrop.db") == []
    async with bench(home, pool, NEWSDROP_ARCHIVE_DIR=archive) as desk:
        await desk.drain()
        await whole(desk)
        await desk.pipeline.heal()
        await whole(desk)


async def test_a_crash_while_it_heals_is_healed_too(tmp_path, pool):
    (tmp_path / "drop" / "news").mkdir(parents=True)
    (tmp_path / "drop" / "news" / "pier.md").write_text(article("Saltby"), encoding="utf-8")
    crash(tmp_path, "before the move", tmp_path / "archive")
    script = CRASH.replace("bot.intake.pipeline.move = move_and_die", "bot.intake.healing.move = move_and_die")
    crash(tmp_path, "after the move", tmp_path / "archive", script)
    async with bench(tmp_path, pool) as desk:
        await desk.drain()
        await whole(desk)


@pytest_asyncio.fixture(loop_scope="session")
async def unmoved(desk):
    """A file whose outcome is committed and that was not moved."""
    path = desk.put("pier.md", article("Saltby"))
    (look,) = scan(str(desk.drop), 9, frozenset()).looks
    digested = await desk.pipeline.digest(look.path, look.relative, look.signature)
    await desk.pipeline._record(look.relative, digested)
    return path


async def test_the_same_bytes_dropped_anew_after_the_move_was_cut_short_are_a_duplicate_of_their_own(desk, unmoved):
    os.link(unmoved, desk.folders.archive / "pier.md")
    unmoved.unlink()
    desk.put("pier.md", article("Saltby"))
    os.utime(unmoved, ns=(5, 5))
    await desk.drain()
    counts = await desk.store.files.counts()
    assert (counts[Outcome.ADDED], counts[Outcome.DUPLICATE]) == (1, 1)
    assert sorted(path.name for path in desk.folders.archive.iterdir()) == ["pier.md", "pier~2.md"]


async def test_a_file_that_grew_while_the_bot_was_down_is_a_revision_and_no_second_article(desk, unmoved):
    from tests.support.desk import until

    with unmoved.open("a", encoding="utf-8") as file:
        file.write("\nThe mayor of Saltby said on Friday that the vote would stand, whatever the sailing club did.\n")

    async def revised():
        return await desk.outcomes() == {"pier.md": "revised"}

    async with desk.running():
        await until(revised)
    assert await desk.store.articles.last_id() == 1
    assert "whatever the sailing club did" in "".join((await desk.store.articles.get(1)).article.paragraphs)
    assert [path.name for path in desk.folders.archive.iterdir()] == ["pier.md"]


async def test_another_file_put_in_its_place_is_an_article_of_its_own(desk, unmoved):
    unmoved.write_text(article("Northby"), encoding="utf-8")
    await desk.drain()
    assert [entry["outcome"] for entry in await _rows(desk)] == ["added", "added"]
    assert [path.name for path in desk.folders.archive.iterdir()] == ["pier.md"]


async def test_a_file_that_changed_since_the_look_stays(desk):
    path = desk.put("pier.md")
    (look,) = scan(str(desk.drop), 9, frozenset()).looks
    path.write_text(article("Elsewhere"), encoding="utf-8")
    with pytest.raises(FileChanged):
        await desk.pipeline.take(look)
    path.unlink()
    with pytest.raises(FileChanged):
        await desk.pipeline.take(look)
    assert await desk.outcomes() == {}


async def test_a_file_that_overruns_three_times_is_rejected_by_name_and_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.intake.pipeline._FIRST_PAUSE", 0.01)
    async with Pool(1, 0.1) as pool, bench(tmp_path, pool) as desk:
        desk.put("long.txt", "A headline\n\n" + "\n\n".join(f"The council of town {n} met." for n in range(60_000)))
        told = await desk.drain()
    assert told["long.txt"].outcome is Outcome.REJECTED
    assert told["long.txt"].reason == "It took longer than 0.1 seconds (NEWSDROP_FILE_SECONDS). Tried 3 times."
    assert (desk.folders.rejected / "long.txt").exists()
    assert told["long.txt"].sha256 is not None


async def test_a_rejected_file_is_retried_in_its_place_and_moves_when_it_succeeds(desk):
    desk.put("sport/pier.md", b"")
    await desk.drain()
    record = await desk.store.files.get(1)
    assert (await desk.pipeline.retry(record)).outcome is Outcome.REJECTED
    (desk.folders.rejected / "sport" / "pier.md").write_text(article("Saltby"), encoding="utf-8")
    resolved = await desk.pipeline.retry(record)
    assert (resolved.outcome, resolved.kept_in) == (Outcome.ADDED, "archive")
    assert (desk.folders.archive / "sport" / "pier.md").exists()
    assert (await desk.store.articles.entry(1)).folder == "sport"
    (desk.folders.archive / "sport" / "pier.md").unlink()
    with pytest.raises(FileChanged, match="gone"):
        await desk.pipeline.retry(resolved)


async def test_a_copy_is_taken_from_anywhere_through_links_too_and_its_source_stays(desk, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pier.md").write_text(article("Saltby"), encoding="utf-8")
    (elsewhere / "link.md").symlink_to("pier.md")
    outcomes = [(await desk.pipeline.ingest(elsewhere / name)).outcome for name in ("pier.md", "link.md")]
    assert outcomes == [Outcome.ADDED, Outcome.DUPLICATE]
    assert sorted(path.name for path in elsewhere.iterdir()) == ["link.md", "pier.md"]
    assert sorted(path.name for path in desk.folders.archive.iterdir()) == ["link.md", "pier.md"]
    assert (await desk.store.articles.entry(1)).folder == ""


async def _rows(desk):
    return await desk.store.files._database.all("SELECT * FROM files ORDER BY id")
