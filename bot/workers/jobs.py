"""What a worker does with each job. Runs in the worker process only."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from dataclasses import replace
from functools import singledispatch
from typing import TypeVar, overload

from bot.model import Article, Cleaned, Explanation, Refused
from bot.scripts import count_words
from bot.text.digest import digest_by, resummarise
from bot.text.explain import explain
from bot.text.fingerprint import text_key
from bot.text.read import read
from bot.workers.alarm import limited
from bot.workers.protocol import (
    Digested,
    DigestFile,
    ExplainFile,
    FileChanged,
    FileUnreadable,
    Resummarise,
    Signature,
)

_Headed = TypeVar("_Headed", Article, Cleaned)

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # controls but tab and line feed; surrogates
_NO_FILE = frozenset({errno.ELOOP, errno.EISDIR, errno.ENXIO})  # it became a link, a folder, a socket since the look
_BLANK_LINES = re.compile(r"\n\s*\n")  # these part paragraphs in the database


@singledispatch
def perform(job: object) -> Digested | Explanation:
    """Do one job.

    Raises:
        FileChanged: the file is gone, or not the one that was looked at.
        FileUnreadable: the system refused to read it.
    """
    raise TypeError(f"not a job: {type(job).__name__}")


@perform.register
def _(job: DigestFile) -> Digested:
    signature, data = _contents(job)
    if data is None:
        return Digested(signature, None, refusal=_too_big(signature, job.max_bytes))
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        ruled = digest_by(job.rules, data, job.name, sentences=job.sentences, words=job.words, limit=limited)
    except Refused as refusal:
        return Digested(signature, sha256, refusal=str(refusal))
    return replace(_digested(signature, sha256, ruled.article), folder=ruled.folder, fired=dict(ruled.fired))


@perform.register
def _(job: ExplainFile) -> Explanation:
    signature, data = _contents(job)
    if data is None:
        return Explanation((), refusal=_too_big(signature, job.max_bytes))
    try:
        found = explain(read(data, job.name), job.rules, limited)
    except Refused as refusal:
        return Explanation((), refusal=str(refusal))
    lines = tuple(replace(line, text=_plain(line.text)) for line in found.lines)
    return replace(found, lines=lines, article=found.article and _storable_head(found.article))


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
        _storable_head(article),
        paragraphs=tuple(_BLANK_LINES.sub("\n", _plain(text)) for text in article.paragraphs),
        summary=tuple(map(_plain, article.summary)),
        keywords=tuple(map(_plain, article.keywords)),
    )


def _storable_head(article: _Headed) -> _Headed:
    return replace(
        article,
        title=_plain(article.title),
        byline=_plain(article.byline),
        source=_plain(article.source),
        url=_plain(article.url),
    )


@overload
def _plain(text: str) -> str: ...
@overload
def _plain(text: None) -> None: ...
def _plain(text: str | None) -> str | None:
    return None if text is None else _UNFIT.sub("\ufffd", text)


def _too_big(signature: Signature, limit: int) -> str:
    return (
        f"The file is {signature.size / 1_000_000:.1f} MB, over the limit of {limit / 1_000_000:g} MB "
        "(NEWSDROP_MAX_FILE_MB)."
    )


def _contents(job: DigestFile | ExplainFile) -> tuple[Signature, bytes | None]:
    """As :func:`_read`, with the job's own errors."""
    try:
        return _read(job)
    except FileNotFoundError:
        raise FileChanged("The file is gone.") from None
    except OSError as error:
        kind = FileChanged if error.errno in _NO_FILE else FileUnreadable
        raise kind(f"The file can't be read: {error.strerror or error}.") from None


def _read(job: DigestFile | ExplainFile) -> tuple[Signature, bytes | None]:
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
