"""Re-ingest: articles from their archived originals through the current cleaner and summariser."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.intake.pipeline import folder_for
from bot.model import Article, Entry, Job, NewsdropError, Outcome, StoredArticle
from bot.store import StoreTrouble
from bot.store.articles import Revision
from bot.workers.protocol import Digested, FileChanged, FileUnreadable, Resummarise, WorkerUnavailable

if TYPE_CHECKING:
    from bot.intake.pipeline import Pipeline
    from bot.model import FileRecord
    from bot.store import Store
    from bot.workers.pool import Pool

log = logging.getLogger(__name__)

_MOVE_LOOKS, _MOVE_SECONDS = 10, 0.1
_TROUBLE_SECONDS = 5.0  # between two tries while the database can't be written
_SHOWN = 80  # characters of an old or new value in what is said of a change


class NotFound(NewsdropError):
    """There is no such article or file."""


@dataclass(frozen=True, slots=True)
class Reingested:
    """What a re-ingest came to.

    Attributes:
        changes: a sentence fragment for each thing that changed; empty for none.
        note: a sentence, where the original could not be used.
    """

    entry: Entry
    changes: tuple[str, ...]
    note: str | None


class Reingester:
    """Re-ingests one article when asked, and runs the jobs that go over many.

    Attributes:
        jobs_changed: set when a job begins or ends.
    """

    def __init__(self, sentences: int, store: Store, pool: Pool, pipeline: Pipeline) -> None:
        self._sentences = sentences
        self._store = store
        self._pool = pool
        self._pipeline = pipeline
        self.jobs_changed = asyncio.Event()
        self._wake = asyncio.Event()
        self._stopping = False
        self._retrying: set[int] = set()

    async def article(self, article_id: int, *, accept_changed: bool = False) -> Reingested:
        """Re-ingest one article.

        Args:
            accept_changed: take an original whose bytes are no longer those that were first taken.

        Raises:
            NotFound: there is no such article.
            JobError, StoreTrouble: it could not be digested or written; the article stays as it was.
        """
        stored = await self._stored(article_id)
        revision, note = await self._revision(stored, accept_changed=accept_changed)
        if await self._store.articles.revise(article_id, revision):
            self._store.outbox_changed.set()
        entry = await self._store.articles.entry(article_id)
        assert entry is not None
        moved = _moved(stored.entry, entry)
        return Reingested(entry, (*differences(stored.article, revision.article), *moved), note)

    async def retry(self, file_id: int) -> FileRecord:
        """Try a rejected file again.

        Raises:
            NotFound: there is no such file, it was not rejected, or it is just being tried again.
            JobError, StoreTrouble, OSError: it could not be read or moved; it stays as it was.
        """
        record = await self._store.files.get(file_id)
        if record is None or record.outcome is not Outcome.REJECTED:
            raise NotFound("That file is no longer among the rejected ones.")
        if file_id in self._retrying:
            raise NotFound("That file is just being tried again.")
        self._retrying.add(file_id)
        try:
            return await self._pipeline.retry(record)
        finally:
            self._retrying.discard(file_id)

    async def start(
        self, *, source: str | None, folder: str | None, failed_only: bool, reply: tuple[str, float]
    ) -> Job | None:
        """Begin a job over many; None where one is running already.

        Args:
            reply: the token of the interaction that shows its progress, and until when Discord takes it.
        """
        job = await self._store.jobs.start(source=source, folder=folder, failed_only=failed_only, reply=reply)
        if job is None:
            return None
        self._wake.set()
        self.jobs_changed.set()
        return job

    async def stop_job(self, job_id: int) -> None:
        """End a job after what it is doing now."""
        await self._store.jobs.end(job_id, "stopped")
        self.jobs_changed.set()

    async def run(self) -> None:
        """Run jobs until :meth:`stop`; one that an earlier process left unfinished goes on where it was."""
        while not self._stopping:
            try:
                job = await self._store.jobs.running()
                if job is not None:
                    await self._step(job)
                    continue
                pause = None
            except (StoreTrouble, WorkerUnavailable) as error:
                log.warning("The re-ingest waits: %s", error)
                pause = _TROUBLE_SECONDS
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            self._wake.clear()

    def stop(self) -> None:
        """Ask :meth:`run` to return after its current batch."""
        self._stopping = True
        self._wake.set()

    async def _step(self, job: Job) -> None:
        """Do the next few of a job: computed side by side, committed one after the other."""
        ids = await self._store.jobs.next_ids(job, self._pool.size)
        if not ids:
            await self._store.jobs.end(job.id, "done")
            self.jobs_changed.set()
        elif job.failed_only:
            for file_id in ids:
                await self._retry_in_job(job, file_id)
        else:
            revisions = await asyncio.gather(*(self._revision_or_none(article_id) for article_id in ids))
            for article_id, revision in zip(ids, revisions, strict=True):
                await self._store.jobs.revise(job.id, article_id, revision)
            self._store.outbox_changed.set()

    async def _retry_in_job(self, job: Job, file_id: int) -> None:
        added = False
        try:
            added = (await self.retry(file_id)).outcome is Outcome.ADDED
        except (StoreTrouble, WorkerUnavailable):
            raise
        except (NewsdropError, OSError) as error:
            log.warning("File %d could not be retried: %s", file_id, error)
        await self._store.jobs.retried(job.id, file_id, added=added)

    async def _revision_or_none(self, article_id: int) -> Revision | None:
        """None where it fails: one bad file never ends a job."""
        try:
            return (await self._revision(await self._stored(article_id), accept_changed=False))[0]
        except (StoreTrouble, WorkerUnavailable):
            raise
        except (NewsdropError, OSError) as error:
            log.warning("Article %d was not re-ingested: %s", article_id, error)
            return None

    async def _stored(self, article_id: int) -> StoredArticle:
        stored = await self._store.articles.get(article_id)
        for _ in range(_MOVE_LOOKS):
            if stored is None or stored.file.kept_path is not None:
                break
            await asyncio.sleep(_MOVE_SECONDS)  # its original is just being moved
            stored = await self._store.articles.get(article_id)
        if stored is None:
            raise NotFound(f"There is no article {article_id}.")
        return stored

    async def _revision(self, stored: StoredArticle, *, accept_changed: bool) -> tuple[Revision, str | None]:
        digested, note = await self._from_original(stored, accept_changed=accept_changed)
        if digested is None:
            digested = await self._pool.run(Resummarise(stored.article, self._sentences))
            note = f"{note} The stored text was summarised anew."
        return _revision_of(digested, stored.file), note

    async def _from_original(
        self, stored: StoredArticle, *, accept_changed: bool
    ) -> tuple[Digested | None, str | None]:
        """The original digested anew, or None and why not."""
        file = stored.file
        if file.kept_path is None:
            return None, "The original has not reached the archive."
        path = self._pipeline.folders.kept(file.kept_in) / os.fsdecode(file.kept_path)
        try:
            digested = await self._pipeline.digest(str(path), file.name, None)
        except (FileChanged, FileUnreadable):
            if accept_changed or path.exists():
                raise
            return None, "The original is gone from the archive."
        if digested.sha256 != file.sha256 and not accept_changed:
            return None, "The original in the archive has changed since it was taken."
        if digested.article is None:
            return None, f"The original no longer gives an article: {digested.refusal}"
        return digested, None


def differences(old: Article, new: Article) -> tuple[str, ...]:
    """What changed between two versions of an article, a fragment for each thing."""
    changes = [
        f"{name}: {_brief(before)} → {_brief(after)}"
        for name, before, after in (
            ("title", old.title, new.title),
            ("byline", old.byline, new.byline),
            ("source", old.source, new.source),
            ("published", old.published, new.published),
            ("link", old.url, new.url),
            ("language", old.language, new.language),
        )
        if before != after
    ]
    if old.paragraphs != new.paragraphs:
        added = len(set(new.paragraphs) - set(old.paragraphs))
        removed = len(set(old.paragraphs) - set(new.paragraphs))
        changes.append(f"text: {len(old.paragraphs)} → {len(new.paragraphs)} paragraphs (+{added}, -{removed})")
    if old.summary != new.summary:
        changes.append("summary: rewritten")
    if old.keywords != new.keywords:
        changes.append("keywords: " + (", ".join(new.keywords) or "none"))
    return tuple(changes)


def _moved(old: Entry, new: Entry) -> tuple[str, ...]:
    return (f"folder: {old.folder or 'none'} → {new.folder or 'none'}",) if old.folder != new.folder else ()


def _brief(value: object) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _revision_of(digested: Digested, file: FileRecord) -> Revision:
    assert digested.article is not None
    assert digested.text_key is not None
    known = digested.sha256 is not None
    return Revision(
        digested.article,
        digested.text_key,
        digested.words,
        sha256=digested.sha256,
        size=digested.signature.size if known else None,
        modified=digested.signature.modified if known else None,
        folder=folder_for(os.fsdecode(file.drop_path), digested) if known else None,
        fired=digested.fired if known else None,
    )
