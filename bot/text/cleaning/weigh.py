"""How much each line reads like the body of an article: the score that the span decoder adds up."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.text.cleaning.words import WORD, cues, function_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.lines import PageLine

_END = re.compile(r"""[.!?…。！？؟।։][\"'”’»)\]」』]*$""")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_SHORT = 9


def weigh(lines: Sequence[PageLine]) -> list[float]:
    """A score for each line: above zero for running prose, below for furniture."""
    repeats = Counter(line.text for line in lines)
    return [_score(line, repeats[line.text]) for line in lines]


def _score(line: PageLine, repeats: int) -> float:
    words = [w.lower() for w in WORD.findall(line.text)]
    spaceless = len(_CJK.findall(line.text))
    if spaceless > len(line.text) / 3:
        words_n, share = spaceless / 1.7, 0.3
    else:
        words_n = float(len(words))
        known = function_words()
        share = sum(w in known for w in words) / max(1.0, words_n)
    weight = words_n * min(1.0, share / 0.3) * (1.0 - line.linked)
    ended = bool(_END.search(line.text))
    if not ended:
        weight *= 0.35
    if repeats > 1:
        weight *= 0.2
    if weight >= 6.0 or (ended and weight >= 3.0):
        return min(weight, 60.0) / 12.0
    cued = sum(w in cues() for w in words)
    return -1.0 - (1.5 if words and cued / len(words) > 0.3 and len(words) < _SHORT else 0.0)
