"""The encoding of a text that declares none, by the letters that each would make of its bytes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The encodings that whole regions wrote in, the likelier first: they decide where two fit alike.
ENCODINGS = """
    utf-8 cp1252 cp1251 gb18030 cp932 euc_jp big5hkscs cp949 koi8_u koi8_r cp1250 iso8859_2 cp1254 cp1253 iso8859_7
    cp1256 iso8859_6 cp1255 iso8859_8 cp874 cp1257 iso8859_13 iso8859_15 iso8859_16 cp1258 iso8859_5 cp866 mac_cyrillic
    cp850 cp852 mac_roman iso2022_jp
""".split()  # noqa: SIM905 - a list of 32 lines says no more
_MARKS = "’‘“”„‚«»‹›–—…€°§©®·•×½£№\u00a0\u00ad、。「」『』（），：；？！・《》〈〉"
# What one character beyond ASCII adds to a text's score.
_ADDED = 1.0  # a letter that the language adds to ASCII's
_FIRST, _LAST = 1.5, -0.4  # the commonest and the rarest letter of an alphabet
_COMMON, _RARE = 1.0, 0.1  # one of thousands of characters
_MARK = 0.95
_CAPITAL = -0.3
_STRANGE = -1.0
_BROKEN = -4.0
_LEAST = 0.15  # of the average character: below, no encoding fits
_THOUSANDS = re.compile(r"[\u4e00-\u9fff\uac00-\ud7a3]")
_INSIDE = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘·\u00ad](?=[^\W\d_])|(?<![^\W\d_])’(?=[^\W\d_])")
_MIXED = re.compile(r"[A-Za-z](?=[\u0370-\u06ff\u0e00-\u0e7f])|(?<=[\u0370-\u06ff\u0e00-\u0e7f])[A-Za-z]")
# Encodings of systems that are gone, met in old archives alone.
_SELDOM = frozenset({"cp850", "cp852", "cp866", "mac_roman", "mac_cyrillic"})
_SELDOM_LESS = 0.06
# In a script of its own most letters stand beside others of it.
_PAIR = re.compile(r"([^\W\d_\x00-\x7f])(?!\1)(?=[^\W\d_\x00-\x7f])")
_PAIRED = 0.3


def guess(data: bytes) -> str | None:
    """The encoding in which ``data`` (not plain ASCII) reads most like a language; None where it does in none."""
    texts = {name: text for name in ENCODINGS if (text := _decoded(data, name)) is not None}
    scores = {name: text_score(text) - _SELDOM_LESS * (name in _SELDOM) for name, text in texts.items()}
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= _LEAST else None


def text_score(text: str) -> float:
    """How much the characters beyond ASCII are those of one language, and stand as they do in it: about 1 for a text
    in its own encoding, about 0 and less in another."""
    text = unicodedata.normalize("NFC", text)
    counts = Counter(char for char in text if char >= "\x80")
    total = counts.total()
    if not total:
        return 0.0
    alone = len(_PAIR.findall(text)) < _PAIRED * total
    languages = (weights for kind, weights in _languages() if not (alone and kind == "all"))
    common = max(_sum(counts, weights) for weights in languages)
    wrong = len(_INSIDE.findall(text)) + len(_MIXED.findall(text)) + _case_breaks(text)
    return (common - wrong) / total


def _sum(counts: Counter[str], weights: Mapping[str, float]) -> float:
    return sum(count * _weight(char, weights) for char, count in counts.items())


def _weight(char: str, weights: Mapping[str, float]) -> float:
    if (found := weights.get(char)) is not None:
        return found
    if (found := weights.get(char.lower())) is not None:
        return found + _CAPITAL
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs"):
        return _BROKEN
    return _RARE if _THOUSANDS.match(char) else _STRANGE


def _case_breaks(text: str) -> int:
    """Capitals beyond ASCII right behind a small letter, or small ones amid capitals, as no word has them."""
    return sum(
        1
        for before, char in pairwise(text)
        if before.islower() and char.isupper() and (before >= "\x80" or char >= "\x80")
    )


def _decoded(data: bytes, name: str) -> str | None:
    """The text, a few broken bytes replaced; None where more are."""
    try:
        text = data.decode(name, "replace")
    except LookupError:
        return None
    return text if text.count("\ufffd") * 50 <= len(text) else None


@cache
def _languages() -> list[tuple[str, dict[str, float]]]:
    """Each language's kind and what each letter weighs in it."""
    text = (files("bot.text.reading") / "data" / "letters.txt").read_text("utf-8")
    rows = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    kinds = [(head.split()[1], letters) for head, _, letters in rows]
    return [(kind, _weights(kind, letters)) for kind, letters in kinds]


def _weights(kind: str, letters: str) -> dict[str, float]:
    weights = dict.fromkeys(_MARKS, _MARK)
    if kind == "all":
        step = (_FIRST - _LAST) / len(letters)
        return weights | {char: _FIRST - step * rank for rank, char in enumerate(letters)}
    return weights | dict.fromkeys(letters, _ADDED if kind == "some" else _COMMON)
