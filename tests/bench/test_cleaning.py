"""The cleaning bench measures what it says it does."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bench import cleaning_growth as growth
from bench import cleaning_table as table
from bench.cleaning_runs import Run, measure
from bench.cleaning_tools import OTHERS, Page, Tool, raw_text

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
ARTICLE = "The bridge is open again.\nIt was shut for a cen-\ntury, the council says."


def page(name: str, data: str = "", view: str = "text") -> Page:
    return Page(name, 0, view, data.encode(), "en")


def printed(made: object) -> str:
    written = StringIO()
    Console(width=140, file=written).print(made)
    return written.getvalue()


def refusal_of(*arguments: str, way: Sequence[str] = ("-m", "bench.cleaning")) -> str:
    run = subprocess.run([sys.executable, *way, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    return run.stderr


@pytest.mark.parametrize("way", [["-m", "bench.cleaning"], ["bench/cleaning.py"]])
def test_started_either_way_it_says_in_a_sentence_which_folder_it_lacks(way, tmp_path):
    assert "name its folder with --data" in refusal_of("--data", str(tmp_path / "nowhere"), way=way)


def test_weights_of_a_fold_that_are_not_there_are_named_with_the_command_that_writes_them(tmp_path):
    (tmp_path / "gold.jsonl").touch()
    for fold in range(4):
        (tmp_path / f"text-{fold}.npz").touch()
    told = refusal_of("--data", str(tmp_path), "--views", "clean", "--folds", str(tmp_path))
    assert f"{tmp_path}/text-4.npz is missing" in told
    assert f"python -m bench.train_cleaning text --folds {tmp_path}" in told


def test_an_article_with_lines_joined_hyphens_mended_and_parts_left_out_has_nothing_added():
    assert not table.adds("The bridge is open again.\n\nIt was shut for a century.", ARTICLE)
    assert not table.adds("", ARTICLE)


@pytest.mark.parametrize("more", ["Read more on bridges.", "The bridge is open again.", "9"])
def test_a_word_too_many_is_something_added(more):
    assert table.adds(f"{ARTICLE}\n{more}", ARTICLE)


def test_a_tool_that_breaks_on_a_page_is_told_and_its_page_counts_as_empty():
    def tool(page: Page) -> str:
        return page.data.decode() if page.id != "b" else str(1 / 0)

    run = measure([page("a", "x"), page("b", "y"), page("c", "z")], tool)
    assert run.texts == {"a": "x", "b": "", "c": "z"}
    assert table.notes("tool", run) == ["tool failed on 1: b ZeroDivisionError('division by zero')"]


def test_a_tool_is_called_once_before_the_pages_are_measured_and_once_a_page_then():
    called: list[str] = []
    run = measure([page("a"), page("b")], lambda page: called.append(page.id) or "")
    assert called == ["b", "a", "b"]
    assert len(run.seconds) == 2


def test_the_median_page_tells_the_speed_whatever_the_slowest_took():
    run = Run(seconds=[0.01, 0.01, 0.98])
    assert run.median_speed == pytest.approx(100)
    assert run.mean_speed == pytest.approx(3)


def test_a_goal_that_is_missed_by_little_is_marked_and_told_with_four_digits():
    figures = {"aeb": table.Score(0.9499, 0.96, 0.94), "wcxb": table.Score(0.95, 0.9, 1.0)}
    checks = table.checks("text", figures, Run(seconds=[0.001]))
    assert table.missed("text", checks) == ["text, aeb F1 0.9499, goal ≥ .950"]
    made = table.table([{"set": "aeb"}, {"set": "wcxb"}])
    table.add_goals(made, figures, checks)
    assert printed(made).count("MISSED") == 1


def test_one_clean_article_with_something_added_misses_the_goal():
    checks = table.checks("clean", {"aeb": table.Score(1.0, 1.0, 1.0, added=1)}, Run(seconds=[0.001]))
    assert table.missed("clean", checks) == ["clean, aeb pages to which something was added 1, goal 0"]


def test_a_tool_that_is_not_installed_stands_in_the_table_with_what_installs_it():
    tool = Tool("reader", "reader-lxml", "a_module_that_is_nowhere", lambda page: "")
    assert not tool.installed
    made = table.table([{"set": "aeb"}])
    table.add_missing(made, tool)
    assert "not installed: pip install reader-lxml" in printed(made)


@pytest.mark.parametrize("tool", OTHERS, ids=lambda tool: tool.name)
@pytest.mark.parametrize("view", ["text", "html"])
def test_every_tool_keeps_a_long_paragraph_between_a_menu_and_a_footer(tool, view):
    long = "The old bridge over the river is open to all again, and the council says that it will be for many years. "
    source = f"Home\n{long * 5}\nImprint"
    if view == "html":
        source = f"<body><div>Home</div><p>{long * 5}</p><div>Imprint</div></body>"
    assert "open to all again" in tool.keep(page("a", source, view))


def test_raw_text_of_html_is_what_the_page_prints_a_line_a_block():
    source = "<head><title>T</title></head><body><script>x()</script><div>One</div><p>Two <b>three</b></p><!-- no -->"
    assert raw_text(page("a", source, "html")).split() == ["One", "Two", "three"]


def test_markdown_is_rendered_for_tools_that_know_html_alone():
    source = "# A headline\n\nOne [link](https://example.org/a) and *two*."
    assert raw_text(page("a", source, "markdown")) == "A headline\nOne link and two."


def test_segments_count_what_must_and_what_must_not_be_there():
    rows = [{"id": "a", "with": ["one  two", "three"], "without": ["four"]}]
    assert table.segment_score(rows, {"a": "one\ntwo four"}) == table.Score(0.5, 0.5, 0.5)


def test_a_long_file_has_its_length_and_no_line_comes_back_as_it_was():
    data = growth.long_file(["the first line\nof a page", "the second page"], "text", 100)
    lines = data.decode().split("\n")[:-1]
    assert len(data) == 100
    assert lines[:4] == ["the first line", "of a page", "the second page", "first line the"]


def test_a_long_file_of_pages_in_html_is_one_page():
    data = growth.long_file(["<p>One</p>", "<p>Two</p>"], "html", 21, first=1)
    assert data == b"<!doctype html><html><body><p>Two</p>\n<p>One</p></body></html>"


def test_the_growth_of_cost_is_that_of_the_longest_beside_the_second_longest():
    assert growth.Growth({0.1: 3.0, 1.0: 1.0, 10.0: 2.5}).ratio == 2.5
