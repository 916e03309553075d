"""``newsdrop digest``: files and folders to the terminal or as JSON, hostile ones too."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.cli.digest import files_of, given_files
from tests.support.desk import article

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e"


@pytest.fixture
def newsdrop(tmp_path):
    """Runs the command as a process; status, standard output, standard error."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("NEWSDROP_", "DISCORD_"))}

    def run(*arguments, **environment):
        command = [sys.executable, "-m", "bot", *arguments]
        given = {**plain, "NEWSDROP_WORKERS": "1", "PYTHONPATH": os.pathsep.join(sys.path), **environment}
        done = subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


def test_files_and_folders_become_one_json_object_a_line_in_order(newsdrop, tmp_path):
    hidden = tmp_path / "in" / ".git"
    hidden.mkdir(parents=True)
    (hidden / "x.md").write_text(article("Hidden"), encoding="utf-8")
    for number in range(6):
        (tmp_path / "in" / f"{number}.md").write_text(article(f"Town {number}", source="Mail"), encoding="utf-8")
    (tmp_path / "in" / os.fsdecode(b"\xff.md")).write_text(article("Odd"), encoding="utf-8")
    (tmp_path / "in" / "escape.html").write_text(
        f'<html><head><title>T{ESCAPES}</title><script type="application/ld+json">{{"@type": "NewsArticle", '
        '"headline": "Bad \\ud800 \\u001b[31m \\u0000 head", "author": {"name": "A\\u009b31m\\udc00"}}</script>'
        f"</head><body><article><h1>Title{ESCAPES} of the page</h1>"
        + "".join(f"<p>{line}{ESCAPES}</p>" for line in article("Escapeby").split("\n\n")[1:])
        + "</article></body></html>",
        encoding="utf-8",
    )
    (tmp_path / "empty.txt").write_bytes(b"")
    status, out, err = newsdrop("digest", "--json", "in", "empty.txt", "gone.md", "in/../in/1.md")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 1, "some failed"
    assert [row["path"] for row in rows] == [
        *(f"in/{number}.md" for number in range(6)), "in/escape.html", "in/\\xff.md", "empty.txt", "gone.md",
        "in/../in/1.md",
    ]  # fmt: skip
    first = rows[0]
    assert set(first) == {
        "path", "title", "byline", "source", "published", "url", "language", "paragraphs", "summary", "keywords",
    }  # fmt: skip
    assert (first["title"], first["source"], first["published"], first["language"]) == (
        "Town 0 rebuilds its broken pier", "Mail", "2026-03-04", "en",
    )  # fmt: skip
    assert set(rows[8]) == set(rows[9]) == {"path", "error"}
    assert rows[9]["error"] == "There is no such file."
    assert harmless(out)
    assert err == ""


def test_on_the_terminal_nothing_acts_on_it_and_sentences_are_as_many_as_asked(newsdrop, tmp_path):
    (tmp_path / "pier.md").write_text(article("Saltby"), encoding="utf-8")
    (tmp_path / f"a{ESCAPES}.txt").write_text(
        f"Head{ESCAPES}line\n\n" + "\n\n".join(article("Oddby").split("\n\n")[1:]),
        encoding="utf-8",
    )
    status, out, _ = newsdrop("digest", "pier.md", f"a{ESCAPES}.txt", "--sentences", "1")
    assert status == 0
    assert harmless(out)
    assert "Saltby rebuilds its broken pier" in out


def test_a_bound_of_words_that_no_sentence_keeps_is_told_and_kept(newsdrop, tmp_path):
    (tmp_path / "pier.md").write_text(article("Saltby"), encoding="utf-8")
    why = "No summary: each of its sentences has more words than --words 2 allows. Allow more."
    status, out, err = newsdrop("digest", "--words", "2", "pier.md")
    assert (status, err) == (0, "")
    assert why in " ".join(out.split())
    status, out, err = newsdrop("digest", "--words", "2", "--json", "pier.md")
    assert (status, json.loads(out)["summary"]) == (0, [])
    assert err == f"pier.md: {why}\n"
    assert newsdrop("digest", "--words", "40", "--json", "pier.md")[2] == ""


def test_a_terminal_that_speaks_another_encoding_gets_what_it_can_show(newsdrop, tmp_path):
    (tmp_path / "pier.md").write_text(article("Élby 北京 🚀"), encoding="utf-8")
    said = []
    for arguments in (("digest", "pier.md"), ("digest", "--json", "--sentences", "2", "pier.md")):
        status, out, err = newsdrop(*arguments, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert (status, err) == (0, "")
        assert "rebuilds its broken pier" in out
        said.append(out)
    assert len(json.loads(said[1])["summary"]) == 2


def test_a_folder_without_files_is_no_failure_and_is_told_beside_what_others_hold(newsdrop, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / ".hidden.md").write_text(article("Hidden"), encoding="utf-8")
    (tmp_path / "pier.md").write_text(article("Saltby"), encoding="utf-8")
    told = "in: There is no file in it; hidden and temporary ones are passed over.\n"
    assert newsdrop("digest", "--json", "in") == (0, "", told)
    status, out, err = newsdrop("digest", "in", "pier.md")
    assert (status, "Saltby rebuilds" in out, err) == (0, True, told)


def test_a_folder_that_can_not_be_listed_comes_as_a_file_that_can_not_be_read(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_bytes(b"")
    (tmp_path / "locked").mkdir()
    listed = os.scandir

    def denied(path):
        if os.fspath(path).endswith("locked"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", denied)
    assert list(files_of(str(tmp_path))) == [str(tmp_path / "a.md"), str(tmp_path / "locked")]


def test_folders_are_walked_in_order_and_links_given_by_name_are_followed(tmp_path):
    for name in ("b/2.txt", "b/1.txt", "a.txt", "~x.txt", "b/.part.txt", "@eaDir/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = [os.path.relpath(path, tmp_path) for path in given_files([str(tmp_path), str(tmp_path / "~x.txt")])]
    assert found == ["a.txt", "b/1.txt", "b/2.txt", "~x.txt"]


def harmless(text):
    """No control character but line ends."""
    return not [char for char in text if (ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160]


def _read_into(shown, reader):
    with contextlib.suppress(OSError), os.fdopen(reader, "rb", buffering=0) as terminal:  # its other end is closed
        while part := terminal.read(4096):
            shown.extend(part)


def test_json_goes_to_its_file_while_a_bar_shows_on_the_terminal(tmp_path):
    files = [tmp_path / f"{number}.md" for number in range(10)]
    for number, path in enumerate(files):
        path.write_text(article(f"Town number {number}"), encoding="utf-8")
    out = tmp_path / "out.json"
    reader, terminal = os.openpty()
    shown = bytearray()
    with out.open("wb") as file, ThreadPoolExecutor(1) as reading:
        reading.submit(_read_into, shown, reader)  # a terminal that nobody reads stalls who writes to it
        subprocess.run(
            [sys.executable, "-m", "bot", "digest", "--json", *map(str, files)],
            stdout=file, stderr=terminal, check=False, timeout=60, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"},
        )  # fmt: skip
        os.close(terminal)
    assert len([json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]) == 10
    assert b"Digesting" in shown
    assert b'"path"' not in shown
