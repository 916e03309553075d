"""What readers type, and what they get."""

import discord
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.newsroom import article, newsroom, words

DEFERRED = discord.InteractionResponseType.deferred_channel_message.value
TOWNS = [f"Town{letter}" for letter in "ABCDEFGHIJKL"]


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def archive(tmp_path_factory):
    """Twelve articles, a day apart, two of them of another source and in a folder, one without a date."""
    async with newsroom(tmp_path_factory.mktemp("archive")) as room:
        await fill(room)
        yield room


async def fill(room):
    for index, town in enumerate(TOWNS[:-3]):
        room.drop(f"{town}.md", article(town, source="The Saltby Mail", date=f"2026-03-{index + 1:02}"))
    room.drop("harbour/a.md", article("TownJ", source="Otterby Post", date="2026-03-10"))
    room.drop("harbour/b.md", article("TownK", source="Otterby Post", date="2026-03-11"))
    room.drop("undated.md", article("TownL", source="The Saltby Mail", date=None))
    await room.counted(added=12)


def titles(text):
    return [line.strip("*[").split(" rebuilds")[0] for line in text.splitlines() if " rebuilds" in line]


async def test_latest_gives_the_newest_five_an_undated_one_by_its_arrival(archive):
    assert titles(await archive.say(archive.reader, "latest")) == ["TownL", "TownK", "TownJ", "TownI", "TownH"]


async def test_latest_gives_as_many_as_asked_for_over_pages_with_buttons(archive):
    result = await archive.reader.slash(archive.news, "latest", count=12)
    seen = titles(words(result))
    assert "page 1 of 3" in words(result)
    for page in (2, 3):
        result = await archive.reader.click(result.response, label="Next")
        message = archive.news.last_message
        assert f"page {page} of 3" in message.content
        seen += [title for embed in message.embeds for title in titles(embed.title)]
    assert seen == ["TownL", "TownK", "TownJ", *reversed(TOWNS[:-3])]


@pytest.mark.asyncio(loop_scope="function")
async def test_a_page_stays_the_same_when_articles_arrive_meanwhile(tmp_path):
    async with newsroom(tmp_path) as room:
        await fill(room)
        result = await room.reader.slash(room.news, "latest", count=10)
        room.drop("new.md", article("TownNew", date="2027-01-01"))
        await room.counted(added=13)
        await room.reader.click(result.response, label="Next")
        shown = [title for embed in room.news.last_message.embeds for title in titles(embed.title)]
    assert shown == ["TownG", "TownF", "TownE", "TownD", "TownC"]


async def test_latest_can_be_narrowed_to_a_source_and_a_folder(archive):
    assert titles(await archive.say(archive.reader, "latest", source="otterby")) == ["TownK", "TownJ"]
    assert titles(await archive.say(archive.reader, "latest", folder="HARBOUR", count=1)) == ["TownK"]
    answer = await archive.say(archive.reader, "latest", source="Nobody *at all*")
    assert answer == "There is no article from “Nobody \\*at all\\*” yet."


@pytest.mark.asyncio(loop_scope="function")
async def test_an_empty_archive_says_how_to_begin(tmp_path):
    async with newsroom(tmp_path) as room:
        assert "Drop a file into the drop folder" in await room.say(room.reader, "latest")


async def test_sources_folders_and_titles_are_completed_as_one_types(archive):
    async def choices(option, typed, command="latest"):
        return [choice["name"] for choice in await archive.reader.autocomplete(archive.news, command, option, typed)]

    assert await choices("source", "post") == ["Otterby Post"]
    assert await choices("source", "") == ["Otterby Post", "The Saltby Mail"]
    assert await choices("folder", "h") == ["harbour"]
    assert await choices("source", "100%_'\"") == []
    assert await choices("article", "townk pier", "article") == ["TownK rebuilds its broken pier · Otterby Post"]
    assert len(await choices("article", "", "article")) == 12


async def test_search_shows_the_matching_part_in_bold_and_counts_the_hits(archive):
    answer = await archive.say(archive.reader, "search", query="sailing TownC")
    assert answer.startswith("**1 article for “sailing TownC”")
    assert "the **sailing** club of **TownC** had asked" in answer
    answer = await archive.say(archive.reader, "search", query="marina")
    assert answer.startswith("**12 articles")
    assert "page 1 of 3" in answer


async def test_search_finds_beginnings_of_words_where_no_whole_word_matches(archive):
    assert "**Lindqvist**" in await archive.say(archive.reader, "search", query="lindqv")


async def test_search_can_be_narrowed_to_days_both_included(archive):
    answer = await archive.say(archive.reader, "search", query="pier", after="2026-03-02", before="2026-03-03")
    assert sorted(titles(answer)) == ["TownB", "TownC"]
    answer = await archive.say(archive.reader, "search", query="pier", source="otterby", sort="newest")
    assert titles(answer) == ["TownK", "TownJ"]


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-01", "01.02.2026", "2026-02-30"])
async def test_a_bad_day_gets_a_sentence_with_a_good_one(archive, wrong):
    answer = await archive.say(archive.reader, "search", query="pier", after=wrong)
    assert answer == f"`after` takes a day such as 2026-03-31 (year-month-day), not “{wrong}”."


async def test_days_the_wrong_way_round_get_a_sentence(archive):
    answer = await archive.say(archive.reader, "search", query="pier", after="2026-03-05", before="2026-03-01")
    assert answer == "`after` (2026-03-05) is later than `before` (2026-03-01), so no day is left between."


async def test_any_text_is_a_legal_query(archive):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(min_size=1, max_size=50))
    def check(text):
        queries.append(text)

    queries = ['"', "*", "NOT", "a:b", "🎉", "x", "AND OR NOT", "(pier", "pier)", "NEAR(a b)", "^pier", "-pier",
               "pier*", "x" * 2000,
               "pier " * 400, "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 40]  # fmt: skip
    check()
    for query in queries:
        if query.strip():
            answer = await archive.say(archive.reader, "search", query=query)
            assert "article" in answer.casefold(), query


async def test_article_is_given_whole_by_id_or_by_words_of_its_title(archive):
    answer = await archive.say(archive.reader, "article", article="townk")
    assert "TownK rebuilds its broken pier" in answer
    assert "Language\nen" in answer
    assert "harbour/b.md" in answer
    number = answer.split("#")[-1].split()[0]
    assert await archive.say(archive.reader, "article", article=f"#{number}") == answer


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9999", "There is no article #9999."),
        ("pier", "More than one title matches that."),
        ("zebra", "No title matches that."),
        ("🎉", "No title matches that."),
        ("9" * 30, "No title matches that."),
        ("-1", "There is no article #-1."),
    ],
)
async def test_an_article_that_is_not_there_gets_a_sentence(archive, typed, said):
    answer = await archive.say(archive.reader, "article", article=typed)
    assert said in answer
    assert "Choose" in answer


async def test_what_was_mistyped_is_told_to_the_asker_alone(archive):
    result = await archive.reader.slash(archive.news, "article", article="zebra")
    assert result.response.ephemeral


@pytest.mark.parametrize(("command", "options"), [("latest", {}), ("search", {"query": "pier"})])
async def test_the_archive_may_take_its_time_since_the_answer_is_promised_at_once(archive, command, options):
    asked = len(archive.env.http_requests)
    answer = await archive.say(archive.reader, command, **options)
    promise = archive.env.http_requests[asked]
    assert (promise.method, promise.json["type"]) == ("POST", DEFERRED)
    assert "TownK rebuilds its broken pier" in answer


async def test_the_cleaned_text_comes_as_a_file_for_the_asker_alone(archive):
    result = await archive.reader.slash(archive.news, "article", article="townk")
    sent = await archive.reader.click(result.response, label="Cleaned text")
    (message,) = [*sent.followups] or [sent.response]
    assert message.ephemeral
    text = (await message.attachments[0].read()).decode()
    assert text.startswith("TownK rebuilds its broken pier\nOtterby Post · 2026-03-11\n\n")
    assert "a marina is for boats" in text
