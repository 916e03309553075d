"""What the markup claims of the article: evidence for the model, never the article itself."""

import json

from bot.model import Document
from bot.text.clean import clean
from bot.text.cleaning.html.claimed import claimed_columns
from bot.text.cleaning.html.meta import Claims
from bot.text.cleaning.html.opinion import words_of
from bot.text.cleaning.lines import PageLine

TITLE = "Ferry to the islands sails again after a month"
PARAGRAPHS = [
    "The ferry to the northern islands sailed again on Monday, a month after a winter storm tore its side.",
    "“We were never so glad to see a queue,” said the harbour master, who counted two hundred cars by seven.",
    "The repair cost the company about four million crowns, of which insurers pay a part.",
    "Islanders had meanwhile lived on what two fishing boats and a helicopter brought them twice a week.",
    "A second ferry, ordered from a yard in Poland, is to join in spring so that such a gap does not come again.",
]
TICKER = [
    "Council votes to close three village schools OSLO: The council voted late on Sunday to close three.",
    "Bridge toll will rise by a tenth in May BERGEN: The toll will rise by a tenth in May, its owner said.",
    "Trains stand still for a second day TRONDHEIM: Trains stood still as drivers asked for shorter shifts.",
    "Fishermen find a mine from the war BODØ: Fishermen found a mine in their net and called the navy.",
]


def claims(titles: list[str], *, sites: list[str] | None = None, text: str | None = None) -> Claims:
    return Claims(titles, [], [], 0, None, False, sites or [], None, None, None, text)


def headline_place(lines: list[PageLine], known: Claims) -> int | None:
    return claimed_columns(lines, words_of(lines), known)[1]


def heading(text: str) -> PageLine:
    return PageLine(text, mark="heading")


def test_a_ticker_above_the_claimed_headline_is_no_part_of_the_article() -> None:
    items = "".join(f"<li><a href='/n'>{text[:40]}</a>{text[40:]}</li>" for text in TICKER)
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = (
        f"<html><head><meta property='og:title' content='{TITLE}'><title>{TITLE} | Coast News</title></head><body>"
        f"<div>Breaking news</div><ul>{items}</ul><h1>{TITLE}</h1><p>12 January 2024</p>{body}</body></html>"
    )
    article = clean(Document("page.html", "html", page))
    assert article.title == TITLE
    assert list(article.paragraphs) == PARAGRAPHS


def test_a_claimed_text_that_the_page_does_not_print_is_not_taken_for_the_article() -> None:
    claimed = json.dumps(
        {"@type": "NewsArticle", "headline": TITLE, "articleBody": "Buy our tea. It is the best. " * 40}
    )
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    head = f"<head><script type='application/ld+json'>{claimed}</script></head>"
    page = f"<html>{head}<body><h1>{TITLE}</h1>{body}</body></html>"
    assert list(clean(Document("page.html", "html", page)).paragraphs) == PARAGRAPHS


def test_the_heading_most_like_the_claimed_headline_is_its_place() -> None:
    lines = [heading("Coast News"), heading("What is a ferry for?"), heading(TITLE), PageLine(TITLE)]
    assert headline_place(lines, claims([f"Coast News: {TITLE}"], sites=["Coast News"])) == 2


def test_a_site_s_name_or_address_at_an_end_of_the_title_is_no_headline() -> None:
    lines = [heading("coastnews.example"), heading("The Coast News Daily"), PageLine(TITLE)]
    known = claims([f"The Coast News Daily - {TITLE} - coastnews.example"], sites=["The Coast News Daily"])
    assert headline_place(lines, known) is None


def test_a_claimed_text_tells_of_each_line_how_much_of_it_stands_there() -> None:
    lines = [PageLine("Menu and more menu words"), *map(PageLine, PARAGRAPHS)]
    columns, _ = claimed_columns(lines, words_of(lines), claims([TITLE], text=" ".join(PARAGRAPHS)))
    told = columns[:, 6]
    assert told[0] == 0
    assert (told[1:] > 0.9).all()


def test_a_title_longer_than_any_headline_claims_nothing() -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    head = f"<head><meta property='og:title' content='{'tea ' * 20_000}'></head>"
    assert (
        clean(Document("page.html", "html", f"<html>{head}<body><h1>{TITLE}</h1>{body}</body></html>")).title == TITLE
    )
