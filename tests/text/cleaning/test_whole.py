"""Files that are an article already: nothing of it is lost."""

from bot.model import Document
from bot.text.clean import clean

STAMPED = """2012-01-01 12:57

The last tram of the old line left the depot on Sunday night with two hundred passengers and a brass band on board.

The company will replace it with buses until a new line opens in 2014, its spokesman said on Monday.

Residents of the northern quarter had fought for years to keep it, and lost by a single vote in the council.
"""
LISTED = """Ten things to pack for a week on the river

A canoe holds less than you think, and what gets wet stays wet. This is what has proved itself on a dozen trips:

Two dry bags
A stove and a spare canister
Forty metres of rope
A hat
Matches in a jar
Rubber boots
A map in a plastic sleeve
Tea

Pack the heavy things low and near the middle. Whoever sits in front takes the map.
"""


def cleaned(text: str) -> tuple[str, list[str]]:
    article = clean(Document("article.txt", "text", text))
    return article.title, [line for paragraph in article.paragraphs for line in paragraph.split("\n")]


def test_a_time_above_the_first_sentence_is_not_its_headline() -> None:
    title, lines = cleaned(STAMPED)
    assert not title.startswith("2012")
    assert len([line for line in lines if line.endswith(".")]) == 3


def test_a_pasted_list_comes_out_whole_without_its_headline() -> None:
    title, lines = cleaned(LISTED)
    assert title == "Ten things to pack for a week on the river"
    assert lines == [line for line in LISTED.split("\n")[2:] if line]
