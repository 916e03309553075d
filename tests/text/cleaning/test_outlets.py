"""Publishers that are known by name or by their site's address."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from bot.text.clean import clean
from bot.text.cleaning.heads.outlets import outlet_at
from tests.text.cleaning.test_heads import BODY, TITLE, html, page


def test_each_line_of_the_list_is_an_address_and_names_and_no_address_comes_twice():
    lines = (files("bot.text.cleaning") / "data" / "outlets.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+\.\w+ \S.*\S|[\w.-]+\.\w+ \S", line)] == []
    assert len({line.split()[0] for line in lines}) == len(lines) > 5000


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.nytimes.com", "The New York Times"),
        ("cooking.nytimes.com", "The New York Times"),
        ("asahi.com", "朝日新聞"),
        ("somebody.substack.com", None),
        ("nytimes.com.example.org", None),
        ("localhost", None),
        (None, None),
    ],
)
def test_a_site_is_known_by_its_domain_and_no_part_of_a_platform_is(host, name):
    assert outlet_at(host) == name


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Los Angeles Times", "Los Angeles Times"),
        ("ΤΑ ΝΕΑ", "Τα Νέα"),
        ("联合早报", "联合早报"),
    ],
)
def test_a_listed_name_is_told_from_a_line_that_shows_nothing_else(printed, told):
    assert clean(page(foot=printed)).source == told


def test_a_listed_name_in_small_letters_is_no_name():
    assert clean(page(foot="the times of our life")).source is None


def test_an_address_in_the_files_own_header_names_a_listed_publisher():
    document = page()
    header = "Title: Pier\nURL: https://www.latimes.com/world/pier\n\n"
    assert clean(type(document)("page", "text", header + document.text)).source == "Los Angeles Times"


def test_an_address_in_the_markup_names_a_listed_publisher_and_of_others_the_host():
    link = '<link rel="canonical" href="https://{}/2025/pier">'
    assert clean(html(link.format("www.latimes.com"))).source == "Los Angeles Times"
    assert clean(html(link.format("pier-news.example.net"))).source == "pier-news.example.net"


def test_the_site_is_not_named_by_a_claim_that_is_the_headline():
    claim = f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{TITLE}">'
    assert clean(html(claim)).source != TITLE


def test_the_owner_is_not_told_where_the_name_it_carries_stands_alone():
    foot = "Harbour Post\n© 2025 Harbour Post Media Group Inc. All rights reserved"
    assert clean(page(menu="Harbour Post", foot=foot)).source == "Harbour Post"


def test_the_author_is_not_taken_for_the_publisher():
    foot = "More from Maren Holt\nAbout Maren Holt\n© 2025 Harbour Post"
    assert clean(page(head="By Maren Holt", foot=foot, body=BODY)).source == "Harbour Post"


def test_a_label_that_an_outlet_has_for_a_name_is_no_publisher():
    assert clean(page(foot="Formula 1\nInterview\nSpot")).source is None
