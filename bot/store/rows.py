"""From rows to the domain's types."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.model import Article, Delivery, Entry, FileRecord, Follow, Job, Outcome

if TYPE_CHECKING:
    from sqlite3 import Row

ENTRY_COLUMNS = (
    "a.id, a.folder, a.title, a.byline, a.source, a.published, a.url, a.language, a.summary, a.words, a.day, "
    "a.arrived_at, a.revision, a.duplicate_of"
)

PARAGRAPH_BREAK = "\n\n"


def now() -> str:
    """This moment, as the database writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def entry(row: Row) -> Entry:
    return Entry(
        id=row["id"], folder=row["folder"], title=row["title"], byline=row["byline"], source=row["source"],
        published=_day(row["published"]), url=row["url"], language=row["language"],
        summary=tuple(json.loads(row["summary"])), words=row["words"], day=date.fromisoformat(row["day"]),
        arrived=datetime.fromisoformat(row["arrived_at"]), revision=row["revision"], duplicate_of=row["duplicate_of"],
    )  # fmt: skip


def article(row: Row) -> Article:
    return Article(
        title=row["title"], byline=row["byline"], source=row["source"], published=_day(row["published"]),
        url=row["url"], language=row["language"], paragraphs=tuple(row["body"].split(PARAGRAPH_BREAK)),
        summary=tuple(json.loads(row["summary"])), keywords=tuple(json.loads(row["keywords"])),
    )  # fmt: skip


def file_record(row: Row) -> FileRecord:
    return FileRecord(
        id=row["id"], name=row["name"], folder=row["folder"], sha256=row["sha256"], size=row["size"],
        modified=row["modified"], outcome=Outcome(row["outcome"]), reason=row["reason"], article_id=row["article_id"],
        kept_in=row["kept_in"], kept_path=row["kept_path"], drop_path=row["drop_path"],
        taken=datetime.fromisoformat(row["taken_at"]),
    )  # fmt: skip


def delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"], article_id=row["article_id"], guild_id=row["guild_id"], channel_id=row["channel_id"],
        state=row["state"], message_id=row["message_id"], revision=row["revision"], attempts=row["attempts"],
        error=row["error"], created=row["created_at"], tried_at=row["tried_at"], list_id=row["list_id"],
        alone=bool(row["alone"]),
    )  # fmt: skip


def follow(row: Row) -> Follow:
    return Follow(row["channel_id"], row["guild_id"], row["folder"], datetime.fromisoformat(row["since"]))


def job(row: Row) -> Job:
    return Job(
        id=row["id"], state=row["state"], source=row["source"], folder=row["folder"],
        failed_only=bool(row["failed_only"]), last_id=row["last_id"], cursor=row["cursor"], total=row["total"],
        done=row["done"], changed=row["changed"], failed=row["failed"],
        started=datetime.fromisoformat(row["started_at"]), reply_token=row["reply_token"],
        reply_until=row["reply_until"],
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
