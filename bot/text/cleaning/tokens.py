"""The words of a page's lines and what the word lists say of them, in arrays over all lines at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import ne
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.words import CUE_CLASSES, WORD, codes, word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

_CODES, _YOU, _WE = 15, 16, 32  # of a word's mark: its code, and flags
_SHORTEST, _STEM = 4, 6
_ONE_LETTER = frozenset("IA")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of some lines; the arrays have one entry a line.

    Attributes:
        words: each line's words in lower case.
        stems: the first six letters of each line's content words: those longer than three and no function words.
        count: how many words; ``function``: how many of them are function words.
        cues: how many mark each class of furniture, one column a class of ``CUE_CLASSES``.
        you, we: how many speak to the reader, and of the site itself.
        capitalised: how many have a capital; ``shouting``: how many have no other letters, but for "I" and "A".
    """

    words: list[list[str]]
    stems: list[list[str]]
    count: Counts
    function: Counts
    cues: Counts
    you: Counts
    we: Counts
    capitalised: Counts
    shouting: Counts


@cache
def _marks() -> dict[str, int]:
    """One number a listed word: its code, and whether it is one of the pronouns."""
    you, we, known = word_list("pronouns.txt", "you"), word_list("pronouns.txt", "we"), codes()
    return {word: known[word] | _YOU * (word in you) | _WE * (word in we) for word in known.keys() | you | we}


def tokens(texts: Sequence[str]) -> Tokens:
    """The words of each text."""
    found = [*map(WORD.findall, texts)]
    sizes = [*map(len, found)]
    printed = [*chain.from_iterable(found)]
    words = [*map(str.lower, printed)]
    marks = np.frombuffer(bytes(map(_marks().get, words, repeat(0))), np.uint8)
    lines = np.repeat(np.arange(len(texts)), sizes)
    table = np.bincount(lines * (_CODES + 1) + (marks & _CODES), minlength=len(texts) * (_CODES + 1))
    by_code = table.reshape(-1, _CODES + 1)

    def a_line(chosen: NDArray[np.bool_]) -> Counts:
        return np.bincount(lines[chosen], minlength=len(texts))

    capital = np.frombuffer(bytes(map(ne, printed, words)), np.bool_)
    shouting = capital.copy()
    shouting[capital] = [word.isupper() and word not in _ONE_LETTER for word in compress(printed, capital)]
    long = np.frombuffer(bytes([len(word) >= _SHORTEST for word in words]), np.bool_)
    content = long & (marks & _CODES != 1)
    stems = [word[:_STEM] for word in compress(words, content)]
    return Tokens(
        words=_parted(words, sizes),
        stems=_parted(stems, a_line(content).tolist()),
        count=np.array(sizes),
        function=by_code[:, 1],
        cues=by_code[:, 2 : 2 + len(CUE_CLASSES)],
        you=a_line(marks & _YOU > 0),
        we=a_line(marks & _WE > 0),
        capitalised=a_line(capital),
        shouting=a_line(shouting),
    )


def _parted(items: Sequence[str], sizes: Iterable[int]) -> list[list[str]]:
    return [[*items[start:end]] for start, end in pairwise(accumulate(sizes, initial=0))]
