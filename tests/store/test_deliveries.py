"""The outbox: one row an article and channel, in order, through each state."""

from __future__ import annotations

import pytest

from bot.model import Bundle
from bot.store import Store
from bot.store.articles import Revision
from tests.support.stored import add, made

GUILD, NEWS, SPORT = 1, 10, 11


@pytest.fixture
async def store(tmp_path):
    async with Store.open(tmp_path / "newsdrop.db") as opened:
        await opened.follows.add(GUILD, NEWS, "")
        await opened.follows.add(GUILD, SPORT, "sport")
        yield opened


@pytest.fixture
def outbox(store):
    return store.deliveries


async def posted(store, title="One", moment=100.0):
    record = await add(store, title)
    (delivery,) = await store.deliveries.of_article(record.article_id)
    await store.deliveries.sending(Bundle(delivery, (delivery,)), moment)
    await store.deliveries.sent({delivery.id: 1}, 1000 + delivery.id, moment)
    return delivery.id, record.article_id


async def test_each_article_waits_for_each_channel_that_follows_in_order(store, outbox):
    for title, folder in (("One", "sport"), ("Two", ""), ("Three", "sport")):
        await add(store, title, folder=folder)
    assert await outbox.channels_with_work(0.0) == [NEWS, SPORT]
    order = []
    while (post := await outbox.next_post(NEWS)) is not None:
        order.append(post.head.article_id)
        await outbox.sent({post.head.id: 1}, 1, 0.0)
    assert order == [1, 2, 3]
    assert (await outbox.next_post(SPORT)).head.article_id == 1
    assert await outbox.channels_with_work(0.0) == [SPORT]


async def test_the_first_try_that_may_have_reached_discord_is_remembered(store, outbox):
    await add(store, "One")
    post = await outbox.next_post(NEWS)
    delivery = post.head
    assert (delivery.state, delivery.attempts, delivery.tried_at) == ("pending", 0, None)
    for moment in (50.0, 60.0):
        await outbox.sending(post, moment)
    delivery = (await outbox.next_post(NEWS)).head
    assert (delivery.state, delivery.attempts, delivery.tried_at) == ("sending", 2, 50.0)
    await outbox.remember(post, "No answer.")
    assert (await outbox.next_post(NEWS)).head.error == "No answer."
    await outbox.not_sent(post, "Not now.")
    delivery = (await outbox.next_post(NEWS)).head
    assert (delivery.state, delivery.tried_at) == ("pending", None)


async def test_what_was_sent_failed_or_closed_is_counted_and_waits_no_more(store, outbox):
    await posted(store)
    await add(store, "Two")
    await outbox.failed(await outbox.next_post(NEWS), "Invalid Form Body")
    await add(store, "Three")
    counts = await outbox.counts()
    assert (counts.pending, counts.sent, counts.failed, counts.closed) == (1, 1, 1, 0)
    assert [d.error for d in await outbox.last_failures(5)] == ["Invalid Form Body"]


async def test_an_article_that_changes_is_edited_once_with_its_newest_state(store, outbox):
    delivery_id, article_id = await posted(store)
    for number in range(3):
        await store.articles.revise(article_id, Revision(made(f"Title {number}"), f"key {number}", 3))
    edit = await outbox.next_edit(NEWS)
    assert edit.ids == (delivery_id,)
    await outbox.edited({delivery_id: 4})
    assert await outbox.next_edit(NEWS) is None


async def test_a_change_that_comes_while_it_is_posted_or_edited_is_not_lost(store, outbox):
    record = await add(store, "One")
    post = await outbox.next_post(NEWS)
    await outbox.sending(post, 1.0)
    await store.articles.revise(record.article_id, Revision(made("Meanwhile"), "key", 3))
    await outbox.sent({post.head.id: 1}, 7, 1.0)
    assert (await outbox.next_edit(NEWS)).ids == post.ids
    await store.articles.revise(record.article_id, Revision(made("And again"), "key 2", 3))
    await outbox.edited({post.head.id: 2})
    assert (await outbox.next_edit(NEWS)).ids == post.ids
    await outbox.edited({post.head.id: 3})
    assert await outbox.next_edit(NEWS) is None


async def test_a_re_ingest_of_an_article_that_was_never_posted_posts_and_edits_nothing(store, outbox):
    await store.follows.remove(GUILD, NEWS, None)
    record = await add(store, "One")
    await store.follows.add(GUILD, NEWS, "")
    await store.articles.revise(record.article_id, Revision(made("Changed"), "key", 3))
    assert await outbox.channels_with_work(0.0) == []


async def test_a_message_somebody_deleted_is_marked_and_not_edited_again(store, outbox):
    _, article_id = await posted(store)
    await store.articles.revise(article_id, Revision(made("Changed"), "key", 3))
    await outbox.edit_failed(await outbox.next_edit(NEWS), "The message was deleted.", deleted=True)
    assert await outbox.next_edit(NEWS) is None
    assert [d.state for d in await outbox.of_article(article_id)] == ["deleted"]
    await store.articles.revise(article_id, Revision(made("Once more"), "key 2", 3))
    assert await outbox.next_edit(NEWS) is None


async def test_a_channel_in_trouble_rests_until_its_time_and_is_mended_by_a_post(store, outbox):
    await add(store, "One")
    await outbox.trouble(NEWS, "Missing Permissions", 200.0)
    assert await outbox.channels_with_work(199.0) == []
    assert await outbox.channels_with_work(200.0) == [NEWS]
    post = await outbox.next_post(NEWS)
    await outbox.sent({post.head.id: 1}, 1, 200.0)
    assert await store.follows.troubles() == {}


async def test_a_paused_server_has_no_work_and_goes_on_where_it_was(store, outbox):
    await add(store, "One")
    await store.follows.pause(GUILD, paused=True)
    assert await outbox.channels_with_work(0.0) == []
    assert await outbox.next_post(NEWS) is None
    await store.follows.pause(GUILD, paused=False)
    assert (await outbox.next_post(NEWS)).head.article_id == 1


async def test_when_cards_were_posted_is_known_by_channel(store, outbox):
    for number, moment in enumerate((10.0, 20.0, 30.0)):
        await posted(store, f"{number}", moment)
    assert await outbox.cards_between(NEWS, 20.0, 40.0) == [20.0, 30.0]
    assert await outbox.cards_between(NEWS, 0.0, 20.0) == [10.0, 20.0]
    assert await outbox.cards_between(SPORT, 0.0, 40.0) == []


async def test_a_look_that_finds_nothing_begins_the_next_one_and_what_was_posted_keeps_its_time(store, outbox):
    _, article_id = await posted(store, "One", moment=50.0)
    await add(store, "Two")
    post = await outbox.next_post(NEWS)
    await outbox.sending(post, 60.0)
    await outbox.not_there(post, 70.0)
    await outbox.sending(post, 80.0)
    assert (await outbox.next_post(NEWS)).head.tried_at == 70.0
    assert (await outbox.of_article(article_id))[0].tried_at == 50.0


async def test_what_waits_and_what_was_posted_does_not_slow_a_look_at_what_is_next(store, outbox):
    steps = 0

    def step():
        nonlocal steps
        steps += 1

    async def look():
        nonlocal steps
        steps = 0
        assert await outbox.channels_with_work(0.0) == [NEWS, SPORT]
        assert await outbox.next_edit(NEWS) is None
        assert await outbox.next_post(NEWS) is not None
        await outbox.gatherable(NEWS, 3)
        return steps

    async def more(count):
        for number in range(count):
            await posted(store, f"posted {count} {number}", moment=100.0)
        for number in range(count):
            await add(store, f"waiting {count} {number}", folder="sport")

    await store._database._reader.set_progress_handler(step, 1)
    await more(4)
    few = await look()
    await store._database.write("UPDATE deliveries SET state = 'failed' WHERE state = 'pending'")
    await more(60)
    assert await look() <= few
