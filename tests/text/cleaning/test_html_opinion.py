"""The second opinion on a page comes cheaper, and stays what it was."""

from __future__ import annotations

import pytest
from trafilatura import extract

from bot.text.cleaning.html.opinion import second_opinion
from bot.text.cleaning.html.page import parse

_PROSE = "".join(
    f"<p>The harbour board met on {day} and put off its vote on the new pier until the tide tables are in.</p>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
)
_FURNITURE = (
    "<script>let a = 1</script><nav><a href='/'>Front page</a></nav> a loose word "
    "<aside><p>Sign up for letters that come each morning.</p></aside><footer>All rights reserved</footer>"
)
_PAGES = {
    "furniture": f"<head><title>Pier</title></head><body>{_FURNITURE}<article><h1>Pier</h1>{_PROSE}</article></body>",
    "a headline in the furniture": f"<body><div class='infinite-scroll'><nav><h1>Pier</h1></nav>{_PROSE}</div></body>",
    "furniture in furniture": "<body><nav><div><nav>One</nav></div></nav><nav><article><p>Two</p></article></nav>"
    f"<div class='post-content'>{_PROSE}</div></body>",
    "figures and forms": f"<body><form><figure><img src='a'></figure>{_PROSE}<select><option>A</select></form></body>",
}


@pytest.mark.parametrize("page", _PAGES.values(), ids=_PAGES.keys())
def test_a_page_without_what_the_extractor_drops_gives_the_text_of_the_whole_page(page: str) -> None:
    whole = extract(parse(page), favor_precision=True, include_comments=False, fast=True) or ""
    root = parse(page)
    assert root is not None
    assert "harbour board" in whole
    assert second_opinion(root) == whole


@pytest.mark.parametrize(("depth", "taken"), [(190, True), (199, False)])
def test_a_page_deeper_than_any_article_is_not_put_to_the_extractor(depth: int, *, taken: bool) -> None:
    # The html, body and p elements stand around and below the nested ones.
    root = parse(f"<body>{'<div>' * depth}{_PROSE}{'</div>' * depth}</body>")
    assert root is not None
    assert bool(second_opinion(root)) is taken


def test_a_page_of_more_elements_than_any_article_is_not_put_to_the_extractor() -> None:
    root = parse(f"<body>{_PROSE}{'<b>x</b>' * 30_000}</body>")
    assert root is not None
    assert second_opinion(root) == ""
