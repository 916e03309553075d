"""Each of Discord's answers, over a real wire: waited out, tried again, told or recorded, and never posted twice."""

from __future__ import annotations

import pytest

from bot.publisher import publisher, turns
from bot.store.articles import Revision
from tests.standin import faults
from tests.standin.world import Permission
from tests.support.live import live
from tests.support.stored import made

POSTS = "/channels/*/messages"


@pytest.fixture
async def bot(tmp_path, monkeypatch):
    async with live(tmp_path, monkeypatch) as running:
        yield running


FAULTS = (
    faults.server_error(500),
    faults.server_error(502, executed=True),
    faults.server_error(503),
    faults.reset(),
    faults.hangup(),
    faults.silence(),
    faults.lost_answer(),
    faults.lost_answer("hangup"),
    faults.lost_answer("silence"),
    faults.rate_limited(0.05),
    faults.rate_limited(0.05, everywhere=True),
)


async def test_whatever_fails_before_or_after_the_deed_each_article_is_posted_once_and_in_order(bot):
    bot.discord.silence_seconds = 0.1
    titles = []
    for fault in FAULTS:
        for times in (1, 2):
            bot.discord.faults.next(fault, "POST", POSTS, times=times)
            titles.append(f"{len(titles)}: {fault.name}")
            await bot.write(titles[-1])
            await bot.settled(*["sent"] * len(titles))
            bot.discord.faults.clear()
    assert bot.shown() == titles


async def test_a_limit_is_waited_out_as_told(bot):
    bot.discord.faults.next(faults.rate_limited(0.7), "POST", POSTS)
    await bot.write("One")
    await bot.settled("sent")
    refused, taken = bot.discord.log.find("POST", POSTS)
    assert (refused.status, taken.status) == (429, 200)
    assert taken.started - refused.ended >= 0.7


@pytest.mark.parametrize("denied", [Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES, Permission.EMBED_LINKS])
async def test_a_right_taken_away_rests_the_channel_and_given_back_ends_the_rest_at_once(bot, monkeypatch, denied):
    monkeypatch.setattr(publisher, "_TROUBLE_SECONDS", 600.0)
    other = bot.discord.stage.channel(bot.news.guild, "other")
    await bot.store.follows.add(other.guild.id, other.id, "")
    bot.discord.stage.deny(bot.news, denied)
    await bot.write("One", "Two")
    await bot.discord.until(lambda: bot.shown(other) == ["One", "Two"])
    told = await bot.discord.users.slash(other, bot.editor, "admin following")
    assert "(code 5000" in told.text or "(code 50013)" in told.text
    assert bot.shown() == []
    bot.discord.stage.deny(bot.news, Permission.NONE)
    await bot.discord.until(lambda: bot.shown() == ["One", "Two"])
    told = await bot.discord.users.slash(other, bot.editor, "admin following")
    assert "code" not in told.text


async def test_where_the_history_may_not_be_read_a_repeat_is_refused_by_its_nonce_and_the_newest_state_shown(bot):
    bot.discord.stage.deny(bot.news, Permission.READ_MESSAGE_HISTORY)
    bot.discord.faults.next(faults.lost_answer(), "POST", POSTS)
    bot.discord.faults.next(faults.server_error(503), "POST", POSTS, times=3)
    await bot.write("One")
    await bot.discord.until(bot.posts)
    await bot.store.articles.revise(1, Revision(made("One, retold"), "key", 3))
    await bot.settled("sent")
    assert bot.discord.messages.refused_by_nonce == 1
    await bot.discord.until(lambda: bot.shown() == ["One, retold"])


@pytest.mark.parametrize("by_history", [True, False])
async def test_a_list_whose_answer_was_lost_is_posted_once_by_either_way(tmp_path, monkeypatch, by_history):
    monkeypatch.setattr(turns, "_GATHER_SECONDS", 0.1)
    async with live(tmp_path, monkeypatch, NEWSDROP_POSTS_PER_MINUTE=1) as bot:
        bot.discord.messages.nonce_window = 0.0 if by_history else 180.0
        bot.discord.stage.deny(bot.news, Permission.NONE if by_history else Permission.READ_MESSAGE_HISTORY)
        await bot.write("One")
        await bot.settled("sent")
        bot.discord.faults.next(faults.lost_answer(), "POST", POSTS)
        await bot.write("Two", "Three", "Four")
        await bot.settled(*["sent"] * 4)
        assert bot.shown() == ["One", "3 more articles"]
        assert bot.discord.messages.refused_by_nonce == (0 if by_history else 1)


async def test_a_look_that_found_nothing_is_not_made_again_from_the_first_try_on(bot):
    bot.discord.faults.next(faults.server_error(503), "POST", POSTS, times=3)
    await bot.write("One")
    await bot.settled("sent")
    starts = [int(call.query["after"]) for call in bot.discord.log.find("GET", POSTS)]
    assert len(starts) == 3
    assert starts == sorted(set(starts)), "in a busy channel the first try may be long out of sight"


async def test_a_post_deleted_in_the_uncertain_moment_leaves_at_most_one_and_holds_nothing_up(bot):
    bot.discord.messages.nonce_window = 0.0
    bot.discord.faults.next(faults.lost_answer("silence"), "POST", POSTS)
    bot.discord.silence_seconds = 0.3
    await bot.write("One", "Two")
    (post,) = await bot.discord.until(bot.posts)
    bot.discord.stage.delete_message(post)
    await bot.settled("sent", "sent")
    assert bot.shown() in (["One", "Two"], ["Two"])


async def test_reconnects_resumes_lost_sessions_and_an_outage_lose_nothing_and_double_nothing(bot):
    gateway, titles = bot.discord.gateway, []

    async def break_off(how):
        if how == "reconnect":
            gateway.reconnect()
        elif how == "closed":
            await gateway.close(4000)
        elif how == "forgotten":
            connections = [session.connection for session in gateway.connected]
            gateway.forget()
            await connections[0].close(4000)
        elif how == "outage":
            await bot.discord.down()
        else:
            gateway.invalidate(resumable=how == "invalid, resumable")

    for how in ("reconnect", "closed", "invalid, resumable", "invalid", "forgotten", "outage"):
        await break_off(how)
        titles += [f"{how} {number}" for number in range(3)]
        await bot.write(*titles[-3:])
        if how == "outage":
            await bot.discord.up()
        await bot.settled(*["sent"] * len(titles), seconds=30)
        await bot.discord.until(lambda: gateway.connected, 20)
        latest = await bot.discord.users.slash(bot.news, bot.editor, "latest")
        assert titles[-1] in latest.text
    assert bot.shown() == titles
