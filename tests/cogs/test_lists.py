"""How a list card looks, whatever is in the articles."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Entry
from cogs.article import open_menus
from cogs.buttons import row
from cogs.lists import MOST_LINES, list_card
from tests.standin.limits import message

ENTRY = Entry(
    id=1, folder="", title="A title", byline=None, source=None, published=None, url="https://example.org/1",
    language="en", summary=("A sentence.",), words=2, day=date(2026, 1, 1), arrived=datetime.now(UTC), revision=1,
    duplicate_of=None,
)  # fmt: skip

hostile = st.text(alphabet="ab @*_~|`[]()<>#&!\\\n-:/.ش\u202e\u0301é字🎉0", min_size=1, max_size=150) | st.sampled_from(
    (
        "@everyone",
        "<@&1>",
        "[text](http://evil)",
        "||x",
        "```",
        "* " * 60,
        "_" * 300,
        "1. ",
        "# x",
        "\u3164",
        "https://a.b",
    )
)
entries = st.lists(
    st.builds(lambda number, title, source: replace(ENTRY, id=number, title=title, source=source),
              st.integers(1, 10**12), hostile, st.none() | hostile),
    min_size=1, max_size=MOST_LINES, unique_by=lambda entry: entry.id,
)  # fmt: skip


async def body(shown):
    return {
        "embeds": [embed.to_dict() for embed in list_card(shown, 1)],
        "components": row(*open_menus(shown)).to_components(),
    }


@settings(max_examples=60, deadline=None)
@given(entries)
async def test_any_articles_make_a_message_that_discord_takes_with_a_line_each(shown):
    made = await body(shown)
    assert [str(problem) for problem in message(made)] == []
    choices = [option["value"] for menu in made["components"] for option in menu["components"][0]["options"]]
    assert choices == [str(entry.id) for entry in shown]
    lines = "\n".join(embed["description"] for embed in made["embeds"]).split("\n")
    assert [line.rpartition("#")[2] for line in lines] == [str(entry.id) for entry in shown]
    assert all(line.startswith("• ") for line in lines)
    for line in lines:
        assert "@everyone" not in line
        assert "](" not in line.replace("\\]", "")


async def test_the_longest_titles_and_ids_fill_a_message_and_no_more():
    shown = [replace(ENTRY, id=10**9 + n, title="w" * 999, source="s" * 99) for n in range(MOST_LINES)]
    made = await body(shown)
    assert list(message(made)) == []
    assert sum(len(embed["description"]) for embed in made["embeds"]) > 5_600


def test_a_list_of_one_folder_has_its_colour():
    sport = [replace(ENTRY, id=n, folder="sport") for n in (1, 2)]
    assert list_card(sport, 1)[0].colour != list_card([ENTRY, *sport], 1)[0].colour


def test_titles_from_right_to_left_keep_to_their_place():
    (card,) = list_card([replace(ENTRY, title="عنوان", source="جريدة")], 1)
    assert card.description == "• \u2068عنوان\u2069 · \u2068جريدة\u2069 · #1"
