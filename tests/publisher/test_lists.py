"""Floods: so many cards a minute, the rest in one list card a minute, nothing skipped and nothing twice."""

import re

import discord
import pytest_asyncio

from bot.store.articles import Revision
from cogs.lists import MOST_LINES
from tests.support.newsroom import article, newsroom, words
from tests.support.stored import add, made

MESSAGES = "/channels/*/messages"


@pytest_asyncio.fixture
async def room(tmp_path):
    """A newsroom whose channel takes one card a minute."""
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=1) as running:
        await running.follow()
        yield running


async def flood(room, count, *, folder="", title="Title {}"):
    """Articles straight into the archive, as many as there would be of a deep drop folder."""
    before = await room.desk.store.articles.last_id()
    for number in range(before + 1, before + count + 1):
        await add(room.desk.store, title.format(number), folder=folder, source=f"Source {number}")
    room.desk.store.outbox_changed.set()


async def card_and_list(room, count=6):
    """A flood of which the first has its card and the others have their list; the list."""
    await flood(room, count)
    await recorded(room, 1)
    await room.env.advance_time(11)
    return (await recorded(room, 2))[1]


async def states(room):
    rows = await room.desk.store.deliveries._database.all("SELECT state FROM deliveries ORDER BY id")
    return [row["state"] for row in rows]


async def recorded(room, count, channel=None):
    """Wait until there are that many posts, and Discord's answers are recorded: the clock may go on then."""

    async def done():
        return len(room.posts(channel)) >= count and "sending" not in await states(room)

    await room.until(done, f"{count} posts")
    return room.posts(channel)


def numbers(post):
    """The articles that a post shows, by id."""
    text = "\n".join([embed.description or "" for embed in post.embeds])
    listed = re.findall(r"#(\d+)$", text, re.MULTILINE)
    return [int(number) for number in listed or [post.embeds[-1].footer.text.rpartition("#")[2]]]


def options(post):
    return [option.value for row in post.components for select in row.children for option in select.options]


async def test_what_is_above_the_limit_is_gathered_into_a_list_with_a_line_an_article(room):
    post = await card_and_list(room)
    (card,) = post.embeds
    assert card.title == "5 more articles"
    assert card.description.splitlines() == [f"• Title {n} · Source {n} · #{n}" for n in range(2, 7)]
    assert card.footer.text == "Choose one below to read it · list #2"
    assert options(post) == ["2", "3", "4", "5", "6"]
    assert await states(room) == ["sent"] * 6


async def test_a_flood_comes_in_order_as_cards_and_one_list_a_minute_and_none_is_skipped(tmp_path):
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=10) as room:
        await room.follow()
        await flood(room, 160)
        shown, before, minutes = [], 0, 0
        while len(shown) < 160:
            await recorded(room, before + 10)
            await room.env.advance_time(11)
            await recorded(room, before + 11)
            *cards, gathered = room.posts()[before:]
            assert [len(numbers(card)) for card in cards] == [1] * 10
            shown += [number for post in (*cards, gathered) for number in numbers(post)]
            before, minutes = before + 11, minutes + 1
            await room.env.advance_time(50)
        assert shown == list(range(1, 161))
        assert minutes == -(-160 // (10 + MOST_LINES))


async def test_each_article_of_a_long_list_is_opened_by_one_of_its_menus(room):
    post = await card_and_list(room, 100)
    listed = [str(number) for number in range(2, 2 + MOST_LINES)]
    assert options(post) == listed
    assert [select.placeholder for row in post.components for select in row.children] == [
        "Read an article · #2 to #26", "Read an article · #27 to #51", "Read an article · #52 to #56",
    ]  # fmt: skip
    assert post.embeds[-1].footer.text == "Choose one below to read it · list #2"
    for number, menu in zip(("26", "27", listed[-1]), post.components, strict=True):
        result = await room.reader.select(post, [number], custom_id=menu.children[0].custom_id)
        assert f"Title {number}\n" in words(result)


async def test_a_single_article_above_the_limit_waits_for_its_own_card(room):
    await flood(room, 2)
    await recorded(room, 1)
    await room.env.advance_time(30)
    assert len(room.posts()) == 1
    await room.env.advance_time(31)
    assert [embed.title for post in await room.posted(2) for embed in post.embeds] == ["Title 1", "Title 2"]


async def test_without_a_limit_there_are_no_lists(tmp_path):
    async with newsroom(tmp_path) as room:
        await room.follow()
        await flood(room, 30)
        assert [numbers(post) for post in await room.posted(30)] == [[number] for number in range(1, 31)]


async def test_a_choice_opens_the_article_for_the_asker_alone_also_after_a_restart(tmp_path):
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=1) as room:
        await room.follow()
        post = await card_and_list(room)
        await room.env.restart_bot(type(room.client)(room.desk))
        result = await room.reader.select(post, ["4"])
        (answer,) = [*result.followups] or [result.response]
        assert answer.ephemeral
        assert "Title 4" in words(result)
        assert "Language\nen" in words(result), "as /article shows it"
        sent = await room.reader.click(answer, label="Cleaned text")
        (file,) = ([*sent.followups] or [sent.response])[0].attachments
        assert file.filename == "article-4.txt"


async def test_a_list_whose_answer_was_lost_is_found_and_not_posted_again(room):
    post = await card_and_list(room)
    await room.say(room.admin, "admin pause")
    await room.sql("UPDATE deliveries SET state = 'sending', message_id = NULL, revision = 0 WHERE list_id NOTNULL")
    await room.sql("UPDATE articles SET title = 'Another title', revision = 2 WHERE id = 3")
    await room.say(room.admin, "admin resume")

    async def settled():
        return await states(room) == ["sent"] * 6

    await room.until(settled, "the list to be found")
    await room.until(lambda: "Another title" in room.posts()[1].embeds[0].description, "the newest state")
    assert [found.id for found in room.posts()][1:] == [post.id]


async def test_a_list_that_never_reached_the_channel_is_posted_as_it_was_gathered(room):
    await flood(room, 4)
    await recorded(room, 1)
    now = discord.utils.utcnow().timestamp()
    await room.sql(f"UPDATE deliveries SET state = 'sending', tried_at = {now}, list_id = 2 WHERE id IN (2, 3)")
    room.desk.store.outbox_changed.set()
    assert numbers((await recorded(room, 2))[1]) == [2, 3]
    await room.env.advance_time(61)
    assert numbers((await room.posted(3))[2]) == [4]


async def test_of_a_list_in_doubt_what_was_unfollowed_meanwhile_is_left_out_and_the_list_still_found(room):
    sport = room.guild.create_text_channel("sport")
    for folder in ("sport", "tennis"):
        await room.follow(sport, folder=folder)
    await flood(room, 2, folder="sport")
    await flood(room, 2, folder="tennis")
    await recorded(room, 1, sport)
    await room.env.advance_time(11)
    post = (await recorded(room, 2, sport))[1]
    await room.say(room.admin, "admin pause")
    await room.sql(
        f"UPDATE deliveries SET state = 'sending', message_id = NULL WHERE message_id = {post.id}",
    )
    await room.say(room.admin, "admin unfollow", channel=sport, folder="sport")
    await room.say(room.admin, "admin resume")

    async def settled():
        rows = await room.desk.store.deliveries._database.all(
            f"SELECT state FROM deliveries WHERE channel_id = {sport.id} ORDER BY id"
        )
        return [row["state"] for row in rows] == ["sent", "closed", "sent", "sent"]

    await room.until(settled, "the list to be found")
    assert len(room.posts(sport)) == 2


async def test_an_article_of_a_list_that_changes_changes_its_line_once(room):
    post = await card_and_list(room)
    await room.say(room.admin, "admin pause")
    for article_id in (3, 5):
        for number in range(5):
            changed = Revision(made(f"Retold {number}"), f"key {article_id} {number}", 3)
            await room.desk.store.articles.revise(article_id, changed)
    await room.say(room.admin, "admin resume")
    await room.until(lambda: room.posts()[1].embeds[0].description.count("Retold 4") == 2, "both lines")
    (edited,) = room.posts()[1:]
    assert edited.id == post.id
    assert options(edited) == ["2", "3", "4", "5", "6"]

    async def in_step():
        deliveries = room.desk.store.deliveries
        found = [(await deliveries.of_article(number))[0].revision for number in range(2, 7)]
        return found == [1, 6, 1, 6, 1] and await deliveries.next_edit(room.news.id) is None

    await room.until(in_step, "the revisions to be recorded")
    assert [request.method for request in room.env.http_requests].count("PATCH") == 1, "ten changes collapse"


async def test_a_deleted_list_is_not_posted_again_and_a_re_ingest_of_any_of_it_says_so(tmp_path):
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=1) as room:
        await room.follow()
        for town in ("Aby", "Bby", "Cby"):
            room.drop(f"{town}.md", article(town))
        await room.counted(added=3)
        await recorded(room, 1)
        await room.env.advance_time(11)
        post = (await recorded(room, 2))[1]
        await room.admin.delete(post)
        for number in numbers(post):
            answer = await room.say(room.admin, "admin reingest", article=str(number))
            assert "A post of it was deleted in Discord and is not made again." in answer
        assert await states(room) == ["sent", "deleted", "deleted"]
        await room.env.advance_time(61)
        assert len(room.posts()) == 1


async def test_a_list_that_the_channel_may_not_have_waits_and_is_gathered_anew_when_mended(room):
    await flood(room, 3)
    await recorded(room, 1)
    room.env.inject_error("POST", MESSAGES, status=403, code=50013, message="Missing Permissions", times=None)
    await room.env.advance_time(11)

    async def told():
        return "Missing Permissions" in await room.say(room.admin, "admin following")

    await room.until(told, "the trouble to be told")
    await room.say(room.admin, "admin pause")
    await flood(room, 2)
    room.env.backend.faults.clear()
    await room.say(room.admin, "admin resume")
    assert numbers((await recorded(room, 2))[1]) == [2, 3, 4, 5]
    assert await states(room) == ["sent"] * 5


async def test_one_article_that_discord_does_not_take_costs_a_list_nothing_but_its_form(room):
    await flood(room, 4)
    await recorded(room, 1)
    room.env.inject_error("POST", MESSAGES, status=400, code=50035, message="Invalid Form Body", times=1)
    await room.env.advance_time(11)
    await room.until(lambda: not room.env.backend.faults, "the refusal")
    for count in (2, 3, 4):
        await room.env.advance_time(61)
        await recorded(room, count)
    assert [numbers(post) for post in room.posts()] == [[1], [2], [3], [4]]


async def test_what_waits_for_a_list_is_closed_when_its_channel_is_unfollowed(room):
    await flood(room, 5)
    await recorded(room, 1)
    assert "4 waiting posts were closed" in await room.say(room.admin, "admin unfollow", channel=room.news)
    await room.env.advance_time(61)
    assert len(room.posts()) == 1
    assert await states(room) == ["sent", *["closed"] * 4]


async def test_a_restart_makes_no_second_list_in_the_same_minute(tmp_path):
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=1) as room:
        await room.follow()
        await card_and_list(room, 3)
    async with newsroom(tmp_path, NEWSDROP_POSTS_PER_MINUTE=1) as room:
        await flood(room, 3)
        await room.env.advance_time(20)
        assert room.posts() == []
        await room.env.advance_time(41)
        assert numbers((await room.posted(1))[0]) == [4]
