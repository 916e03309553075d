"""Is anything lost, or done twice: ``python -m bench.chaos [--files 500] [--kills 200] [--seed N]``.

``newsdrop run`` is started as a process against the stand-in for Discord and killed with SIGKILL at random moments,
over and over: while it starts, looks, takes, commits, moves, posts. Meanwhile files are dropped (articles, repetitions
of their bytes, empty files) and Discord fails at random: errors, resets, limits, and answers lost after the deed. In
every other life the bot may read the channel's history but Discord forgets nonces after a second; in the lives between
it is the other way round. So a post whose answer was lost is found in the one kind, and refused as a repeat in the
other. Two lives in four have a limit of one card a minute, and a minute of two seconds: the rest goes into list cards,
each of whose lines counts as a post of its article.

Ends with a table. The exit status is 1 where a file came to no outcome or to two, an article was not posted or twice,
a database was damaged, or a worker outlived its parent.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.standin import articles, faults
from tests.standin.process import Desk, alive, descendants
from tests.standin.server import Standin
from tests.standin.world import MEMBER, Channel, Message, Permission, embed_text
from tests.support.stored import inspected

SETTINGS = {
    "NEWSDROP_WORKERS": "1",
    "NEWSDROP_SETTLE_SECONDS": "0.05",
    "NEWSDROP_RESCAN_SECONDS": "1",
    "STANDIN_MINUTE": "2",
}
WORKERS_SECONDS = 2.0
"""In which a worker must be gone after its parent."""

FAILURE_CHANCE = 0.12
REPEATED, EMPTY = 0.06, 0.04  # shares of the files


@dataclass
class Tally:
    """What happened."""

    kills: int = 0
    amid_start: int = 0
    left_behind: int = 0
    damaged: list[str] = field(default_factory=list)
    uncertain: Counter[str] = field(default_factory=Counter)


class Files:
    """What is dropped: most are articles, some repeat an earlier one's bytes, some are empty."""

    def __init__(self, drop: Path, count: int, chance: random.Random, seed: int) -> None:
        self._drop, self._chance, self._seed = drop, chance, seed
        self._elsewhere = drop.with_name("elsewhere")
        self._elsewhere.mkdir()
        self._left = list(range(count))
        self.names: set[str] = set()
        self.numbers: list[int] = []

    def drop(self, count: int) -> None:
        for number in self._left[:count]:
            draw = self._chance.random()
            if draw < EMPTY:
                path = self._drop / f"empty-{number}.txt"
                path.write_bytes(b"")
            elif draw < EMPTY + REPEATED and self.numbers:
                again = articles.write(self._elsewhere, self._chance.choice(self.numbers), seed=self._seed)
                path = again.rename(self._drop / f"again-{number}{again.suffix}")
            else:
                path = articles.write(self._drop, number, seed=self._seed)
                self.numbers.append(number)
            self.names.add(path.name)
        del self._left[:count]


class Chaos:
    """Lives and deaths of one desk."""

    def __init__(self, discord: Standin, desk: Desk, options: argparse.Namespace) -> None:
        self.discord, self.desk, self.options = discord, desk, options
        self.chance = random.Random(options.seed)
        self.files = Files(desk.drop, options.files, self.chance, options.seed)
        self.tally = Tally()

    async def run(self, news: Channel) -> None:
        for life in range(self.options.kills):
            self._weather(life, news)
            share = self._dropped_by(life) - len(self.files.names)
            amid_start, while_down = self.chance.random() < 0.2, self.chance.random() < 0.2
            if amid_start or while_down:
                self.files.drop(share)
            await self.desk.start()
            if amid_start:
                await asyncio.sleep(self.chance.uniform(0.05, 1.5))
            else:
                await self.desk.online(60)
                if not while_down:
                    self.files.drop(share)
                await self._first_sign(news, posts_alone=limited(life))
                await asyncio.sleep(self.chance.uniform(0.0, 1.2 if limited(life) else 0.4))
            await self._kill()
            self.tally.amid_start += amid_start
            self._account(news)
            if life % 20 == 19:
                print(f"  {life + 1} kills, {len(self.files.names)} dropped, {len(news.messages)} posted", flush=True)
        self.files.drop(self.options.files)
        await self._last_life(news)

    def _dropped_by(self, life: int) -> int:
        """How many files are to have been dropped in the lives up to this one: more in those where lists are made."""
        weights = [4 if limited(one) else 1 for one in range(self.options.kills)]
        return sum(weights[: life + 1]) * self.options.files // sum(weights)

    def _weather(self, life: int, news: Channel) -> None:
        """Which of the two ways a lost answer can be recovered in this life, and what fails."""
        by_history = life % 2 == 0
        self.desk.settings["NEWSDROP_POSTS_PER_MINUTE"] = str(int(limited(life)))
        self.discord.messages.nonce_window = 1.0 if by_history else 180.0
        self.discord.stage.deny(news, Permission.NONE if by_history else Permission.READ_MESSAGE_HISTORY)
        self.discord.faults.clear()
        kinds = (
            faults.server_error(502), faults.server_error(500, executed=True), faults.reset(), faults.hangup(),
            faults.lost_answer(), faults.rate_limited(0.1),
        )  # fmt: skip
        seed = self.options.seed * 1000 + life
        self.discord.faults.at_random(seed, FAILURE_CHANCE, *kinds, path="/channels/*")

    async def _first_sign(self, news: Channel, *, posts_alone: bool) -> None:
        """Wait until something of this life's work shows."""

        def seen() -> tuple[int, int]:
            return len(news.messages), 0 if posts_alone else len(list(self.desk.drop.iterdir()))

        before, ends = seen(), time.monotonic() + 4.0
        while before == seen() and time.monotonic() < ends:  # noqa: ASYNC110 - files tell no event
            await asyncio.sleep(0.002)

    async def _kill(self) -> None:
        workers = descendants(self.desk.pid)
        self.desk.signal(signal.SIGKILL)
        await self.desk.ended()
        self.tally.kills += 1
        ends = time.monotonic() + WORKERS_SECONDS
        while (living := [pid for pid in workers if alive(pid)]) and time.monotonic() < ends:  # noqa: ASYNC110 - nor does /proc
            await asyncio.sleep(0.01)
        self.tally.left_behind += len(living)

    def _account(self, news: Channel) -> None:
        """What this death left for the next life to put right."""
        if not (self.desk.home / "newsdrop.db").exists():
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = snapshot(self.desk.home, Path(folder))
            self.tally.damaged += inspected(copy)
            with contextlib.closing(sqlite3.connect(copy)) as database:
                if not database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'deliveries'").fetchone()[0]:
                    return
                unmoved = [row[0] for row in database.execute("SELECT drop_path FROM files WHERE kept_path IS NULL")]
                # A list's number, or the article of a card: what Discord got or not as a whole.
                sending = database.execute(
                    "SELECT min(article_id), list_id IS NOT NULL FROM deliveries WHERE state = 'sending'"
                    " GROUP BY coalesce(list_id, -id)"
                ).fetchall()
        uncertain = self.tally.uncertain
        there = sum((self.desk.drop / os.fsdecode(path)).exists() for path in unmoved)
        uncertain["outcome committed, file not moved yet"] += there
        uncertain["file moved, that not committed yet"] += len(unmoved) - there
        posted = posts_by_article(news)
        for article, is_list in sending:
            how = "posted, that not committed yet" if posted[article] else "begun to post, nothing posted yet"
            uncertain[f"{'list' if is_list else 'card'} {how}"] += 1

    async def _last_life(self, news: Channel) -> None:
        """Nobody kills, nothing fails: all that waits comes to its end."""
        self._weather(0, news)
        self.discord.faults.clear()
        await self.desk.start()
        await self.desk.online(60)
        ends = time.monotonic() + self.options.patience
        while time.monotonic() < ends and not self._is_done():  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        await asyncio.sleep(2.0)  # for what is done twice to show
        status = await self.desk.stop()
        if status != 0:
            self.tally.damaged.append(f"the last life ended with {status}")
        self._account(news)

    def _is_done(self) -> bool:
        if any(path.is_file() for path in self.desk.drop.iterdir()):
            return False
        with contextlib.closing(sqlite3.connect(self.desk.home / "newsdrop.db", timeout=10)) as database:
            waiting, files, unmoved = database.execute(
                "SELECT (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'sending')),"
                " (SELECT count(*) FROM files), (SELECT count(*) FROM files WHERE kept_path IS NULL)"
            ).fetchone()
        return waiting == 0 and unmoved == 0 and files >= self.options.files


def limited(life: int) -> bool:
    """Whether the life has a limit of one card a minute: each two after two without."""
    return life // 2 % 2 == 1


def snapshot(home: Path, folder: Path) -> Path:
    """The dead's database and its log, for a look that changes neither."""
    for name in ("newsdrop.db", "newsdrop.db-wal"):
        if (home / name).exists():
            shutil.copy(home / name, folder / name)
    return folder / "newsdrop.db"


def posts_by_article(news: Channel) -> Counter[int]:
    """How many messages show each article: a card by the id in its footer, a list by the id that ends each line."""
    found: Counter[int] = Counter()
    for message in news.messages.values():
        pattern = r"^• .*#(\d+)$" if is_list(message) else r"#(\d+)\s*$"
        texts = [embed_text(embed) for embed in message.embeds]
        found.update(int(number) for number in re.findall(pattern, "\n".join(texts), re.MULTILINE))
    return found


def is_list(message: Message) -> bool:
    return " · list #" in message.text


def report(chaos: Chaos, news: Channel, seconds: float) -> int:
    """Print the table; the exit status."""
    tally, files = chaos.tally, chaos.files
    with contextlib.closing(sqlite3.connect(chaos.desk.home / "newsdrop.db")) as database:
        rows = database.execute("SELECT name, outcome FROM files").fetchall()
        titles = dict(database.execute("SELECT id, title FROM articles").fetchall())
        held = database.execute("SELECT count(*) FROM deliveries WHERE state NOT IN ('sent')").fetchone()[0]
    cases: Counter[int] = Counter()
    for article, posts in posts_by_article(news).items():
        cases[int(titles[article].rpartition("case ")[2])] += posts
    names, outcomes = Counter(name for name, _ in rows), Counter(outcome for _, outcome in rows)
    kept = sum(path.is_file() for name in ("archive", "rejected") for path in (chaos.desk.home / name).rglob("[!.]*"))
    lost_files, twice_files = len(files.names - set(names)), sum(count - 1 for count in names.values())
    lost, twice = len(set(files.numbers) - set(cases)), sum(count - 1 for count in cases.values())
    failed = {
        "files without an outcome": lost_files,
        "files with two outcomes": twice_files,
        "files dropped and not kept": len(files.names) - kept,
        "articles lost (never posted)": lost,
        "articles posted twice": twice,
        "deliveries not sent": held,
        "workers left behind": tally.left_behind,
        "damaged databases": len(tally.damaged),
    }
    said, lists = chaos.desk.said, [message for message in news.messages.values() if is_list(message)]
    table = [
        ("seed", chaos.options.seed),
        ("seconds", f"{seconds:.0f}"),
        ("kills", f"{tally.kills} ({tally.amid_start} amid the start)"),
        ("files dropped", len(files.names)),
        ("outcomes", ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items()))),
        ("articles", len(files.numbers)),
        ("posts", cases.total()),
        ("of them in list cards", f"{cases.total() - len(news.messages) + len(lists)} in {len(lists)}"),
        *failed.items(),
        *((f"left by a kill: {name}", count) for name, count in sorted(tally.uncertain.items())),
        ("recovered: card found in the history", len(re.findall(r"Article \d+ found in the history", said))),
        ("recovered: list found in the history", len(re.findall(r"List of .* found in the history", said))),
        ("recovered: repeat refused by its nonce", chaos.discord.messages.refused_by_nonce),
        *((f"requests failed: {name}", count) for name, count in sorted(chaos.discord.faults.struck.items())),
    ]
    for name, value in table:
        print(f"{name:60} {value}")
    for problem in tally.damaged[:5]:
        print(f"damage: {problem}")
    return int(any(failed.values()))


async def main() -> int:
    options = arguments()
    print(f"seed {options.seed}: {options.files} files, {options.kills} kills", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newsdrop-chaos-") as home:
        async with Standin() as discord:
            news = discord.stage.channel(discord.stage.guild(), "news")
            editor = discord.stage.member(news.guild, "editor", MEMBER | Permission.MANAGE_GUILD)
            desk = Desk(discord, Path(home), dict(SETTINGS))
            desk.drop.mkdir()
            chaos = Chaos(discord, desk, options)
            try:
                await desk.start()
                await desk.online(60)
                await discord.users.slash(news, editor, "admin follow", {"channel": news})
                await desk.stop()
                await chaos.run(news)
                return report(chaos, news, time.monotonic() - began)
            finally:
                await desk.clear()
                if options.output:
                    shutil.copy(desk.output, options.output)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=500, help="how many are dropped")
    parser.add_argument("--kills", type=int, default=200, help="how often the bot is killed")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--patience", type=float, default=120.0, help="seconds that the last life may take")
    parser.add_argument("--output", type=Path, help="keep what the bot said in this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
