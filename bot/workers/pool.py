"""A small pool of worker processes that outlives any one job.

``concurrent.futures.ProcessPoolExecutor`` can neither kill one overrunning task nor survive a dead worker, and its
workers outlive a killed parent. Here a job that overruns or kills its worker costs that job alone: the worker is
replaced.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from typing import TYPE_CHECKING, Self, overload

from bot.workers.protocol import LENGTH_BYTES, JobError, TimeLimit, WorkerDied, WorkerUnavailable

if TYPE_CHECKING:
    from bot.model import Explanation
    from bot.workers.protocol import Digested, DigestFile, ExplainFile, Job, Resummarise

_START_SECONDS = 60.0  # importing the text libraries on a slow, busy machine


class Pool:
    """``size`` worker processes, spawned on entering and ended on leaving.

    Args:
        size: the number of processes.
        time_limit: the longest one job may take, in seconds.
    """

    def __init__(self, size: int, time_limit: float) -> None:
        self._size = size
        self._time_limit = time_limit
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._workers = [_Worker() for _ in range(size)]
        self._warming: list[asyncio.Task[None]] = []

    @property
    def size(self) -> int:
        return self._size

    async def __aenter__(self) -> Self:
        for worker in self._workers:
            self._idle.put_nowait(worker)
            # Started ahead of the first job, so that its file does not wait for the imports.
            self._warming.append(asyncio.create_task(worker.warm()))
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.closed = True
        for task in self._warming:
            task.cancel()
        await asyncio.gather(*self._warming, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._workers))

    @overload
    async def run(self, job: DigestFile | Resummarise) -> Digested: ...
    @overload
    async def run(self, job: ExplainFile) -> Explanation: ...
    async def run(self, job: Job) -> Digested | Explanation:
        """Do one job in the next free worker.

        Raises:
            JobError: one of its kinds: the file changed or is unreadable, the time limit, a dead worker or none to be
                had.
        """
        worker = await self._idle.get()
        try:
            return await worker.run(job, self._time_limit)
        finally:
            self._idle.put_nowait(worker)


class _Worker:
    """One worker process, started when needed and replaced when it dies.

    Attributes:
        closed: start no other: a job that is still asked for gets none.
    """

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()
        self.closed = False

    async def warm(self) -> None:
        with contextlib.suppress(WorkerUnavailable):
            await self._ready()

    async def run(self, job: Job, time_limit: float) -> Digested | Explanation:
        process = await self._ready()
        try:
            async with asyncio.timeout(time_limit):
                answer = await self._ask(process, job)
        except TimeoutError:
            await self.end()
            raise TimeLimit(f"It took longer than {time_limit:g} seconds (NEWSDROP_FILE_SECONDS).") from None
        except (OSError, asyncio.IncompleteReadError):
            await self.end()
            raise WorkerDied("The worker process died over it.") from None
        except asyncio.CancelledError:
            # The answer to an abandoned job must not be taken for the answer to the next one.
            await asyncio.shield(self.end())
            raise
        if isinstance(answer, JobError):
            raise answer
        return answer

    async def end(self) -> None:
        """Kill the process, if there is one, and wait for it to be gone."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()

    async def _ready(self) -> asyncio.subprocess.Process:
        async with self._starting:
            if self._process is not None and self._process.returncode is None:
                return self._process
            await self.end()
            try:
                async with asyncio.timeout(_START_SECONDS):
                    return await self._start()
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                await self.end()
                why = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
                raise WorkerUnavailable(f"No worker process can be started for now{why}.") from None
            except (WorkerUnavailable, asyncio.CancelledError):
                await asyncio.shield(self.end())
                raise

    async def _start(self) -> asyncio.subprocess.Process:
        if not self.closed:
            self._process = await _spawn()
        if self._process is None or self.closed:  # perhaps only since
            raise WorkerUnavailable("Newsdrop is stopping.")
        await _receive(self._process)
        return self._process

    @staticmethod
    async def _ask(process: asyncio.subprocess.Process, job: Job) -> Digested | Explanation | JobError:
        assert process.stdin is not None
        data = pickle.dumps(job, pickle.HIGHEST_PROTOCOL)
        process.stdin.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
        await process.stdin.drain()
        return await _receive(process)  # type: ignore[return-value]


async def _spawn() -> asyncio.subprocess.Process:
    # One thread each: numerical libraries would otherwise start one for each core in each worker.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    environment.pop("DISCORD_TOKEN", None)
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "bot.workers.worker", str(os.getpid()),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment,
    )  # fmt: skip


async def _receive(process: asyncio.subprocess.Process) -> object:
    assert process.stdout is not None
    header = await process.stdout.readexactly(LENGTH_BYTES)
    return pickle.loads(await process.stdout.readexactly(int.from_bytes(header, "big")))  # noqa: S301 - our child
