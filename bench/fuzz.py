"""Does any file break a worker: ``python -m bench.fuzz [--seconds 60] [--files COUNT] [--seed N] [--only NUMBER]``.

Mutilated articles go through the product's own worker pool until the time is up or so many were tried: texts, pages,
Markdown, mails and PDFs, truncated, spliced, re-encoded, nested, repeated (:mod:`bench.fuzz_inputs`). Each must come to
an outcome that can be stored and shown, within the time limit of one file. The exit status is 1 where one crashed the
worker, ran past the limit or came to no proper outcome; that file is kept, and named. ``--seed`` and ``--only`` run one
again; ``--seed`` and ``--files`` try the same files each time.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench.fuzz_inputs import make
from bot.settings import Settings
from bot.workers.pool import Pool
from bot.workers.protocol import DigestFile, JobError
from tests.support.outcomes import wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: float = Settings.model_fields["file_seconds"].default
"""Seconds that one file may take: the product's own."""


@dataclass
class Tally:
    """What came of the files.

    Attributes:
        slowest: seconds, and the number of the file that took them.
    """

    articles: int = 0
    refused: int = 0
    failures: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)

    @property
    def count(self) -> int:
        return self.articles + self.refused + len(self.failures)


async def feed(pool: Pool, numbers: Iterator[int], options: argparse.Namespace, tally: Tally, until: float) -> None:
    """Give one worker file after file."""
    with tempfile.TemporaryDirectory(prefix="newsdrop-fuzz-") as folder:
        for number in numbers:
            if time.monotonic() >= until:
                return
            ending, data = make(options.seed, number)
            path = Path(folder) / f"fuzz-{options.seed}-{number}{ending}"
            path.write_bytes(data)
            began = time.monotonic()
            try:
                digested = await pool.run(DigestFile(os.fsencode(path), path.name, len(data), 3))
                problems = list(wrong(digested))
                tally.articles += digested.article is not None and not problems
                tally.refused += digested.article is None and not problems
            except JobError as error:
                problems = [f"{type(error).__name__}: {error}"]
            tally.slowest = max(tally.slowest, (time.monotonic() - began, number))
            if problems:
                kept = path.rename(options.failures / path.name)
                tally.failures.append(f"{kept}: {problems[0]}")
                print(f"FAILED {tally.failures[-1]}", flush=True)
            else:
                path.unlink()


async def main() -> int:
    options = arguments()
    print(f"seed {options.seed}: {options.seconds:.0f} s, at most {LIMIT:.0f} s a file", flush=True)
    tally = Tally()
    numbers = iter([options.only]) if options.only is not None else iter(range(options.files))
    options.failures.mkdir(parents=True, exist_ok=True)
    async with Pool(os.cpu_count() or 1, LIMIT) as pool:
        until = time.monotonic() + options.seconds
        await asyncio.gather(*(feed(pool, numbers, options, tally, until) for _ in range(pool.size)))
    seconds, slowest = tally.slowest
    print(f"{tally.count} files: {tally.articles} articles, {tally.refused} refused, {len(tally.failures)} failed")
    print(f"slowest: {seconds:.2f} s (number {slowest})")
    return int(bool(tally.failures) or not tally.articles)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--files", type=int, default=sys.maxsize, metavar="COUNT", help="no more than these")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--only", type=int, metavar="NUMBER", help="this one file of the seed's")
    parser.add_argument("--failures", type=Path, default=Path(tempfile.gettempdir()), help="where to keep files")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
