"""A re-ingest of all survives its process: killed midway, it goes on, and does each article exactly once."""

import asyncio
import contextlib
import signal
import sqlite3

import pytest

from tests.standin import articles
from tests.standin.process import PROC, Desk
from tests.standin.server import Standin
from tests.standin.world import MEMBER, Permission

pytestmark = pytest.mark.skipif(not PROC.joinpath("self", "stat").exists(), reason="processes are watched in /proc")

COUNT = 60


async def test_killed_midway_a_reingest_of_all_does_each_article_exactly_once(tmp_path):
    async with Standin(None) as discord:
        news = discord.stage.channel(discord.stage.guild(), "news")
        editor = discord.stage.member(news.guild, "editor", MEMBER | Permission.MANAGE_GUILD)
        desk = Desk(discord, tmp_path)
        try:
            await desk.start()
            await desk.online()
            await discord.users.slash(news, editor, "admin follow", {"channel": news})
            desk.drop.mkdir(exist_ok=True)
            for number in range(COUNT):
                articles.write(desk.drop, number, kind="md")
            await until(tmp_path, "SELECT count(*) = 60 FROM articles")
            await sql(tmp_path, "UPDATE articles SET title = 'Menu'")
            asked = await discord.users.slash(news, editor, "admin reingest-all")
            await discord.users.click(asked.message, editor, label="Re-ingest")

            await until(tmp_path, "SELECT done >= 10 FROM jobs")
            desk.signal(signal.SIGKILL)
            await desk.ended()
            done = await sql(tmp_path, "SELECT done FROM jobs")
            assert 10 <= done < COUNT, "killed midway"

            await desk.start()
            await until(tmp_path, "SELECT state = 'done' FROM jobs")
        finally:
            await desk.clear()
    assert await sql(tmp_path, "SELECT done FROM jobs") == COUNT
    assert await sql(tmp_path, "SELECT changed FROM jobs") == COUNT, "a second time would have changed nothing"
    assert await sql(tmp_path, "SELECT count(*) FROM articles WHERE revision = 2") == COUNT


async def sql(home, statement):
    def run():
        with contextlib.closing(sqlite3.connect(home / "newsdrop.db", timeout=10)) as database, database:
            return database.execute(statement).fetchone()

    row = await asyncio.to_thread(run)
    return row[0] if row else None


async def until(home, statement, seconds=40):
    async with asyncio.timeout(seconds):
        while not await sql(home, statement):
            await asyncio.sleep(0.02)
