"""What became of each line of a document, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import ExplainedLine, Explanation, Refused
from bot.text.clean import work
from bot.text.ruling import unlimited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Document
    from bot.text.clean import Work
    from bot.text.rules import Rule
    from bot.text.ruling import Limit

_FACTS = ("title", "byline", "source", "published", "url")
_IN_FILE = {"markdown": "front matter", "text": "file header"}


def explain(document: Document, rules: Sequence[Rule] = (), limit: Limit = unlimited) -> Explanation:
    """Every line of ``document`` with what became of it, and the article or why there is none."""
    try:
        done = work(document, rules, limit)
    except Refused as refused:
        return Explanation((), refusal=str(refused))
    lines: tuple[ExplainedLine, ...] = ()
    if done.page is not None:
        lines = tuple(
            ExplainedLine(line.text, verdict.kept, verdict.reason, verdict.likely)
            for line, verdict in zip(done.page.lines, done.page.verdicts, strict=True)
        )
    if done.ruling is None:
        return Explanation(lines, refusal=done.refusal)
    article = done.ruling.article
    facts = {fact: value for fact in _FACTS if (value := getattr(article, fact)) is not None}
    origins = {fact: origin for fact, value in facts.items() if (origin := _origin(fact, value, done, document.kind))}
    return Explanation(lines, article, origins, done.ruling.folder)


def _origin(fact: str, value: object, done: Work, kind: str) -> str | None:
    """Where a fact of the head is from; None where that is not known."""
    if fact == "source" and done.ruling is not None and done.ruling.named:
        return "house rule"
    printed = done.page is not None and any(str(value) in line.text for line in done.page.lines)
    if kind == "html":
        return "printed" if printed else None if fact == "published" else "markup"
    if value == getattr(done.told, fact):
        return _IN_FILE[kind]
    return "printed" if printed or fact != "source" else "address"
