"""From what a person typed to what SQLite takes. Any text is a legal query."""

from __future__ import annotations

import re
import unicodedata

from bot.scripts import spaced

_MOST_TERMS = 64
"""More words than this in one query are junk, and would overflow SQLite's expression parser."""

_WORD = re.compile(r"[^\W_]")


def legal(typed: str) -> str:
    """What was typed, without what SQLite takes in no text: NUL and halves of surrogate pairs."""
    return typed.encode("utf-8", "replace").decode().replace("\0", " ")


def terms(typed: str) -> list[str]:
    """The distinct words of a query, in order; a run between white space is one term (``a:b``, ``C++``)."""
    parts = (part for part in unicodedata.normalize("NFC", legal(typed)).split())
    return list(dict.fromkeys(part for part in parts if _WORD.search(part)))[:_MOST_TERMS]


def fts_query(typed: str) -> str | None:
    """An FTS5 expression that holds where all words stand; None where there is no word in the query."""
    found = [_quoted(term) for term in terms(typed)]
    return " AND ".join(found) if found else None


def fts_prefix_query(typed: str) -> str | None:
    """As :func:`fts_query`, each word matching all that begin with it."""
    found = [_quoted(term) + "*" for term in terms(typed)]
    return " AND ".join(found) if found else None


def containing(typed: str) -> str:
    """A LIKE pattern, with backslash for its escape, for names that contain what was typed."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", legal(typed).strip()) + "%"


def _quoted(term: str) -> str:
    """One phrase: quoting takes every operator's meaning away."""
    return '"' + (spaced(term) or term).replace('"', '""') + '"'
