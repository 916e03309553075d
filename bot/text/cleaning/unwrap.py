"""Paragraphs made whole: hard-wrapped lines, words divided at line ends, sentences cut at links and bold words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.text.cleaning.words import function_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text.cleaning.lines import PageLine

_ENDED = re.compile(r"""[.!?…。！？؟।:][\"'”’»“)\]]*$""")
_GOES_ON = re.compile(r"""^(?:[,.;:!?)\]%”’»](?:\s|$|[”’"')\]])|['’]s\b|[^\W\d_])""")
_OPEN_END = re.compile(r"""(?:[,(\[“„«]|\s[-–—])$""")
_DIVIDED = re.compile(r"[^\W\d_]{2,}[-\u2010]$")
_NO_SPACE = re.compile(r"^[,.;:!?)\]%”’»]|^['’]s\b")
_NARROWEST, _WIDEST = 40, 120
_RAGGED = 22
_FEWEST_LINES = 4
_TAIL = 300
_LONGEST = 20_000


def unwrap(lines: Sequence[PageLine]) -> list[PageLine]:
    """``lines`` with those joined that were one paragraph; an empty line between two keeps them apart."""
    return _join_fragments(_join_wrapped(lines))


def wrap_width(lines: Sequence[PageLine]) -> int | None:
    """The column at which a hard-wrapped text breaks its lines, or None where it does not.

    In a wrapped text nearly no line is longer than the width, and most of the long ones come close to it
    and end in the middle of a sentence.
    """
    long = sorted(len(line.text) for line in lines if len(line.text) >= _NARROWEST)
    if len(long) < _FEWEST_LINES or long[-1] > _WIDEST:
        return None
    width = long[-1]
    full = [line for line in lines if len(line.text) >= max(_NARROWEST, width - _RAGGED)]
    open_ended = sum(not _ENDED.search(line.text) for line in full)
    return width if len(full) >= 0.6 * len(long) and open_ended >= 0.6 * len(full) else None


def _join_wrapped(lines: Sequence[PageLine]) -> list[PageLine]:
    width = wrap_width(lines)
    if width is None:
        return list(lines)
    joined: list[PageLine] = []
    last = ""
    for line in lines:
        first_word = line.text.split(" ", 1)[0]
        # The next word would not have fitted: that is why the line was broken.
        if _may_join(joined, line) and len(last) + len(first_word) + 1 >= width - 2:
            joined[-1] = _joined(joined[-1], line.text)
        else:
            joined.append(line)
        last = line.text
    return joined


def _may_join(joined: Sequence[PageLine], line: PageLine) -> bool:
    return bool(joined) and not line.gap and not line.mark and len(joined[-1].text) < _LONGEST


def _join_fragments(lines: Sequence[PageLine]) -> list[PageLine]:
    joined: list[PageLine] = []
    for i, line in enumerate(lines):
        after = lines[i + 1] if i + 1 < len(lines) and not lines[i + 1].gap else None
        if _may_join(joined, line) and _belongs(joined[-1].text, line.text, after):
            joined[-1] = _joined(joined[-1], line.text)
        else:
            joined.append(line)
    return joined


def _belongs(before: str, text: str, after: PageLine | None) -> bool:
    """Whether ``text`` goes on with the sentence that ``before`` left open."""
    before = before[-_TAIL:]
    if _ENDED.search(before) and not before.endswith(":"):
        return bool(_NO_SPACE.match(text)) and len(text) > 1 and _is_prose(before)
    if not _is_prose(before):
        return False
    if _goes_on(text) or _OPEN_END.search(before) or before.rsplit(" ", 1)[-1].lower() in function_words():
        return True
    # A link or a name in the middle: what follows it goes on in the same sentence.
    return len(text) < 60 and not _ENDED.search(text) and after is not None and _goes_on(after.text)


def _goes_on(text: str) -> bool:
    return bool(_GOES_ON.match(text)) and not text[0].isupper() and (text[0].islower() or not text[0].isalpha())


def _is_prose(text: str) -> bool:
    words = text.lower().split()
    known = function_words()
    return len(words) >= 4 and sum(w in known for w in words) >= max(1, 0.2 * len(words))


def _joined(line: PageLine, text: str) -> PageLine:
    if _DIVIDED.search(line.text[-30:]) and text[:1].islower():
        return replace(line, text=line.text[:-1] + text)
    space = "" if _NO_SPACE.match(text) or line.text.endswith(("(", "[", "“", "„", "«")) else " "
    return replace(line, text=line.text + space + text)
