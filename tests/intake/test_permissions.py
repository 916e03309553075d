"""What may not be read or written for now, and what comes of it when that is mended."""

from __future__ import annotations

from bot.workers.pool import Pool
from tests.support.desk import bench, mortal, until


def test_an_unreadable_file_stays_is_shown_and_is_taken_as_soon_as_the_permission_is_mended(tmp_path):
    async def scenario():
        async with Pool(1, 30.0) as pool, bench(tmp_path, pool) as desk, desk.running():
            path = desk.put("closed.md")
            path.chmod(0o000)
            await until(lambda: "closed.md" in desk.inbox.troubles)
            assert "Permission denied" in desk.inbox.troubles["closed.md"]
            desk.put("open.md")
            await taken(desk, "open.md")
            assert path.exists()
            path.chmod(0o644)
            await taken(desk, "open.md", "closed.md")
            assert desk.inbox.troubles == {}

    mortal(scenario)


def test_an_archive_that_may_not_be_written_delays_the_move_and_makes_no_second_article(tmp_path):
    async def scenario():
        async with Pool(1, 30.0) as pool, bench(tmp_path, pool) as desk, desk.running():
            desk.folders.archive.chmod(0o555)
            desk.put("pier.md")
            await until(lambda: "pier.md" in desk.inbox.troubles)
            assert await desk.outcomes() == {"pier.md": "added"}, "the outcome is committed, and the article posted"
            assert (desk.drop / "pier.md").exists()
            desk.folders.archive.chmod(0o755)
            await taken(desk, "pier.md")
            assert [path.name for path in desk.folders.archive.iterdir()] == ["pier.md"]
            await until(lambda: desk.inbox.troubles == {})

    mortal(scenario)


async def taken(desk, *names):
    """Wait until the ledger holds exactly these files, all added and archived."""

    async def done():
        return await desk.outcomes() == dict.fromkeys(names, "added") and not await desk.store.files.unmoved()

    await until(done, str(names))
