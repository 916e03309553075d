"""Which lines of a page print a number, a date, a time, an address; looked for in all of them at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.dates import dated
from bot.text.cleaning.evidence.prints import DIGIT
from bot.text.cleaning.evidence.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.evidence.prints import Print

    Mask = NDArray[np.bool_]
    Traits = NDArray[np.uint8]

# Begins with a digit, so that other characters are passed over quickly.
_TIME = re.compile(r"\d(?<!\w\d)\d?[:.h]\d{2}\b")
_DOMAIN = re.compile(r"\.(?:(?:com|org|net|de|ru|cn)\b|(?<=www\.))", re.IGNORECASE)
# Both begin with a plain string, which is found some times as fast.
_SCHEME = re.compile(r"://(?:(?<=http://)|(?<=https://))", re.IGNORECASE)
_MAIL = re.compile(r"@(?<=\w@)\w")
_CASE = 32  # the bit in which ASCII capitals differ from small letters
# What every date has: a year of four digits, or numbers parted by a mark.
_DATE_LIKE = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[./-]\s?\d)")
_DATED = 160


def signs(texts: Sequence[str], page: Print, characters: Traits) -> dict[str, Mask]:
    """Whether a line that is short prints a number, a date, a time."""
    numbered = np.zeros(len(texts), np.bool_)
    numbered[page.lines[characters & DIGIT > 0]] = True
    numbered &= page.sizes <= _DATED
    at = numbered.nonzero()[0]
    short = Together([texts[i] for i in at.tolist()])
    like = at[[*short.having(_DATE_LIKE)]]
    timed, told = np.zeros(len(texts), np.bool_), np.zeros(len(texts), np.bool_)
    timed[at[[*short.having(_TIME)]]] = True
    told[like[[*dated([texts[i] for i in like.tolist()])]]] = True
    return {"numbered": numbered, "timed": timed, "dated": told}


def addressed(texts: Sequence[str], page: Print) -> Mask:
    """Whether a line with a full stop prints an address; looked for on the whole page, as few lines do."""
    # Most full stops end sentences, and only the ``www.`` of an address stands before a blank.
    stops = (page.codes == ord(".")).nonzero()[0]
    within = (page.codes[stops + 1] > ord(" ")) | (page.codes[stops - 1] | _CASE == ord("w"))
    places = [at for at in stops[within].tolist() if _DOMAIN.match(page.text, at)]
    for pattern in (_MAIL, _SCHEME):
        places += [match.start() for match in pattern.finditer(page.text)]
    found = np.zeros(len(texts), np.bool_)
    found[[i for i in page.lines[places].tolist() if "." in texts[i]]] = True
    return found
