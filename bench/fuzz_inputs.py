"""Hostile files without end: real and made-up articles, mutilated. The same seed and number give the same file."""

from __future__ import annotations

import base64
import quopri
import tempfile
from functools import cache
from pathlib import Path
from random import Random

from tests.standin import articles

SEEDS = Path(__file__).parents[1] / "seeds"
ENDINGS = (".txt", ".md", ".html", ".eml", ".pdf")
LONGEST = 100_000
"""Bytes. The limits of size and time are the affair of ``bench/hostile.py``; this looks for what nobody thought of."""

_ENCODINGS = (
    "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp1251", "koi8-r", "shift_jis", "euc-jp",
    "gb18030", "big5", "iso-8859-8", "utf-7",
)  # fmt: skip

_TOKENS = (
    "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<?php", "<template>", "<svg><p>", "<math>",
    "<table><tr><td>", "</p></div></article>", "<base href='x'>", '<meta charset="utf-7">', "<plaintext>", "<textarea>",
    '<meta http-equiv=content-type content="text/html; charset=utf-16">', "&#x0;", "&#xD800;", "&#1114112;", "&nbsp",
    '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline": [null, {"a": 1}], "author": [[{}], 3]}',
    '"datePublished": "0000-99-99", "publisher": {"name": {}}, "@graph": [{}, []]', "</script>",
    '<script type="application/ld+json">' + "[" * 2000 + "</script>",
    '<time datetime="9999999999-13-45">', '<link rel="canonical" href="http://[::1">', "<a href='javascript:1'>x</a>",
    "---\n", "---\ntitle: [\n---\n", "date: 99999-01-01\n", "title: !!python/object:os.system x\n", "+++\n", "```\n",
    "> > > > ", "# ", "* " * 50, "[x]: <", "![](", "[[[[", "| a | b |\n|---|---|\n", "~~~", "<https://", "\\",
    "\0", "\x1b[2J", "\x85", "\u2028", "\u2029", "\u202e", "\u200b" * 40, "\ufeff", "\ufffe", "a" + "\u0301" * 500,
    "\U0001f468\u200d\U0001f469" * 20, "ﷺ" * 30, "ẛ̣" * 30, "\r", "\x0b", "\x0c", "İ" * 40, "ß" * 40, "١٢٣", "ⅷ", "½",
    "31 February 2024", "99/99/9999", "2024-02-30T25:61:61+99:99", "By " * 40, "Mr. " * 60, "... " * 60, "“" * 60,
    "No. 1. 2. 3. a.m. U.S. " * 20, "http://" + "a" * 3000, "@" * 200, "%" * 200 + "s%n", "=" * 500, "-" * 500,
    "Content-Type: multipart/mixed; boundary=\n\n--\n", "Content-Transfer-Encoding: base64\n\n", "=?utf-8?B?////?=",
    "%PDF-1.7\n", "PK\3\4", "\x89PNG\r\n", "GIF89a",
)  # fmt: skip

_NESTS = (("<div>", "</div>"), ("<b><i>", "</i></b>"), ("<ul><li>", ""), ("<blockquote>", ""), ("<table><td>", ""),
          ("<font><p>", ""), ("[", "]"), ("> ", ""), ("(", ")"), ("  - x\n" , ""), ("{\"a\":", "}"))  # fmt: skip


def make(seed: int, number: int) -> tuple[str, bytes]:
    """A file's ending and its content."""
    chance = Random(f"{seed} {number}")
    ending, data = _source(chance)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        data = chance.choice(_MUTATIONS)(data, chance)[:LONGEST]
    if chance.random() < 0.1:
        ending = chance.choice(ENDINGS)
    return ending, data


def _source(chance: Random) -> tuple[str, bytes]:
    """A whole file to begin with."""
    draw = chance.random()
    if draw < 0.4:
        return chance.choice(_seeds())
    if draw < 0.5:
        return chance.choice(ENDINGS), chance.randbytes(chance.randrange(2000))
    if draw < 0.6:
        return chance.choice(ENDINGS), _soup(chance).encode("utf-8", "surrogatepass")
    kind = chance.choice(("md", "html", "txt"))
    with tempfile.TemporaryDirectory() as folder:
        data = articles.write(
            Path(folder), chance.randrange(10**4), kind=kind, count=chance.randint(0, 12)
        ).read_bytes()
    if draw < 0.75:
        return ".eml", _mail(data, kind, chance)
    if draw < 0.8:
        return ".pdf", _pdf(data)
    return f".{kind}", data


@cache
def _seeds() -> list[tuple[str, bytes]]:
    files = sorted(path for path in SEEDS.rglob("*") if path.is_file() and path.suffix)
    return [(path.suffix, path.read_bytes()) for path in files]


def _soup(chance: Random) -> str:
    """Tokens, words and any characters in any order."""
    words = articles.paragraphs(chance, 2)[0].split()
    pieces = [
        chance.choice((chance.choice(_TOKENS), chance.choice(words), chr(chance.randrange(0x110000))))
        for _ in range(chance.randrange(400))
    ]
    return chance.choice(("", " ", "\n")).join(pieces)


def _mail(data: bytes, kind: str, chance: Random) -> bytes:
    """A newsletter around it, in one part or several, transfer-encoded."""
    how = chance.choice(("base64", "quoted-printable", "8bit", "7bit", "nonsense"))
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(how, bytes)(data)
    charset = chance.choice(("utf-8", *_ENCODINGS, "nonsense", ""))
    mime = b"text/html" if kind == "html" else b"text/plain"
    part = b"Content-Type: %s; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n%s" % (
        mime, charset.encode(), how.encode(), body,
    )  # fmt: skip
    head = b"From: Ada <ada@example.org>\r\nSubject: =?utf-8?Q?The_pier?=\r\nDate: Tue, 3 Mar 2026 10:00:00 +0000\r\n"
    head += b"MIME-Version: 1.0\r\n"
    for _ in range(chance.choice((0, 0, 1, 2, 40))):
        edge = b"b%d" % chance.randrange(1000)
        part = b"Content-Type: multipart/%s; boundary=%s\r\n\r\n--%s\r\n%s\r\n--%s--\r\n" % (
            chance.choice((b"alternative", b"mixed", b"related")), edge, edge, part, edge,
        )  # fmt: skip
    return head + part


def _pdf(data: bytes) -> bytes:
    """The smallest PDF with a text layer of these lines."""
    lines = [line[:200].translate(bytes.maketrans(b"()\\", b"   ")) for line in data.splitlines()[:60]]
    text = b"BT /F1 12 Tf 14 TL 40 800 Td " + b" ".join(b"(%s) ' " % line for line in lines) + b" ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj %s endobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"


def _place(data: bytes, chance: Random, longest: int = 4000) -> tuple[int, int]:
    """Where a run of bytes begins and ends."""
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.randint(0, longest))


def _truncate(data: bytes, chance: Random) -> bytes:
    cut = chance.randint(0, len(data))
    return data[:cut] if chance.random() < 0.7 else data[cut:]


def _splice(data: bytes, chance: Random) -> bytes:
    _, other = chance.choice(_seeds())
    start, end = _place(other, chance, 20_000)
    at = chance.randint(0, len(data))
    return data[:at] + other[start:end] + data[at:]


def _drop_run(data: bytes, chance: Random) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + data[end:]


def _repeat_run(data: bytes, chance: Random) -> bytes:
    start, end = _place(data, chance, chance.choice((1, 3, 20, 500)))
    return data[:start] + data[start:end] * chance.choice((2, 10, 300, 20_000)) + data[end:]


def _move_run(data: bytes, chance: Random) -> bytes:
    start, end = _place(data, chance)
    rest = data[:start] + data[end:]
    at = chance.randint(0, len(rest))
    return rest[:at] + data[start:end] + rest[at:]


def _insert(data: bytes, chance: Random) -> bytes:
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randint(0, len(data))
        data = data[:at] + chance.choice(_TOKENS).encode("utf-8", "surrogatepass") + data[at:]
    return data


def _flip(data: bytes, chance: Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 10, 200)) if found else 0):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _controls(data: bytes, chance: Random) -> bytes:
    odd = [*range(0x20), 0x7F, 0x85, 0xA0, 0xAD, 0x200B, 0x2028, 0x202E, 0xFEFF, 0xFFFE, 0xE000, 0xD800]
    for _ in range(chance.choice((1, 10, 100))):
        at = chance.randint(0, len(data))
        data = data[:at] + chr(chance.choice(odd)).encode("utf-8", "surrogatepass") + data[at:]
    return data


def _encode(data: bytes, chance: Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _nest(data: bytes, chance: Random) -> bytes:
    opening, closing = chance.choice(_NESTS)
    depth = chance.choice((10, 300, 3000, 20_000))
    at = chance.randint(0, len(data))
    return data[:at] + opening.encode() * depth + data[at:] + closing.encode() * depth


def _one_line(data: bytes, chance: Random) -> bytes:
    joint = chance.choice((b" ", b"", b"<br>", b"\t"))
    return joint.join(data.splitlines()) * chance.choice((1, 1, 10))


def _many_lines(data: bytes, chance: Random) -> bytes:
    return data.replace(b" ", chance.choice((b"\n", b"\n\n", b"\r", b"\r\n\r\n", b"\n> ", b"\n# ", b"\n- ")))


def _shuffle_lines(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


_MUTATIONS = (
    _truncate, _splice, _drop_run, _repeat_run, _move_run, _insert, _flip, _controls, _encode, _nest, _one_line,
    _many_lines, _shuffle_lines,
)  # fmt: skip
