"""Lists in an article that stay whole, and lists of other stories that go."""

from __future__ import annotations

import pytest

from bot.model import Document
from bot.text.clean import clean
from tests.text.cleaning.test_heads import BODY, FOOT, MENU, TITLE

OTHERS = (
    "Ferry late for the third week running",
    "Council doubts the price of the new pier",
    "Storm takes the old quay",
)
REFRAIN = "Steamed cod with barley, two boiled potatoes, dill butter and a slice of rye bread"
TWICE = "The fishing cooperative will pay a third of it, and has already put that sum aside in its own reserve fund."


def text(*lines: str) -> Document:
    menu, foot = "\n".join(MENU), "\n".join(FOOT)
    return Document("page", "text", f"{menu}\n\n{TITLE}\n\n" + "\n\n".join(lines) + f"\n\n{foot}")


def html(*blocks: str) -> Document:
    menu = "".join(f'<a href="/{n}">{name}</a> ' for n, name in enumerate(MENU))
    foot = "".join(f'<a href="/f{n}">{name}</a> ' for n, name in enumerate(FOOT))
    return Document(
        "page",
        "html",
        f"<html><body><nav>{menu}</nav><article><h1>{TITLE}</h1>{''.join(blocks)}</article><footer>{foot}</footer></body></html>",
    )


def p(line: str) -> str:
    return f"<p>{line}</p>"


@pytest.mark.parametrize(
    "page",
    [
        text(*BODY[:2], "\n".join(("Also read:", *OTHERS)), *BODY[2:]),
        html(
            *map(p, BODY[:2]),
            p("Also read:"),
            *(p(f'<a href="/o{n}">{other}</a>') for n, other in enumerate(OTHERS)),
            *map(p, BODY[2:]),
        ),
    ],
    ids=["text", "html"],
)
def test_all_headlines_of_other_stories_below_a_call_to_read_them_go(page: Document) -> None:
    assert list(clean(page).paragraphs) == list(BODY)


def test_a_list_that_says_a_line_three_times_keeps_it_each_time() -> None:
    days = (part for day in ("Monday", "Tuesday", "Wednesday") for part in (f"<li>{day}</li>", f"<li>{REFRAIN}</li>"))
    kept = "\n".join(clean(html(*map(p, BODY[:3]), f"<ul>{''.join(days)}</ul>", *map(p, BODY[3:]))).paragraphs)
    assert kept.count(REFRAIN) == 3


def test_a_paragraph_that_is_printed_twice_is_kept_once() -> None:
    kept = clean(html(*map(p, BODY[:2]), p(TWICE), *map(p, BODY[2:]), p(TWICE))).paragraphs
    assert kept.count(TWICE) == 1
