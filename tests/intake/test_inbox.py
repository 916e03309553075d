"""The intake: whatever way a file comes to lie in the drop folder, it is taken once, whole, and as soon as can be."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import sqlite3
import tempfile
from pathlib import Path

import pytest

from bot.intake.inbox import IntakeTrouble
from bot.model import Outcome
from tests.support.desk import article, bench, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def taken(desk, *names, outcome="added"):
    """Wait until the ledger holds exactly these files, all with that outcome, and the drop folder none of them."""
    expected = dict.fromkeys(names, outcome)

    async def done():
        return await desk.outcomes() == expected and not await desk.store.files.unmoved()

    await until(done, f"{expected}")


def kept(desk):
    """Names below the archive."""
    return sorted(str(path.relative_to(desk.folders.archive)) for path in files_below(desk.folders.archive))


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_what_lies_there_at_the_start_and_what_comes_later_is_taken_and_archived(desk):
    desk.put("early.md")
    desk.put("sport/2026/match.md")
    async with desk.running():
        await taken(desk, "early.md", "sport/2026/match.md")
        desk.put("late.md")
        await taken(desk, "early.md", "sport/2026/match.md", "late.md")
    assert kept(desk) == ["early.md", "late.md", "sport/2026/match.md"]
    assert files_below(desk.drop) == []
    assert {entry.folder for entry in await desk.store.articles.latest(_everything(), 9)} == {"", "sport"}


async def test_a_file_written_in_small_chunks_is_taken_once_when_it_is_whole(tmp_path, pool):
    text = article("Saltby")
    async with bench(tmp_path, pool, NEWSDROP_SETTLE_SECONDS=0.3) as desk, desk.running():
        with (desk.drop / "pier.md").open("w", encoding="utf-8", buffering=1) as file:
            for at in range(0, len(text), 100):
                file.write(text[at : at + 100])
                file.flush()
                await asyncio.sleep(0.06)
                assert await desk.outcomes() == {}
        await taken(desk, "pier.md")
    assert (desk.folders.archive / "pier.md").read_text(encoding="utf-8") == text


async def test_a_file_that_lies_half_written_at_the_start_is_waited_for(tmp_path, pool):
    text = article("Saltby")
    async with bench(tmp_path, pool, NEWSDROP_SETTLE_SECONDS=0.3) as desk:
        path = desk.put("pier.md", text[:200])
        async with desk.running():
            await asyncio.sleep(0.15)
            path.write_text(text, encoding="utf-8")
            await taken(desk, "pier.md")
    assert (desk.folders.archive / "pier.md").read_text(encoding="utf-8") == text


async def test_saved_by_rename_and_renamed_while_it_waits_it_is_taken_under_its_last_name(desk):
    async with desk.running():
        for number, name in enumerate((".pier.md.part", "~pier.md", "pier.tmp")):
            path = desk.drop / name
            path.write_text(article(name), encoding="utf-8")
            path.rename(desk.drop / f"{number}.md")
        first = desk.put("first.md")
        await asyncio.sleep(0)
        first.rename(desk.drop / "last.md")
        await until(lambda: files_below(desk.drop) == [])
        await until(_moved(desk))
    outcomes = await desk.outcomes()
    assert "last.md" in outcomes
    assert "first.md" not in outcomes
    assert set(outcomes.values()) == {"added"}
    assert len(outcomes) == 4


async def test_an_editor_s_save_over_a_file_that_waits_gives_one_article(tmp_path, pool):
    async with bench(tmp_path, pool, NEWSDROP_SETTLE_SECONDS=0.3) as desk, desk.running():
        path = desk.put("pier.md", article("Oldby"))
        await asyncio.sleep(0.1)
        saved = desk.drop / ".pier.md.swp"
        saved.write_text(article("Newby"), encoding="utf-8")
        saved.replace(path)
        await taken(desk, "pier.md")
        assert "Newby" in (await desk.store.articles.entry(1)).title


async def test_a_folder_that_is_moved_in_is_taken_whole(desk, tmp_path):
    made = tmp_path / "made" / "politics"
    for number in range(3):
        (made / f"{number}").mkdir(parents=True)
        (made / f"{number}" / "a.md").write_text(article(f"Town {number}"), encoding="utf-8")
    async with desk.running():
        made.rename(desk.drop / "politics")
        await taken(desk, *(f"politics/{number}/a.md" for number in range(3)))
    assert {entry.folder for entry in await desk.store.articles.latest(_everything(), 9)} == {"politics"}


async def test_folders_that_come_and_go_meanwhile_disturb_nothing(desk):
    async with desk.running():
        for number in range(15):
            path = desk.put(f"a/{number}/b/c.md", article(f"Town {number}"))
            await asyncio.sleep(0.02)
            if number % 2:
                shutil.rmtree(path.parents[2], ignore_errors=True)
            desk.put(f"d{number}/e.md", article(f"Village {number}"))
        await until(lambda: files_below(desk.drop) == [])
        await until(_moved(desk))
    outcomes = await desk.outcomes()
    assert {f"d{number}/e.md" for number in range(15)} <= set(outcomes)
    assert set(outcomes.values()) == {"added"}


async def test_a_file_deleted_before_it_was_complete_leaves_no_trace(desk):
    async with desk.running():
        for number in range(5):
            desk.put(f"{number}.md").unlink()
        path = desk.put("slow.md")
        await asyncio.sleep(0.02)
        path.unlink()
        desk.put("stays.md")
        await taken(desk, "stays.md")
    assert desk.inbox.troubles == {}


async def test_touched_attributes_neither_delay_a_file_nor_take_it_twice(tmp_path, pool):
    async with bench(tmp_path, pool, NEWSDROP_SETTLE_SECONDS=0.2) as desk, desk.running():
        path = desk.put("pier.md")
        for mode in (0o600, 0o644) * 12:
            with contextlib.suppress(FileNotFoundError):
                path.chmod(mode)
            await asyncio.sleep(0.02)
        await taken(desk, "pier.md")


@pytest.mark.parametrize("poll", [0, 1])
async def test_without_any_events_the_rescan_finds_it(tmp_path, pool, poll, monkeypatch):
    async def no_events(*args, **kwargs):
        assert not poll, "polling asks for no events"
        raise OSError("inotify watch limit reached")
        yield

    monkeypatch.setattr("bot.intake.inbox.awatch", no_events)
    rescan = 600 if poll else 0.2
    async with bench(tmp_path, pool, NEWSDROP_POLL=poll, NEWSDROP_RESCAN_SECONDS=rescan) as desk, desk.running():
        await asyncio.sleep(0.1)
        desk.put("pier.md")
        await taken(desk, "pier.md")


ODD = [
    b"with space.md", "emoji 🚀.md".encode(), b"x" * 252 + b".md", b"\xff\xfe.md", b"new\nline.md",
    "\u202ertl\u200f.md".encode(), b"quote'\"`$().md", b"-rf.md",
]  # fmt: skip


async def test_odd_names_are_taken_archived_as_they_are_and_can_be_re_ingested(desk):
    for number, name in enumerate(ODD):
        desk.put(os.fsdecode(name), article(f"Town {number}"))
    async with desk.running():
        await until(lambda: files_below(desk.drop) == [])
        await until(_moved(desk))
    assert sorted(os.fsencode(name) for name in kept(desk)) == sorted(ODD)
    outcomes = await desk.outcomes()
    assert list(outcomes.values()) == ["added"] * len(ODD)
    assert all(name.isprintable() for name in outcomes)
    for number in range(len(ODD)):
        assert (await desk.reingester.article(number + 1)).note is None


async def test_links_fifos_and_sockets_stay_are_shown_and_hold_nothing_up(desk, tmp_path):
    (tmp_path / "secret.md").write_text(article("Secret"), encoding="utf-8")
    (desk.drop / "link.md").symlink_to(tmp_path / "secret.md")
    os.mkfifo(desk.drop / "fifo.md")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(desk.drop / "socket.md"))
        async with desk.running():
            desk.put("pier.md")
            await taken(desk, "pier.md")
            await until(lambda: len(desk.inbox.troubles) == 3)
    assert set(desk.inbox.troubles) == {"link.md", "fifo.md", "socket.md"}
    assert "symbolic link" in desk.inbox.troubles["link.md"]


async def test_a_file_exchanged_for_a_link_or_a_fifo_after_the_look_is_not_read(desk, tmp_path):
    from bot.intake.scan import scan
    from bot.workers.protocol import FileChanged

    (tmp_path / "secret.md").write_text(article("Secret"), encoding="utf-8")
    for exchange in (lambda path: path.symlink_to(tmp_path / "secret.md"), os.mkfifo):
        path = desk.put("pier.md")
        (look,) = scan(str(desk.drop), 9, frozenset()).looks
        path.unlink()
        exchange(path)
        with pytest.raises(FileChanged):
            await desk.pipeline.take(look)
        path.unlink()
    assert await desk.outcomes() == {}


async def test_two_files_of_one_name_in_two_folders_are_two(desk):
    desk.put("a/pier.md", article("Saltby"))
    desk.put("b/pier.md", article("Northby"))
    async with desk.running():
        await taken(desk, "a/pier.md", "b/pier.md")
    assert kept(desk) == ["a/pier.md", "b/pier.md"]


async def test_the_same_file_dropped_again_is_a_duplicate_and_both_are_kept(desk):
    async with desk.running():
        for count in (1, 2, 3):
            desk.put("pier.md", article("Saltby"))
            # A file has both names for a moment as it moves; what is written to the old one then is written to it.
            await until(lambda count=count: len(kept(desk)) == count and not (desk.drop / "pier.md").exists())
    counts = await desk.store.files.counts()
    assert (counts[Outcome.ADDED], counts[Outcome.DUPLICATE]) == (1, 2)
    assert kept(desk) == ["pier.md", "pier~2.md", "pier~3.md"]


async def test_what_can_not_be_taken_is_rejected_with_its_reason_and_kept(desk):
    desk.put("empty.txt", b"")
    desk.put("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    desk.put("table.xlsx", b"PK\x03\x04")
    async with desk.running():
        await taken(desk, "empty.txt", "picture.txt", "table.xlsx", outcome="rejected")
    assert len(files_below(desk.folders.rejected)) == 3
    assert all(record.reason.endswith(".") for record in await desk.store.files.failures(9))


async def test_a_locked_database_holds_all_back_with_one_trouble_and_clears_itself(desk, monkeypatch):
    await desk.store.files._database._writer.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(desk.settings.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    names = [f"{number}.md" for number in range(12)]
    for name in names:
        desk.put(name)
    async with desk.running():
        await until(lambda: bool(desk.inbox.troubles))
        assert list(desk.inbox.troubles) == ["Every file"]
        assert "held by another program" in desk.inbox.troubles["Every file"]
        other.execute("ROLLBACK")
        other.close()
        await taken(desk, *names)
        assert desk.inbox.troubles == {}


async def test_a_full_disk_under_the_database_holds_all_back_and_clears_itself(desk):
    database = desk.store.files._database
    pages = await database.value("PRAGMA page_count")
    await database._writer.execute(f"PRAGMA max_page_count = {pages}")
    desk.put("pier.md", article("Saltby") + " ".join(f"The {n}th report tells of it at length." for n in range(900)))
    async with desk.running():
        await until(lambda: bool(desk.inbox.troubles))
        assert "disk is full" in desk.inbox.troubles["Every file"]
        assert (desk.drop / "pier.md").exists()
        await database._writer.execute("PRAGMA max_page_count = 1000000")
        await taken(desk, "pier.md")


async def test_a_full_disk_under_the_archive_holds_all_back_and_clears_itself(tmp_path, pool):
    with small_disk() as disk:
        async with bench(tmp_path, pool, NEWSDROP_ARCHIVE_DIR=disk / "archive") as desk, desk.running():
            ballast = disk / "ballast"
            with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 4096)
            desk.put("pier.md")
            await until(lambda: "Every file" in desk.inbox.troubles)
            assert "No space left" in desk.inbox.troubles["Every file"]
            assert (desk.drop / "pier.md").exists()
            ballast.unlink()
            await taken(desk, "pier.md")
            assert kept(desk) == ["pier.md"]


async def test_a_drain_that_can_not_write_ends_with_a_sentence(desk):
    await desk.store.files._database._writer.execute("PRAGMA busy_timeout = 10")
    desk.put("pier.md")
    with contextlib.closing(sqlite3.connect(desk.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(IntakeTrouble, match="held by another program"):
            await desk.drain()
    assert (desk.drop / "pier.md").exists()


async def test_a_drain_tells_each_file_once_and_leaves_what_it_can_not_take(desk):
    for number in range(30):
        desk.put(f"{number}.md")
    desk.put("empty.txt", b"")
    (desk.drop / "link.md").symlink_to("nowhere")
    told = []
    await desk.inbox.drain(lambda name, outcome: told.append((name, outcome)))
    assert len(told) == len(dict(told)) == 31
    assert dict(told)["empty.txt"].outcome is Outcome.REJECTED
    assert [path.name for path in desk.drop.iterdir()] == ["link.md"]


async def test_a_stop_finishes_what_is_being_taken_and_the_rest_is_taken_at_the_next_start(desk):
    for number in range(25):
        desk.put(f"{number}.md")
    async with desk.running():
        await until(lambda: len(kept(desk)) >= 2)
    done = len(await desk.outcomes())
    assert 2 <= done < 25
    assert await desk.store.files.unmoved() == []
    assert len(files_below(desk.drop)) == 25 - done
    desk.again()
    await desk.drain()
    assert list((await desk.outcomes()).values()) == ["added"] * 25


async def test_what_is_abandoned_stays_and_is_taken_once_at_the_next_start(desk):
    for number in range(12):
        desk.put(f"{number}.md")
    async with desk.running():
        await until(lambda: len(kept(desk)) >= 1)
        await desk.inbox.abandon()
    desk.again()
    await desk.drain()
    assert list((await desk.outcomes()).values()) == ["added"] * 12
    assert await desk.store.articles.last_id() == 12


async def test_more_files_than_are_looked_at_at_once_are_all_taken(desk, monkeypatch):
    monkeypatch.setattr("bot.intake.inbox._MOST_WAITING", 8)
    for number in range(30):
        desk.put(f"{number % 3}/{number}.txt", b"")
    async with desk.running():
        await taken(desk, *(f"{number % 3}/{number}.txt" for number in range(30)), outcome="rejected")
    assert await desk.inbox.depth() == 0


async def test_files_that_never_settle_keep_no_other_out(tmp_path, pool, monkeypatch):
    async with bench(tmp_path, pool, NEWSDROP_SETTLE_SECONDS=0.3) as desk, desk.running():
        logs = [desk.put(f"{number}.txt", b"") for number in range(50)]
        desk.put("pier.md")
        moment = asyncio.get_running_loop().time()
        while asyncio.get_running_loop().time() < moment + 0.9:
            for path in logs:
                with path.open("ab") as file:
                    file.write(b"line\n")
            await asyncio.sleep(0.05)
        assert await desk.outcomes() == {"pier.md": "added"}


async def test_an_error_nobody_foresaw_ends_the_intake(desk, monkeypatch):
    async def fail(look):
        raise ZeroDivisionError

    monkeypatch.setattr(desk.pipeline, "take", fail)
    desk.put("pier.md")
    with pytest.raises(ZeroDivisionError):
        async with desk.running() as task:
            await asyncio.wait({task}, timeout=10)


@contextlib.contextmanager
def small_disk():
    """A file system of 1 MB."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() != 0 or os.system(f"mount -t tmpfs -o size=1m none {folder} 2>/dev/null") != 0:
            pytest.skip("making a small file system wants root")
        try:
            yield Path(folder)
        finally:
            os.system(f"umount -l {folder}")


def _moved(desk):
    async def done():
        return bool(await desk.outcomes()) and not await desk.store.files.unmoved()

    return done


def _everything():
    from bot.store.articles import Listing

    return Listing()
