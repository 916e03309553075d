"""House rules from their file to the article: filed, named, followed, counted, taken up while running."""

from __future__ import annotations

import pytest

from bot.intake.check import check
from bot.intake.house_rules import HouseRules
from bot.model import Outcome
from bot.settings import SettingsError
from tests.support.desk import article, bench

pytestmark = pytest.mark.asyncio(loop_scope="session")

FERRY = 'drop_matching = ["^Fishing boats"]'
GAZETTE = '[[rule]]\nsource = "gazette"\n'


@pytest.fixture
def rules(tmp_path):
    """Writes the rules file."""
    path = tmp_path / "rules.toml"

    def write(text):
        path.write_text(text, encoding="utf-8")
        return path

    return write


async def test_a_rule_drops_names_and_files_and_what_fired_is_counted(tmp_path, pool, rules):
    path = rules(f'{GAZETTE}{FERRY}\nname = "The Gazette"\nfolder = "harbour"\n')
    async with bench(tmp_path, pool, NEWSDROP_RULES=path) as desk:
        await desk.store.follows.add(1, 11, "harbour")
        await desk.store.follows.add(1, 12, "sport")
        desk.put("sport/saltby.md", article("Saltby", source="Gazette"))
        desk.put("northby.md", article("Northby", source="Post"))
        await desk.drain()
        first, second = [await desk.store.articles.get(n) for n in (1, 2)]
        ruled, plain = (first, second) if first.entry.folder else (second, first)
        assert (ruled.entry.folder, ruled.entry.source) == ("harbour", "The Gazette")
        assert (plain.entry.folder, plain.entry.source) == ("", "Post")
        assert len(ruled.article.paragraphs) == len(plain.article.paragraphs) - 1
        rows = await desk.store._database.all("SELECT article_id, channel_id FROM deliveries")
        assert [tuple(row) for row in rows] == [(ruled.entry.id, 11)]
        (counted,) = (await desk.store.firings.counts()).values()
        assert (counted.times, counted.articles) == (2, 1)


async def test_a_reingest_files_anew_and_counts_nothing_twice(tmp_path, pool, rules):
    path = rules(f'{GAZETTE}{FERRY}\nfolder = "harbour"\n')
    async with bench(tmp_path, pool, NEWSDROP_RULES=path) as desk:
        desk.put("sport/saltby.md", article("Saltby", source="Gazette"))
        await desk.drain()
        assert (await desk.reingester.article(1)).changes == ()
        assert [f.times for f in (await desk.store.firings.counts()).values()] == [2]
        rules("")
        result = await desk.reingester.article(1)
        assert "folder: harbour → sport" in result.changes
        assert "text: 4 → 5 paragraphs (+1, -0)" in result.changes
        assert result.entry.folder == "sport"
        assert await desk.store.firings.counts() == {}


async def test_a_changed_file_is_taken_up_and_a_bad_one_leaves_the_old_in_force(tmp_path, pool, rules):
    path = rules("")
    async with bench(tmp_path, pool, NEWSDROP_RULES=path) as desk:
        house = desk.pipeline._rules
        rules('[[rule]]\nfolder = "one"\n')
        desk.put("a.md", article("Saltby"))
        await desk.drain()
        assert (await desk.store.articles.entry(1)).folder == "one"
        rules('[[rule]]\nfolder = "two"\ndrop = 1\n')
        desk.put("b.md", article("Northby"))
        await desk.drain()
        assert (await desk.store.articles.entry(2)).folder == "one"
        assert "line 3: drop must be a list" in house.problem
        path.unlink()
        assert len(await house.current()) == 1
        assert "can't be read" in house.problem
        rules('[[rule]]\nfolder = "three"\n')
        assert [rule.folder for rule in await house.current()] == ["three"]
        assert house.problem is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[[rule]]\ndrop = 1\n", "line 2"),
        (b"\xff", "not UTF-8"),
        (b"#" * 1_000_001, "over 1 MB"),
        (None, "can't be read"),
    ],
)
async def test_bad_rules_keep_newsdrop_from_starting_and_are_found_by_check(tmp_path, pool, content, told):
    path = tmp_path / "rules.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=told):
        HouseRules.read(path)
    async with bench(tmp_path / "home", pool) as desk:
        settings = desk.settings.model_copy(update={"rules": path})
        assert told in " ".join((await check(settings, repair=False)).left)


async def test_a_rules_file_below_the_drop_folder_is_refused(tmp_path, pool):
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "rules.toml").touch()
    with pytest.raises(SettingsError, match=r"NEWSDROP_RULES .* lies inside NEWSDROP_DROP_DIR"):
        async with bench(tmp_path, pool, NEWSDROP_RULES=tmp_path / "drop" / "rules.toml"):
            pass


async def test_rules_that_leave_nothing_and_rules_without_end_cost_the_file_alone(tmp_path, pool, rules):
    """``(a?)`` repeated so often is not seen from its spelling; in the worker its time is limited."""
    path = rules(
        '[[rule]]\nsource = "all"\ndrop_matching = ["."]\n'
        '[[rule]]\nsource = "slow"\ndrop_matching = ["(?:a?a?a?a?a?){9}(?:aaaaa){9}$"]\n'
    )
    async with bench(tmp_path, pool, NEWSDROP_RULES=path) as desk:
        desk.put("all.md", article("Saltby", source="all"))
        desk.put("slow.md", article("Northby", source="slow") + "\n\nIt is said that " + "a" * 44 + "!\n")
        desk.put("other.md", article("Westby"))
        told = await desk.drain()
        assert told["all.md"].reason.startswith("The house rules drop every line")
        assert told["slow.md"].reason.startswith("The house rule of line 4 took longer than 1 s")
        assert told["other.md"].outcome is Outcome.ADDED
        rules("")
        assert (await desk.reingester.retry(told["slow.md"].id)).outcome is Outcome.ADDED
