"""Title, byline, date and source, as pages print them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model import Document
from bot.text.clean import clean
from bot.text.cleaning.dates import find_dates

BODY = (
    "The harbour board voted on Tuesday to rebuild the eastern pier, which a storm tore away last year.",
    "Work is to begin in March and will cost about four million crowns, a third of it paid by the fishing cooperative.",
    "“We have waited for this through two winters,” said Maren Holt, who has landed her catch on the beach since then.",
    "The board had first asked the county for the whole sum, and was refused because the pier is not a public road.",
    "Until the new pier is open, the ferry will go on calling at the old quay twice a day when the weather allows it.",
)
MENU = ("Home", "News", "Sport", "Culture", "Weather", "Log in", "Search")
FOOT = ("Most read", "Ferry late again", "About us", "Contact", "Privacy policy")
TITLE = "Harbour board votes to rebuild storm-torn pier"


def page(head: str = "", foot: str = "", menu: str = "", title: str = TITLE, body: tuple[str, ...] = BODY) -> Document:
    top = "\n".join(part for part in (menu, *MENU) if part)
    middle = "\n\n".join(body)
    return Document("page", "text", f"{top}\n\n{title}\n\n{head}\n\n{middle}\n\n" + "\n".join((*FOOT, foot)))


def html(head: str, below: str = "") -> Document:
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    return Document(
        "page",
        "html",
        f'<html lang="en"><head>{head}</head><body><nav><a href="/">Home</a><a href="/s">Sport</a></nav><article>'
        f"<h1>{TITLE}</h1>{below}{paragraphs}</article></body></html>",
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("October 17, 20256:01 PM ET", date(2025, 10, 17)),
        ("3. April 20253. April 2025", date(2025, 4, 3)),
        ("martes, 4 de mayo de 202500:00 hs", date(2025, 5, 4)),
        ("２０２５年１月１７日（金）", date(2025, 1, 17)),
        ("15th Dec 2025 • notes", date(2025, 12, 15)),
    ],
)
def test_a_date_is_read_whatever_is_glued_to_it_and_in_any_digits(text, day):
    assert find_dates(text)[0].day == day


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("4 November 2025", date(2025, 11, 4)),
        ("Published: Nov 4, 2025\nUpdated: Nov 9, 2025", date(2025, 11, 4)),
        ("Updated November 9, 2025 Originally published November 4, 2025", date(2025, 11, 4)),
        ("Published\n2025-11-04\nLast reviewed\n2025-11-09", date(2025, 11, 4)),
        ("Updated: November 9, 2025", None),
        ("Last modified 2025-11-09", None),
        ("In force from 4 November 2025:", None),
        ("Date and time\n4 November 2025, 18:00", None),
        ("", None),
    ],
)
def test_the_day_of_publication_is_told_and_no_update_in_its_place(head, day):
    assert clean(page(head)).published == day


def test_a_list_of_events_has_no_day_of_publication():
    days = ("4 March 2025", *BODY[:2], "6 March 2025", *BODY[2:])
    assert clean(page(body=days)).published is None


def test_the_dates_of_other_stories_are_not_the_articles():
    teasers = "\n".join(f"Ferry story number {n}\n{n} November 2025" for n in range(2, 9))
    assert clean(page(foot=f"Related\n{teasers}")).published is None


def test_a_date_beside_a_byline_below_the_body_is_the_articles():
    text = "\n\n".join((TITLE, *BODY, "4 November 2025 By Ada Quist"))
    assert clean(Document("page", "text", text)).published == date(2025, 11, 4)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("The labour council paid £40 towards the neighbouring theatre.", date(2025, 3, 4)),
        ("The labor council paid $40 towards the neighboring theater.", date(2025, 4, 3)),
    ],
)
def test_the_order_of_numbers_follows_the_spelling_of_the_country(country, day):
    assert clean(page("By Ada Quist\n04/03/2025", body=(*BODY, country))).published == day


def test_another_date_of_the_page_tells_the_order_of_numbers():
    assert clean(page("By Ada Quist\n04/03/2025\n25/03/2025")).published == date(2025, 3, 4)


@pytest.mark.parametrize(
    "head",
    [
        "By Ada Quist",
        "Written by:Ada Quist, Senior Writer",
        "Von Ada Quist | 4. November 2025",
        "4 November 2025, 11:30 Uhr von Ada Quist",
        "ByAda Quist November 4, 2025",
        "Article by:\nAda Quist\nRN, BSN",
        "Anna Quist\n4 November 2025",
        "4 November 2025 // Anna Quist",
        "by ANNA QUIST November 4, 2025 | 6:03 PM",
    ],
)
def test_the_author_is_told_by_a_label_or_where_authors_stand(head):
    assert clean(page(head)).byline in ("Ada Quist", "Anna Quist")


@pytest.mark.parametrize(
    "head",
    [
        "Top Stories\n4 November 2025",
        "Anna Quist / Coast Images\n4 November 2025",
        "By admin",
        "Harbour News\n4 November 2025",
        "",
    ],
)
def test_no_label_is_taken_for_an_author(head):
    assert clean(page(head)).byline is None


@pytest.mark.parametrize(
    ("menu", "foot"),
    [
        ("Pier Gazette", "© 2025 Pier Gazette. All rights reserved."),
        ("", "About Pier Gazette\nFollow Pier Gazette on Facebook\nPier Gazette Newsletter"),
        ("Pier Gazette", "Contact Pier Gazette\n© 2025 Coast Holdings Ltd. All rights reserved."),
        ("", "Copyright 2019-2025 «Pier Gazette»"),
        ("", "Pier Gazette Ltd\nWrite to desk@piergazette.example\nThe Pier Gazette is owned by its readers."),
        ("THE PIER GAZETTE\nSections", "© 2025 The Pier Gazette. All rights reserved. Terms Privacy"),
        ("", "A message from The Pier Gazette:\nSupport us"),
    ],
)
def test_the_publisher_is_told_by_what_agrees(menu, foot):
    told = clean(page("By Ada Quist", foot, menu)).source or ""
    assert told.title().removeprefix("The ") == "Pier Gazette"


@pytest.mark.parametrize(
    ("claimed", "named"),
    [
        (("https://www.otterby.example", "Otterby Post"), "Otterby Post"),
        (("Otterby Post - The voice of the coast", "Otterby Post"), "Otterby Post"),
        (("Otterby Post | News", "The Post"), "Otterby Post | News"),
        (("Otterby Post", "Post"), "Otterby Post"),
    ],
)
def test_of_several_claimed_publishers_the_first_plain_name_counts(claimed, named):
    site, app = claimed
    claims = f'<meta property="og:site_name" content="{site}"><meta name="application-name" content="{app}">'
    assert clean(html(claims)).source == named


def test_no_publisher_is_made_up():
    assert clean(page("By Ada Quist")).source is None


def test_a_standfirst_and_a_kicker_are_not_the_headline():
    kicked = page("Four million crowns are to be spent on the pier that fishing crews have missed\n\nBy Ada Quist")
    assert clean(kicked).title == TITLE
    assert clean(page("By Ada Quist\n4 November 2025", title=f"Coast\n{TITLE}")).title == TITLE


def test_what_a_page_prints_goes_before_the_day_that_its_markup_has_in_another_time_zone():
    claim = '<meta property="article:published_time" content="2025-11-05T00:30:00Z">'
    assert clean(html(claim, "<p>By Ada Quist</p><p>4 November 2025</p>")).published == date(2025, 11, 4)
    assert clean(html(claim)).published == date(2025, 11, 5)


def test_a_day_that_any_pages_markup_may_name_must_be_printed():
    claim = '<meta name="dc.date" content="2025-11-05">'
    assert clean(html(claim)).published is None
    assert clean(html(claim, "<p>5 November 2025</p>")).published == date(2025, 11, 5)
    assert clean(html(f'<meta property="og:type" content="article">{claim}')).published == date(2025, 11, 5)


def test_a_web_page_that_is_called_no_article_and_prints_no_day_has_none():
    data = '{"@type": "%s", "datePublished": "2025-11-04", "headline": "Pier"}'
    script = '<script type="application/ld+json">%s</script>'
    assert clean(html(script % (data % "WebPage"))).published is None
    assert clean(html(script % (data % "NewsArticle"))).published == date(2025, 11, 4)


def test_the_time_of_an_update_or_of_a_comment_is_not_the_articles():
    updated = '<p>Last updated <time datetime="2025-11-09">9 November 2025</time></p>'
    assert clean(html("", updated)).published is None


def test_the_headline_that_readers_see_goes_before_another_wording_for_search_engines():
    article = clean(html("<title>Storm-torn pier: harbour board plans | Pier Gazette</title>"))
    assert article.title == TITLE
