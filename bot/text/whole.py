"""Whether a summary is the whole article: cheap enough for the process that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_whole(paragraphs: Iterable[str], summary: Iterable[str]) -> bool:
    """Whether a summary's sentences are all the article has, so that a card may say "short article"."""
    return _without_space(paragraphs) == _without_space(summary)


def _without_space(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())
