"""The worker process: reads jobs from standard input, answers on standard output, ends with its parent.

Started by :mod:`bot.workers.pool` as ``python -m bot.workers.worker PARENT_PID``. It runs at lower priority, ignores
SIGINT and SIGTERM (Ctrl-C and service managers reach the whole process group; the main process decides when workers
end) and holds nothing open but its two pipes.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import pickle
import queue
import signal
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO

from bot.workers.protocol import LENGTH_BYTES, JobError, WorkerFault

if TYPE_CHECKING:
    from bot.model import Explanation
    from bot.workers.protocol import Digested, Job

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LONGEST_REASON = 200  # characters
_NICENESS = 10  # enough to yield to the event loop on a full machine
_OOM_SCORE = 500  # on Linux's scale of -1000 to 1000: as if it held half of all memory besides its own


def main() -> None:
    """Serve jobs until the parent closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    _die_first()
    _die_with_parent(int(sys.argv[1]))
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    source, sink = sys.stdin.buffer, _claim_stdout()
    # A thread of its own reads, so that the parent's death (end of file) ends even a busy worker.
    threading.Thread(target=_listen, args=(source, jobs), daemon=True).start()
    logging.disable(logging.CRITICAL)

    from bot.workers.jobs import perform

    _send(sink, None)
    while True:
        _send(sink, _answer(perform, pickle.loads(jobs.get())))  # noqa: S301 - from our parent only


def _answer(perform: object, job: Job) -> Digested | Explanation | JobError:
    try:
        return perform(job)  # type: ignore[operator,no-any-return]
    except JobError as error:
        return error
    except RecursionError:
        return WorkerFault("The file is nested too deeply to be read.")
    except MemoryError:
        return WorkerFault("The file needs more memory than there is.")
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes costs that file alone
        return WorkerFault(f"Reading the file failed ({type(error).__name__}: {_plain(str(error))}).")


def _plain(text: str) -> str:
    """An error's text as one bounded line that can be stored: it may quote the file."""
    return " ".join(text.encode("utf-8", "replace").decode().split())[:_LONGEST_REASON]


def _listen(source: BinaryIO, jobs: queue.SimpleQueue[bytes]) -> None:
    while header := source.read(LENGTH_BYTES):
        jobs.put(source.read(int.from_bytes(header, "big")))
    os._exit(0)


def _send(sink: BinaryIO, message: object) -> None:
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    sink.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
    sink.flush()


def _claim_stdout() -> BinaryIO:
    """Keep the pipe for answers alone: whatever a library prints goes to standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe


def _die_first() -> None:
    """Where memory runs out over a hostile file, Linux is to end this process, and not the main one."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123
        file.write(str(_OOM_SCORE))


def _die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process with its parent: a worker deep in C code would not see the pipe close."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the request
        os._exit(0)


if __name__ == "__main__":
    main()
