"""``newsdrop run`` as a process, over a real wire, with Discord's stand-in at the other end."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.standin import articles, faults
from tests.standin.process import PROC, Desk, alive, descendants
from tests.standin.server import Standin
from tests.standin.world import MEMBER, Permission

OPENAPI = Path(__file__).parents[2] / "shared" / "discord" / "openapi.json"
MANAGE_GUILD = str(int(Permission.MANAGE_GUILD))
GENEROUS = 15.0

pytestmark = pytest.mark.skipif(not PROC.joinpath("self", "stat").exists(), reason="processes are watched in /proc")

# The public interface: every command, its options in order; required ones are marked with "!".
COMMANDS = {
    "latest": ["count", "source", "folder"],
    "search": ["query!", "source", "after", "before", "sort"],
    "article": ["article!"],
    "admin follow": ["channel!", "folder"],
    "admin unfollow": ["channel!", "folder"],
    "admin following": [],
    "admin reingest": ["article!"],
    "admin reingest-all": ["source", "folder", "failed_only"],
    "admin status": [],
    "admin failures": [],
    "admin rules": [],
    "admin pause": [],
    "admin resume": [],
}


@pytest.fixture
async def discord():
    async with Standin(OPENAPI if OPENAPI.exists() else None) as standin:
        yield standin


@pytest.fixture
def news(discord):
    return discord.stage.channel(discord.stage.guild(), "news")


@pytest.fixture
def editor(discord, news):
    return discord.stage.member(news.guild, "editor", MEMBER | Permission.MANAGE_GUILD)


@pytest.fixture
async def desk(discord, news, tmp_path):
    desk = Desk(discord, tmp_path)
    yield desk
    await desk.clear()
    sys.stdout.write(desk.said)  # pytest shows it where a test fails


async def test_it_registers_its_commands_follows_a_channel_posts_a_file_and_stops_on_sigterm(
    discord, news, editor, desk
):
    await desk.start()
    await desk.online()
    assert registered(discord.rest.commands[None]) == COMMANDS
    assert {one["name"]: one["default_member_permissions"] for one in discord.rest.commands[None]} == {
        "latest": None,
        "search": None,
        "article": None,
        "admin": MANAGE_GUILD,
    }
    assert all(one["contexts"] == [0] for one in discord.rest.commands[None])

    follow = await discord.users.slash(news, editor, "admin follow", {"channel": news})
    assert follow.ephemeral
    drop(desk, 1)
    await posted(discord, news, 1)
    began = drop(desk, 2)
    post = await posted(discord, news, 1, 2)
    sys.stdout.write(f"from the file's completion to its post: {post.created - began:.2f} s\n")
    await discord.until(lambda: not list(desk.drop.iterdir()))
    found = await discord.users.slash(news, editor, "search", {"query": "affected"})
    assert "**affected**" in found.text

    family = descendants(desk.pid)
    desk.signal(signal.SIGTERM)
    assert await desk.ended(5.0) == 0
    assert not [pid for pid in family if alive(pid)]
    assert [str(one) for one in discord.violations] == []
    assert discord.token not in desk.said


async def test_killed_and_stopped_amid_its_work_it_leaves_no_worker_and_posts_each_article_once(
    discord, news, editor, desk
):
    desk.settings["NEWSDROP_POSTS_PER_MINUTE"] = "0"
    await desk.start()
    await desk.online()
    await discord.users.slash(news, editor, "admin follow", {"channel": news})
    for number in range(1, 31):
        drop(desk, number)
    await discord.until(lambda: news.messages, GENEROUS)
    workers = descendants(desk.pid)
    assert workers
    desk.signal(signal.SIGKILL)
    await desk.ended()
    await discord.until(lambda: not [pid for pid in workers if alive(pid)], 2.0)

    before = len(news.messages)
    await desk.start()
    await discord.until(lambda: len(news.messages) > before or len(news.messages) == 30, GENEROUS)
    workers = descendants(desk.pid)
    desk.signal(signal.SIGTERM)
    assert await desk.ended(5.0) == 0
    assert not [pid for pid in workers if alive(pid)]

    await desk.start()
    await desk.online()
    await posted(discord, news, *range(1, 31))
    desk.press_ctrl_c()
    assert await desk.ended(5.0) == 0
    assert len(news.messages) == 30
    assert len(discord.log.find("PUT", "*/commands")) == 1, "the commands had not changed"


async def test_a_wrong_token_gets_a_sentence_and_stays_secret(discord, desk):
    wrong = "MTAwMDAwMDAwMDAwMDAwMDAwMA.XxYyZz.another-bots-token-9876543210"
    desk.settings["DISCORD_TOKEN"] = wrong
    await desk.start()

    assert await desk.ended() not in (0, None)
    assert "DISCORD_TOKEN" in desk.said
    assert desk.said.rstrip().endswith(".")
    assert "Traceback" not in desk.said
    assert wrong not in desk.said


async def test_an_outage_at_the_start_is_waited_out(discord, news, editor, desk):
    await discord.down()
    await desk.start()
    drop(desk, 1)
    await discord.until(lambda: desk.said.count("can't be reached") > 1, GENEROUS)
    await discord.until(lambda: not list(desk.drop.iterdir()), GENEROUS)  # the intake goes on meanwhile
    await discord.up()

    await desk.online()
    latest = await discord.users.slash(news, editor, "latest")
    assert "case 00001" in latest.text


async def test_a_post_whose_answer_was_an_error_is_looked_for_before_it_is_sent_again(discord, news, editor, desk):
    discord.messages.nonce_window = 0.0  # as after the few minutes in which Discord knows a nonce
    await desk.start()
    await desk.online()
    await discord.users.slash(news, editor, "admin follow", {"channel": news})
    discord.faults.next(faults.server_error(502, executed=True), "POST", "/channels/*/messages")
    drop(desk, 1)
    await posted(discord, news, 1)
    drop(desk, 2)
    await posted(discord, news, 2)
    assert len(news.messages) == 2


def registered(commands: list[dict[str, Any]], above: str = "") -> dict[str, list[str]]:
    """The commands as Discord has them, in the form of the table."""
    found: dict[str, list[str]] = {}
    for command in commands:
        name = f"{above}{command['name']}"
        inner = [one for one in command.get("options") or [] if one["type"] in (1, 2)]
        if inner:
            found |= registered(inner, f"{name} ")
        else:
            found[name] = [one["name"] + "!" * bool(one.get("required")) for one in command.get("options") or []]
    return found


def drop(desk: Desk, number: int) -> float:
    """Put an article into the drop folder; returns when it was complete."""
    desk.drop.mkdir(exist_ok=True)
    articles.write(desk.drop, number, kind="md")
    return time.monotonic()


async def posted(discord: Standin, channel, *numbers: int):
    """Wait until the articles of these numbers are posted; returns the last post."""

    def all_there():
        texts = [message.text for message in channel.messages.values()]
        return all(any(f"case {number:05}" in text for text in texts) for number in numbers)

    await discord.until(all_there, GENEROUS)
    return list(channel.messages.values())[-1]
