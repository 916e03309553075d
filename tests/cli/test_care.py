"""``newsdrop backup`` and ``newsdrop check``: a copy that is whole, and what is wrong told and made right."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import sqlite3

import pytest

from bot import cli
from bot.intake.check import check
from bot.store import Store, StoreError
from bot.store.backup import backup
from tests.support.desk import article
from tests.support.stored import add, inspected

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def home(tmp_path, monkeypatch):
    for key in list(os.environ):
        if key.startswith(("NEWSDROP_", "DISCORD_")):
            monkeypatch.delenv(key)
    monkeypatch.setenv("NEWSDROP_WORKERS", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def newsdrop(capsys, *arguments):
    """Exit status and all that was printed, in one line."""
    status = await asyncio.to_thread(cli.main, arguments)
    said = capsys.readouterr()
    return status, " ".join((said.out + said.err).split())


async def filled(desk):
    """Three articles and a rejected file, taken as usual."""
    for number in range(3):
        desk.put(f"{number}.md", article(f"Town {number}"))
    desk.put("empty.txt", b"")
    await desk.drain()


async def test_a_backup_made_while_it_is_written_is_one_whole_file_of_one_moment(home, capsys):
    async with Store.open(home / "newsdrop.db") as store:
        stop = asyncio.Event()

        async def write():
            number = 0
            while not stop.is_set():
                await add(store, f"Article {number}", text=f"Words of {number}. " * 400)
                number += 1

        writing = asyncio.create_task(write())
        for number in range(3):
            await asyncio.sleep(0.05)
            status, said = await newsdrop(capsys, "backup", f"copy-{number}.db")
            assert (status, said.startswith("newsdrop.db was copied to copy-")) == (0, True)
        stop.set()
        await writing
    for number in range(3):
        copy = home / f"copy-{number}.db"
        assert inspected(copy) == []
        with contextlib.closing(sqlite3.connect(copy)) as database:
            counts = database.execute("SELECT (SELECT count(*) FROM files), (SELECT count(*) FROM articles)").fetchone()
        assert counts[0] == counts[1] > 0
        async with Store.open(copy) as store:
            assert await store.articles.last_id() == counts[0], "it can be worked with"
    assert not [path for path in home.iterdir() if path.name.endswith(".part")]


async def test_a_backup_overwrites_nothing_and_tells_what_it_can_not_do(home, capsys):
    assert await newsdrop(capsys, "backup", "copy.db") == (1, "newsdrop: There is no database newsdrop.db.")
    async with Store.open(home / "newsdrop.db") as store:
        await add(store, "One")
    (home / "copy.db").write_bytes(b"precious")
    status, said = await newsdrop(capsys, "backup", "copy.db")
    assert (status, "exists already" in said) == (1, True)
    assert (home / "copy.db").read_bytes() == b"precious"
    status, said = await newsdrop(capsys, "backup", "no/such/folder/copy.db")
    assert (status, "can't be written" in said) == (1, True)
    (home / "newsdrop.db").write_bytes(b"no database at all" * 100)
    status, said = await newsdrop(capsys, "backup", "other.db")
    assert (status, "damaged or not an SQLite file" in said) == (1, True)
    assert not (home / "other.db").exists()


async def test_a_backup_is_made_where_the_file_system_has_no_hard_links(home, capsys, monkeypatch):
    def no_links(*_, **__):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    async with Store.open(home / "newsdrop.db") as store:
        await add(store, "One")
    status, said = await newsdrop(capsys, "backup", "copy.db")
    assert (status, "was copied to copy.db" in said) == (0, True)
    assert inspected(home / "copy.db") == []
    assert not [path for path in home.iterdir() if path.name.endswith(".part")]
    (home / "copy.db").unlink()

    def taken_meanwhile(*_, **__):
        (home / "copy.db").write_bytes(b"precious")
        no_links()

    monkeypatch.setattr(os, "link", taken_meanwhile)
    status, said = await newsdrop(capsys, "backup", "copy.db")
    assert (status, "can't be written: File exists" in said) == (1, True)
    assert (home / "copy.db").read_bytes() == b"precious"


async def test_a_damaged_database_is_not_passed_off_as_a_backup(tmp_path):
    path = tmp_path / "newsdrop.db"
    async with Store.open(path) as store:
        for number in range(60):
            await add(store, f"Article {number}", text="Many words. " * 400)
    damage(path)
    with pytest.raises(StoreError, match="damaged"):
        backup(path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_what_agrees_is_said_to_agree_also_while_the_bot_works(desk):
    await filled(desk)
    assert (await check(desk.settings, repair=False)).found == ()


async def test_check_runs_from_the_command_line(home, capsys):
    status, said = await newsdrop(capsys, "check")
    assert status == 1
    assert "NEWSDROP_DROP_DIR: the folder" in said
    status, said = await newsdrop(capsys, "check", "--repair")
    assert (status, said.count("Repaired: NEWSDROP_")) == (0, 3)
    status, said = await newsdrop(capsys, "check")
    assert (status, said) == (0, "Settings, rules, folders, database, search index and archive agree.")


async def test_wrong_settings_are_what_check_says_first(home, capsys, monkeypatch):
    monkeypatch.setenv("NEWSDROP_SENTENCES", "many")
    status, said = await newsdrop(capsys, "check")
    assert (status, said) == (1, "newsdrop: NEWSDROP_SENTENCES must be a whole number, not 'many'.")
    monkeypatch.setenv("NEWSDROP_SENTENCES", "3")
    monkeypatch.setenv("NEWSDROP_ARCHIVE_DIR", "drop/archive")
    assert "lies inside" in (await newsdrop(capsys, "check", "--repair"))[1]


async def test_an_interrupted_move_a_lost_index_and_the_rest_of_a_copy_are_repaired(desk):
    from bot.intake.scan import scan

    await filled(desk)
    desk.put("late.md", article("Lateby"))
    (look,) = scan(str(desk.drop), 9, {}).looks
    await desk.pipeline._record(look.relative, await desk.pipeline.digest(look.path, look.relative, look.signature))
    (desk.folders.archive / ".0123456789abcdef.part").write_bytes(b"half")
    database = desk.store.files._database
    await database.write("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")

    found = (await check(desk.settings, repair=False)).found
    assert found == (
        "The search index does not agree with the articles.",
        (
            "1 file is recorded, but not moved to where it is kept; where it is gone from the drop folder, "
            "drop it again: late.md."
        ),
        f"1 file is the rest of an unfinished copy: {desk.folders.archive}/.0123456789abcdef.part.",
    )
    with pytest.raises(StoreError, match="Another Newsdrop is running"):
        await check(desk.settings, repair=True)
    database._unlock()  # as if it had stopped
    checked = await check(desk.settings, repair=True)
    assert (checked.found, checked.left, checked.repairable) == (found, (), found)
    assert inspected(desk.settings.database) == []


async def test_what_can_not_be_repaired_is_named_and_stays_a_problem(desk):
    await filled(desk)
    (desk.folders.archive / "0.md").unlink()
    (desk.folders.archive / "1.md").write_text("something else", encoding="utf-8")
    (desk.folders.rejected / "stray.txt").write_text("from nowhere", encoding="utf-8")
    (desk.folders.archive / ".DS_Store").write_text("a file service's", encoding="utf-8")
    desk.store.files._database._unlock()
    checked = await check(desk.settings, repair=True)
    assert checked.found == checked.left
    assert checked.repairable == ()
    text = "\n".join(checked.left)
    assert "1 file is recorded, but gone from where it was kept" in text
    assert "1 file is not as it was taken" in text
    assert "1 file is in no record" in text
    assert len(checked.left) == 3


async def test_an_original_that_is_gone_is_there_again_once_it_is_dropped_under_its_name(desk):
    for town in ("Aby", "Bby"):
        desk.put("sport/a.md", article(town))
        await desk.drain()
    desk.put("empty.txt", b"")
    await desk.drain()
    kept = {
        "sport/a.md": desk.folders.archive / "sport" / "a.md",
        "sport/a~2.md": desk.folders.archive / "sport" / "a~2.md",
        "empty.txt": desk.folders.rejected / "empty.txt",
    }
    lost = {name: path.read_bytes() for name, path in kept.items()}
    for path in kept.values():
        path.unlink()
    (told,) = (await check(desk.settings, repair=False)).found
    assert told.startswith("3 files are recorded, but gone from where it was kept")
    assert "drop it again under the same sub-folder and name" in told
    for name, content in lost.items():
        desk.put(name, content)
    await desk.drain()
    assert (await check(desk.settings, repair=False)).found == ()


async def test_a_repair_is_advised_only_where_it_mends_something(home, capsys):
    await newsdrop(capsys, "check", "--repair")
    (home / "drop" / "a.md").write_text(article("Aby"), encoding="utf-8")
    await newsdrop(capsys, "ingest")
    (home / "archive" / "a.md").unlink()
    status, said = await newsdrop(capsys, "check")
    assert (status, "put it back there" in said, "--repair" in said) == (1, True, False)
    (home / "archive" / ".0123456789abcdef.part").write_bytes(b"half")
    status, said = await newsdrop(capsys, "check")
    assert (status, "'newsdrop check --repair' makes right what can be" in said) == (1, True)


async def test_a_file_touched_but_the_same_is_as_it_was_taken(desk):
    await filled(desk)
    os.utime(desk.folders.archive / "0.md", (5, 5))
    assert (await check(desk.settings, repair=False)).found == ()


async def test_damage_that_no_repair_mends_is_told(desk, tmp_path):
    await filled(desk)
    path = tmp_path / "other.db"
    async with Store.open(path) as store:
        for number in range(60):
            await add(store, f"Article {number}", text="Many words. " * 400)
    damage(path)
    settings = desk.settings.model_copy(update={"database": path})
    for repair in (False, True):
        with pytest.raises(StoreError, match="damaged or not an SQLite file"):
            await check(settings, repair=repair)


def damage(path):
    with path.open("r+b") as file:
        size = path.stat().st_size
        for offset in range(size // 4 // 4096 * 4096, size, 4096):
            file.seek(offset)
            file.write(b"\xff" * 4096)
