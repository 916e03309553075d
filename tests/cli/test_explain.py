"""``newsdrop digest --explain``: each line, kept or dropped and why; legible in pipes, harmless on terminals."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from tests.cli.test_digest import ESCAPES, harmless
from tests.support.desk import article

PDF = b"%PDF-1.4\nbroken"


@pytest.fixture
def explain(tmp_path):
    """Runs the command as a process; status and standard output."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("NEWSDROP_", "DISCORD_"))}

    def run(*arguments, **environment):
        command = [sys.executable, "-m", "bot", "digest", "--explain", *arguments]
        given = {**plain, "NEWSDROP_WORKERS": "1", "PYTHONPATH": os.pathsep.join(sys.path), **environment}
        done = subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, check=False)
        assert done.stderr == b""
        return done.returncode, done.stdout.decode()

    return run


def dump(town):
    body = article(town).split("\n\n")[1:]
    return "\n".join(
        ["Home", "Menu", f"{town} rebuilds its broken pier", "By Ada Quill", "4 March 2026", *body, "Log in"]
    )


def test_every_line_stands_with_mark_likelihood_and_reason_and_the_head_with_where_it_is_from(explain, tmp_path):
    (tmp_path / "pier.txt").write_text(dump("Saltby"), encoding="utf-8")
    status, out = explain("pier.txt")
    lines = out.splitlines()
    assert status == 0
    assert lines[:2] == ["pier.txt", "5 of 11 lines kept"]
    assert all(re.match(r"[+-] [01]\.\d\d \w.* ", line) for line in lines[2:13])
    assert [line[0] for line in lines[2:13]] == list("-----+++++-")
    assert "headline" in lines[4]
    assert lines[4].endswith("Saltby rebuilds its broken pier")
    assert lines[13:17] == [
        "title     Saltby rebuilds its broken pier (printed)", "byline    Ada Quill (printed)",
        "source    –", "published 2026-03-04 (printed)",
    ]  # fmt: skip


def test_each_file_has_its_own_head_and_a_refusal_ends_it(explain, tmp_path):
    (tmp_path / "a.md").write_text(article("Saltby", source="Mail"), encoding="utf-8")
    (tmp_path / "b.html").write_text(f"<title>T</title><body><p>{'<p>'.join(dump('Northby').split(chr(10)))}</article>")
    (tmp_path / "c.eml").write_text(f"Subject: Westby\nFrom: Desk <a@b.example>\n\n{dump('Westby')}\n")
    (tmp_path / "d.pdf").write_bytes(PDF)
    (tmp_path / "e.txt").write_text("Page not found\n404\nHome\n", encoding="utf-8")
    (tmp_path / "f.txt").write_bytes(b"")
    status, out = explain(".", "gone.txt")
    assert status == 1, "as digest: some failed"
    heads = [line for line in out.splitlines() if re.fullmatch(r"(?:\./)?[a-z]+\.(?:md|html|eml|pdf|txt)", line)]
    assert [head.removeprefix("./") for head in heads] == [
        "a.md", "b.html", "c.eml", "d.pdf", "e.txt", "f.txt", "gone.txt",
    ]  # fmt: skip
    assert "source    Mail (front matter)" in out
    assert out.count("Refused: ") == 3
    assert "Refused: The PDF is broken" in out
    assert "Error: There is no such file." in out


def test_lines_that_a_house_rule_changed_name_the_rule(explain, tmp_path):
    (tmp_path / "pier.txt").write_text(dump("Saltby"), encoding="utf-8")
    (tmp_path / "rules.toml").write_text('\n[[rule]]\ndrop_matching = ["^Fishing"]\nfolder = "sea"\n')
    _, out = explain("pier.txt", NEWSDROP_RULES="rules.toml")
    assert re.search(r"^- \S+ house rule, line 2\s+Fishing boats", out, re.MULTILINE)
    assert "folder    sea (house rule)" in out


def test_as_json_the_lines_are_objects(explain, tmp_path):
    (tmp_path / "a.md").write_text(article("Saltby"), encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    status, out = explain("--json", ".")
    good, bad = map(json.loads, out.splitlines())
    assert status == 1
    assert [line["kept"] for line in good["lines"]] == [True] * 5
    assert set(good["lines"][0]) == {"kept", "likely", "reason", "text"}
    assert (good["published"], good["origins"]["title"]) == ("2026-03-04", "front matter")
    assert set(bad) == {"path", "error", "lines"}


@pytest.mark.parametrize("colour", [{}, {"NO_COLOR": "1"}])
def test_nothing_of_the_file_acts_on_the_terminal(tmp_path, colour):
    facts = f'{{"@type": "NewsArticle", "headline": "Pier{ESCAPES}", "author": {{"name": "A\\u001b[2Jb C"}}}}'
    (tmp_path / "a.html").write_text(
        f'<script type="application/ld+json">{facts}</script><body><h1>Pier{ESCAPES}</h1>'
        + "".join(f"<p>{line}" for line in dump("Saltby").split("\n"))
        + ESCAPES,
        encoding="utf-8",
    )
    shown = on_terminal(tmp_path, "a.html", colour)
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown.replace("\r", ""))
    assert "+ 0." in plain or "+ 1." in plain
    assert harmless(plain)
    colours = {code for codes in re.findall(r"\x1b\[([\d;]*)m", shown) for code in codes.split(";")}
    assert ("32" in colours) is not bool(colour)


def on_terminal(home, name, colour):
    leader, follower = pty.openpty()
    given = {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm", "NEWSDROP_WORKERS": "1", **colour}
    inherited = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "digest", "--explain", name],
        cwd=home, stdout=follower, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**inherited, **given},
    ) as process:  # fmt: skip
        os.close(follower)
        shown = b""
        try:
            while chunk := os.read(leader, 65536):
                shown += chunk
        except OSError:
            pass  # Linux's end of file of a terminal
        os.close(leader)
    assert process.returncode == 0
    return shown.decode()
