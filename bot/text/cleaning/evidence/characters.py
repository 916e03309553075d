"""How many characters of each kind the lines of a page have, counted for all of them at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.prints import PLANE, looked_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.text.cleaning.evidence.prints import Print

# Scripts that write no spaces between words, in which characters are counted instead: first and last character.
_SOLID_SCRIPTS = ((0x0E00, 0x0EFF), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
_KINDS = {
    "solid": "",
    "solid function": "的了是在和有不也就都这為为與与及或但而被把让之於于のにはをがでとた",
    "digit": "0123456789",
    "comma": ",，、",
    "bar": "|»›•·",
    "angle": ">",
    "stop": ".?!",
    "solid stop": "。",
    "bracket": "([",
    "quote": '"“«„「',
    "money": "$€£",
}
KINDS = {name: position for position, name in enumerate(_KINDS, 1)}
"""The kinds of characters; 0 is any other."""
_COLUMNS = len(KINDS) + 1


@cache
def _kind_of() -> NDArray[np.uint8]:
    """The kind of each character below U+10000."""
    kinds = np.zeros(PLANE, np.uint8)
    for first, last in _SOLID_SCRIPTS:
        kinds[first : last + 1] = KINDS["solid"]
    for name, characters in _KINDS.items():
        kinds[[ord(character) for character in characters]] = KINDS[name]
    return kinds


def tally(page: Print) -> dict[str, NDArray[np.int64]]:
    """How many characters of each of ``KINDS`` each text has.

    A ``stop`` counts where a space follows, an ``angle`` between spaces; what is ``solid function`` is ``solid`` too.
    """
    codes = page.codes
    kinds = looked_up(page, _kind_of(), lambda _: 0)
    places = kinds.nonzero()[0]
    found = kinds[places]
    spaced = codes[places + 1] == ord(" ")
    before = codes[places - 1] == ord(" ")
    counted = np.where(found == KINDS["stop"], spaced, np.where(found == KINDS["angle"], spaced & before, True))
    cells = page.lines[places[counted]] * _COLUMNS + found[counted]
    table = np.bincount(cells, minlength=len(page.sizes) * _COLUMNS).reshape(-1, _COLUMNS)
    counts = dict(zip(KINDS, table.T[1:], strict=True))
    counts["solid"] = counts["solid"] + counts["solid function"]
    return counts
