"""News-like samples of sentences in ten languages, and how well a splitter finds their ends.

``tests/text/splitter/LANGUAGE.txt``: a sentence a line, a blank line between paragraphs, ``¦`` between the sentences of
one quotation. Written for this; none is from a real article. What they showed at first stands in docs/measured.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = ("en", "ru", "de", "es", "fr", "tr", "ar", "hi", "zh", "ja")
_FOLDER = Path(__file__).parent.parent / "text" / "splitter"
_UNSPACED = ("zh", "ja")
_INNER = "¦"


@dataclass(frozen=True, slots=True)
class Score:
    """F1, 0 to 1, of the places where a sentence ends, and of whole sentences (both ends right)."""

    ends: float
    sentences: float


def gold(language: str) -> list[list[str]]:
    """The sentences of each paragraph; those inside a quotation too, but for Japanese, where 「...」 is like a word."""
    paragraphs = (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    if language == "ja":
        return [paragraph.replace(_INNER, "").split("\n") for paragraph in paragraphs]
    return [paragraph.replace(_INNER, "\n").split("\n") for paragraph in paragraphs]


def joined(sentences: list[str], language: str) -> str:
    """The sentences as they stand in a line of an article."""
    return ("" if language in _UNSPACED else " ").join(sentences)


def score(split: Callable[[str, str], list[str]], language: str, *, paragraphs: bool = False) -> Score:
    """Of the whole sample in one line, or of each paragraph for itself.

    As the Universal Dependencies' evaluation does it: a sentence is a stretch of the characters that are no spaces.
    """
    parts = gold(language) if paragraphs else [[text for part in gold(language) for text in part]]
    wanted, found = Spans(), Spans()
    for part in parts:
        wanted.add(part)
        found.add(split(joined(part, language), language))
    return Score(
        f1({end for _, end in wanted.all}, {end for _, end in found.all}),
        f1(set(wanted.all), set(found.all)),
    )  # fmt: skip


class Spans:
    """Where sentences begin and end, in characters that are no spaces."""

    def __init__(self) -> None:
        self.all: list[tuple[int, int]] = []

    def add(self, sentences: list[str]) -> None:
        for text in sentences:
            start = self.all[-1][1] if self.all else 0
            self.all.append((start, start + len("".join(text.split()))))


def f1(wanted: set, found: set) -> float:
    """The harmonic mean of the shares of each that are in the other."""
    return 2 * len(wanted & found) / (len(wanted) + len(found))
