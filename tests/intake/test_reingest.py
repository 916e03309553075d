"""Re-ingest: from the original through the current cleaner, or from the stored text where that is gone."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

import pytest

from bot.intake.reingest import NotFound, differences
from bot.model import Article, Outcome
from bot.workers.protocol import FileChanged
from tests.support.desk import article, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def stored(desk, *towns):
    """Articles taken as usual; as an older Newsdrop may have left them."""
    for town in towns:
        desk.put(f"{town}.md", article(town))
    await desk.drain()
    await desk.store.files._database.write("UPDATE articles SET title = 'Menu', summary = '[]', text_key = 'old'")


def original(desk, town="Saltby"):
    return desk.folders.archive / f"{town}.md"


async def test_the_original_goes_through_the_current_cleaner_and_what_changed_is_told(desk):
    await stored(desk, "Saltby")
    desk.store.outbox_changed.clear()
    result = await desk.reingester.article(1)
    assert result.note is None
    assert result.changes == ("title: Menu → Saltby rebuilds its broken pier", "summary: rewritten")
    assert result.entry.revision == 2
    assert desk.store.outbox_changed.is_set()
    assert (await desk.reingester.article(1)).changes == ()


async def test_an_article_that_is_not_there_is_told(desk):
    with pytest.raises(NotFound, match="There is no article 7"):
        await desk.reingester.article(7)
    with pytest.raises(NotFound):
        await desk.reingester.retry(7)


async def test_where_the_original_is_gone_or_changed_the_stored_text_is_summarised_anew(desk):
    await stored(desk, "Saltby", "Northby", "Westby")
    original(desk, "Saltby").unlink()
    original(desk, "Northby").write_text(article("Elsewhere"), encoding="utf-8")
    ids = {entry.file.name: entry.entry.id for entry in [await desk.store.articles.get(n) for n in (1, 2, 3)]}
    gone = await desk.reingester.article(ids["Saltby.md"])
    assert gone.note == "The original is gone from the archive. The stored text was summarised anew."
    assert gone.changes == ("summary: rewritten",)
    changed = await desk.reingester.article(ids["Northby.md"])
    assert changed.note == (
        "The original in the archive has changed since it was taken. The stored text was summarised anew."
    )
    assert "Elsewhere" not in "".join((await desk.store.articles.get(ids["Northby.md"])).article.paragraphs)
    assert (await desk.reingester.article(ids["Westby.md"])).note is None


async def test_an_original_exchanged_for_a_link_is_not_followed(desk, tmp_path):
    await stored(desk, "Saltby")
    (tmp_path / "secret.md").write_text(article("Secret"), encoding="utf-8")
    original(desk).unlink()
    original(desk).symlink_to(tmp_path / "secret.md")
    with pytest.raises(FileChanged):
        await desk.reingester.article(1)
    assert (await desk.store.articles.entry(1)).title == "Menu"


async def test_an_original_that_no_longer_gives_an_article_keeps_the_stored_one(desk, monkeypatch):
    await stored(desk, "Saltby")
    monkeypatch.setattr(type(desk.settings), "max_bytes", 10)
    result = await desk.reingester.article(1)
    assert "has changed" in result.note or "no longer gives an article" in result.note
    assert (await desk.store.articles.get(1)).article.paragraphs


async def test_when_two_texts_become_one_both_stay_and_the_later_repeats_the_earlier(desk):
    await stored(desk, "Saltby", "Northby")
    files = [(await desk.store.articles.get(number)).file for number in (1, 2)]
    kept = [desk.folders.archive / os.fsdecode(file.kept_path) for file in files]
    kept[1].write_bytes(kept[0].read_bytes())
    await desk.reingester.article(1)
    await desk.reingester.article(2, accept_changed=True)
    assert [(await desk.store.articles.entry(number)).duplicate_of for number in (1, 2)] == [None, 1]


async def job(desk, **scope):
    """Run one to its end."""
    scope = {"source": None, "folder": None, "failed_only": False} | scope
    begun = await desk.reingester.start(**scope, reply=("token", 9e9))
    running = asyncio.create_task(desk.reingester.run())

    async def ended():
        return (await desk.store.jobs.get(begun.id)).state != "running"

    await until(ended)
    desk.reingester.stop()
    await running
    return await desk.store.jobs.get(begun.id)


async def test_a_job_does_all_and_no_bad_file_ends_it(desk, tmp_path):
    await stored(desk, "Saltby", "Northby", "Westby", "Eastby")
    original(desk, "Northby").unlink()
    original(desk, "Westby").unlink()
    original(desk, "Westby").mkdir()
    done = await job(desk)
    assert (done.state, done.total, done.done, done.changed, done.failed) == ("done", 4, 4, 3, 1)


async def test_a_job_over_rejected_files_retries_each(desk):
    for name in ("a.md", "b.md", "gone.md"):
        desk.put(name, b"")
    await desk.drain()
    (desk.folders.rejected / "a.md").write_text(article("Saltby"), encoding="utf-8")
    (desk.folders.rejected / "gone.md").unlink()
    done = await job(desk, failed_only=True)
    assert (done.total, done.done, done.changed, done.failed) == (3, 3, 1, 2)
    counts = await desk.store.files.counts()
    assert (counts[Outcome.ADDED], counts[Outcome.REJECTED]) == (1, 2)


async def test_a_second_job_is_refused_while_one_runs_and_a_stopped_one_ends(desk):
    await stored(desk, "Saltby", "Northby")
    scope = {"source": None, "folder": None, "failed_only": False, "reply": ("token", 9e9)}
    begun = await desk.reingester.start(**scope)
    assert await desk.reingester.start(**scope) is None
    await desk.reingester.stop_job(begun.id)
    running = asyncio.create_task(desk.reingester.run())
    await asyncio.sleep(0.05)
    desk.reingester.stop()
    await running
    assert (await desk.store.jobs.get(begun.id)).done == 0


async def test_a_job_waits_while_the_database_can_not_be_written_and_then_goes_on(desk, monkeypatch):
    monkeypatch.setattr("bot.intake.reingest._TROUBLE_SECONDS", 0.1)
    await stored(desk, "Saltby")
    begun = await desk.reingester.start(source=None, folder=None, failed_only=False, reply=("token", 9e9))
    database = desk.store.files._database
    await database._writer.execute("PRAGMA query_only = 1")
    running = asyncio.create_task(desk.reingester.run())
    await asyncio.sleep(0.4)
    assert not running.done()
    await database._writer.execute("PRAGMA query_only = 0")

    async def ended():
        return (await desk.store.jobs.get(begun.id)).state == "done"

    await until(ended)
    desk.reingester.stop()
    await running
    assert (await desk.store.jobs.get(begun.id)).changed == 1


async def test_differences_name_each_thing_shortly():
    old = Article("Old", None, "Mail", None, None, "en", ("One.", "Two."), ("One.",), ("a",))
    new = replace(old, title="N" * 200, source=None, paragraphs=("One.", "Three.", "Four."), keywords=())
    assert differences(old, old) == ()
    assert differences(old, new) == (
        f"title: Old → {'N' * 79}…",
        "source: Mail → none",
        "text: 2 → 3 paragraphs (+2, -1)",
        "keywords: none",
    )


async def test_a_file_that_is_just_being_tried_again_is_not_tried_a_second_time(desk):
    desk.put("pier.md", b"")
    (record,) = (await desk.drain()).values()
    (desk.folders.rejected / "pier.md").write_text(article(), encoding="utf-8")
    first, second = await asyncio.gather(
        desk.reingester.retry(record.id), desk.reingester.retry(record.id), return_exceptions=True
    )
    assert first.outcome is Outcome.ADDED
    assert str(second) == "That file is just being tried again."
    with pytest.raises(NotFound, match="no longer among the rejected"):
        await desk.reingester.retry(record.id)
