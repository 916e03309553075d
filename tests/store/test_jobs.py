"""Re-ingest jobs: each article once, the mark and the change committed together."""

from __future__ import annotations

import asyncio

import pytest

from bot.store import Store
from bot.store.articles import Revision
from tests.support.stored import add, made, taken


@pytest.fixture
async def store(tmp_path):
    async with Store.open(tmp_path / "newsdrop.db") as opened:
        yield opened


async def start(store, source=None, folder=None, failed_only=False):
    return await store.jobs.start(source=source, folder=folder, failed_only=failed_only, reply=("token", 9e9))


async def walked(store, job):
    """All that a job goes through, two at a time."""
    done = []
    while ids := await store.jobs.next_ids(await store.jobs.get(job.id), 2):
        for one in ids:
            await store.jobs.revise(job.id, one, None)
        done += ids
    return done


async def test_a_job_goes_through_what_was_stored_when_it_began_in_order(store):
    for number in range(5):
        await add(store, f"{number}")
    job = await start(store)
    await add(store, "late")
    assert job.total == 5
    assert await walked(store, job) == [1, 2, 3, 4, 5]
    assert (await store.jobs.get(job.id)).failed == 5


async def test_source_and_folder_narrow_it(store):
    await add(store, "a", source="The Saltby Mail", folder="Sport")
    await add(store, "b", source="Courier", folder="sport")
    await add(store, "c", source="Saltby Post")
    assert await walked(store, await start(store, source="saltby", folder="sport")) == [1]
    assert await store.jobs.count(source="SALTBY", folder=None, failed_only=False) == 2


async def test_rejected_files_are_gone_through_where_asked_and_have_no_source(store):
    await add(store, "a")
    for name in ("x", "y"):
        await store.files.record(taken(None, name=name, refusal="Empty."))
    job = await start(store, failed_only=True)
    assert job.total == 2
    assert await store.jobs.next_ids(job, 5) == [2, 3]
    await store.jobs.retried(job.id, 2, added=True)
    job = await store.jobs.get(job.id)
    assert (job.cursor, job.done, job.changed, job.failed) == (2, 1, 1, 0)
    assert await store.jobs.count(source="mail", folder=None, failed_only=True) == 0


async def test_only_one_job_runs_also_where_two_are_begun_at_once(store):
    await add(store, "a")
    jobs = await asyncio.gather(*(start(store) for _ in range(3)))
    assert sorted(job is None for job in jobs) == [False, True, True]
    (job,) = (job for job in jobs if job)
    assert (await store.jobs.running()).id == job.id
    await store.jobs.end(job.id, "stopped")
    await store.jobs.end(job.id, "done")
    assert (await store.jobs.get(job.id)).state == "stopped"
    assert await store.jobs.running() is None
    assert await start(store) is not None


async def test_an_article_and_the_mark_that_it_is_done_are_committed_together_or_not_at_all(store):
    await add(store, "a")
    job = await start(store)
    unfit = made("a", source="\ud800")  # SQLite takes no such text
    with pytest.raises(UnicodeEncodeError):
        await store.jobs.revise(job.id, 1, Revision(unfit, "key", 1))
    assert (await store.jobs.get(job.id)).done == 0
    assert await store.jobs.revise(job.id, 1, Revision(made("b"), "key", 1))
    job = await store.jobs.get(job.id)
    assert (job.cursor, job.done, job.changed, job.failed) == (1, 1, 1, 0)
    assert (await store.articles.entry(1)).title == "b"


async def test_a_restart_finds_the_job_where_it_was(tmp_path):
    path = tmp_path / "newsdrop.db"
    async with Store.open(path) as store:
        for number in range(3):
            await add(store, f"{number}")
        job = await start(store)
        await store.jobs.revise(job.id, 1, None)
    async with Store.open(path) as store:
        job = await store.jobs.running()
        assert (job.reply_token, job.reply_until) == ("token", 9e9)
        assert await store.jobs.next_ids(job, 5) == [2, 3]
