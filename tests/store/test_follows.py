"""Follows: from now on, by folder or all, by channel and server."""

from __future__ import annotations

import pytest

from bot.store import Store
from tests.support.stored import add

GUILD, NEWS, SPORT, OTHER_GUILD, OTHER = 1, 10, 11, 2, 20


@pytest.fixture
async def store(tmp_path):
    async with Store.open(tmp_path / "newsdrop.db") as opened:
        yield opened


async def waiting(store):
    return await store.follows.waiting(GUILD) | await store.follows.waiting(OTHER_GUILD)


async def test_a_follow_starts_from_now(store):
    await add(store, "Before")
    assert await store.follows.add(GUILD, NEWS, "")
    await add(store, "After")
    assert await waiting(store) == {NEWS: 1}
    assert (await store.deliveries.next_post(NEWS)).head.article_id == 2


async def test_following_twice_is_told_and_does_no_harm(store):
    assert [await store.follows.add(GUILD, NEWS, folder) for folder in ("", "", "sport", "SPORT")] == [
        True, False, True, False,
    ]  # fmt: skip
    await add(store, "One", folder="sport")
    assert await waiting(store) == {NEWS: 1}, "two follows of one channel make one delivery"


async def test_a_folder_is_followed_whatever_its_case(store):
    await store.follows.add(GUILD, SPORT, "Sport")
    await add(store, "One", folder="sport")
    await add(store, "Two", folder="politics")
    await add(store, "Three")
    assert await waiting(store) == {SPORT: 1}


async def test_unfollowing_closes_what_no_other_follow_asks_for(store):
    await store.follows.add(GUILD, NEWS, "")
    await store.follows.add(GUILD, NEWS, "sport")
    await add(store, "One", folder="sport")
    await add(store, "Two", folder="politics")
    assert await store.follows.remove(GUILD, NEWS, "") == (1, 1)
    assert await waiting(store) == {NEWS: 1}
    assert await store.follows.remove(GUILD, NEWS, None) == (1, 1)
    assert await store.follows.remove(GUILD, NEWS, None) == (0, 0)
    assert (await store.follows.closed(GUILD, 5)) == [(NEWS, "The channel was unfollowed.", 2)]
    assert (await store.deliveries.counts()).closed == 2


async def test_a_rejected_file_that_succeeds_later_is_new_for_those_that_follow_then(store):
    from tests.support.stored import made, taken

    rejected = await store.files.record(taken(None, name="a.txt", refusal="Empty."))
    await store.follows.add(GUILD, NEWS, "")
    await store.files.resolve(rejected.id, taken(made("Pier"), name="a.txt"))
    assert await waiting(store) == {NEWS: 1}


async def test_a_duplicate_is_delivered_nowhere(store):
    await store.follows.add(GUILD, NEWS, "")
    await add(store, "One")
    await add(store, "One")
    assert await waiting(store) == {NEWS: 1}


async def test_a_deleted_channel_and_a_server_that_was_left_lose_their_follows_and_what_waits(store):
    for guild, channel in ((GUILD, NEWS), (GUILD, SPORT), (OTHER_GUILD, OTHER)):
        await store.follows.add(guild, channel, "")
    await add(store, "One")
    await store.follows.drop_channel(NEWS, "The channel was deleted.")
    assert await waiting(store) == {SPORT: 1, OTHER: 1}
    await store.follows.drop_guild(GUILD, "The bot was removed.")
    assert await waiting(store) == {OTHER: 1}
    assert [item.channel_id for item in await store.follows.of_guild(OTHER_GUILD)] == [OTHER]
    assert await store.follows.of_guild(GUILD) == []
    assert {row[0] for row in await store.follows.closed(GUILD, 5)} == {NEWS, SPORT}
    assert set(await store.follows.channels()) == {(OTHER, OTHER_GUILD)}


async def test_the_home_server_is_the_first_that_followed_also_after_it_unfollowed(store):
    assert await store.follows.first_guild() is None
    await store.follows.pause(OTHER_GUILD, paused=True)
    await store.follows.add(GUILD, NEWS, "")
    await store.follows.add(OTHER_GUILD, OTHER, "")
    await store.follows.remove(GUILD, NEWS, None)
    assert await store.follows.first_guild() == GUILD


async def test_a_pause_says_whether_it_changed_anything(store):
    assert not await store.follows.paused(GUILD)
    assert [await store.follows.pause(GUILD, paused=state) for state in (False, True, True, False)] == [
        False, True, False, True,
    ]  # fmt: skip


async def test_folders_and_troubles_of_a_server_can_be_asked(store):
    await store.follows.add(GUILD, NEWS, "zoo")
    await store.follows.add(GUILD, SPORT, "Sport")
    await store.follows.add(OTHER_GUILD, OTHER, "other")
    assert await store.follows.folders(GUILD) == ["Sport", "zoo"]
    await store.deliveries.trouble(NEWS, "Missing Permissions", 9e9)
    assert await store.follows.troubles(GUILD) == {NEWS: "Missing Permissions"}
    assert await store.follows.troubles(OTHER_GUILD) == {}


async def test_any_text_may_be_a_folder_s_name(store):
    for folder in ("\ud800", "a\0b", "%", "' OR 1=1", "🚀" * 100):
        assert await store.follows.add(GUILD, NEWS, folder)
        assert await store.follows.remove(GUILD, NEWS, folder) == (1, 0)
