"""The pool: a job that overruns or kills its worker costs that job alone, and no worker outlives its parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.workers.pool import Pool
from bot.workers.protocol import (
    DigestFile,
    FileChanged,
    FileUnreadable,
    Resummarise,
    Signature,
    TimeLimit,
    WorkerDied,
    WorkerUnavailable,
)
from tests.standin.process import PROC, alive, descendants
from tests.support.desk import article, mortal

pytestmark = pytest.mark.skipif(not PROC.joinpath("self", "stat").exists(), reason="processes are watched in /proc")
shared = pytest.mark.asyncio(loop_scope="session")


def job(path, data=None, *, limit=10_000_000, expected=None):
    if data is not None:
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return DigestFile(os.fsencode(path), path.name, limit, 3, expected=expected)


def long_job(tmp_path):
    """Seconds of honest work."""
    return job(tmp_path / "long.txt", "A headline of the day\n\n" + "\n\n".join(prose(n) for n in range(60_000)))


def children():
    """This process's, also those of other pools."""
    return set(descendants(os.getpid()))


def prose(number):
    return (
        f"The council of town {number} voted on Tuesday for bridge {number * 7}. It is to cost {number} million crowns."
    )


@shared
async def test_a_file_comes_back_as_an_article_with_its_hash_and_signature(pool, tmp_path):
    digested = await pool.run(job(tmp_path / "pier.md", article("Saltby")))
    assert digested.article.title == "Saltby rebuilds its broken pier"
    assert digested.signature == Signature.of((tmp_path / "pier.md").stat())
    assert len(digested.sha256) == len(digested.text_key) == 64
    assert digested.words > 50


@shared
async def test_a_stored_article_is_summarised_anew(pool, tmp_path):
    found = (await pool.run(job(tmp_path / "pier.md", article("Saltby")))).article
    again = await pool.run(Resummarise(found, 1))
    assert len(again.article.summary) == 1
    assert (again.article.paragraphs, again.sha256) == (found.paragraphs, None)


@shared
async def test_what_holds_no_article_is_refused_with_a_sentence(pool, tmp_path):
    digested = await pool.run(job(tmp_path / "empty.txt", b""))
    assert digested.article is None
    assert digested.refusal.endswith(".")


@shared
async def test_a_file_over_the_limit_is_refused_unread(pool, tmp_path):
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(200_000_000)
    digested = await pool.run(job(tmp_path / "big.txt"))
    assert digested.sha256 is None
    assert digested.refusal == "The file is 200.0 MB, over the limit of 10 MB (NEWSDROP_MAX_FILE_MB)."


@shared
async def test_a_file_that_changed_since_the_look_or_is_gone_is_told_from_one_that_can_not_be_read(pool, tmp_path):
    path = tmp_path / "pier.md"
    path.write_text(article("Saltby"), encoding="utf-8")
    look = Signature.of(path.stat())
    with path.open("a", encoding="utf-8") as file:
        file.write("more")
    with pytest.raises(FileChanged, match="still being written"):
        await pool.run(job(path, expected=look))
    with pytest.raises(FileChanged, match="gone"):
        await pool.run(job(tmp_path / "gone.md"))
    with pytest.raises(FileChanged):
        await pool.run(job(tmp_path))
    (tmp_path / "link.md").symlink_to(path)
    with pytest.raises(FileChanged, match="symbolic links"):
        await pool.run(job(tmp_path / "link.md"))


def test_an_unreadable_file_is_told_as_such(tmp_path):
    async def scenario():
        path = tmp_path / "closed.md"
        path.write_text("x", encoding="utf-8")
        path.chmod(0o000)
        async with Pool(1, 30.0) as pool:
            with pytest.raises(FileUnreadable, match="Permission denied"):
                await pool.run(job(path))

    mortal(scenario)


async def test_overruns_kills_and_cancelled_jobs_cost_that_job_alone(tmp_path):
    quick, long, others = job(tmp_path / "pier.md", article("Saltby")), long_job(tmp_path), children()
    async with Pool(1, 3.0) as pool:
        assert (await pool.run(quick)).article, "its time runs from the start of the worker on"
        with pytest.raises(TimeLimit, match=r"longer than 3 seconds \(NEWSDROP_FILE_SECONDS\)"):
            await pool.run(long)
        assert (await pool.run(quick)).article

        task = asyncio.create_task(pool.run(long))
        await asyncio.sleep(0.1)
        (worker,) = children() - others
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(WorkerDied):
            await task
        assert (await pool.run(quick)).article

        task = asyncio.create_task(pool.run(long))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await pool.run(quick)).article.title == "Saltby rebuilds its broken pier"
    assert children() <= others


async def test_while_no_process_can_be_started_no_file_is_to_blame(tmp_path, monkeypatch):
    quick = job(tmp_path / "pier.md", article("Saltby"))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(tmp_path / "no-python"))
        async with Pool(1, 5.0) as pool:
            with pytest.raises(WorkerUnavailable, match="No such file"):
                await pool.run(quick)
        patch.setattr(sys, "executable", "/bin/false")
        async with Pool(1, 5.0) as pool:
            with pytest.raises(WorkerUnavailable, match="can be started"):
                await pool.run(quick)


async def test_a_pool_that_is_left_starts_nothing_any_more(tmp_path):
    quick, others = job(tmp_path / "pier.md", article("Saltby")), children()
    async with Pool(1, 5.0) as pool:
        tasks = [asyncio.create_task(pool.run(quick)) for _ in range(3)]
        await asyncio.sleep(0)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [WorkerUnavailable] * 3
    assert children() <= others


PARENT = """
import asyncio, sys
from bot.workers.pool import Pool
from bot.workers.protocol import DigestFile
import os

async def main():
    lock = os.open(sys.argv[2], os.O_RDWR | os.O_CREAT)
    async with Pool(2, 60.0) as pool:
        job = DigestFile(os.fsencode(sys.argv[1]), "long.txt", 10**7, 3)
        tasks = [asyncio.create_task(pool.run(job)) for _ in range(2)]
        while not all(worker._process and worker._process.returncode is None for worker in pool._workers):
            await asyncio.sleep(0.01)
        print("ready", flush=True)
        await asyncio.gather(*tasks)

asyncio.run(main())
"""


def test_workers_are_nice_hold_nothing_ignore_ctrl_c_and_die_with_their_parent(tmp_path):
    long = Path(os.fsdecode(long_job(tmp_path).path))
    environment = {**os.environ, "DISCORD_TOKEN": "secret"}
    command = [sys.executable, "-c", PARENT, str(long), str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, start_new_session=True) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        time.sleep(1.0)
        workers = descendants(parent.pid)
        assert len(workers) == 2
        for pid in workers:
            assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, 10 + os.getpriority(os.PRIO_PROCESS, 0))
            assert (PROC / str(pid) / "oom_score_adj").read_text().strip() == "500"
            held = [str(fd.readlink()) for fd in (PROC / str(pid) / "fd").iterdir()]
            assert str(tmp_path / "lock") not in held
            assert b"DISCORD_TOKEN" not in (PROC / str(pid) / "environ").read_bytes()
            for number in (signal.SIGINT, signal.SIGTERM):
                os.kill(pid, number)
        time.sleep(0.1)
        assert all(map(alive, workers))
        parent.kill()
        parent.wait()
        ends = time.monotonic() + 2.0
        while any(map(alive, workers)):
            assert time.monotonic() < ends
            time.sleep(0.01)
