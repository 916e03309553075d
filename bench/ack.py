"""How fast Newsdrop answers while it works: ``python -m bench.ack [--articles 2000] [--asks 200]``.

``newsdrop run`` is started as a process against the stand-in for Discord, with that many generated articles waiting
in its drop folder. While it works them off, a reader asks for ``/latest``, now and then for ``/search`` and for the
choices of an option. Printed are the times from the question leaving Discord to the bot's acknowledgement reaching
it and to its whole answer, and the memory of the main process and of its largest worker, sampled all the while.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from tests.standin import articles
from tests.standin.process import Desk, alive, descendants, resident_mb
from tests.standin.server import Standin
from tests.standin.world import MEMBER, Permission

QUESTIONS = {"latest": {"count": 5}, "search": {"query": "bridge"}}
CHOICES = "choices of an option"


async def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="newsdrop-ack-") as home:
        async with Standin() as discord:
            desk = Desk(discord, Path(home), {"NEWSDROP_WORKERS": str(options.workers)} if options.workers else {})
            desk.drop.mkdir()
            for number in range(options.articles):
                articles.write(desk.drop, number, seed=options.seed, count=12)
            try:
                await measure(discord, desk, options)
            finally:
                await desk.clear()


async def measure(discord: Standin, desk: Desk, options: argparse.Namespace) -> None:
    guild = discord.stage.guild()
    channel = discord.stage.channel(guild, "news")
    reader = discord.stage.member(guild, "reader")
    editor = discord.stage.member(guild, "editor", MEMBER | Permission.MANAGE_GUILD)
    await desk.start()
    print(f"start to commands registered: {await desk.online(60):.2f} s")
    await discord.users.slash(channel, editor, "admin follow", {"channel": channel})
    memory = Memory(desk.pid)
    watching = asyncio.create_task(memory.watch())
    before = waiting(desk)
    times = await ask(discord, channel, reader, options)
    after, took = waiting(desk), await stop(desk)
    watching.cancel()
    print(f"articles waiting: {before} at the first question, {after} at the last")
    for name, latencies in times.items():
        print(row(name, latencies))
    print(f"memory: main process {memory.main:.0f} MB at most, largest worker {memory.worker:.0f} MB at most")
    print(f"SIGTERM to the end: {took:.2f} s")


async def ask(discord: Standin, channel, reader, options: argparse.Namespace) -> dict[str, list[float]]:
    """Put the questions, one after the other with a pause; returns the times in seconds by what was timed."""
    times: dict[str, list[float]] = {
        f"{name} {what}": [] for name in QUESTIONS for what in ("acknowledged", "answered")
    }
    times[CHOICES] = []
    for number in range(options.asks):
        for name in QUESTIONS if number % 4 == 0 else list(QUESTIONS)[:1]:
            exchange = await discord.users.slash(channel, reader, name, QUESTIONS[name])
            times[f"{name} acknowledged"].append(exchange.latency)
            times[f"{name} answered"].append(exchange.answers[-1].after)
        if number % 4 == 0:
            began = time.monotonic()
            await discord.users.autocomplete(channel, reader, "latest", "source", {"source": "exa"})
            times[CHOICES].append(time.monotonic() - began)
        await asyncio.sleep(options.pause)
    return times


class Memory:
    """The highest resident memory seen, in MB."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.main = self.worker = 0.0

    async def watch(self) -> None:
        while alive(self._pid):
            self.main = resident_mb(self._pid, "VmHWM")
            for child in descendants(self._pid):
                self.worker = max(self.worker, resident_mb(child))
            await asyncio.sleep(0.25)


def waiting(desk: Desk) -> int:
    return sum(1 for path in desk.drop.rglob("*") if path.is_file())


async def stop(desk: Desk) -> float:
    began = time.monotonic()
    await desk.stop()
    return time.monotonic() - began


def row(name: str, seconds: list[float]) -> str:
    ordered = sorted(seconds)

    def percentile(share: float) -> float:
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    figures = f"p50 {percentile(0.5):6.1f} ms   p99 {percentile(0.99):6.1f} ms   max {1000 * ordered[-1]:6.1f} ms"
    return f"{name:20} {figures}   ({len(ordered)} times)"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--asks", type=int, default=200)
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between two questions")
    parser.add_argument("--workers", type=int, default=0, help="worker processes (default: the product's own)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
