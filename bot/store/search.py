"""Full-text search over the archive."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date  # noqa: TC003 - readers of the annotations resolve them at run time
from typing import TYPE_CHECKING

from bot.model import Hit
from bot.store.excerpt import excerpt
from bot.store.query import containing, fts_prefix_query, fts_query, terms
from bot.store.rows import ENTRY_COLUMNS, entry

if TYPE_CHECKING:
    from bot.store.database import Database

MOST_HITS = 5000
"""How many of the latest matches are ranked. Ranking costs 3-4 microseconds a match, so a word that is in every
article of a large archive would take seconds; beyond this many, the older ones are left out."""


_LONG = 200_000  # characters: some milliseconds


@dataclass(frozen=True, slots=True)
class Search:
    """A question to the archive.

    Attributes:
        text: what was typed; any text is legal.
        source: publishers whose name contains this.
        after, before: the first and the last day, both included.
        newest: sort by day instead of by relevance.
        last_id: leave out articles that came after this one.
    """

    text: str
    source: str | None = None
    after: date | None = None
    before: date | None = None
    newest: bool = False
    last_id: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits and how many there are in all (at most :data:`MOST_HITS`)."""

    hits: tuple[Hit, ...]
    total: int


class Searcher:
    """Finds whole words first, and words that begin as typed where there are none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, search: Search, limit: int, offset: int = 0) -> Found:
        for query in (fts_query(search.text), fts_prefix_query(search.text)):
            if query is None:
                continue
            found = await self._run(query, search, limit, offset)
            if found.total or (offset and (await self._run(query, search, 1, 0)).total):  # or past the last page
                return found
        return Found((), 0)

    async def _run(self, query: str, search: Search, limit: int, offset: int) -> Found:
        order = "a.day DESC, a.id DESC" if search.newest else "found.score, a.day DESC, a.id DESC"
        rows = await self._database.all(
            "WITH found AS MATERIALIZED ("
            "  SELECT f.rowid AS id, bm25(articles_fts, 5.0, 1.0) AS score"
            "  FROM articles_fts f CROSS JOIN articles a ON a.id = f.rowid"
            f" WHERE articles_fts MATCH :query {_filter(search)}"
            "  ORDER BY f.rowid DESC LIMIT :most"
            f") SELECT {ENTRY_COLUMNS}, a.body, (SELECT count(*) FROM found) AS total"
            f" FROM found JOIN articles a USING (id) ORDER BY {order} LIMIT :limit OFFSET :offset",
            {
                "query": query, "most": MOST_HITS, "limit": limit, "offset": offset,
                "source": containing(search.source or ""), "last_id": search.last_id,
                "after": search.after and search.after.isoformat(),
                "before": search.before and search.before.isoformat(),
            },
        )  # fmt: skip
        words = terms(search.text)

        def draw() -> tuple[Hit, ...]:
            return tuple(Hit(entry(row), excerpt(row["body"], words)) for row in rows)

        # A long text takes a while to look through, which the event loop must not wait for.
        is_long = sum(len(row["body"]) for row in rows) > _LONG
        hits = await asyncio.to_thread(draw) if is_long else draw()
        return Found(hits, rows[0]["total"] if rows else 0)


def _filter(search: Search) -> str:
    return "".join(
        [
            *(["AND a.source LIKE :source ESCAPE '\\' "] if search.source else []),
            *(["AND a.day >= :after "] if search.after else []),
            *(["AND a.day <= :before "] if search.before else []),
            *(["AND f.rowid <= :last_id "] if search.last_id is not None else []),
        ]
    )
