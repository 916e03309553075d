"""Drop a file, see its summary, find it again, re-ingest it: the product's reason to be, on all its real parts."""

from tests.support.newsroom import article, newsroom


async def test_a_dropped_file_is_posted_found_and_after_a_re_ingest_edited(room, tmp_path):
    room.drop("harbour/pier.md", article("Saltby", source="The Saltby Mail"))
    (post,) = await room.posted(1)
    card = post.embeds[0]
    assert card.title == "Saltby rebuilds its broken pier"
    assert "voted on Tuesday to rebuild the north pier" in card.description
    assert card.author.name == "harbour"
    assert card.footer.text == "The Saltby Mail · 4 March 2026 · 1 min read · #1"
    assert not post.mentions

    found = await room.say(room.reader, "search", query="fishing boats")
    assert "Saltby rebuilds its broken pier" in found
    assert "**Fishing boats** will land" in found

    await room.sql("UPDATE articles SET title = 'Menu', summary = '[\"Home\"]'")
    answer = await room.say(room.admin, "admin reingest", article="1")
    assert "title: Menu → Saltby rebuilds its broken pier" in answer
    await room.until(lambda: room.posts()[0].edited_at is not None, "the edit")
    assert room.posts()[0].id == post.id
    assert room.posts()[0].embeds[0].title == "Saltby rebuilds its broken pier"
    assert len(room.posts()) == 1


async def test_a_re_ingest_that_changes_nothing_leaves_the_post_alone(room):
    room.drop("pier.md", article())
    await room.posted(1)
    assert "Nothing changed." in await room.say(room.admin, "admin reingest", article="#1")
    room.drop("other.md", article("Otterby"))
    await room.posted(2)
    assert room.posts()[0].edited_at is None


async def test_the_original_is_archived_under_its_folder(room, tmp_path):
    text = article()
    room.drop("harbour/deep/pier.md", text)
    await room.posted(1)
    kept = tmp_path / "archive" / "harbour" / "deep" / "pier.md"
    await room.until(kept.exists, "the archived original")
    assert kept.read_text(encoding="utf-8") == text
    assert not (tmp_path / "drop" / "harbour" / "deep" / "pier.md").exists()


async def test_the_same_bytes_and_the_same_text_are_duplicates_and_not_posted(room):
    room.drop("pier.md", article())
    await room.posted(1)
    room.drop("copy.md", article())
    room.drop("page.txt", _page_dump(article()))
    await room.counted(duplicate=2)
    room.drop("other.md", article("Otterby"))
    await room.posted(2)
    assert [post.embeds[0].title for post in room.posts()] == [
        "Saltby rebuilds its broken pier",
        "Otterby rebuilds its broken pier",
    ]


async def test_what_is_no_article_is_rejected_with_its_reason_and_kept(room, tmp_path):
    room.drop("empty.txt", b"")
    room.drop("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    room.drop("table.xlsx", b"PK\x03\x04")
    await room.counted(rejected=3)
    await room.until(lambda: len(list((tmp_path / "rejected").iterdir())) == 3, "three kept files")
    listed = await room.say(room.admin, "admin failures")
    assert "3 rejected files" in listed
    for name in ("empty.txt", "picture.txt", "table.xlsx"):
        assert name in listed
    assert room.posts() == []


async def test_a_follow_starts_from_now(room):
    room.drop("early.md", article("Early"))
    await room.posted(1)
    late = room.guild.create_text_channel("late")
    assert "from now on" in await room.follow(late)
    room.drop("later.md", article("Later"))
    await room.posted(1, late)
    assert [post.embeds[0].title for post in room.posts(late)] == ["Later rebuilds its broken pier"]


async def test_a_channel_gets_only_the_folder_it_follows(tmp_path):
    async with newsroom(tmp_path) as room:
        await room.follow(folder="Harbour")
        room.drop("sport/match.md", article("Matchby"))
        room.drop("harbour/pier.md", article("Saltby"))
        await room.posted(1)
        await room.counted(added=2)
        assert [post.embeds[0].title for post in room.posts()] == ["Saltby rebuilds its broken pier"]


async def test_a_channel_that_follows_a_folder_and_everything_gets_one_card(room):
    await room.follow(folder="harbour")
    room.drop("harbour/pier.md", article())
    await room.posted(1)
    room.drop("other.md", article("Otterby"))
    await room.posted(2)
    assert len(room.posts()) == 2


async def test_an_article_can_neither_ping_nor_hide_a_link(room):
    text = (
        article()
        .replace("Fishing boats", "@everyone <@&7> <@1> [Fishing boats](http://evil.example) ||boats||")
        .replace("title: Saltby", "title: \"@here **Saltby** [x](http://evil.example)")
        .replace("broken pier\n", "broken pier\"\n", 1)
    )  # fmt: skip
    room.drop("pier.md", text)
    (post,) = await room.posted(1)
    shown = f"{post.embeds[0].title}\n{post.embeds[0].description}"
    assert "@everyone" not in shown
    assert "@here" not in shown
    assert "\\[" in shown
    assert not post.mentions
    assert not post.role_mentions
    assert not post.mention_everyone


def _page_dump(markdown: str) -> str:
    """The same article as a text dump of a page, under a site's furniture."""
    _, _, body = markdown.split("---\n", 2)
    menu = "\n".join(["Home", "News", "Sport", "Weather", "Subscribe", "Log in"])
    foot = "\n".join(["Share", "Tweet", "About us", "Privacy policy", "© 2026 The Saltby Mail. All rights reserved."])
    return f"{menu}\n\nSaltby rebuilds its broken pier\n\n4 March 2026\n\n{body.strip()}\n\n{foot}\n"
