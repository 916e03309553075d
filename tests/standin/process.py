"""Newsdrop as a process of its own: started, watched through /proc, stopped or killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .server import Standin

REPOSITORY = Path(__file__).parents[2]
PROC = Path("/proc")


class Desk:
    """A newsdrop process with folders of its own below ``home``; start it as often as you like.

    Attributes:
        settings: more environment for the process, such as ``{"NEWSDROP_WORKERS": "1"}``.
        output: the file all its output goes to, of every life.
    """

    def __init__(self, discord: Standin, home: Path, settings: dict[str, str] | None = None) -> None:
        self.home, self.drop = home, home / "drop"
        self.output = home / "output.txt"
        self.settings = settings or {}
        self._discord = discord
        self.process: asyncio.subprocess.Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Only the token, a drop folder, a database, and what a process needs to run at all."""
        return {
            "PATH": os.defpath,
            "HOME": str(self.home),
            "PYTHONPATH": str(REPOSITORY),
            "DISCORD_TOKEN": self._discord.token,
            "NEWSDROP_DROP_DIR": str(self.drop),
            "NEWSDROP_DATABASE": str(self.home / "newsdrop.db"),
            **self.settings,
        }

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace") if self.output.exists() else ""

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    async def start(self, *arguments: str) -> None:
        """Start ``newsdrop run``, or another command, in a process group of its own."""
        command = (sys.executable, "-m", "tests.standin.launch", str(self._discord.port), *(arguments or ("run",)))
        with self.output.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *command, cwd=self.home, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )

    async def online(self, seconds: float = 20.0) -> float:
        """Wait until it is on the gateway with its commands registered; returns the seconds it took."""
        began = time.monotonic()

        def ready() -> bool:
            if self.process is not None and self.process.returncode is not None:
                raise AssertionError(f"ended with {self.process.returncode}:\n{self.said[-4000:]}")
            return bool(self._discord.gateway.connected and any(self._discord.rest.commands.values()))

        await self._discord.until(ready, seconds)
        return time.monotonic() - began

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def press_ctrl_c(self) -> None:
        """SIGINT for the whole process group, as a terminal sends it: the workers get it too."""
        os.killpg(self.pid, signal.SIGINT)

    async def ended(self, seconds: float = 10.0) -> int:
        """Wait for its end; returns the exit status."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), seconds)

    async def stop(self) -> int:
        """End it in order."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    async def clear(self) -> None:
        """Leave nothing running, whatever state it is in; kills by process id only."""
        if self.process is None:
            return
        family = [*descendants(self.pid), self.pid]
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        for pid in family[:-1]:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """The process ids of all children, grandchildren and so on."""
    parents = {int(one.name): _parent(one) for one in PROC.iterdir() if one.name.isdecimal()}
    found, family = [], {pid}
    while fresh := {child for child, parent in parents.items() if parent in family} - set(found):
        found += sorted(fresh)
        family = fresh
    return found


def alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be reaped does not."""
    stat = _stat(PROC / str(pid))
    return bool(stat) and stat[0] not in ("Z", "X")


def _parent(process: Path) -> int:
    stat = _stat(process)
    return int(stat[1]) if stat else 0


def _stat(process: Path) -> list[str]:
    """State, parent and so on; nothing when it is gone. The name before them may hold blanks and brackets."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def resident_mb(pid: int, field: str = "VmRSS") -> float:
    """Resident memory in MB: now, or with ``VmHWM`` at its highest."""
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0
