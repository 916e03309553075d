"""The stand-in for Discord, tried with a small bot of its own over the real wire."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import aiohttp
import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.standin import faults, limits, limits_of_commands
from tests.standin.commands import NotOffered
from tests.standin.driving import NoAnswer
from tests.standin.server import Standin
from tests.standin.small_bot import SmallBot
from tests.standin.world import MEMBER, Permission

OPENAPI = Path(__file__).parents[2] / "shared" / "discord" / "openapi.json"


@pytest.fixture
async def server():
    async with Standin(OPENAPI if OPENAPI.exists() else None) as standin:
        yield standin
        assert standin.infidelities == []


@pytest.fixture
def guild(server):
    return server.stage.guild()


@pytest.fixture
def desk(server, guild):
    return server.stage.channel(guild, "desk")


@pytest.fixture
def reader(server, guild):
    return server.stage.member(guild, "reader")


@pytest.fixture
def admin(server, guild):
    return server.stage.member(guild, "admin", MEMBER | Permission.MANAGE_GUILD)


@pytest.fixture
async def bot(server, desk, monkeypatch):
    monkeypatch.setattr(Route, "BASE", f"{server.url}/api/v10")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://127.0.0.1:{server.port}/"))
    client = SmallBot()
    running = asyncio.create_task(client.start(server.token))
    await server.until(client.is_ready)
    yield client
    await client.close()
    with contextlib.suppress(discord.ConnectionClosed):
        await running


@pytest.fixture
def place(bot, desk):
    return bot.get_channel(desk.id)


async def test_a_bot_logs_in_and_sees_its_server_its_channels_and_itself(server, bot, guild, desk):
    seen = bot.get_guild(guild.id)

    assert [channel.name for channel in seen.text_channels] == ["desk"]
    assert seen.me.id == server.world.bot.id
    assert seen.text_channels[0].permissions_for(seen.me).send_messages
    assert [command["name"] for command in server.rest.commands[None]] == ["say", "ask", "desk"]
    assert server.violations == []


async def test_a_wrong_token_is_refused(server, monkeypatch):
    monkeypatch.setattr(Route, "BASE", f"{server.url}/api/v10")
    client = SmallBot()
    async with client:
        with pytest.raises(discord.LoginFailure):
            await client.login("another")


async def test_a_privileged_intent_is_refused(server, desk, monkeypatch):
    monkeypatch.setattr(Route, "BASE", f"{server.url}/api/v10")
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://127.0.0.1:{server.port}/"))
    client = discord.Client(intents=discord.Intents.all())
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start(server.token)
    await client.close()


async def test_a_slash_command_is_answered_and_its_latency_known(server, bot, desk, reader):
    said = await server.users.slash(desk, reader, "say", {"word": "hey", "times": 2})

    assert said.message.embeds[0]["title"] == "heyhey"
    assert "heyhey" in said.text
    assert not said.ephemeral
    assert 0 < said.latency < 1
    assert desk.messages[said.message.id] is said.message
    assert server.violations == []


async def test_the_client_offers_only_what_is_registered_and_allowed(server, bot, desk, reader, admin):
    for name, options in (("sing", {}), ("say", {}), ("say", {"word": "x", "times": 9}), ("say", {"word": 1})):
        with pytest.raises(NotOffered):
            await server.users.slash(desk, reader, name, options)
    with pytest.raises(NotOffered):
        await server.users.slash(desk, reader, "desk slow", {"channel": desk})
    elsewhere = server.stage.channel(server.stage.guild("Elsewhere"), "desk")
    with pytest.raises(NotOffered):
        await server.users.slash(desk, admin, "desk slow", {"channel": elsewhere})
    assert "send=True" in (await server.users.slash(desk, admin, "desk slow", {"channel": desk})).text


async def test_thinking_ends_with_the_first_followup_and_stays_ephemeral(server, bot, desk, admin):
    answer = await server.users.slash(desk, admin, "desk slow", {"channel": desk})

    assert answer.acknowledged_as == 5
    assert answer.ephemeral
    assert answer.message.content == "desk: send=True"
    await server.until(lambda: answer.followups)
    assert answer.followups[0].content == "and more"
    assert desk.messages == {}


async def test_autocomplete_returns_the_choices(server, bot, desk, reader):
    choices = await server.users.autocomplete(desk, reader, "say", "word", {"word": "x", "times": 2})

    assert [choice["value"] for choice in choices] == ["xa", "xb"]


async def test_buttons_selects_and_forms_reach_the_bot(server, bot, desk, reader):
    said = await server.users.slash(desk, reader, "say", {"word": "hey"})

    await server.users.click(said.message, reader, "Turn")
    assert said.message.content == "turned"
    await server.users.choose(said.message, reader, "blue")
    assert said.message.content == "picked blue"
    form = await server.users.click(said.message, reader, "form")
    assert (await server.users.submit(form, {"answer": "42"})).text.startswith("noted: 42")
    assert server.violations == []


async def test_a_file_is_kept_and_can_be_downloaded(server, bot, desk, admin):
    sent = await server.users.slash(desk, admin, "desk file")

    file = sent.message.attachments[0]
    assert (file.filename, file.content) == ("hello.txt", b"hello")
    async with aiohttp.ClientSession() as session, session.get(f"{server.url}/attachments/{file.id}/x") as answer:
        assert await answer.read() == b"hello"


async def test_an_unanswered_command_is_told_as_such(server, bot, desk, reader):
    server.interactions.patience = 0.1
    with pytest.raises(NoAnswer, match="no callback"):
        await server.users.slash(desk, reader, "ask")


async def test_messages_are_sent_edited_fetched_listed_and_deleted(server, place, desk, reader):
    first = await place.send("one")
    server.stage.say(desk, reader, "between")
    second = await place.send("two")

    await first.edit(content="ONE")
    assert (await place.fetch_message(first.id)).content == "ONE"
    assert [note.content async for note in place.history(limit=10)] == ["two", "between", "ONE"]
    assert [note.content async for note in place.history(after=first, limit=1)] == ["between"]
    assert [note.content async for note in place.history(before=second, limit=1)] == ["between"]
    await second.delete()
    with pytest.raises(discord.NotFound) as gone:
        await place.fetch_message(second.id)
    assert gone.value.code == 10008
    assert server.violations == []


async def test_a_nonce_creates_one_message_within_its_window_and_another_after_it(server, place, desk):
    first = await place.send("one", nonce="n1")
    again = await place.send("one", nonce="n1")
    assert again.id == first.id
    assert again.nonce == "n1"

    server.messages.nonce_window = 0
    assert (await place.send("one", nonce="n1")).id != first.id
    assert len(desk.messages) == 2
    assert server.messages.refused_by_nonce == 1


@pytest.mark.parametrize(
    ("denied", "code"),
    [(Permission.VIEW_CHANNEL, 50001), (Permission.SEND_MESSAGES, 50013), (Permission.EMBED_LINKS, 50013)],
)
async def test_what_the_bot_may_not_do_is_forbidden_and_told_over_the_gateway(server, place, desk, denied, code):
    server.stage.deny(desk, denied)
    with pytest.raises(discord.Forbidden) as refusal:
        await place.send(embed=discord.Embed(title="x"))
    assert refusal.value.code == code
    await server.until(lambda: int(denied) & ~place.permissions_for(place.guild.me).value)
    server.stage.deny(desk, Permission.NONE)
    await place.send(embed=discord.Embed(title="x"))


async def test_without_read_message_history_discord_lists_nothing(server, place, desk):
    await place.send("there")
    server.stage.deny(desk, Permission.READ_MESSAGE_HISTORY, told=False)

    assert [note async for note in place.history()] == []


async def test_a_deleted_channel_and_a_bot_that_was_removed_are_told_apart(server, bot, place, guild):
    other = server.stage.channel(guild, "other")
    await server.until(lambda: bot.get_channel(other.id))
    server.stage.delete_channel(other, told=False)
    with pytest.raises(discord.NotFound) as gone:
        await bot.get_channel(other.id).send("x")
    assert gone.value.code == 10003

    server.stage.remove_bot(guild)
    await server.until(lambda: bot.get_guild(guild.id) is None)
    with pytest.raises(discord.Forbidden) as removed:
        await place.send("x")
    assert removed.value.code == 50001


async def test_requests_fail_as_planned(server, place, desk):
    for fault, error in (
        (faults.server_error(503), discord.DiscordServerError),
        (faults.reset(), aiohttp.ClientOSError),
        (faults.hangup(), aiohttp.ServerDisconnectedError),
    ):
        server.faults.next(fault, "POST", "/channels/*/messages")
        with pytest.raises(error):
            await place.send("x")
    assert desk.messages == {}
    server.faults.next(faults.rate_limited(0.01), "POST")
    await place.send("waited")
    assert [call.status for call in server.log.find("POST", "/channels/*/messages")][-2:] == [429, 200]


async def test_a_lost_answer_has_taken_effect(server, place, desk):
    server.faults.next(faults.lost_answer(), "POST", "/channels/*/messages")
    with pytest.raises(aiohttp.ClientOSError):
        await place.send("x", nonce="1")
    assert [note.content for note in desk.messages.values()] == ["x"]

    await place.send("x", nonce="1")
    assert len(desk.messages) == 1


async def test_random_faults_repeat_with_their_seed():
    def run(seed):
        plan = faults.Faults()
        plan.at_random(seed, 0.3, faults.reset(), faults.server_error(), method="POST")
        assert plan.take("GET", "/x") is None
        return [fault and fault.name for fault in (plan.take("POST", "/x") for _ in range(50))]

    assert run(1) == run(1) != run(2)
    assert {"reset", "500", None} == set(run(1))


async def test_a_message_rate_limit_is_announced_and_kept(server, place, desk):
    server.limiter.messages = (2, 0.2)
    for word in "abcd":
        await place.send(word)

    times = sorted(note.created for note in desk.messages.values())
    assert times[2] - times[0] >= 0.2
    assert server.log.find("POST", "/channels/*/messages")[1].status == 200


async def test_a_dropped_connection_is_resumed_and_nothing_that_happened_meanwhile_is_lost(server, bot, guild):
    await server.gateway.close(4000)
    later = server.stage.channel(guild, "later")

    await server.until(lambda: bot.get_channel(later.id))
    assert server.gateway.resumed == 1


async def test_an_invalidated_session_is_identified_anew(server, bot, monkeypatch):
    monkeypatch.setattr("discord.client.ExponentialBackoff.delay", lambda self: 0.01)
    server.gateway.invalidate()

    await server.until(lambda: len(server.gateway.identified) == 2 and bot.is_ready())


async def test_an_outage_refuses_connections_until_it_is_over(server, bot, place, monkeypatch):
    monkeypatch.setattr("discord.client.ExponentialBackoff.delay", lambda self: 0.01)
    await server.down()
    with pytest.raises(OSError):  # noqa: PT011 - whichever way the connection fails
        await place.send("x")
    await server.until(lambda: not server.gateway.connected)
    await server.up()

    await server.until(lambda: server.gateway.connected)
    await place.send("back")


async def test_half_a_surrogate_pair_is_no_text(server, place):
    with pytest.raises(discord.HTTPException):
        await place.send("broken \ud83d")
    assert "not text" in str(server.violations[0])


async def test_what_breaks_a_limit_is_refused_and_recorded(server, place):
    with pytest.raises(discord.HTTPException) as refusal:
        await place.send(embed=discord.Embed(title="x" * 257, url="nowhere"))

    assert refusal.value.code == 50035
    assert "embeds.0.title" in str(refusal.value)
    assert any("title" in str(one) for one in server.violations)
    assert any("well formed" in str(one) for one in server.violations)


@pytest.mark.skipif(not OPENAPI.exists(), reason=f"Discord's published description is not at {OPENAPI}")
async def test_what_breaks_the_published_description_is_recorded(server, bot, place):
    with pytest.raises(discord.HTTPException):
        await bot.http.request(
            Route("POST", "/channels/{channel_id}/messages", channel_id=place.id), json={"content": "x", "tts": "yes"}
        )
    assert "$.tts" in str(server.violations[0])


BIG = [{"description": "x" * 4000}] * 2
ROW = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "a"}] * 6}


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"nonce": "x" * 26},
        {"embeds": [{"title": "x"}] * 11},
        {"embeds": BIG},
        {"embeds": [{}]},
        {"embeds": [{"description": "x" * 4097}]},
        {"embeds": [{"title": "x", "footer": {"text": "x" * 2049}}]},
        {"embeds": [{"title": "x", "author": {"name": "x" * 257}}]},
        {"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]},
        {"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]},
        {"embeds": [{"fields": [{"name": "", "value": "x"}]}]},
        {"embeds": [{"title": "x", "url": "javascript:alert(1)"}]},
        {"embeds": [{"title": "x", "url": "https://a b/"}]},
        {"embeds": [{"title": "x", "timestamp": "soon"}]},
        {"components": [ROW]},
        {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "a"}]}]},
        {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "a" * 101}]}]},
        {"components": [{"type": 1, "components": [{"type": 2, "style": 5, "label": "x", "url": "ftp://x"}]}]},
        {"components": [{"type": 1, "components": [{"type": 3, "custom_id": "a", "options": []}]}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 4001}]},
        {"allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    ],
)
def test_each_limit_of_a_message_is_watched(body):
    assert list(limits.message(body))


def command(**more):
    return {"name": "find", "description": "Finds", "options": [], **more}


@pytest.mark.parametrize(
    "body",
    [
        [command(), command()],
        [command(name="Find")],
        [command(name="fi nd")],
        [command(description="x" * 101)],
        [command(options=[{"type": 3, "name": str(n), "description": "x"} for n in range(26)])],
        [command(options=[{"type": 3, "name": "a", "description": "x", "choices": [{"name": "", "value": "x"}]}])],
        [command(options=[command(name="a", type=3), command(name="b", type=3, required=True)])],
    ],
)
def test_each_limit_of_a_command_is_watched(body):
    assert list(limits_of_commands.commands(body))


async def test_only_mentions_that_are_allowed_ping(server, place, desk, reader):
    loud = discord.AllowedMentions(users=True)
    await place.send(f"@everyone <@{reader.id}>")
    await place.send(f"@everyone <@{reader.id}>", allowed_mentions=loud)

    quiet, heard = (call.answer for call in server.log.find("POST", "/channels/*/messages"))
    assert (quiet["mentions"], quiet["mention_everyone"]) == ([], False)
    assert [person["username"] for person in heard["mentions"]] == ["reader"]
