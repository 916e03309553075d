"""What a worker does with each job. Runs in the worker process only."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING, overload

from bot.model import Refused
from bot.scripts import count_words
from bot.text.digest import digest, resummarise
from bot.text.fingerprint import text_key
from bot.workers.protocol import Digested, DigestFile, FileChanged, FileUnreadable, Resummarise, Signature

if TYPE_CHECKING:
    from bot.model import Article

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # controls but tab and line feed; surrogates
_NO_FILE = frozenset({errno.ELOOP, errno.EISDIR, errno.ENXIO})  # it became a link, a folder, a socket since the look
_BLANK_LINES = re.compile(r"\n\s*\n")  # these part paragraphs in the database


@singledispatch
def perform(job: object) -> Digested:
    """Do one job.

    Raises:
        FileChanged: the file is gone, or not the one that was looked at.
        FileUnreadable: the system refused to read it.
    """
    raise TypeError(f"not a job: {type(job).__name__}")


@perform.register
def _(job: DigestFile) -> Digested:
    try:
        signature, data = _read(job)
    except FileNotFoundError:
        raise FileChanged("The file is gone.") from None
    except OSError as error:
        kind = FileChanged if error.errno in _NO_FILE else FileUnreadable
        raise kind(f"The file can't be read: {error.strerror or error}.") from None
    if data is None:
        limit = f"{job.max_bytes / 1_000_000:g} MB"
        return Digested(
            signature,
            None,
            refusal=f"The file is {signature.size / 1_000_000:.1f} MB, over the limit of {limit} "
            "(NEWSDROP_MAX_FILE_MB).",
        )
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        article = digest(data, job.name, sentences=job.sentences, words=job.words)
    except Refused as refusal:
        return Digested(signature, sha256, refusal=str(refusal))
    return _digested(signature, sha256, article)


@perform.register
def _(job: Resummarise) -> Digested:
    return _digested(Signature(0, 0, 0, 0), None, resummarise(job.article, sentences=job.sentences))


def _digested(signature: Signature, sha256: str | None, found: Article) -> Digested:
    article = _storable(found)
    words = sum(map(count_words, article.paragraphs))
    return Digested(signature, sha256, article, text_key(article.paragraphs), words)


def _storable(article: Article) -> Article:
    """The same article, fit for the database and a terminal whatever its file held.

    JSON in a page may spell lone surrogates, NUL and escape characters that no decoded text has.
    """
    return replace(
        article,
        title=_plain(article.title),
        byline=_plain(article.byline),
        source=_plain(article.source),
        url=_plain(article.url),
        paragraphs=tuple(_BLANK_LINES.sub("\n", _plain(text)) for text in article.paragraphs),
        summary=tuple(map(_plain, article.summary)),
        keywords=tuple(map(_plain, article.keywords)),
    )


@overload
def _plain(text: str) -> str: ...
@overload
def _plain(text: None) -> None: ...
def _plain(text: str | None) -> str | None:
    return None if text is None else _UNFIT.sub("\ufffd", text)


def _read(job: DigestFile) -> tuple[Signature, bytes | None]:
    """The file's bytes (None: too big) and what it looked like while they were read."""
    # O_NONBLOCK: a FIFO put in the file's place must not hang the worker.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(job.path, flags), "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise FileChanged("It is not a regular file.")
        if before.st_size > job.max_bytes:
            return Signature.of(before), None
        data = file.read(job.max_bytes + 1)
        after = Signature.of(os.fstat(file.fileno()))
    if after != Signature.of(before) or job.expected not in (None, after) or len(data) != after.size:
        raise FileChanged("The file is still being written.")
    return after, data
