"""The rules file: what is taken, and what is refused by line number."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.text.rules import BadRules, read_rules

EXAMPLE = Path(__file__).parents[2] / "deploy" / "rules.example.toml"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[rule]]\ndrop = 1\n", "line 2: drop must be a list of texts"),
        ('[[rule]]\ndrop = [" "]\n', "line 2: drop must be a list of texts"),
        ('[[rule]]\nname = "a"\n\n[[rule]]\ndrop_matching = ["(a+)+$"]\n', "line 5: .* can take forever"),
        ('[[rule]]\ndrop_matching = ["(a|aa)*b"]\n', "line 2: .* can take forever"),
        ('[[rule]]\ndrop_matching = ["(a|aa)+$"]\n', "line 2: .* can take forever"),
        ('[[rule]]\ndrop_matching = ["("]\n', "line 2: .* is not valid"),
        ('[[rule]]\ndrop_matching = ["[[a]"]\n', "line 2: .* is not valid"),
        ('[[rule]]\ndrop_matching = ["x*"]\n', "line 2: the expression 'x\\*' matches every line"),
        ('[[rule]]\n\nfoo = 2\nname = "a"\n', "line 3: foo is not known"),
        ('[[rule]]\nsource = "x"\n', "line 1: the rule does nothing"),
        ('[[rule]]\nfolder = "a/b"\n', "line 2: folder must be a name"),
        ('[[rule]]\nname = "a\\u001b"\n', "line 2: name must be printable"),
        ('[[rule]]\nname = "a"\nurl = "x"\n[[rule]]\nurl = "x"\nname = "a"\n', "line 4: .* same as that of line 1"),
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


def test_expressions_that_people_write_are_taken():
    patterns = [
        r"^\w+ \w+ \w+ \w+ \w+$",
        "^(?:Photo|Image): .*",
        r"(?i)^read (more|also)\b",
        r"^\d{1,2}(st|nd|rd|th)? ",
    ]
    (rule,) = read_rules(f"[[rule]]\ndrop_matching = {patterns!r}\n".replace("\\\\", "\\"))
    assert [pattern.pattern for pattern in rule.drop_matching] == patterns


def test_a_rule_is_told_by_what_it_says_wherever_it_stands():
    (before,) = read_rules('[[rule]]\nname = "a"\nurl = "x"\n')
    moved, other = read_rules('\n\n[[rule]]\nurl = "x"\nname = "a"\n[[rule]]\nname = "b"\n')
    assert (before.line, moved.line) == (1, 3)
    assert before.key == moved.key != other.key


def test_the_example_file_is_good():
    rules = read_rules(EXAMPLE.read_text(encoding="utf-8"))
    assert [bool(rule.source or rule.url) for rule in rules] == [False, True, True]
