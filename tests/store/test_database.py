"""The database file: made, locked, refused with a sentence, whole after any end."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from importlib import resources

import pytest

from bot.store import Store, StoreError, StoreTrouble
from bot.store.database import Database
from tests.support.desk import mortal
from tests.support.stored import add, inspected

WRITER = """
import asyncio, sys
from pathlib import Path
from bot.store import Store
from tests.support.stored import add

async def main():
    async with Store.open(Path(sys.argv[1])) as store:
        print("open", flush=True)
        for number in range(100_000):
            record = await add(store, f"{sys.argv[2]}-{number}", text=f"Words of {sys.argv[2]} and {number}. " * 50)
            await store.files.moved(record.id, record.kept_in, b"kept")

asyncio.run(main())
"""


async def test_a_new_database_and_its_folder_are_made_and_a_second_start_finds_what_was_stored(tmp_path):
    path = tmp_path / "deep" / "er" / "newsdrop.db"
    async with Store.open(path) as store:
        await add(store, "one")
    async with Store.open(path) as store:
        assert await store.articles.last_id() == 1


async def test_a_clean_stop_leaves_one_whole_file(tmp_path):
    path = tmp_path / "newsdrop.db"
    async with Store.open(path) as store:
        for number in range(20):
            await add(store, f"article {number}")
    assert not path.with_name("newsdrop.db-wal").exists()
    assert inspected(path) == []


def test_kill_9_at_random_points_leaves_a_whole_database(tmp_path):
    path, chance = tmp_path / "newsdrop.db", random.Random(5)
    for life in range(5):
        command = [sys.executable, "-c", WRITER, str(path), str(life)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stdout.readline() == b"open\n", "the lock of the one before was let go of"
            time.sleep(chance.uniform(0.0, 0.25))
            process.send_signal(signal.SIGKILL)
        assert inspected(path) == []
    with contextlib.closing(sqlite3.connect(path)) as database:
        files, articles = database.execute(
            "SELECT (SELECT count(*) FROM files), (SELECT count(*) FROM articles)"
        ).fetchone()
    assert files == articles > 0


async def test_a_database_is_one_process_s_at_a_time(tmp_path):
    path = tmp_path / "newsdrop.db"
    async with Store.open(path):
        with pytest.raises(StoreError, match=r"Another Newsdrop is running on the database .*newsdrop\.db"):
            async with Store.open(path):
                pass
    async with Store.open(path) as store:
        assert await store.articles.last_id() == 0


async def test_a_database_of_an_older_version_is_brought_up_to_date_with_all_that_is_in_it(tmp_path):
    path = tmp_path / "newsdrop.db"
    first = resources.files("bot.store") / "migrations" / "0001_initial.sql"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript(first.read_text(encoding="utf-8") + "PRAGMA user_version = 1;")
        database.executescript(
            "INSERT INTO files (name, folder, drop_path, size, outcome, article_id, kept_in, taken_at)"
            " VALUES ('a.md', '', x'61', 1, 'added', 1, 'archive', '2026-01-01');"
            "INSERT INTO articles (file_id, folder, title, language, words, text_key, arrived_at, summary, keywords,"
            " body) VALUES (1, '', 'Kept', 'en', 1, 'key', '2026-01-01', '[]', '[]', 'Body');"
            "INSERT INTO deliveries (article_id, guild_id, channel_id, state, message_id, revision, created_at,"
            " sent_at) VALUES (1, 7, 70, 'sent', 700, 1, '2026-01-01', 9.0);"
            "INSERT INTO deliveries (article_id, guild_id, channel_id, state, created_at, tried_at)"
            " VALUES (1, 7, 71, 'sending', '2026-01-01', 9.5);"
        )
    async with Store.open(path) as store:
        posted, uncertain = await store.deliveries.of_article(1)
        assert (posted.state, posted.message_id, posted.list_id, posted.alone) == ("sent", 700, None, False)
        assert (await store.deliveries.next_post(71)).deliveries == (uncertain,)
        assert (await store.articles.entry(1)).title == "Kept"
    assert inspected(path) == []


@pytest.fixture
def left_in_its_log(tmp_path):
    """Makes a database whose last words are in its log still, as kill -9 leaves it."""

    def make(*statements):
        path = tmp_path / "newsdrop.db"
        script = (
            "import os, sqlite3, sys\n"
            "database = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "database.execute('PRAGMA journal_mode = WAL')\n"
            "for statement in sys.argv[2:]: database.execute(statement)\n"
            "os.kill(os.getpid(), 9)\n"
        )
        subprocess.run([sys.executable, "-c", script, str(path), *statements], check=False)
        assert path.with_name("newsdrop.db-wal").stat().st_size
        return path

    return make


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        pytest.param(
            ("CREATE TABLE files (id)", f"PRAGMA application_id = {0x4E647270}", "PRAGMA user_version = 9999"),
            r"of a newer Newsdrop \(version 9999",
            id="newer",
        ),
        pytest.param(("CREATE TABLE notes (text)",), "not one of Newsdrop's", id="foreign"),
        pytest.param(
            ("CREATE TABLE notes (text)", "PRAGMA user_version = 1"), "not one of Newsdrop's", id="foreign, versioned"
        ),
    ],
)
async def test_a_newer_and_a_foreign_database_get_a_sentence_and_keep_every_byte(left_in_its_log, statements, sentence):
    path = left_in_its_log(*statements)
    before = prints(path)
    with pytest.raises(StoreError, match=sentence):
        async with Store.open(path):
            pass
    assert prints(path) == before


async def test_a_foreign_database_without_a_log_is_not_even_given_another_journal(tmp_path):
    path = tmp_path / "newsdrop.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE notes (text)")
    before = prints(path)
    with pytest.raises(StoreError, match="not one of Newsdrop's"):
        async with Store.open(path):
            pass
    assert prints(path) == before


@pytest.mark.parametrize("content", [b"This is no database.\n" * 500, b"SQLite format 3\0" + bytes(range(256)) * 64])
async def test_a_damaged_file_gets_a_sentence_and_keeps_every_byte(tmp_path, content):
    path = tmp_path / "newsdrop.db"
    path.write_bytes(content)
    path.with_name("newsdrop.db-wal").write_bytes(b"what was left of its log")
    before = prints(path)
    with pytest.raises(StoreError, match=r"can't be used|damaged or not an SQLite file"):
        async with Store.open(path):
            pass
    assert prints(path) == before


async def test_a_log_that_lost_its_database_is_not_deleted(left_in_its_log):
    path = left_in_its_log("CREATE TABLE notes (text)")
    path.unlink()
    before = prints(path)
    with pytest.raises(StoreError, match=r"newsdrop\.db-wal is the log of a database, but .* is gone or empty"):
        async with Store.open(path):
            pass
    assert prints(path) == before


async def test_damage_found_later_is_a_sentence_too(tmp_path):
    path = tmp_path / "newsdrop.db"
    async with Store.open(path) as store:
        for number in range(60):
            await add(store, f"article {number}", text="Many words. " * 400)
    with path.open("r+b") as file:
        size = path.stat().st_size
        for offset in range(size // 4 // 4096 * 4096, size, 4096):
            file.seek(offset)
            file.write(b"\xff" * 4096)

    async def read_all():
        async with Store.open(path) as store:
            for number in range(1, 61):
                await store.articles.get(number)

    with pytest.raises(StoreError, match="damaged"):
        await read_all()


def test_a_read_only_database_and_a_read_only_folder_get_a_sentence(tmp_path):
    async def scenario():
        path = tmp_path / "newsdrop.db"
        async with Store.open(path) as store:
            await add(store, "one")
        before = path.read_bytes()
        path.chmod(0o444)
        with pytest.raises(StoreError, match=r"newsdrop\.db can't be written .*permissions"):
            async with Store.open(path):
                pass
        assert path.read_bytes() == before
        path.chmod(0o644)
        path.with_name("newsdrop.db.lock").unlink()
        tmp_path.chmod(0o555)
        try:
            with pytest.raises(StoreError, match="can't be opened: Permission denied"):
                async with Store.open(path):
                    pass
            with pytest.raises(StoreError, match="can't be opened: Permission denied"):
                async with Store.open(tmp_path / "below" / "newsdrop.db"):
                    pass
        finally:
            tmp_path.chmod(0o755)

    mortal(scenario)


async def test_a_database_in_place_of_a_folder_gets_a_sentence(tmp_path):
    with pytest.raises(StoreError, match="can't be"):
        async with Store.open(tmp_path):
            pass


async def test_a_lock_held_by_another_program_is_passing_trouble_and_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.store.database.BUSY_SECONDS", 0.05)
    path = tmp_path / "newsdrop.db"
    async with Store.open(path) as store:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreTrouble, match="held by another program"):
                await add(store, "one")
            assert await store.articles.last_id() == 0, "reading goes on"
        await add(store, "one")
        assert await store.articles.last_id() == 1


async def test_a_full_disk_is_passing_trouble_and_leaves_no_half_transaction(tmp_path):
    async with Store.open(tmp_path / "newsdrop.db") as store:
        await add(store, "one")
        database = store.files._database
        pages = await database.value("PRAGMA page_count")
        await database._writer.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreTrouble, match="the disk is full"):
            await add(store, "two", text="Many words. " * 20_000)
        await database._writer.execute("PRAGMA max_page_count = 1000000")
        await add(store, "three")
        assert list((await store.files.counts()).values()) == [2, 0, 0, 0]


async def test_a_task_cancelled_at_any_point_of_a_transaction_leaves_none_open(tmp_path):
    async with Database.open(tmp_path / "newsdrop.db") as database:
        for patience in range(40):
            task = asyncio.create_task(database.write("INSERT INTO pages (question, asked_at) VALUES ('', '')"))
            for _ in range(patience):
                await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        assert await database.write("INSERT INTO pages (question, asked_at) VALUES ('last', '')") == 1
        assert not database._writer.in_transaction


async def test_transactions_of_two_tasks_do_not_mix(tmp_path):
    async with Database.open(tmp_path / "newsdrop.db") as database:

        async def pair(name, fail):
            async with database.transaction() as connection:
                for _ in range(2):
                    await connection.execute("INSERT INTO pages (question, asked_at) VALUES (?, '')", (name,))
                    await asyncio.sleep(0)
                if fail:
                    raise RuntimeError(name)

        await asyncio.gather(*(pair(f"{n}", n % 2) for n in range(10)), return_exceptions=True)
        rows = await database.all("SELECT question, count(*) FROM pages GROUP BY question ORDER BY question")
        assert [tuple(row) for row in rows] == [(f"{n}", 2) for n in range(0, 10, 2)]


def prints(path):
    """Of the database and of its log."""
    files = [path, path.with_name(path.name + "-wal")]
    return [hashlib.sha256(file.read_bytes()).hexdigest() if os.path.lexists(file) else None for file in files]


async def test_a_database_of_an_earlier_version_is_brought_up_to_date_with_what_it_holds(tmp_path):
    path = tmp_path / "old.db"
    first = resources.files("bot.store") / "migrations" / "0001_initial.sql"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"{first.read_text(encoding='utf-8')}\nPRAGMA user_version = 1;")
        connection.execute("INSERT INTO follows VALUES (11, 1, 'sport', '2026-01-01T00:00:00.000+00:00')")
        connection.commit()
    async with Store.open(path) as store:
        assert [follow.folder for follow in await store.follows.of_guild(1)] == ["sport"]
        assert await store.firings.counts() == {}
