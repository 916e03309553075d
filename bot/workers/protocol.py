"""What passes between the main process and a worker: jobs one way, results the other, pickled and framed."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - readers of the annotations resolve them at run time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.model import Article, NewsdropError

if TYPE_CHECKING:
    import os

    from bot.text.rules import Rule

LENGTH_BYTES = 8
"""Each message is its length, big-endian in this many bytes, and then that many bytes of pickle."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What tells whether a file changed between two looks (times in nanoseconds, size in bytes)."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, status: os.stat_result) -> Signature:
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class DigestFile:
    """Read one file and make an article of it.

    Attributes:
        path: where it lies, as the file system spells it (bytes: names need not be UTF-8).
        name: the name that tells its kind.
        max_bytes: a larger file is refused unread.
        sentences: the most sentences in the summary.
        words: the most words in the summary, or None.
        expected: refuse to take a file that has changed since this look; None takes what is there.
        rules: the house rules.
    """

    path: bytes
    name: str
    max_bytes: int
    sentences: int
    words: int | None = None
    expected: Signature | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainFile:
    """Read one file and tell what becomes of each of its lines. Attributes as of :class:`DigestFile`."""

    path: bytes
    name: str
    max_bytes: int
    expected: Signature | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Resummarise:
    """Summarise a stored text anew, where its original is gone."""

    article: Article
    sentences: int


Job = DigestFile | ExplainFile | Resummarise


@dataclass(frozen=True, slots=True)
class Digested:
    """A file was read. Either ``article`` or the ``refusal`` (a sentence) is given.

    Attributes:
        sha256: of the bytes, in hex; None where the file was too big to read.
        text_key: fingerprint of the article's text, see :func:`bot.text.fingerprint.text_key`.
        words: of the article's body.
        folder: the folder that a house rule asks for, or None.
        fired: how often each house rule fired, by its key.
    """

    signature: Signature
    sha256: str | None
    article: Article | None = None
    text_key: str | None = None
    words: int = 0
    refusal: str | None = None
    folder: str | None = None
    fired: Mapping[str, int] = field(default_factory=dict)


class JobError(NewsdropError):
    """A job that came to no result; the message says why, in a sentence."""


class FileChanged(JobError):
    """The file is not the one that was looked at: gone, or still being written."""


class FileUnreadable(JobError):
    """The system would not let the file be read (permission, disk, network); it may pass."""


class TimeLimit(JobError):
    """The job ran past its time limit and its worker was ended."""


class WorkerDied(JobError):
    """The worker process ended in the middle of the job."""


class WorkerUnavailable(JobError):
    """No worker process can be started for now: nothing is said of the job."""


class WorkerFault(JobError):
    """The worker failed on the job with an error nobody foresaw."""
