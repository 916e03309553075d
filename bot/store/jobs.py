"""Re-ingest jobs: what is left of each, kept so that a restart goes on where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.articles import Revision, revise
from bot.store.query import containing, legal
from bot.store.rows import job, now

if TYPE_CHECKING:
    from bot.model import Job
    from bot.store.database import Database


class Jobs:
    """At most one job runs at a time. An article and the mark that it is done are committed together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(
        self, *, source: str | None, folder: str | None, failed_only: bool, reply: tuple[str, float]
    ) -> Job | None:
        """Begin a job over what is stored now, None where one is running; ``reply``: as in :class:`bot.model.Job`."""
        source, folder = source and legal(source), folder and legal(folder)
        total = await self.count(source=source, folder=folder, failed_only=failed_only)
        table = "files" if failed_only else "articles"
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "INSERT INTO jobs (state, source, folder, failed_only, last_id, total, started_at, reply_token,"
                " reply_until)"
                f" SELECT 'running', ?, ?, ?, coalesce((SELECT max(id) FROM {table}), 0), ?, ?, ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE state = 'running')",
                (source, folder, failed_only, total, now(), *reply),
            )
            job_id = cursor.lastrowid
            if not cursor.rowcount or job_id is None:
                return None
        return await self.get(job_id)

    async def count(self, *, source: str | None, folder: str | None, failed_only: bool) -> int:
        """How many articles (or rejected files) a job would go through."""
        found = await self._database.value(
            f"SELECT count(*) FROM {_scope(failed_only=failed_only)}",
            {"source": _pattern(source), "folder": folder and legal(folder), "cursor": 0, "last_id": 2**62},
        )
        return int(found)

    async def get(self, job_id: int) -> Job | None:
        row = await self._database.one("SELECT * FROM jobs WHERE id = ?", (job_id,))
        return job(row) if row else None

    async def running(self) -> Job | None:
        row = await self._database.one("SELECT * FROM jobs WHERE state = 'running' ORDER BY id LIMIT 1")
        return job(row) if row else None

    async def next_ids(self, current: Job, limit: int) -> list[int]:
        """The next articles (or rejected files) to do, in order."""
        rows = await self._database.all(
            f"SELECT x.id FROM {_scope(failed_only=current.failed_only)} ORDER BY x.id LIMIT :limit",
            {
                "source": _pattern(current.source), "folder": current.folder, "cursor": current.cursor,
                "last_id": current.last_id, "limit": limit,
            },
        )  # fmt: skip
        return [row[0] for row in rows]

    async def revise(self, job_id: int, article_id: int, revision: Revision | None) -> bool:
        """Commit an article's revision (None: it failed) and that it is done, together; whether it changed."""
        async with self._database.transaction() as connection:
            changed = revision is not None and await revise(connection, article_id, revision)
            await connection.execute(
                "UPDATE jobs SET cursor = ?, done = done + 1, changed = changed + ?, failed = failed + ? WHERE id = ?",
                (article_id, changed, revision is None, job_id),
            )
        return changed

    async def retried(self, job_id: int, file_id: int, *, added: bool) -> None:
        """A rejected file was retried, and its outcome is recorded."""
        await self._database.write(
            "UPDATE jobs SET cursor = ?, done = done + 1, changed = changed + ?, failed = failed + ? WHERE id = ?",
            (file_id, added, not added, job_id),
        )

    async def end(self, job_id: int, state: str) -> None:
        """``state``: ``done`` or ``stopped``. A job that has ended stays as it is."""
        await self._database.write("UPDATE jobs SET state = ? WHERE id = ? AND state = 'running'", (state, job_id))


def _pattern(source: str | None) -> str | None:
    return containing(source) if source else None


def _scope(*, failed_only: bool) -> str:
    """What a job goes through. A rejected file tells no source, so a source leaves all of them out."""
    if failed_only:
        wanted = "files x WHERE x.outcome = 'rejected' AND :source IS NULL"
    else:
        wanted = "articles x WHERE (:source IS NULL OR x.source LIKE :source ESCAPE '\\')"
    return (
        f"{wanted} AND (:folder IS NULL OR x.folder = :folder COLLATE NOCASE) AND x.id > :cursor AND x.id <= :last_id"
    )
