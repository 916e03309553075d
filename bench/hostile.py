"""How long hostile files take: ``python -m bench.hostile [--seconds 30] [NAME ...]``.

Files of up to the size limit, made to be slow: deep nesting, one endless line, 50,000 sentences, millions of tags. Each
goes through a real worker. Printed are its seconds and its outcome; the exit status is 1 where one crashed the worker
or ran past the time limit.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from bot.workers.pool import Pool
from bot.workers.protocol import DigestFile, JobError
from tests.standin.articles import paragraphs

LIMIT = 10_000_000
DEEP = 100_000


def files() -> dict[str, str]:
    """Name to content. All are under the size limit."""
    some = paragraphs(random.Random(1), 8)
    text, html = "\n\n".join(some), "".join(f"<p>{one}</p>" for one in some)
    many = paragraphs(random.Random(2), 10_000, 5)
    line = " ".join(many)[:LIMIT]
    chinese = ["".join(chr(0x4E00 + (n * 7 + k * k) % 3000) for k in range(20)) + "。" for n in range(50_000)]
    return {
        "deep.html": f"<article>{'<div>' * DEEP}{html}{'</div>' * DEEP}</article>",
        "deep quote.md": ">" * DEEP + " " + text,
        "one line.txt": line,
        "one line.md": f"# Title\n\n{line}",
        "one line.html": f"<article><p>{line}</p></article>",
        "one word.txt": "a" * LIMIT,
        "50,000 sentences.txt": "A headline of the day\n\n" + "\n\n".join(many),
        "50,000 sentences.md": "# A headline of the day\n\n" + "\n\n".join(many),
        "50,000 sentences.html": "<article><h1>A headline</h1>"
        + "".join(f"<p>{one}</p>" for one in many)
        + "</article>",
        "50,000 sentences in Chinese.txt": "标题\n\n" + "\n\n".join(chinese),
        "one sentence again and again.txt": "A headline\n\n" + "The same sentence about nothing.\n\n" * 200_000,
        "a million lines.txt": "\n".join(map(str, range(1_300_000))),
        "abbreviations.txt": "Dr. Mr. U.S. e.g. " * 500_000 + text,
        "dates.txt": "March 1, 2024 " * 600_000 + text,
        "copyright.txt": "\n".join(f"Menu {n} " + "© " * 140 for n in range(400)) + "\n\n" + text,
        "thai.txt": "ก" * 3_000_000,
        "keys.md": "---\n" + "".join(f"k{n}: v\n" for n in range(500_000)) + f"---\n\n{text}",
        "paragraphs.html": "<article>" + "<p>x</p>" * 1_200_000,
        "links.html": "<article>" + "<a href='/x'>link text</a> " * 350_000,
        "attributes.html": "<article><p " + " ".join(f"a{n}=x" for n in range(900_000)) + f">{html}",
        "entities.html": f"<article><p>{'&amp;' * 1_900_000}</p>{html}",
        "a long header.eml": "Content-Type: text/plain; charset=" + "a b ; " * 1_600_000 + "\n\n" + text,
        "headers.eml": "a:\n" * 3_000_000 + "\n" + text,
        "parts.eml": "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 1_200_000,
        "nested.eml": "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(150_000)),
        "script.html": f"<script>{'x' * 9_000_000}</script><article>{html}</article>",
    }


async def main() -> int:
    options = arguments()
    failures = 0
    with tempfile.TemporaryDirectory(prefix="newsdrop-hostile-") as folder:
        async with Pool(1, options.seconds) as pool:
            for name, content in files().items():
                if options.names and name not in options.names:
                    continue
                data = content.encode()[:LIMIT]
                path = Path(folder) / name
                path.write_bytes(data)
                began = time.monotonic()
                try:
                    digested = await pool.run(DigestFile(os.fsencode(path), name, LIMIT, 3))
                except JobError as error:
                    failures += 1
                    outcome = f"FAILED: {error}"
                else:
                    outcome = digested.refusal or f"an article of {len(digested.article.paragraphs):,} paragraphs"
                print(f"{time.monotonic() - began:6.1f} s {len(data) / 1e6:5.1f} MB  {name:34} {outcome}", flush=True)
                path.unlink()
    return int(failures > 0)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these files")
    parser.add_argument("--seconds", type=float, default=30.0, help="the time limit of one file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
