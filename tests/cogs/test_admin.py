"""What admins type, and what becomes of it."""

import discord
import pytest

from tests.support.newsroom import article, newsroom, words

COMMANDS = {
    "admin follow": {"channel": None},
    "admin unfollow": {"channel": None},
    "admin following": {},
    "admin reingest": {"article": "1"},
    "admin reingest-all": {},
    "admin status": {},
    "admin failures": {},
    "admin rules": {},
    "admin pause": {},
    "admin resume": {},
}


async def test_every_admin_command_is_refused_in_code_to_who_may_not_manage_the_server(room):
    (admin,) = [c for c in await room.client.tree.fetch_commands() if c.name == "admin"]
    room.guild.set_command_permissions(admin, {room.reader: True})  # an owner's override of Discord's default
    room.drop("pier.md", article())
    await room.posted(1)
    for command, options in COMMANDS.items():
        given = {name: room.news if value is None else value for name, value in options.items()}
        result = await room.reader.slash(room.news, command, **given)
        assert words(result) == "Only members with the Manage Server permission can use /admin.", command
        assert result.ephemeral


async def test_discord_itself_hides_admin_commands_from_readers(room):
    assert set(room.reader.available_commands(room.news)) == {"latest", "search", "article"}
    assert "admin" in " ".join(room.admin.available_commands(room.news))


async def test_admin_answers_are_seen_by_the_asker_alone(room):
    room.drop("empty.txt", b"")
    room.drop("pier.md", article())
    await room.posted(1)
    await room.counted(rejected=1)
    for command, options in COMMANDS.items():
        given = {name: room.news if value is None else value for name, value in options.items()}
        result = await room.admin.slash(room.news, command, **given)
        assert result.ephemeral, command


# --- following


async def test_following_lists_each_channel_with_its_folders(room):
    sport = room.guild.create_text_channel("sport")
    await room.follow(sport, folder="sport")
    await room.follow(sport, folder="chess")
    listed = await room.say(room.admin, "admin following")
    assert f"<#{room.news.id}>: everything" in listed
    assert f"<#{sport.id}>: chess, sport" in listed


async def test_following_twice_and_unfollowing_what_is_not_followed_get_a_sentence(room):
    assert "follows everything already" in await room.follow()
    quiet = room.guild.create_text_channel("quiet")
    answer = await room.say(room.admin, "admin unfollow", channel=quiet)
    assert answer == f"<#{quiet.id}> does not follow anything."
    answer = await room.say(room.admin, "admin unfollow", channel=room.news, folder="x")
    assert answer == f"<#{room.news.id}> does not follow the folder “x”."


async def test_a_channel_where_the_bot_may_not_post_is_told_at_once(room):
    deny = discord.PermissionOverwrite(send_messages=False, embed_links=False)
    closed = room.guild.create_text_channel("closed", overwrites={room.guild.default_role: deny})
    answer = await room.follow(closed)
    assert answer == (
        f"I may not post in <#{closed.id}>. Give me Send Messages and Embed Links there, and use the command again."
    )
    assert f"<#{closed.id}>" not in await room.say(room.admin, "admin following")


async def test_a_folder_too_long_for_a_choice_is_not_offered_cut_short_and_can_be_typed(room):
    long, short = "f" * 120, "f" * 100
    for name in (long, short):
        room.drop(f"{name}/a.md", article(name[:20] + str(len(name))))
    await room.counted(added=2)
    offered = await room.admin.autocomplete(room.news, "admin follow", "folder", "f")
    assert [choice["value"] for choice in offered] == [short]
    assert "follows the folder" in await room.follow(folder=long)


async def test_follows_outlast_a_restart(tmp_path):
    async with newsroom(tmp_path) as room:
        await room.follow(folder="harbour")
    async with newsroom(tmp_path) as room:
        assert f"<#{room.news.id}>: harbour" in await room.say(room.admin, "admin following")
        room.drop("harbour/pier.md", article())
        await room.posted(1)


async def test_unfollowing_closes_what_still_waits_there(room):
    await room.say(room.admin, "admin pause")
    room.drop("harbour/pier.md", article())
    await room.counted(added=1)
    await room.follow(folder="harbour")
    answer = await room.say(room.admin, "admin unfollow", channel=room.news, folder="harbour")
    assert "closed" not in answer  # "everything" still asks for it
    answer = await room.say(room.admin, "admin unfollow", channel=room.news)
    assert "1 waiting post was closed" in answer
    await room.say(room.admin, "admin resume")
    assert "1 closed unsent. The channel was unfollowed." in await room.say(room.admin, "admin following")
    assert room.posts() == []


async def test_paused_posting_waits_while_files_are_taken_and_resume_goes_on_in_order(room):
    assert "is paused." in await room.say(room.admin, "admin pause")
    assert "paused already" in await room.say(room.admin, "admin pause")
    room.drop("a.md", article("Aby"))
    await room.counted(added=1)
    room.drop("b.md", article("Bby"))
    await room.counted(added=2)
    assert room.posts() == []
    assert "2 waiting" in await room.say(room.admin, "admin resume")
    posts = await room.posted(2)
    assert [post.embeds[0].title.split()[0] for post in posts] == ["Aby", "Bby"]


# --- several servers


async def test_another_server_follows_for_itself_but_does_not_look_after_the_archive(room):
    other = room.env.create_guild("Elsewhere")
    lobby = other.create_text_channel("lobby")
    role = other.create_role("staff", permissions=discord.Permissions(manage_guild=True))
    stranger = other.add_member(room.env.create_user("stranger"), roles=[role])
    assert "follows everything" in words(await stranger.slash(lobby, "admin follow", channel=lobby))
    room.drop("pier.md", article())
    await room.posted(1)
    await room.posted(1, lobby)
    for command in ("admin status", "admin failures", "admin reingest-all"):
        answer = words(await stranger.slash(lobby, command))
        assert answer == "The archive is looked after from another server; this command works only there."
    listed = words(await stranger.slash(lobby, "admin following"))
    assert f"<#{lobby.id}>" in listed
    assert f"<#{room.news.id}>" not in listed
    await stranger.slash(lobby, "admin pause")
    room.drop("other.md", article("Otterby"))
    await room.posted(2)
    assert len(room.posts(lobby)) == 1


async def test_the_home_server_can_be_set(tmp_path):
    async with newsroom(tmp_path, DISCORD_GUILD_ID="42, 7001") as room:
        assert "Newsdrop" in await room.say(room.admin, "admin status")
    async with newsroom(tmp_path, DISCORD_GUILD_ID="42") as room:
        await room.follow()
        assert "from another server" in await room.say(room.admin, "admin status")


async def test_before_the_first_follow_no_server_looks_after_the_archive(tmp_path):
    async with newsroom(tmp_path) as room:
        assert "No server looks after the archive yet." in await room.say(room.admin, "admin status")


async def test_a_server_that_removed_the_bot_has_its_waiting_posts_closed(room):
    await room.say(room.admin, "admin pause")
    room.drop("pier.md", article())
    await room.counted(added=1)
    await room.desk.store.follows.drop_guild(room.guild.id, "The bot was removed from the server.")
    answer = await room.say(room.admin, "admin following")
    assert "1 closed unsent. The bot was removed from the server." in answer


# --- re-ingest


async def test_reingest_says_when_the_original_is_gone_or_changed_and_uses_the_stored_text(room, tmp_path):
    room.drop("pier.md", article())
    await room.posted(1)
    kept = tmp_path / "archive" / "pier.md"
    await room.until(kept.exists, "the archive")
    await room.sql("UPDATE articles SET summary = '[\"Home\"]'")
    kept.rename(tmp_path / "elsewhere.md")
    answer = await room.say(room.admin, "admin reingest", article="1")
    assert "The original is gone from the archive" in answer
    assert "The stored text was summarised anew." in answer
    assert "summary: rewritten" in answer
    kept.write_text("Quite another text.", encoding="utf-8")
    answer = await room.say(room.admin, "admin reingest", article="1")
    assert "The original in the archive has changed since it was taken." in answer


async def test_reingest_of_an_article_that_was_never_posted_does_not_post_it(tmp_path):
    async with newsroom(tmp_path) as room:
        room.drop("pier.md", article())
        await room.counted(added=1)
        await room.follow()
        await room.sql("UPDATE articles SET title = 'Menu'")
        assert "title: Menu →" in await room.say(room.admin, "admin reingest", article="1")
        room.drop("other.md", article("Otterby"))
        await room.posted(1)
        assert [post.embeds[0].title for post in room.posts()] == ["Otterby rebuilds its broken pier"]


async def test_reingest_of_a_deleted_post_says_so_and_does_not_post_it_again(room, tmp_path):
    room.drop("pier.md", article())
    (post,) = await room.posted(1)
    await room.admin.delete(post)
    assert "A post of it was deleted in Discord and is not made again." in await room.say(
        room.admin, "admin reingest", article="1"
    )
    assert room.posts() == []


async def test_reingest_that_makes_two_texts_equal_keeps_both_and_marks_the_later_a_duplicate(room):
    room.drop("a.md", article("Aby"))
    await room.posted(1)
    await room.sql("UPDATE articles SET text_key = 'with a menu', body = 'Home' || char(10, 10) || body")
    room.drop("b.md", article("Aby", date="2026-03-05"))
    await room.posted(2)
    assert "text: 6 → 5 paragraphs" in await room.say(room.admin, "admin reingest", article="1")
    assert "Same text as\n#1" in await room.say(room.admin, "article", article="2")
    assert "Same text as" not in await room.say(room.admin, "article", article="1")
    assert len(room.posts()) == 2


@pytest.mark.parametrize("typed", ["99", "nothing like it", "🎉"])
async def test_reingest_of_what_is_not_there_gets_a_sentence(room, typed):
    answer = await room.say(room.admin, "admin reingest", article=typed)
    assert "Choose" in answer


# --- re-ingest of many


async def test_reingest_all_asks_with_the_count_shows_progress_and_ends(room, tmp_path):
    for town in ("Aby", "Bby", "Cby"):
        room.drop(f"{town}.md", article(town))
    await room.posted(3)
    await room.sql("UPDATE articles SET title = 'Menu ' || id WHERE id < 3")
    asked = await room.admin.slash(room.news, "admin reingest-all")
    assert "Re-ingest **3 articles**?" in words(asked)
    await room.admin.click(asked.response, label="Re-ingest")
    await room.until(lambda: "Re-ingest done" in words(asked), "the end")
    assert "3 of 3 articles · 2 changed · 0 failed" in words(asked)
    await room.until(lambda: not any("Menu" in (p.embeds[0].title or "") for p in room.posts()), "the edits")


async def test_reingest_all_can_be_narrowed_and_taken_back(room, tmp_path):
    room.drop("harbour/a.md", article("Aby", source="The Saltby Mail"))
    room.drop("b.md", article("Bby", source="Otterby Post"))
    await room.posted(2)
    assert "**1 article** in “harbour”" in await room.say(room.admin, "admin reingest-all", folder="harbour")
    asked = await room.admin.slash(room.news, "admin reingest-all", source="otterby")
    assert "**1 article** from “otterby”" in words(asked)
    await room.admin.click(asked.response, label="Cancel")
    assert words(asked) == "Nothing was re-ingested."
    assert await room.say(room.admin, "admin reingest-all", folder="none") == "There is nothing to re-ingest there."


async def test_one_bad_file_never_ends_a_reingest_of_all(room, tmp_path):
    for town in ("Aby", "Bby", "Cby"):
        room.drop(f"{town}.md", article(town))
    await room.posted(3)
    await room.sql("UPDATE articles SET body = '', summary = '[]', title = '' WHERE id = 2")
    (tmp_path / "archive" / "Bby.md").unlink(missing_ok=True)
    for kept in (tmp_path / "archive").glob("*.md"):
        if "Bby" in kept.read_text(encoding="utf-8"):
            kept.unlink()
    asked = await room.admin.slash(room.news, "admin reingest-all")
    await room.admin.click(asked.response, label="Re-ingest")
    await room.until(lambda: "Re-ingest done" in words(asked), "the end")
    assert "3 of 3 articles" in words(asked)


async def test_failed_only_tries_the_rejected_files_again(room, tmp_path):
    room.drop("late.md", b"")
    room.drop("bad.txt", b"")
    await room.counted(rejected=2)
    kept = tmp_path / "rejected" / "late.md"
    await room.until(kept.exists, "the rejected file")
    kept.write_text(article("Lateby"), encoding="utf-8")
    asked = await room.admin.slash(room.news, "admin reingest-all", failed_only=True)
    if "nothing to re-ingest" not in words(asked):
        await room.admin.click(asked.response, label="Re-ingest")
    (post,) = await room.posted(1)
    assert post.embeds[0].title == "Lateby rebuilds its broken pier"


# --- failures and status


async def test_failures_are_listed_ten_a_page_with_a_retry_for_each(room, tmp_path):
    for number in range(12):
        room.drop(f"file-{number:02}.xyz", f"nothing {number}")
    await room.counted(rejected=12)
    result = await room.admin.slash(room.news, "admin failures")
    assert "12 rejected files" in words(result)
    assert "Page 1 of 2" in words(result)
    labels = [part["label"] for line in result.response.components for part in line["components"]]
    assert labels == [f"Retry {n}" for n in range(1, 11)] + ["Previous", "Next"]
    await room.admin.click(result.response, label="Next")
    assert "**11.**" in words(result)
    again = await room.admin.click(result.response, label="Retry 12")
    assert "is still rejected" in words(again)


async def test_a_retry_that_succeeds_is_posted_as_new_and_moves_to_the_archive(room, tmp_path):
    room.drop("harbour/pier.md", b"")
    await room.counted(rejected=1)
    kept = tmp_path / "rejected" / "harbour" / "pier.md"
    await room.until(kept.exists, "the rejected file")
    result = await room.admin.slash(room.news, "admin failures")
    kept.write_text(article(), encoding="utf-8")
    await room.admin.click(result.response, label="Retry 1")
    (post,) = await room.posted(1)
    assert post.embeds[0].author.name == "harbour"
    await room.until((tmp_path / "archive" / "harbour" / "pier.md").exists, "the archive")
    assert await room.say(room.admin, "admin failures") == "No rejected files."


async def test_status_tells_how_newsdrop_is_doing(room, tmp_path):
    room.drop("pier.md", article())
    room.drop("empty.txt", b"")
    await room.posted(1)
    await room.counted(rejected=1)
    (tmp_path / "drop" / "link.txt").symlink_to(tmp_path / "newsdrop.db")

    async def noticed() -> bool:
        return "link.txt: It is a symbolic link" in await room.say(room.admin, "admin status")

    await room.until(noticed, "the link to be noticed")
    told = await room.say(room.admin, "admin status")
    assert str(tmp_path / "drop") in told
    assert "Saltby rebuilds its broken pier (#1" in told
    assert "1 added · 0 revised · 0 duplicate · 1 rejected" in told
    assert "0 pending · 1 sent · 0 failed · 0 closed" in told
    assert "SQLite" in told
