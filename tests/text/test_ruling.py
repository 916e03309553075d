"""House rules at work: what they change, what fires, and what is too slow."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.model import Refused
from bot.text.cleaning.judge import Verdict
from bot.text.rules import Rule, read_rules
from bot.text.ruling import apply_rules
from bot.workers.alarm import limited

BODY, MENU, HEADLINE = Verdict(True, "body text"), Verdict(False, "furniture"), Verdict(False, "headline")


def ruled(rules, **lines):
    """The lines that are kept, and what fired by line of the file; lines as ``text=verdict``."""
    done = apply_rules(list(lines), list(lines.values()), rules)
    kept = [line for line, verdict in zip(lines, done.verdicts, strict=True) if verdict.kept]
    return kept, {rule.line: done.fired[rule.key] for rule in rules if rule.key in done.fired}


def test_rules_hold_only_for_their_source_and_address():
    first, second, third = read_rules(
        '[[rule]]\nsource = "*gazette"\nname = "a"\n[[rule]]\nurl = "https://other.example/*"\nname = "b"\n'
        '[[rule]]\nname = "c"\n'
    )
    assert first.holds_for("The Gazette", None)
    assert not first.holds_for(None, "https://gazette.example/")
    assert second.holds_for(None, "https://OTHER.example/a/1")
    assert not second.holds_for("The Gazette", "https://gazette.example/a/1")
    assert third.holds_for(None, None)


def test_what_one_rule_keeps_no_other_drops():
    rules = read_rules('[[rule]]\ndrop_matching = ["^Tip"]\n[[rule]]\nkeep = ["Tips"]\n')
    assert ruled(rules, Tips=BODY, Tip=BODY, Story=BODY) == (["Tips", "Story"], {1: 1})


def test_a_dropped_line_comes_back_to_its_place_and_the_headline_does_not():
    rules = read_rules('[[rule]]\nkeep_matching = ["o"]\n')
    assert ruled(rules, Head_of=HEADLINE, First=BODY, Lost_one=MENU, Menu=MENU, Second=BODY) == (
        ["First", "Lost_one", "Second"], {1: 1},
    )  # fmt: skip


def test_lines_are_compared_with_their_blanks_folded():
    (rule,) = read_rules('[[rule]]\ndrop = ["  Listen   to this\\tarticle "]\n')
    assert rule.drops("Listen to this article")


def test_of_several_names_and_folders_the_first_counts_and_each_rule_fires_once():
    rules = read_rules('[[rule]]\nname = "Gazette"\n[[rule]]\nname = "Post"\nfolder = "harbour"\n')
    done = apply_rules(["Story"], [BODY], rules)
    assert (done.name, done.folder) == ("Gazette", "harbour")
    assert done.fired == Counter({rule.key: 1 for rule in rules})
    assert done.verdicts == [BODY]


def test_a_changed_line_names_its_rule():
    done = apply_rules(["Tip"], [Verdict(True, "body text", 0.9)], read_rules('\n[[rule]]\ndrop = ["Tip"]\n'))
    assert done.verdicts == [Verdict(False, "house rule, line 2", 0.9)]


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", ".*a.*b.*c.*d.*e"])
def test_an_expression_without_end_is_stopped_and_named_by_its_line(pattern):
    rule = Rule(line=7, key="k", drop_matching=(re.compile(pattern),))
    with pytest.raises(Refused, match=r"line 7 took longer than 1 s .* retry"):
        apply_rules(["aaaab" * 5, "a" * 5000 + "!" + "abcd" * 400], [BODY, BODY], [rule], limited)
    with limited(1):
        pass
