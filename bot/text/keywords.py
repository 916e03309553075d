"""The names and phrases an article is found and grouped by."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.text.stems import stem, stop_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")


def keywords(paragraphs: Sequence[str], *, title: str, language: str, limit: int = 5) -> tuple[str, ...]:
    """Find an article's key phrases, best first, in its own words and case.

    Args:
        paragraphs: the cleaned body.
        title: the headline; may be empty.
        language: an ISO 639-1 code, or ``"und"``.
        limit: the most phrases to return.

    Returns:
        Phrases, none a part of another.
    """
    stop = stop_words(language)
    counts: Counter[str] = Counter()
    forms: dict[str, str] = {}
    for phrase in _phrases((title, *paragraphs), stop):
        key = " ".join(map(stem, phrase.split()))
        counts[key] += 1
        forms.setdefault(key, phrase)
    ranked = sorted(counts, key=lambda key: -counts[key] * (1 + key.count(" ")))
    chosen: list[str] = []
    for key in ranked:
        if len(chosen) == limit:
            break
        if not any(f" {key} " in f" {other} " or f" {other} " in f" {key} " for other in chosen):
            chosen.append(key)
    return tuple(forms[key] for key in chosen)


def _phrases(texts: Sequence[str], stop: frozenset[str]) -> Iterator[str]:
    for text in texts:
        run: list[str] = []
        for word in _WORD.findall(text):
            if word[:1].isupper() and word.casefold() not in stop and len(word) > 1:
                run.append(word)
                continue
            if run:
                yield " ".join(run[:4])
            run = []
        if run:
            yield " ".join(run[:4])
