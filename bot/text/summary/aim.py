"""What the choice of sentences strives for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """What makes a summary good, besides the expected matches.

    Attributes:
        bigram_share: what a point of ROUGE-2 is worth in points of ROUGE-1.
        words: the words of a reference; the greater, the longer the summaries.
    """

    bigram_share: float
    words: float
