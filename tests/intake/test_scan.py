"""A scan finds the files, tells what it leaves alone, and never follows a link."""

from __future__ import annotations

import os
import socket
import stat
import tracemalloc
from pathlib import Path

import pytest

from bot.intake.names import folder_of, shown
from bot.intake.scan import count, look_again, scan
from tests.support.desk import mortal


@pytest.fixture
def drop(tmp_path):
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def names(drop, limit=100, skip=()):
    return sorted(look.relative for look in scan(str(drop), limit, dict.fromkeys(skip)).looks)


def put(path, content=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_files_are_found_at_every_depth(drop):
    for name in ("a.txt", "sport/b.txt", "sport/2026/03/c.txt"):
        put(drop / name)
    assert names(drop) == ["a.txt", "sport/2026/03/c.txt", "sport/b.txt"]
    assert count(str(drop), 100) == 3
    assert count(str(drop), 2) == 2


HIDDEN = [
    ".x", "a.part", "a.tmp", "a.crdownload", "A.TMP", "~x", "~$doc.txt", "._x.txt", ".DS_Store", "@eaDir/x.txt",
    ".stfolder/x", ".git/config", "down.part/x.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_and_temporary_names_are_left_alone_without_a_word(drop, name):
    put(drop / name)
    found = scan(str(drop), 100, {})
    assert (found.looks, found.left_alone) == ([], {})


def test_links_fifos_and_sockets_are_left_alone_and_told_and_no_link_is_followed(drop, tmp_path):
    put(tmp_path / "outside" / "secret.txt")
    (drop / "file.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (drop / "folder").symlink_to(tmp_path / "outside")
    (drop / "loop").symlink_to(drop)
    (drop / "dangling.txt").symlink_to("nowhere")
    os.mkfifo(drop / "fifo.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(drop / "socket.txt"))
        found = scan(str(drop), 100, {})
    assert found.looks == []
    kinds = {name: sentence.split(";")[0] for name, sentence in found.left_alone.items()}
    assert kinds == dict.fromkeys(("file.txt", "folder", "loop", "dangling.txt"), "It is a symbolic link") | {
        "fifo.txt": "It is a FIFO", "socket.txt": "It is a socket",
    }  # fmt: skip
    assert count(str(drop), 100) == 0


def test_a_drop_folder_that_is_itself_a_link_is_scanned(drop, tmp_path):
    put(drop / "a.txt")
    (tmp_path / "link").symlink_to(drop)
    assert names(tmp_path / "link") == ["a.txt"]


def test_what_is_looked_after_already_is_skipped_and_the_limit_bounds_the_rest(drop):
    for number in range(10):
        put(drop / f"{number}.txt")
    assert names(drop, skip={f"{n}.txt" for n in range(9)}) == ["9.txt"]
    assert len(names(drop, limit=4)) == 4
    assert names(drop, limit=0) == []


def test_what_is_left_alone_is_bounded_too(drop):
    for number in range(1100):
        (drop / f"{number}.txt").symlink_to("nowhere")
    assert len(scan(str(drop), 100, {}).left_alone) == 1000


def test_a_large_backlog_takes_no_more_memory_than_a_small_one(drop):
    for number in range(10_000):
        put(drop / f"{number % 10}" / f"an article with a long name, number {number}.txt")
    tracemalloc.start()
    assert len(names(drop, limit=500)) == 500
    assert count(str(drop), 100_000) == 10_000
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000


@pytest.mark.skipif(os.geteuid() != 0, reason="making a device wants root")
def test_devices_are_left_alone(drop):
    try:
        os.mknod(drop / "device.txt", stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("devices can't be made here")
    assert scan(str(drop), 9, {}).left_alone == {"device.txt": "It is a device; only regular files are taken."}


def test_a_drop_folder_that_is_gone_is_told(tmp_path):
    found = scan(str(tmp_path / "gone"), 100, {})
    assert found.left_alone == {"The drop folder": "The folder can't be listed: No such file or directory."}


def test_a_folder_that_may_not_be_listed_is_told_and_hides_no_other(drop):
    put(drop / "closed" / "a.txt")
    put(drop / "open" / "b.txt")
    (drop / "closed").chmod(0o000)

    async def scenario():
        found = scan(str(drop), 100, {})
        assert [look.relative for look in found.looks] == ["open/b.txt"]
        assert found.left_alone == {"closed/": "The folder can't be listed: Permission denied."}

    try:
        mortal(scenario)
    finally:
        (drop / "closed").chmod(0o755)


def test_a_second_look_sees_every_change_but_a_touched_attribute(drop):
    path = put(drop / "a.txt", b"one")
    (look,) = scan(str(drop), 1, {}).looks
    path.chmod(0o600)
    assert look_again(look) == look
    path.write_bytes(b"two, longer")
    assert look_again(look) not in (None, look)
    path.unlink()
    assert look_again(look) is None
    path.mkdir()
    assert look_again(look) is None


ODD = [
    b"with space.txt", b" lead and trail .txt", "emoji 🚀👩‍🚀.txt".encode(), b"x" * 251 + b".txt", b"\xff\xfe\x80.txt",
    b"new\nline.txt", b"tab\tcr\r.txt", "\u202ertl\u200f.txt".encode(), b"quote'\"`$().txt", b"-rf.txt", b"%s%d.txt",
    "e\u0301.txt".encode(), b"\x1b[31mred.txt", b"\\.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_found_and_shown_fit_to_print(drop, name):
    Path(os.fsdecode(os.path.join(os.fsencode(drop), name))).write_bytes(b"x")
    (look,) = scan(str(drop), 10, {}).looks
    assert os.fsencode(look.relative) == name
    text = shown(look.relative)
    assert text.isprintable()
    text.encode()


def test_a_folder_is_the_first_level_and_composed_as_it_is_typed():
    assert folder_of("a.txt") == ""
    assert folder_of("sport/2026/a.txt") == "sport"
    assert folder_of("e\u0301conomie/a.txt") == "économie"
    assert folder_of(os.fsdecode(b"\xff/a.txt")) == "\\xff"


def test_another_file_at_the_path_of_one_under_way_is_told(drop):
    for name in ("same.txt", "other.txt", "waiting.txt"):
        put(drop / name)
    under_way = {look.relative: look.signature for look in scan(str(drop), 9, {}).looks}
    put(drop / "next.txt", b"b").replace(drop / "other.txt")
    found = scan(str(drop), 9, under_way | {"waiting.txt": None})
    assert (found.looks, found.overtaken) == ([], {"other.txt"})
