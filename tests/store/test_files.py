"""The ledger of files: one row and one outcome for each, whatever comes in what order."""

from __future__ import annotations

import asyncio

import pytest

from bot.model import Outcome
from bot.store import Store
from tests.support.stored import add, made, taken


@pytest.fixture
async def store(tmp_path):
    async with Store.open(tmp_path / "newsdrop.db") as opened:
        yield opened


async def test_a_new_article_is_added_with_its_file(store):
    record = await store.files.record(taken(made("Pier rebuilt"), name="pier.txt", folder="harbour"))
    assert (record.outcome, record.folder, record.kept_in, record.kept_path) == (
        Outcome.ADDED, "harbour", "archive", None,
    )  # fmt: skip
    assert (await store.articles.get(record.article_id)).article == made("Pier rebuilt")


async def test_the_same_bytes_again_and_the_same_text_under_other_furniture_are_duplicates(store):
    first = await store.files.record(taken(made("Pier rebuilt"), data=b"bytes"))
    same_bytes = await store.files.record(taken(made("Pier rebuilt"), data=b"bytes"))
    same_text = await store.files.record(taken(made("PIER REBUILT!", "Pier  rebuilt is told of HERE."), data=b"other"))
    assert [r.outcome for r in (first, same_bytes, same_text)] == ["added", "duplicate", "duplicate"]
    assert same_bytes.article_id == same_text.article_id == first.article_id
    assert await store.articles.last_id() == 1


async def test_of_two_tasks_that_record_one_text_at_once_one_adds_it(store):
    records = await asyncio.gather(*(add(store, "Pier rebuilt") for _ in range(8)))
    assert sorted(record.outcome for record in records) == ["added", *["duplicate"] * 7]


async def test_a_file_recorded_before_and_not_yet_moved_gets_its_first_record_back(store):
    file = taken(made("Pier rebuilt"), name="pier.txt")
    first = await store.files.record(file)
    assert await store.files.record(file) == first
    await store.files.moved(first.id, "archive", b"pier.txt")
    again = await store.files.record(file)
    assert (again.outcome, again.id) == (Outcome.DUPLICATE, first.id + 1)


async def test_a_rejected_file_keeps_its_reason_and_is_listed_latest_first(store):
    for number in range(3):
        await store.files.record(taken(None, name=f"{number}.txt", refusal=f"Reason {number}."))
    assert [record.reason for record in await store.files.failures(2)] == ["Reason 2.", "Reason 1."]
    assert [record.reason for record in await store.files.failures(2, 2)] == ["Reason 0."]


async def test_rejected_bytes_are_no_duplicate_when_they_come_again(store):
    for _ in range(2):
        record = await store.files.record(taken(None, name="empty.txt", refusal="Empty."))
        await store.files.moved(record.id, "rejected", b"empty.txt")
        assert record.outcome is Outcome.REJECTED


async def test_a_retry_that_succeeds_is_a_new_article_in_the_file_s_own_row(store):
    rejected = await store.files.record(taken(None, name="pier.txt", refusal="Empty."))
    resolved = await store.files.resolve(rejected.id, taken(made("Pier rebuilt"), name="pier.txt"))
    assert (resolved.id, resolved.outcome, resolved.reason) == (rejected.id, Outcome.ADDED, None)
    assert (await store.articles.get(resolved.article_id)).file.id == rejected.id


async def test_two_retries_of_one_file_at_once_make_one_article(store):
    rejected = await store.files.record(taken(None, name="pier.txt", refusal="Empty."))
    retries = [taken(made("Pier rebuilt", f"Text {n}."), name="pier.txt", data=b"%d" % n) for n in range(2)]
    resolved = await asyncio.gather(*(store.files.resolve(rejected.id, retry) for retry in retries))
    assert {record.article_id for record in resolved} == {1}
    assert await store.articles.last_id() == 1


async def test_a_retry_may_turn_out_a_duplicate_or_be_rejected_again(store):
    await add(store, "Pier rebuilt")
    rejected = await store.files.record(taken(None, name="pier.txt", refusal="Empty."))
    again = await store.files.resolve(rejected.id, taken(None, name="pier.txt", refusal="Still empty."))
    assert (again.outcome, again.reason) == (Outcome.REJECTED, "Still empty.")
    resolved = await store.files.resolve(rejected.id, taken(made("Pier rebuilt"), name="pier.txt"))
    assert (resolved.outcome, resolved.article_id) == (Outcome.DUPLICATE, 1)


async def test_what_is_unmoved_and_whose_a_kept_file_is_can_be_asked(store):
    first, second = await add(store, "One"), await add(store, "Two")
    assert [record.id for record in await store.files.unmoved()] == [1, 2]
    assert await store.files.unmoved_from(second.drop_path) == [second]
    await store.files.moved(first.id, "archive", b"\xff.txt")
    assert [record.id for record in await store.files.unmoved()] == [2]
    assert await store.files.claimed("archive", b"\xff.txt")
    assert not await store.files.claimed("rejected", b"\xff.txt")
    assert [record.id for record in await store.files.taken_since("2000-01-01", 5)] == [1]
    assert await store.files.taken_since("2999-01-01", 5) == []


async def test_outcomes_are_counted_also_those_that_did_not_occur(store):
    assert await store.files.counts() == dict.fromkeys(Outcome, 0)
    await add(store, "One")
    await add(store, "One")
    assert await store.files.counts() == dict.fromkeys(Outcome, 0) | {"added": 1, "duplicate": 1}
