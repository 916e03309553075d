"""Hostile files through real workers: each comes to an outcome that can be stored and shown, and nothing hangs."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.workers.protocol import DigestFile, JobError
from tests.support.desk import PARAGRAPHS, article
from tests.support.outcomes import wrong

pytestmark = pytest.mark.asyncio(loop_scope="session")

PROSE = tuple(paragraph.format(town="Saltby") for paragraph in PARAGRAPHS)
TEXT = "\n\n".join(PROSE)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)


def every_category():
    """Five characters of each of Unicode's categories, surrogates too."""
    found: dict[str, list[str]] = {}
    for code in range(0x110000):
        same = found.setdefault(unicodedata.category(chr(code)), [])
        if len(same) < 5:
            same.append(chr(code))
    return "".join(char for same in found.values() for char in same)


def page(head, body=HTML, title="Saltby rebuilds its pier"):
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


EVIL = "@everyone <@&1> [text](http://evil.example) ||spoiler|| ```\ncode \x1b[31m\x1b]0;owned\x07 \u202e ​"
LD_JSON = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Lone \\ud800 \\u0000 \\u001b[2J pier",'
    ' "author": {"name": "Ada\\udc00 \\u009b31m Lind"}, "publisher": {"name": "The\\u0007 Mail"}}</script>'
)
DEEP = 100_000

FILES: dict[str, str | bytes] = {
    "deep.html": page("", "<div>" * DEEP + HTML + "</div>" * DEEP),
    "deep inline.html": page("", "<p>" + "<b>" * DEEP + TEXT + "</b>" * DEEP),
    "deep unclosed.html": page("", "<ul><li>" * DEEP + HTML),
    "deep table.html": page("", "<table><tr><td>" * DEEP + HTML),
    "deep quote.md": ">" * DEEP + " " + TEXT,
    "deep brackets.md": "[" * DEEP + TEXT + "]" * DEEP,
    "deep front matter.md": "---\ntitle: " + "[" * DEEP + "\n---\n\n" + TEXT,
    "entities.html": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + f"]><html><body><p>&j;</p>{HTML}".encode(),
    "aliases.md": "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9))
    + f"---\n\n{TEXT}",
    "nul.txt": TEXT.replace(" ", "\0 ", 5),
    "only nul.txt": b"\0" * 5000,
    "utf-16.txt": TEXT.encode("utf-16"),
    "surrogates.txt": TEXT.encode() + b" \xed\xa0\x80\xed\xb0\x80 and so on.",
    "surrogates.html": page("", f"<p>&#xD800;&#xDFFF;</p>{HTML}", "A &#xD800; pier &#27;[2J"),
    "json.html": page(LD_JSON),
    "categories.txt": (TEXT + "\n\n" + every_category()).encode("utf-8", "surrogatepass"),
    "categories.html": page("", f"{HTML}<p>{every_category()}</p>").encode("utf-8", "surrogatepass"),
    "evil.md": f'---\ntitle: "{EVIL.splitlines()[0]}"\n---\n\n' + "\n\n".join(f"{EVIL} {line}" for line in PROSE),
    "evil.html": page("", HTML.replace("<p>", f"<p>{EVIL} "), EVIL),
    "long title.txt": "Saltby rebuilds " * 650 + "\n\n" + TEXT,
    "long title.html": page("", title="Saltby rebuilds " * 650),
    "long title.md": "---\ntitle: " + "Saltby rebuilds " * 650 + "\n---\n\n" + TEXT,
    "no spaces.txt": "a" * 1_000_000,
    "marks.txt": TEXT + "\n\n" + "a" + "\u0301" * 100_000,
    "random.txt": bytes((n * n * 31 + n // 7) % 256 for n in range(100_000)),
    "one line.txt": TEXT.replace("\n", " ") * 200,
    "attributes.html": page("", "<p " + " ".join(f"a{n}=x" for n in range(20_000)) + f">{HTML}"),
}


def job(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return DigestFile(os.fsencode(path), path.name, 10_000_000, 3)


@pytest.mark.parametrize("name", FILES)
async def test_every_hostile_file_comes_to_an_outcome(pool, tmp_path, name):
    assert list(wrong(await pool.run(job(tmp_path / name, FILES[name])))) == []


async def test_escapes_and_lone_surrogates_of_a_page_s_metadata_reach_neither_store_nor_terminal(desk):
    for name in ("json.html", "surrogates.html", "evil.html"):
        desk.put(name, FILES[name])
    outcomes = await desk.drain()
    assert {record.outcome for record in outcomes.values()} <= {"added", "duplicate"}
    assert await desk.store.articles.last_id() >= 1


async def test_no_bytes_crash_a_worker(pool, tmp_path):
    samples: list[tuple[str, bytes]] = []

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from([".txt", ".md", ".html"]), st.one_of(st.binary(max_size=400), broken()))
    def collect(ending, data):
        samples.append((ending, data))

    collect()
    for ending, data in samples:
        try:
            assert list(wrong(await pool.run(job(tmp_path / f"sample{ending}", data)))) == []
        except JobError as error:
            raise AssertionError(f"{ending}: {data!r}") from error


def broken():
    """Pieces of real articles, with anything in between."""
    pieces = [article("Saltby"), page(LD_JSON), TEXT, "<p>", "---\n", "]]>", "<!--", "&#x", "\n\n", "# ", "\u2028"]
    piece = st.one_of(st.sampled_from(pieces), st.text(st.characters(), max_size=20))
    return st.lists(piece, max_size=8).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))
