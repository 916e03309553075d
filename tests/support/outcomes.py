"""What every outcome of a worker must be, whatever bytes it comes from."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.workers.protocol import Digested


def wrong(digested: Digested) -> Iterator[str]:
    """What keeps it from being stored and shown: it is either refused with a sentence, or an article that SQLite takes
    and that acts on no terminal and turns no writing direction."""
    found = digested.article
    if found is None:
        if not (digested.refusal or "").endswith("."):
            yield f"the refusal is no sentence: {digested.refusal!r}"
        return
    if not found.title or not found.paragraphs:
        yield "the article has no title or no text"
    if any("\n\n" in text for text in found.paragraphs):
        yield "a paragraph holds the mark between paragraphs"
    facts = (found.title, found.byline or "", found.source or "", found.url or "")
    for text in (*facts, *found.paragraphs, *found.summary, *found.keywords):
        if any(unicodedata.category(char) == "Cs" for char in text):
            yield f"half a character in {text[:80]!r}"
        if any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text):
            yield f"a control character in {text[:80]!r}"
        if re.search("[\u202a-\u202e\u2066-\u2069]", text):
            yield f"a turned direction in {text[:80]!r}"
