"""House rules: what is taken, what is refused by line number, and what fires."""

from __future__ import annotations

import pytest

from bot.model import Cleaned
from bot.text.rules import BadRules, apply_rules, read_rules


def article(*paragraphs: str) -> Cleaned:
    return Cleaned("Title", None, "The Gazette", None, "https://gazette.example/a/1", "en", paragraphs)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[rule]]\ndrop = 1\n", "line 2: drop must be a list of texts"),
        ('[[rule]]\nname = "a"\n\n[[rule]]\ndrop_matching = ["(a+)+$"]\n', "line 5: .* can take forever"),
        ('[[rule]]\ndrop_matching = ["(a|aa)*b"]\n', "line 2: .* can take forever"),
        ('[[rule]]\ndrop_matching = ["("]\n', "line 2: .* is not valid"),
        ('[[rule]]\ndrop_matching = ["x*"]\n', "line 2: the expression matches every line"),
        ('[[rule]]\ndrop_matching = [".*a.*b.*c.*d.*e"]\n', "line 2: .* more than 4 repeats"),
        ('[[rule]]\n\nfoo = 2\nname = "a"\n', "line 3: foo is not known"),
        ('[[rule]]\nsource = "x"\n', "line 1: the rule does nothing"),
        ("x = 1\n", "'x' is not known"),
        ("[[rule]\n", "line 1"),
        ('rule = "x"\n', "table of its own"),
    ],
)
def test_a_bad_rule_is_refused_by_its_line(text, problem):
    with pytest.raises(BadRules, match=problem):
        read_rules(text)


def test_every_problem_is_told_at_once():
    with pytest.raises(BadRules, match=r"line 2: .*line 4:"):
        read_rules('[[rule]]\ndrop = 1\n[[rule]]\nkeep = "a"\n')


def test_rules_hold_only_for_their_source_and_address():
    rules = read_rules(
        '[[rule]]\nsource = "*gazette"\ndrop = ["Tip"]\n[[rule]]\nurl = "https://other.example/*"\ndrop = ["Story"]\n'
    )
    ruled = apply_rules(article("Story", "Tip"), rules)
    assert ruled.article.paragraphs == ("Story",)
    assert ruled.fired == {1: 1}


def test_what_one_rule_keeps_no_other_drops():
    rules = read_rules('[[rule]]\ndrop_matching = ["^Tip"]\n[[rule]]\nkeep = ["Tip of the day"]\n')
    assert apply_rules(article("Tip of the day", "Tip: buy"), rules).article.paragraphs == ("Tip of the day",)


def test_a_dropped_line_comes_back_to_its_place():
    rules = read_rules('[[rule]]\nkeep = ["Lost"]\n')
    ruled = apply_rules(article("First", "Second"), rules, [(0, "Menu"), (1, "Lost")])
    assert ruled.article.paragraphs == ("First", "Lost", "Second")


def test_a_folder_and_a_name_are_set():
    ruled = apply_rules(article("Story"), read_rules('[[rule]]\nname = "Gazette"\nfolder = "harbour"\n'))
    assert (ruled.article.source, ruled.folder) == ("Gazette", "harbour")
