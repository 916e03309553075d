"""Blocks in which a site asks its readers for support, whole: opener, arguments and thanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.cleaning.vetoes import plea

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENER = re.compile(
    r"""^(?:a\ (?:message|note|letter|word|request|personal\ appeal)\ (?:from|to)\b.{2,60}
    |(?:dear|hello|hi),?\ (?:our\ )?(?:readers?|friends?|subscribers?|supporters?|visitors?)\b.{0,20}
    |lieb(?:e|er)\ leser\w*.{0,40}|ch(?:er|ère)s?\ lect(?:eur|rice)\w*.{0,30}|(?:queridos?|estimados?)\ lectores\b.{0,30}
    |car[io]\ lettor\w+.{0,20}|car[oa]s?\ leitor\w*.{0,20}|beste\ lezers?.{0,20}|kära\ läsare.{0,20}|drodzy\ czytelnicy.{0,20}
    |(?:дорогие|уважаемые)\ читатели.{0,20}|(?:дорогі|шановні)\ читачі.{0,20}|αγαπητ\w+\ αναγν[ώω]στ\w+.{0,20}
    |(?:亲爱的|各位)读者.{0,10})[:,!.，！：]?$""",
    re.IGNORECASE | re.VERBOSE,
)
_REACH = 6


def plea_lines(texts: Sequence[str]) -> set[int]:
    """The positions in ``texts`` that belong to an appeal for support.

    A line between two pleas at most six lines apart belongs to their block, and so does what
    stands between an opening such as "Dear readers," and a plea at most six lines below it.
    """
    asks = [i for i, text in enumerate(texts) if 20 < len(text) < 2000 and plea(text)]
    block = set(asks)
    for before, after in zip(asks, asks[1:], strict=False):
        if after - before <= _REACH:
            block.update(range(before, after))
    openers = [i for i, text in enumerate(texts) if len(text) < 100 and _OPENER.match(text)]
    for opener in reversed(openers):
        first = min((i for i in block if opener < i <= opener + _REACH), default=None)
        if first is not None:
            block.update(range(opener, first))
    return block
