"""What a backlog costs the main process in memory: ``python -m bench.backlog [--files 100000] [--seconds 20]``.

``newsdrop run`` is started against the stand-in for Discord, once with an empty drop folder and once with that many
files waiting in it. In each case it works for so many seconds, and an admin asks for the status now and then. Printed
is the most memory that the main process held in either; the exit status is 1 where they differ by 50 MB or more.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.standin.process import Desk, resident_mb
from tests.standin.server import Standin
from tests.standin.world import MEMBER, Permission

MOST_MB = 50.0


async def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="newsdrop-backlog-") as home:
        async with Standin() as discord:
            channel = discord.stage.channel(discord.stage.guild(), "news")
            admin = discord.stage.member(channel.guild, "admin", MEMBER | Permission.MANAGE_GUILD)
            desk = Desk(discord, Path(home))
            desk.drop.mkdir()
            try:
                empty = await most_memory(desk, channel, admin, discord, options.seconds)
                for number in range(options.files):
                    (desk.drop / f"{number % 100:02}").mkdir(exist_ok=True)
                    (desk.drop / f"{number % 100:02}" / f"article number {number}.txt").write_bytes(b"")
                full = await most_memory(desk, channel, admin, discord, options.seconds)
            finally:
                await desk.clear()
    left = f"(of {options.files:,} files)"
    print(f"main process: {empty:.0f} MB with an empty drop folder, {full:.0f} MB with a backlog {left}")
    return int(full - empty >= MOST_MB)


async def most_memory(desk: Desk, channel, admin, discord: Standin, seconds: float) -> float:
    await desk.start()
    await desk.online(60)
    if not any(call.path.endswith("/callback") for call in discord.log):
        await discord.users.slash(channel, admin, "admin follow", {"channel": channel})
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        exchange = await discord.users.slash(channel, admin, "admin status")
        await asyncio.sleep(2.0)
    waiting = next((line for line in exchange.text.splitlines() if line.endswith((" files", " file"))), "?")
    most = resident_mb(desk.pid, "VmHWM")
    print(f"after {seconds:.0f} s: {waiting} waiting, {most:.0f} MB at most")
    await desk.stop()
    return most


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
