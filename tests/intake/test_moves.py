"""Moves: across file systems, never over another file, whole or not at all."""

from __future__ import annotations

import errno
import os
import socket
import tempfile
from pathlib import Path

import pytest

from bot.intake.moves import candidates, copy, move, refresh, sha256_of
from tests.support.desk import mortal

SHM = Path("/dev/shm")


def other_file_system(tmp_path):
    return SHM.is_dir() and os.access(SHM, os.W_OK) and SHM.stat().st_dev != tmp_path.stat().st_dev


@pytest.fixture
def afar(tmp_path):
    """A folder on another file system."""
    if not other_file_system(tmp_path):
        pytest.skip("there is no second file system at /dev/shm")
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        yield Path(folder)


@pytest.fixture(params=["near", "afar"])
def archive(request, tmp_path):
    if request.param == "near":
        folder = tmp_path / "archive"
        folder.mkdir()
        return folder
    return request.getfixturevalue("afar")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "drop" / "pier.txt"
    path.parent.mkdir()
    path.write_bytes(b"about a pier")
    return path


def moved(source, archive, relative="pier.txt", mark="7"):
    result = move(source, archive, relative, mark)
    if result.handle is not None:
        os.close(result.handle)
    return result.relative


def test_a_move_keeps_bytes_and_time_and_leaves_nothing_behind(source, archive):
    os.utime(source, ns=(1, 1_700_000_000_123_456_789))
    assert moved(source, archive, "deep/er/pier.txt") == "deep/er/pier.txt"
    target = archive / "deep/er/pier.txt"
    assert target.read_bytes() == b"about a pier"
    assert target.stat().st_mtime_ns == 1_700_000_000_123_456_789
    assert not source.exists()
    assert [path.name for path in archive.rglob("*") if path.is_file()] == ["pier.txt"]


def test_nothing_is_ever_overwritten(source, archive):
    for name in ("pier.txt", "pier~7.txt"):
        (archive / name).write_bytes(b"earlier")
    (archive / "pier~7-2.txt").symlink_to("nowhere")
    assert moved(source, archive) == "pier~7-3.txt"
    assert (archive / "pier~7-3.txt").read_bytes() == b"about a pier"
    assert (archive / "pier.txt").read_bytes() == (archive / "pier~7.txt").read_bytes() == b"earlier"


def test_a_file_in_the_place_of_a_folder_and_the_other_way_round_are_gone_round(source, archive):
    (archive / "news").write_bytes(b"a file")
    assert moved(source, archive, "news/pier.txt") == "news~7/pier.txt"
    source.write_bytes(b"another")
    assert moved(source, archive, "news~7", mark="8") == "news~7~8"
    assert (archive / "news").read_bytes() == b"a file"


def test_a_move_that_was_cut_short_after_the_link_is_finished(source, tmp_path):
    archive = tmp_path / "archive"
    archive.mkdir()
    os.link(source, archive / "pier.txt")
    assert moved(source, archive) == "pier.txt"
    assert not source.exists()


def test_a_writer_that_still_holds_the_file_open_writes_to_what_is_kept(source, archive):
    with source.open("ab", buffering=0) as writer:
        result = move(source, archive, "pier.txt", "7")
        writer.write(b", and more")
        target = archive / "pier.txt"
        if result.handle is not None:
            assert target.read_bytes() == b"about a pier"
            refresh(result.handle, target)
            os.close(result.handle)
        assert target.read_bytes() == b"about a pier, and more"
    assert [path.name for path in archive.iterdir()] == ["pier.txt"]


def test_a_copy_leaves_its_source_and_overwrites_nothing(source, archive):
    assert [copy(source, archive, "pier.txt", "7") for _ in range(2)] == ["pier.txt", "pier~7.txt"]
    assert source.exists()


def test_a_full_disk_leaves_the_file_where_it_was_and_no_rest(source, afar):
    import resource

    source.write_bytes(b"x" * 100_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            move(source, afar, "pier.txt", "7")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert source.stat().st_size == 100_000
    assert list(afar.iterdir()) == []


def test_where_it_may_not_write_the_file_stays(tmp_path, source):
    archive = tmp_path / "archive"
    archive.mkdir(mode=0o555)

    async def scenario():
        with pytest.raises(PermissionError):
            move(source, archive, "pier.txt", "7")

    mortal(scenario)
    assert source.read_bytes() == b"about a pier"


def test_what_is_no_file_is_not_copied(tmp_path, afar):
    link = tmp_path / "link.txt"
    link.symlink_to("/etc/hostname")
    with pytest.raises(OSError, match="Too many levels of symbolic links") as caught:
        move(link, afar, "link.txt", "7")
    assert caught.value.errno == errno.ELOOP
    assert link.is_symlink()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.txt"))
        with pytest.raises(OSError, match="No such device"):
            move(tmp_path / "s.txt", afar, "s.txt", "7")


@pytest.mark.parametrize(
    "name", ["a b.txt", "🚀.txt", "new\nline.txt", "\u200fعربي.txt", os.fsdecode(b"\xff\xfe.txt"), "ü" * 125 + ".txt"]
)
def test_names_of_every_kind_are_kept(tmp_path, archive, name):
    source = tmp_path / name
    source.write_bytes(b"x")
    assert moved(source, archive, name) == name
    source.write_bytes(b"y")
    second = moved(source, archive, name)
    assert second != name
    assert sorted(path.read_bytes() for path in archive.iterdir()) == [b"x", b"y"]


@pytest.mark.parametrize(
    "relative",
    ["pier.txt", "a/b/pier.tar.gz", "x" * 251 + ".txt", "🚀" * 62 + ".txt", "a." + "y" * 253, ".", "noending"],
)
def test_candidates_fit_the_file_system_are_all_different_and_keep_folder_and_ending(relative):
    names = candidates(relative, "1234567")
    first = [next(names) for _ in range(12)]
    assert first[0] == relative
    assert len(set(first)) == 12
    head, name = os.path.split(relative)
    ending = os.path.splitext(name)[1]
    for candidate in first:
        assert os.path.split(candidate)[0] == head
        assert len(os.fsencode(os.path.split(candidate)[1])) <= 255
        assert len(ending) > 32 or candidate.endswith(ending)
        candidate.encode()  # no character is cut in two


def test_the_hash_of_a_beginning_tells_a_file_that_grew(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"about a pier")
    whole = sha256_of(path)
    path.write_bytes(b"about a pier, and more")
    assert sha256_of(path, 12) == whole != sha256_of(path)
    assert sha256_of(path, 1000) is None, "it is shorter"
    assert sha256_of(tmp_path / "gone") is None
