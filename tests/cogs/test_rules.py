"""``/admin rules``: what is in force, how often it fired, and what is wrong with the file."""

from __future__ import annotations

from tests.support.newsroom import article, newsroom

RULES = """
[[rule]]
source = "*gazette*"
drop = ["Reporting since `1894`"]
drop_matching = ['^Fishing boats']
name = "The Gazette"

[[rule]]
url = "https://*.example/*"
keep_matching = ['^Correction:']
folder = "harbour"
"""


async def test_rules_are_shown_with_what_they_do_and_how_often_they_fired(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    async with newsroom(tmp_path, NEWSDROP_RULES=path) as room:
        await room.follow()
        room.drop("pier.md", article(source="Saltby Gazette"))
        await room.posted(1)
        shown = await room.say(room.admin, "admin rules")
        assert "2 house rules in force" in shown
        assert "**Line 2** · source `*gazette*`" in shown
        assert "drops `Reporting since ˋ1894ˋ`, `^Fishing boats` · source is `The Gazette`" in shown
        assert "fired 2 times in 1 article" in shown
        assert "**Line 8** · address `https://*.example/*`" in shown
        assert "keeps `^Correction:` · folder is `harbour`" in shown
        assert "has not fired yet" in shown
        assert "2 in force" in await room.say(room.admin, "admin status")

        path.write_text(RULES + "drop = 1\n", encoding="utf-8")
        shown = await room.say(room.admin, "admin rules")
        assert "2 house rules in force" in shown
        assert "line 12: drop must be a list" in shown
        assert "stay in force" in shown
        assert "line 12: drop must be a list" in await room.say(room.admin, "admin status")


async def test_many_rules_are_paged_and_long_ones_cut(tmp_path):
    lines = [f"Line {n} that is dropped " + "very " * 20 for n in range(40)]
    path = tmp_path / "rules.toml"
    path.write_text("".join(f'[[rule]]\nurl = "{n}"\ndrop = {lines!r}\n' for n in range(20)), encoding="utf-8")
    async with newsroom(tmp_path, NEWSDROP_RULES=path) as room:
        await room.follow()
        result = await room.admin.slash(room.news, "admin rules")
        (embed,) = result.response.embeds
        assert embed.footer.text == "Page 1 of 3"
        assert "and 37 more" in embed.description
        assert len(embed) < 6000
        turned = await room.admin.click(result.response, label="Next")
        (embed,) = turned.response.embeds
        assert embed.footer.text == "Page 2 of 3"
        assert embed.description.startswith("**Line 25**")


async def test_without_a_rules_file_the_answer_says_how_to_set_one(room):
    assert "Name their file in `NEWSDROP_RULES`" in await room.say(room.admin, "admin rules")
    assert "House rules" not in await room.say(room.admin, "admin status")
