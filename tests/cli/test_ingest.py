"""``newsdrop ingest``: one pass over the drop folder, or copies of given files, without Discord."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from bot.store import Store
from tests.support.desk import article
from tests.support.stored import inspected


@pytest.fixture
def command(tmp_path):
    """How to run newsdrop, and where."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("NEWSDROP_", "DISCORD_"))}
    given = {**plain, "NEWSDROP_WORKERS": "1", "NEWSDROP_SETTLE_SECONDS": "0.05"}
    given["PYTHONPATH"] = os.pathsep.join(sys.path)
    (tmp_path / "drop").mkdir()
    return {"args": [sys.executable, "-m", "bot", "ingest"], "cwd": tmp_path, "env": given}


def run(command, *paths):
    """Status and all that was said, in one line."""
    done = subprocess.run(
        [*command["args"], *paths], cwd=command["cwd"], env=command["env"], capture_output=True, check=False
    )
    return done.returncode, " ".join((done.stdout + done.stderr).decode().split())


def ledger(home):
    with contextlib.closing(sqlite3.connect(home / "newsdrop.db")) as database:
        return dict(database.execute("SELECT name, outcome FROM files ORDER BY id").fetchall())


def put(home, name, text):
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_drop_folder_is_drained_and_given_files_are_copied(command, tmp_path):
    put(tmp_path, "drop/sport/a.md", article("Saltby"))
    put(tmp_path, "drop/b.md", article("Saltby"))
    put(tmp_path, "drop/empty.txt", "")
    status, said = run(command)
    assert status == 0, "what is rejected was read"
    assert said.endswith("1 added, 1 duplicate, 1 rejected.")
    assert "empty.txt Rejected: The file is empty" in said
    assert [path for path in (tmp_path / "drop").rglob("*") if path.is_file()] == []

    put(tmp_path, "elsewhere/c.md", article("Northby"))
    put(tmp_path, "elsewhere/sub/d.md", article("Westby"))
    (tmp_path / "link.md").symlink_to("elsewhere/c.md")
    status, said = run(command, "elsewhere", "link.md", "gone.md")
    assert status == 1
    assert "2 added, 1 duplicate, 0 rejected, 1 not read." in said
    assert "gone.md The file is gone." in said
    assert (tmp_path / "elsewhere" / "c.md").exists()
    assert len(ledger(tmp_path)) == 6


def test_what_copies_lie_in_is_no_folder_and_that_is_told_unless_a_house_rule_names_one(command, tmp_path):
    put(tmp_path, "drop/a.md", article("Aby"))
    assert run(command)[1] == "1 added, 0 duplicate, 0 rejected."
    put(tmp_path, "sport/b.md", article("Bby"))
    put(tmp_path, "sport/c.md", article("Cby", source="Mail"))
    put(tmp_path, "rules.toml", '[[rule]]\nsource = "Mail"\nfolder = "post"\n')
    command["env"]["NEWSDROP_RULES"] = "rules.toml"
    status, said = run(command, "sport", "drop")
    assert status == 0
    assert "In no folder, as copies are: 1. Only channels that follow all folders get them." in said
    assert "put into a sub-folder of drop, or let a house rule name it." in said
    assert said.endswith("drop: There is no file in it; hidden and temporary ones are passed over.")
    with contextlib.closing(sqlite3.connect(tmp_path / "newsdrop.db")) as database:
        folders = dict(database.execute("SELECT name, folder FROM files").fetchall())
    assert folders == {"a.md": "", "b.md": "", "c.md": "post"}


async def test_it_is_refused_with_a_sentence_while_another_process_holds_the_database(command, tmp_path):
    async with Store.open(tmp_path / "newsdrop.db"):
        status, said = run(command)
    assert status == 1
    assert said.startswith("newsdrop: Another Newsdrop is running on the database")
    assert "Traceback" not in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_it_leaves_each_file_taken_or_where_it_was_and_the_next_pass_goes_on(command, tmp_path, number):
    count = 30
    for index in range(count):
        put(tmp_path, f"drop/{index}.md", article(f"Town {index}"))
    with subprocess.Popen(
        command["args"], cwd=tmp_path, env=command["env"], stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while len(list((tmp_path / "archive").glob("*.md"))) < 3:
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, number) if number == signal.SIGINT else process.kill()
        said = process.communicate(timeout=10)[1].decode()
    assert "Traceback" not in said
    assert process.returncode == (130 if number == signal.SIGINT else -signal.SIGKILL)
    assert inspected(tmp_path / "newsdrop.db") == []
    assert len(list((tmp_path / "drop").iterdir())) < count
    status, _ = run(command)
    assert status == 0
    assert ledger(tmp_path) == {f"{index}.md": "added" for index in range(count)}
    assert len(list((tmp_path / "archive").iterdir())) == count
