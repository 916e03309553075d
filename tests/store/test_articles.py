"""Stored articles: listed newest first, completed by title, revised."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import Outcome
from bot.store import Store
from bot.store.articles import Listing, Revision
from tests.support.stored import add, made, taken


@pytest.fixture
async def store(tmp_path):
    async with Store.open(tmp_path / "newsdrop.db") as opened:
        yield opened


def revision(article, key="key"):
    return Revision(article, key, 5)


async def titles(store, listing=Listing(), limit=10, offset=0):  # noqa: B008 - frozen
    return [entry.title for entry in await store.articles.latest(listing, limit, offset)]


async def test_an_article_comes_back_as_it_was_stored(store):
    record = await add(
        store, "Der Hafen", "Erster Absatz.\n\nZweiter.", byline="Ada", source="Bote", published="2026-03-04",
        url="https://example.org/1", language="de", keywords=("hafen", "wasser"),
    )  # fmt: skip
    stored = await store.articles.get(record.article_id)
    assert stored.article.paragraphs == ("Erster Absatz.", "Zweiter.")
    assert (stored.article.keywords, stored.article.language) == (("hafen", "wasser"), "de")
    assert stored.entry.day.isoformat() == "2026-03-04"
    assert stored.file == record
    assert await store.articles.get(99) is None
    assert await store.articles.entry(99) is None


async def test_the_newest_is_by_published_date_or_arrival_where_there_is_none(store):
    await add(store, "Old", published="2020-01-01")
    await add(store, "Undated, arrived today")
    await add(store, "Older", published="2019-01-01")
    await add(store, "Of tomorrow", published="2999-01-01")
    assert await titles(store) == ["Of tomorrow", "Undated, arrived today", "Old", "Older"]


async def test_a_list_is_cut_into_pages_that_do_not_shift_when_articles_arrive(store):
    for number in range(5):
        await add(store, f"{number}", published="2026-01-01")
    frozen = Listing(last_id=await store.articles.last_id())
    await add(store, "late", published="2026-01-01")
    assert await titles(store, frozen, 2) == ["4", "3"]
    assert await titles(store, frozen, 2, 4) == ["0"]
    assert await store.articles.count(frozen, 100) == 5
    assert await store.articles.count(Listing(), 3) == 3, "counting ends there"


async def test_sources_match_where_they_contain_it_and_folders_whole_and_case_does_not_count(store):
    await add(store, "a", source="The Saltby Mail", folder="Harbour")
    await add(store, "b", source="100% News_", folder="sport")
    assert await titles(store, Listing(source="saltby")) == ["a"]
    assert await titles(store, Listing(source="100% news_")) == ["b"]
    assert await titles(store, Listing(source="%")) == ["b"], "a percent sign is one"
    assert await titles(store, Listing(source="_")) == ["b"]
    assert await titles(store, Listing(folder="harbour")) == ["a"]
    assert await titles(store, Listing(folder="harb")) == []
    assert await store.articles.sources("mail", 5) == ["The Saltby Mail"]
    assert await store.articles.folders("", 5) == ["Harbour", "sport"]


async def test_titles_complete_by_the_beginnings_of_their_words(store):
    for title in ("Harbour board votes", "The pier", "Harbours of old", "Élan vital", "港口重建"):
        await add(store, title)
    assert [e.title for e in await store.articles.completions("harb", 5)] == ["Harbours of old", "Harbour board votes"]
    assert [e.title for e in await store.articles.completions("board har", 5)] == ["Harbour board votes"]
    assert [e.title for e in await store.articles.completions("elan", 5)] == ["Élan vital"]
    assert [e.title for e in await store.articles.completions("港", 5)] == ["港口重建"]
    assert len(await store.articles.completions("  ", 3)) == 3, "nothing typed: the latest"
    assert await store.articles.completions("!!", 3) == []


ANY = st.text(st.characters(), max_size=60)


async def test_any_text_may_be_typed_into_every_option(store):
    await add(store, "Harbour", source="Mail", folder="sport")

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ANY)
    def hold(text):
        questions.append(text)

    questions: list[str] = ["\ud800", "\0", "%", "\\", "'", '"', "*", "NEAR(", "title:", "a" * 2000]
    hold()
    for text in questions:
        await store.articles.completions(text, 3)
        await store.articles.sources(text, 3)
        await store.articles.folders(text, 3)
        await titles(store, Listing(source=text, folder=text))


async def test_a_revision_that_changes_the_card_counts_and_marks_posted_messages(store):
    await store.follows.add(1, 10, "")
    record = await add(store, "Pier rebuilt")
    (delivery,) = await store.deliveries.of_article(record.article_id)
    await store.deliveries.sent({delivery.id: 1}, 77, 0.0)
    better = made("The pier is rebuilt", "Pier rebuilt is told of here.")
    assert await store.articles.revise(record.article_id, revision(better))
    assert (await store.articles.entry(record.article_id)).revision == 2
    assert (await store.files.get(record.id)).outcome is Outcome.REVISED
    assert (await store.deliveries.next_edit(10)).head.id == delivery.id


async def test_a_revision_of_what_no_card_shows_edits_nothing(store):
    await store.follows.add(1, 10, "")
    record = await add(store, "Pier rebuilt", "One.\n\nTwo.")
    (delivery,) = await store.deliveries.of_article(record.article_id)
    await store.deliveries.sent({delivery.id: 1}, 77, 0.0)
    old = (await store.articles.get(record.article_id)).article
    words = (await store.articles.entry(record.article_id)).words
    new = replace(old, paragraphs=("One.", "Drei."))
    assert await store.articles.revise(record.article_id, Revision(new, "key", words))
    assert await store.deliveries.next_edit(10) is None
    assert (await store.articles.entry(record.article_id)).revision == 1


async def test_the_same_again_changes_nothing(store):
    record = await add(store, "Pier rebuilt")
    stored = await store.articles.get(record.article_id)
    key = taken(stored.article).text_key
    assert not await store.articles.revise(record.article_id, Revision(stored.article, key, stored.entry.words))
    assert (await store.files.get(record.id)).outcome is Outcome.ADDED
    assert not await store.articles.revise(99, revision(stored.article))


async def test_when_two_texts_become_one_the_later_is_marked_a_repeat_of_the_earlier_until_they_part_again(store):
    first, second = await add(store, "One"), await add(store, "Two")
    same = made("Two", "One is told of here.")
    key = taken(same).text_key
    await store.articles.revise(second.article_id, Revision(same, key, 5))
    assert (await store.articles.entry(second.article_id)).duplicate_of == first.article_id
    assert (await store.articles.entry(first.article_id)).duplicate_of is None
    await store.articles.revise(first.article_id, revision(made("One", "Something else."), "else"))
    assert (await store.articles.entry(second.article_id)).duplicate_of is None


async def test_the_search_index_follows_a_revision(store):
    record = await add(store, "Pier rebuilt", "About boats.")
    await store.articles.revise(record.article_id, revision(made("Pier rebuilt", "About trains.")))
    assert await store.articles.completions("pier", 5)
    database = store.files._database
    found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
    assert [await database.value(found, (word,)) for word in ("boats", "trains")] == [0, 1]
