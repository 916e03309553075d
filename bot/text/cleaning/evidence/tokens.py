"""What the word lists say of the words of a page's lines, in arrays over all lines at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.spelling import Spelling, key_of, spelling
from bot.text.cleaning.evidence.words import CREDITED, CUE_CLASSES, codes, word_list

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.text.cleaning.evidence.prints import Print

    Counts = NDArray[np.int64]
    Keys = NDArray[np.uint64]
    Traits = NDArray[np.uint8]

# Of a word's mark: its code, and flags.
_CODES, _YOU, _WE, _CREDIT, _CALL, _ME = 15, 16, 32, 64, 128, 256
_FLAGS = np.array((_YOU, _WE, _CREDIT, _CALL, _ME), np.uint16)
_SHORTEST = 4
_LONGEST_FIGURE = 5
_MARK = np.uint64(3)  # bits that no figure's length exceeds
# Keys are looked up by their first bits, which few of the listed words share.
_FIRST_BITS = 15
_REST = np.uint64(64 - _FIRST_BITS)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of some lines, told by their keys (see ``spelling``); one entry a line if not said else.

    Attributes:
        keys: the keys of all their words, line after line.
        units: those and numbers for marks, figures told by their length alone; in ``unit_lines`` the positions of their
            lines.
        stems: of the content words' stems, those longer than
            three letters and no function words, with the positions of their lines in ``users``.
        openings: the key of its first word's first letters, 0 where it has no word.
        count: how many words; ``function``: how many of them are function words.
        cues: how many mark each class of furniture, one column a class of ``CUE_CLASSES``.
        you, we, me: how many speak to the reader, of the site itself, and of one person, as comments do.
        credits: how many stand in picture credits; ``calls``: how many stand in calls to look at more of a site.
        capitalised: how many have a capital; ``shouting``: how many have no other letters, but for "I" and "A".
    """

    keys: Keys
    units: Keys
    unit_lines: NDArray[np.int64]
    stems: Keys
    users: NDArray[np.int64]
    openings: list[int]
    count: Counts
    function: Counts
    cues: Counts
    you: Counts
    we: Counts
    me: Counts
    credits: Counts
    calls: Counts
    capitalised: Counts
    shouting: Counts


def tokens(page: Print, characters: Traits) -> Tokens:
    """The words of each line, told by what each of its ``characters`` is."""
    spelt = spelling(page, characters)
    units, unit_lines = _units(page, spelt)
    marks, lines, n = _marked(spelt.keys), spelt.lines, len(page.sizes)

    def a_line(chosen: NDArray[np.bool_]) -> Counts:
        return np.bincount(lines[chosen], minlength=n)

    flagged = (marks > _CODES).nonzero()[0]
    words, which = (marks[flagged, None] & _FLAGS).nonzero()
    by_flag = np.bincount(lines[flagged[words]] * len(_FLAGS) + which, minlength=n * len(_FLAGS)).reshape(n, -1)
    code = marks & _CODES
    by_code = np.bincount(lines * (_CODES + 1) + code, minlength=n * (_CODES + 1)).reshape(-1, _CODES + 1)
    count = by_code.sum(axis=1)
    content = (spelt.sizes >= _SHORTEST) & (code != 1)
    openings = np.zeros(n, np.uint64)
    openings[lines[spelt.first]] = spelt.openings
    return Tokens(
        keys=spelt.keys,
        units=units,
        unit_lines=unit_lines,
        stems=spelt.stems[content],
        users=lines[content],
        openings=openings.tolist(),
        count=count,
        function=by_code[:, 1],
        cues=by_code[:, 2 : 2 + len(CUE_CLASSES)],
        you=by_flag[:, 0],
        we=by_flag[:, 1],
        credits=by_flag[:, 2],
        calls=by_flag[:, 3],
        me=by_flag[:, 4],
        capitalised=a_line(spelt.capital),
        shouting=a_line(spelt.shouting),
    )


def _units(page: Print, spelt: Spelling) -> tuple[Keys, Counts]:
    """Numbers for the words and marks of a page in their order, and the positions of their lines."""
    figures = np.minimum(spelt.sizes, _LONGEST_FIGURE).astype(np.uint64)
    words = np.where(spelt.figures, figures, spelt.keys)
    marks = page.codes[spelt.marks].astype(np.uint64) << _MARK
    at = np.concatenate([spelt.starts, spelt.marks])
    order = at.argsort(kind="stable")
    return np.concatenate([words, marks])[order], page.lines[at[order]]


def _marked(keys: Keys) -> NDArray[np.uint16]:
    """The mark of each word, 0 where it is not listed."""
    listed, marks, firsts, most = _marks()
    at = firsts.take((keys >> _REST).astype(np.int64))
    found = np.zeros(len(keys), np.uint16)
    for _ in range(most):
        np.copyto(found, marks.take(at), where=listed.take(at) == keys)
        at += 1
    return found


@cache
def _marks() -> tuple[Keys, NDArray[np.uint16], Counts, int]:
    """The keys of all listed words, ascending, and their marks; where those that share their first bits begin, and how
    many do so at most."""
    known = codes()
    flags = {
        _YOU: word_list("pronouns.txt", "you"),
        _WE: word_list("pronouns.txt", "we"),
        _ME: word_list("pronouns.txt", "me"),
        _CREDIT: CREDITED,
        _CALL: word_list("source_words.txt", "calling"),
    }
    words = frozenset(known).union(*flags.values())
    marks = {word: known[word] + sum(flag for flag, ones in flags.items() if word in ones) for word in words}
    found = sorted((key, marks[word]) for word, key in key_of(words).items())
    keys, values = zip(*found, strict=True)
    listed = np.array(keys, np.uint64)
    sharing = np.bincount((listed >> _REST).astype(np.int64), minlength=2**_FIRST_BITS)
    most = int(sharing.max())
    # A look beyond the last finds no word.
    beyond = np.zeros(most, np.uint16)
    marked = np.concatenate([np.array(values, np.uint16), beyond])
    return np.concatenate([listed, beyond]), marked, np.cumsum(sharing) - sharing, most
