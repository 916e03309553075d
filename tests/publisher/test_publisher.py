"""Delivery: each article once in each channel, whatever Discord answers."""

import asyncio
import contextlib
import sqlite3

import discord

from bot.store.articles import Revision
from tests.support.newsroom import article, newsroom
from tests.support.stored import made

MESSAGES = "/channels/*/messages"


def towns(room, channel=None):
    return [post.embeds[0].title.split()[0] for post in room.posts(channel)]


async def test_server_errors_are_retried_until_discord_takes_it_and_order_is_kept(room):
    room.env.inject_error("POST", MESSAGES, status=503, times=3)
    room.drop("a.md", article("Aby"))
    await room.counted(added=1)
    room.drop("b.md", article("Bby"))
    await room.posted(2)
    assert towns(room) == ["Aby", "Bby"]


async def test_a_channel_without_the_right_is_told_to_admins_and_goes_on_when_mended(room):
    room.env.inject_error("POST", MESSAGES, status=403, code=50013, message="Missing Permissions", times=None)
    room.drop("a.md", article("Aby"))

    async def told() -> bool:
        return "Missing Permissions (code 50013)" in await room.say(room.admin, "admin following")

    await room.until(told, "the trouble to be told")
    assert "Missing Permissions" in await room.say(room.admin, "admin status")
    assert "1 pending" in await room.say(room.admin, "admin status")
    room.env.backend.faults.clear()
    await room.posted(1)
    assert "Missing Permissions" not in await room.say(room.admin, "admin following")


async def test_one_dead_channel_never_delays_another(room):
    dead = room.guild.create_text_channel("dead")
    await room.follow(dead)
    room.env.inject_error("POST", f"/channels/{dead.id}/messages", status=500, times=None)
    room.drop("a.md", article("Aby"))
    room.drop("b.md", article("Bby"))
    await room.posted(2)
    assert room.posts(dead) == []
    room.env.backend.faults.clear()
    await room.posted(2, dead)


async def test_what_discord_will_never_take_is_recorded_and_does_not_block_the_next(room):
    room.env.inject_error("POST", MESSAGES, status=400, code=50035, message="Invalid Form Body", times=1)
    room.drop("a.md", article("Aby"))

    async def failed() -> bool:
        return (await room.desk.store.deliveries.counts()).failed == 1

    await room.until(failed, "the failure")
    room.drop("b.md", article("Bby"))
    await room.posted(1)
    assert towns(room) == ["Bby"]
    status = await room.say(room.admin, "admin status")
    assert "1 failed" in status
    assert "Invalid Form Body (code 50035)" in status


async def test_a_deleted_channel_ends_its_follow_and_closes_what_waits(room):
    await room.say(room.admin, "admin pause")
    doomed = room.guild.create_text_channel("doomed")
    await room.follow(doomed)
    room.drop("a.md", article("Aby"))
    await room.counted(added=1)
    room.env.inject_error(
        "POST", f"/channels/{doomed.id}/messages", status=404, code=10003, message="Unknown Channel", times=None
    )
    await room.say(room.admin, "admin resume")
    await room.posted(1)

    async def closed() -> bool:
        return "1 closed unsent. The channel was deleted." in await room.say(room.admin, "admin following")

    await room.until(closed, "the delivery to be closed")


async def test_an_article_whose_channel_was_deleted_can_be_re_ingested(room):
    doomed = room.guild.create_text_channel("doomed")
    await room.follow(doomed)
    room.drop("a.md", article("Aby"))
    await room.posted(1, doomed)
    await room.posted(1)
    for method in ("PATCH", "POST"):
        room.env.inject_error(
            method, f"/channels/{doomed.id}/messages*", status=404, code=10003, message="Unknown Channel", times=None
        )
    await room.sql("UPDATE articles SET title = 'Menu'")
    before = len(room.env.http_requests)
    await room.say(room.admin, "admin reingest", article="1")
    await room.until(lambda: room.posts()[0].edited_at is not None, "the edit of the post that is left")
    await asyncio.sleep(0.5)
    assert len(room.env.http_requests) - before < 12, "it is not asked again and again"


async def test_a_database_that_is_held_holds_posting_up_and_ends_nothing(room):
    await room.say(room.admin, "admin pause")
    room.drop("a.md", article("Aby"))
    await room.counted(added=1)
    await room.say(room.admin, "admin resume")
    path = room.home / "newsdrop.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")  # as another program that holds the database
        room.drop("b.md", article("Bby"))
        await asyncio.sleep(6)
        other.execute("ROLLBACK")
    await room.posted(2)


async def test_a_message_that_was_posted_before_its_answer_was_lost_is_found_and_not_posted_again(room):
    room.drop("a.md", article("Aby"))
    (post,) = await room.posted(1)
    await room.sql("UPDATE deliveries SET state = 'sending', message_id = NULL, revision = 0")
    room.desk.store.outbox_changed.set()

    async def settled() -> bool:
        (delivery,) = await room.desk.store.deliveries.of_article(1)
        return delivery.state == "sent" and delivery.message_id == post.id

    await room.until(settled, "the message to be found")
    assert len(room.posts()) == 1


async def test_an_answer_that_shows_the_article_is_not_taken_for_its_post(room):
    room.drop("a.md", article("Aby"))
    (post,) = await room.posted(1)
    await room.say(room.admin, "admin pause")
    await room.admin.delete(post)
    await room.say(room.reader, "latest")
    await room.sql("UPDATE deliveries SET state = 'sending', message_id = NULL, revision = 0")
    await room.say(room.admin, "admin resume")
    await room.posted(1)


async def test_a_post_found_after_a_crash_is_brought_up_to_date(room):
    room.drop("a.md", article("Aby"))
    (post,) = await room.posted(1)
    await room.say(room.admin, "admin pause")
    await room.sql("UPDATE deliveries SET state = 'sending', message_id = NULL, revision = 0")
    await room.sql("UPDATE articles SET summary = '[\"It is being rebuilt.\"]', revision = 2")
    await room.say(room.admin, "admin resume")
    await room.until(lambda: room.posts()[0].edited_at is not None, "the edit")
    assert [found.id for found in room.posts()] == [post.id]
    assert "It is being rebuilt." in room.posts()[0].embeds[0].description


async def test_an_uncertain_delivery_that_never_reached_the_channel_is_posted(room):
    room.drop("other.md", article("Otterby"))
    await room.posted(1)
    await room.say(room.admin, "admin pause")
    room.drop("a.md", article("Aby"))
    await room.counted(added=2)
    now = discord.utils.utcnow().timestamp()
    await room.sql(f"UPDATE deliveries SET state = 'sending', tried_at = {now} WHERE article_id = 2")
    await room.say(room.admin, "admin resume")
    await room.posted(2)
    assert towns(room) == ["Otterby", "Aby"]


async def test_without_the_channels_history_an_old_uncertain_delivery_is_held_and_shown(room):
    deny = discord.PermissionOverwrite(read_message_history=False)
    blind = room.guild.create_text_channel("blind", overwrites={room.client.user: deny})
    assert "Give me Read Message History there too" in await room.follow(blind)
    await room.say(room.admin, "admin unfollow", channel=room.news)
    await room.say(room.admin, "admin pause")
    room.drop("a.md", article("Aby"))
    await room.counted(added=1)
    await room.sql("UPDATE deliveries SET state = 'sending', tried_at = 1000.0")
    await room.say(room.admin, "admin resume")

    async def held() -> bool:
        return "without Read Message History that can't be told" in await room.say(room.admin, "admin status")

    await room.until(held, "the delivery to be held")
    assert room.posts(blind) == []


async def test_an_edit_that_meets_a_server_error_is_made_later(room):
    room.drop("a.md", article("Aby"))
    await room.posted(1)
    await room.sql("UPDATE articles SET title = 'Menu'")
    room.env.inject_error("PATCH", "/channels/*/messages/*", status=502, times=2)
    await room.say(room.admin, "admin reingest", article="1")
    await room.until(lambda: room.posts()[0].edited_at is not None, "the edit")
    assert towns(room) == ["Aby"]


async def test_ten_changes_of_an_article_make_one_edit(room):
    room.drop("a.md", article("Aby"))
    await room.posted(1)
    await room.say(room.admin, "admin pause")
    for number in range(10):
        await room.desk.store.articles.revise(1, Revision(made(f"Retold {number}"), f"key {number}", 3))
    await room.say(room.admin, "admin resume")
    await room.until(lambda: room.posts()[0].edited_at is not None, "the edit")
    room.drop("b.md", article("Bby"))
    await room.posted(2)
    assert room.posts()[0].embeds[0].title == "Retold 9"
    assert [request.method for request in room.env.http_requests].count("PATCH") == 1


async def test_no_more_cards_a_minute_than_set_and_the_rest_waits_its_turn(tmp_path):
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=2) as room:
        await room.follow()
        for town in ("Aby", "Bby", "Cby", "Dby"):
            room.drop(f"{town}.md", article(town))
            await room.until(lambda: not list((tmp_path / "drop").glob("*.md")), "the intake")
        await room.counted(added=4)
        await room.posted(2)
        assert towns(room) == ["Aby", "Bby"]
        await room.env.advance_time(61)
        await room.posted(4)
        assert towns(room) == ["Aby", "Bby", "Cby", "Dby"]


async def test_posts_of_a_clock_that_was_ahead_hold_nothing_up(tmp_path):
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=1) as room:
        await room.follow()
        room.drop("a.md", article("Aby"))

        async def recorded():
            return (await room.desk.store.deliveries.counts()).sent == 1

        await room.until(recorded, "the post to be recorded")
        await room.sql("UPDATE deliveries SET sent_at = sent_at + 86400")
        room.drop("b.md", article("Bby"))
        await room.posted(2)


async def test_a_restart_does_not_begin_a_new_minute(tmp_path):
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=1) as room:
        await room.follow()
        room.drop("a.md", article("Aby"))
        await room.posted(1)
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=1) as room:
        room.drop("b.md", article("Bby"))
        await room.counted(added=2)
        assert towns(room) == []
        await room.env.advance_time(61)
        await room.posted(1)
