"""Pauses between tries: they grow, they end when the cause does, and what concerns all files is one trouble."""

from __future__ import annotations

import errno
import os
import time

import pytest

from bot.intake.troubles import Troubles
from bot.store import StoreTrouble
from bot.workers.protocol import FileUnreadable, WorkerUnavailable


@pytest.fixture
def troubles(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    return Troubles(str(tmp_path))


def pauses(troubles, name, error, times):
    """The seconds until each next try, of so many failures in a row."""
    found = []
    for _ in range(times):
        troubles.add(name, error)
        found.append(round(troubles.next_retry() - time.monotonic()))
    return found


async def test_the_pauses_of_a_file_grow_up_to_a_minute(troubles):
    assert pauses(troubles, "a.txt", FileUnreadable("Denied."), 9) == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert await troubles.resting() == {"a.txt"}
    assert troubles.of_all is None


async def test_a_file_that_was_taken_or_is_gone_is_forgotten(troubles, tmp_path):
    for name in ("a.txt", "b.txt"):
        troubles.add(name, FileUnreadable("Denied."))
    troubles.passed("a.txt")
    (tmp_path / "b.txt").unlink()
    assert await troubles.resting() == set()
    assert troubles.shown({}) == {}
    assert troubles.next_retry() == float("inf")


async def test_a_mended_permission_ends_the_rest_at_once(troubles, tmp_path):
    for _ in range(9):
        troubles.add("a.txt", FileUnreadable("Denied."))
    assert await troubles.resting() == {"a.txt"}
    os.utime(tmp_path / "a.txt", ns=(1, 1))
    (tmp_path / "a.txt").chmod(0o640)
    assert await troubles.resting() == set()


@pytest.mark.parametrize(
    "error",
    [
        StoreTrouble("The disk is full."), WorkerUnavailable("No worker."), OSError(errno.ENOSPC, "No space left"),
        OSError(errno.EROFS, "Read-only file system"),
    ],
)  # fmt: skip
async def test_what_every_file_would_meet_is_one_trouble_of_all_and_no_file_s(troubles, error):
    for name in ("a.txt", "b.txt"):
        troubles.add(name, error)
    assert list(troubles.shown({"link": "A link."})) == ["Every file", "link"]
    assert await troubles.resting() == set()
    assert 0 < troubles.held_until - time.monotonic() <= 1.0, "files that failed together are one step of the pauses"
    troubles.passed("b.txt")
    assert (troubles.of_all, troubles.held_until) == (None, 0.0)


def test_what_is_shown_is_bounded_and_fit_to_print(troubles, tmp_path):
    for number in range(1100):
        (tmp_path / f"{number}\n.txt").write_bytes(b"")
        troubles.add(f"{number}\n.txt", PermissionError(errno.EACCES, "Permission denied"))
    shown = troubles.shown({"link": "A link."})
    assert len(shown) == 1000
    assert shown["0\\n.txt"] == "It can't be taken for now: Permission denied."
