"""What Newsdrop's main job costs, in one run on one machine: ``python -m bench.pipeline [--articles 500]``.

Printed are:

- articles a second from the drop folder to the committed store, with one worker and with two, beside the script a user
  would write instead: trafilatura, stock sumy LexRank, one sqlite3 commit each, one process;
- the time from a file's completion in the drop folder to its post in a channel, on an idle desk;
- the time from the start of the process to its commands being registered;
- the memory of the main process and of a worker.

The articles are real ones of ``../shared/bench/cleaning`` where that is there (``--shared``), pages and their text
dumps in turn, else generated ones of about their length. Compare figures of one run only: machines differ, and are
noisy.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.ack import Memory
from bot.desk import open_desk
from bot.settings import load
from tests.standin import articles
from tests.standin.process import Desk
from tests.standin.server import Standin
from tests.standin.world import MEMBER, Permission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin.world import Channel


async def main() -> None:
    options = _arguments()
    with tempfile.TemporaryDirectory(prefix="newsdrop-pipeline-") as place:
        files = list(_files(options))
        size = sum(len(data) for _, data in files) / 1e6
        kinds = ", ".join(f"{sum(name.endswith(end) for name, _ in files)} {end}" for end in ("txt", "html", "md"))
        print(f"{len(files)} files, {size:.1f} MB ({kinds}), {os.cpu_count()} cores\n")
        naive = _naive(files, Path(place))
        print(f"{'the script instead':24} {naive:7.1f} articles/s")
        for workers in (1, 2):
            rate, kept = await _drained(files, Path(place) / str(workers), workers)
            print(f"{f'Newsdrop, {workers} worker(s)':24} {rate:7.1f} articles/s   {rate / naive:4.1f}x   {kept}")
        print()
        await _live(Path(place) / "live", options)


def _files(options: argparse.Namespace) -> Iterator[tuple[str, bytes]]:
    """Names and contents: real pages and dumps in turn, from the start again where there are too few."""
    folder = options.shared / "cleaning"
    pages, dumps = sorted((folder / "html").glob("*.html.gz")), sorted((folder / "text").glob("*.txt"))
    if not (pages and dumps):
        yield from _generated(options.articles)
        return
    for number in range(options.articles):
        index = number // 2
        if number % 2:
            yield f"{number:05}.txt", dumps[index % len(dumps)].read_bytes()
        else:
            # Half a round ahead, so that a page and its own dump are not neighbours.
            page = pages[(index + len(pages) // 2) % len(pages)]
            yield f"{number:05}.html", gzip.decompress(page.read_bytes())


def _generated(count: int) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as place:
        for number in range(count):
            path = articles.write(Path(place), number, count=10)
            yield path.name, path.read_bytes()


def _naive(files: list[tuple[str, bytes]], place: Path) -> float:
    """The script a user would write: articles a second."""
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from trafilatura import extract

    from bot.text.sentences import tokenizer_for

    database = sqlite3.connect(place / "naive.db")
    database.execute("CREATE TABLE articles (text TEXT, summary TEXT)")
    # sumy's own tokenizer wants a download; the script is given Newsdrop's.
    tokenizer, summarizer = tokenizer_for("en"), LexRankSummarizer()
    began = time.perf_counter()
    for name, data in files:
        text = data.decode("utf-8", "replace")
        if name.endswith(".html"):
            text = extract(text) or ""
        summary = summarizer(PlaintextParser.from_string(text, tokenizer).document, 3) if text.strip() else ()
        with database:
            database.execute("INSERT INTO articles VALUES (?, ?)", (text, " ".join(map(str, summary))))
    took = time.perf_counter() - began
    database.close()
    return len(files) / took


async def _drained(files: list[tuple[str, bytes]], home: Path, workers: int) -> tuple[float, str]:
    """Articles a second from drop folder to committed store, workers warm, and what they came to."""
    settings = load(
        None,
        NEWSDROP_DROP_DIR=home / "drop", NEWSDROP_ARCHIVE_DIR=home / "archive", NEWSDROP_REJECTED_DIR=home / "rejected",
        NEWSDROP_DATABASE=home / "newsdrop.db", NEWSDROP_WORKERS=workers, NEWSDROP_SETTLE_SECONDS=0.05,
    )  # fmt: skip
    async with open_desk(settings) as desk:
        warm = home / "warm.md"
        warm.write_text("---\ntitle: Warm\n---\n\n" + "A first article warms the workers up. " * 20)
        await asyncio.gather(*(desk.pipeline.digest(str(warm), warm.name, None) for _ in range(workers)))
        for name, data in files:
            (home / "drop" / name).write_bytes(data)
        began = time.perf_counter()
        await desk.inbox.drain(lambda *_: None)
        took = time.perf_counter() - began
        counts = await desk.store.files.counts()
    return len(files) / took, ", ".join(f"{count} {name}" for name, count in counts.items() if count)


async def _live(home: Path, options: argparse.Namespace) -> None:
    """A real process against the stand-in for Discord."""
    home.mkdir()
    async with Standin() as discord:
        guild = discord.stage.guild()
        channel = discord.stage.channel(guild, "news")
        editor = discord.stage.member(guild, "editor", MEMBER | Permission.MANAGE_GUILD)
        desk = Desk(discord, home, {"NEWSDROP_POSTS_PER_MINUTE": "0", "NEWSDROP_WORKERS": "2"})
        try:
            await desk.start()
            print(f"start to ready           {await desk.online(60):7.2f} s")
            await discord.users.slash(channel, editor, "admin follow", {"channel": channel})
            memory = Memory(desk.pid)
            watching = asyncio.create_task(memory.watch())
            times = sorted([await _posted(discord, channel, desk, number) for number in range(options.drops)])
            watching.cancel()
            print(
                f"drop to post             {statistics.median(times):7.2f} s median, "
                f"{times[int(0.95 * (len(times) - 1))]:.2f} s p95 "
                f"({len(times)} drops on an idle desk; 0.5 s of it is settling)"
            )
            print(f"memory                   {memory.main:7.0f} MB main process, {memory.worker:.0f} MB a worker")
        finally:
            await desk.clear()


async def _posted(discord: Standin, channel: Channel, desk: Desk, number: int) -> float:
    await asyncio.sleep(0.3)
    before = len(channel.messages)
    articles.write(desk.drop, number, count=10)
    began = time.monotonic()
    await discord.until(lambda: len(channel.messages) > before, 30)
    return list(channel.messages.values())[-1].created - began


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--drops", type=int, default=40)
    parser.add_argument("--shared", type=Path, default=Path("../shared/bench"), help="where the real articles are")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
