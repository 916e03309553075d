"""Paragraphs made whole: hard-wrapped lines, words divided at line ends, sentences cut at links and bold words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.cleaning.evidence.words import function_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from bot.text.cleaning.lines import PageLine

_ENDERS = frozenset(".!?…。！？؟।:")
_STOPS = _ENDERS - {":"}
_CLOSERS = "\"'”’»“)]"
_GOES_ON = re.compile(r"""^(?:[,.;:!?)\]%”’»](?:\s|$|[”’"')\]])|['’]s\b|[^\W\d_])""")
_OPEN_END = re.compile(r"""(?:[,(\[“„«]|\s[-–—])$""")
_DIVIDED = re.compile(r"[^\W\d_]{2,}[-\u2010]$")
_TRAIL = re.compile(r"\s[•|›»]\s")
_NO_SPACE = re.compile(r"^[,.;:!?)\]%”’»]|^['’]s\b")
_ONE_LETTER_WORDS = frozenset("AÀIOÓYEÉUÚZKSVWÅÖÆАЯИВКСУОЄІЇΗΟ")
_NUMBERED = re.compile(r"^\d")
# A character of these scripts takes two columns, and its words are written without a space between.
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]"
)
_SOLID = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u2e80-\u33ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
_NARROWEST, _WIDEST = 38, 120  # columns
_FULL_SHARE, _BROKEN_SHARE = 0.6, 0.3
_FEWEST_FULL = 2
_LOWER_SHARE = 0.25  # German goes on with a capital more often than not
_SLACK = 2  # columns
_HELD = 4  # columns: a line may end so much earlier, since no line begins with a closing mark
_TAIL = 300
_FEWEST_WORDS = 4  # of a line that may break off within a sentence
_FEWEST_LETTERS = 2 * _FEWEST_WORDS - 1
_LONGEST = 20_000


def unwrap(lines: Sequence[PageLine], starts: Callable[[], Collection[int]] = frozenset) -> list[PageLine]:
    """``lines`` with those joined that were one paragraph; an empty line between two keeps them apart.

    Args:
        lines: the page.
        starts: tells the positions of the lines that an indent shows to begin a paragraph; asked where lines are
            hard-wrapped alone.
    """
    return _join_fragments(_join_wrapped(lines, starts))


def wrap_width(lines: Sequence[PageLine]) -> int | None:
    """The column at which a hard-wrapped text breaks its lines, or None where it does not.

    In a wrapped text no line is longer than the width, and most lines that end in the middle of a sentence are so long
    that the next word would not have fitted, and do not all go on with a capital.
    """
    if any(len(line.text) > _WIDEST for line in lines):
        return None
    sizes = [_columns(line.text) for line in lines]
    width = max(sizes, default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    above = [i for i in range(len(lines) - 1) if sizes[i] >= _NARROWEST and not lines[i + 1].gap]
    broken = [i for i in above if not _ended(lines[i].text)]
    full = [i for i in broken if _is_full(lines[i].text, lines[i + 1].text, width)]
    enough = max(_FEWEST_FULL, _FULL_SHARE * len(broken), _BROKEN_SHARE * len(above))
    return width if len(full) >= enough and _run_on([lines[i + 1].text for i in full]) else None


def _ended(text: str) -> bool:
    """Whether ``text`` ends as a sentence does, or with a colon."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDERS


def _run_on(followers: Sequence[str]) -> bool:
    """Whether lines go on with sentences: headlines below each other all begin with a capital."""
    cased = [text[0] for text in followers if text[0].isupper() or text[0].islower()]
    return sum(map(str.islower, cased)) >= _LOWER_SHARE * len(cased)


def _columns(text: str) -> int:
    return len(text) + (0 if text.isascii() else len(_WIDE.findall(text)))


def _is_full(text: str, following: str, width: int) -> bool:
    """Whether the first word of the line that follows would not have fitted."""
    size = _columns(text)
    if _SOLID.match(following):
        return size + 2 > width - (0 if _ended(text) else _HELD)
    needed = size + _columns(following.split(" ", 1)[0]) + 1
    return needed > width if _ended(text) else needed >= width - _SLACK


def _join_wrapped(lines: Sequence[PageLine], told: Callable[[], Collection[int]]) -> Sequence[PageLine]:
    width = wrap_width(lines)
    if width is None:
        return lines
    starts = told()
    joined: list[PageLine] = []
    last = ""
    for i, line in enumerate(lines):
        # The next word would not have fitted: that is why the line was broken.
        full = bool(last) and _is_full(last, line.text, width)
        if full and i not in starts and (_may_join(joined, line) or _is_no_item(joined, line, last)):
            joined[-1] = _joined(joined[-1], line.text)
        else:
            joined.append(line)
        last = line.text
    return joined


def _may_join(joined: Sequence[PageLine], line: PageLine) -> bool:
    fits = not line.mark or (line.mark == "quote" and bool(joined) and joined[-1].mark == "quote")
    return bool(joined) and not line.gap and fits and len(joined[-1].text) < _LONGEST


def _is_no_item(joined: Sequence[PageLine], line: PageLine, last: str) -> bool:
    """Whether what looks like an item's number is a figure within a sentence ("on / 3. March")."""
    within = line.mark == "item" and bool(_NUMBERED.match(line.text)) and not _ended(last)
    return within and bool(joined) and not line.gap and len(joined[-1].text) < _LONGEST


def _join_fragments(lines: Sequence[PageLine]) -> list[PageLine]:
    joined = [*lines[:1]]
    for i, line in enumerate(lines[1:], 1):
        above = joined[-1]
        size = len(above.text)
        # Most lines are too short to be left open, or have an empty line below them.
        if size >= _FEWEST_LETTERS and not line.gap and _follows(above.text, lines, i) and _may_join(joined, line):
            joined[-1] = _joined(above, line.text)
        elif size == 1 and _is_drop_cap(above, line):
            joined[-1] = above._replace(text=above.text + line.text)
        else:
            joined.append(line)
    return joined


def _is_drop_cap(initial: PageLine, line: PageLine) -> bool:
    """Whether ``initial`` is the large first letter of ``line``; one that may be a word by itself is left alone."""
    if len(initial.text) != 1 or initial.mark or line.mark or not initial.text.isupper():
        return False
    return len(line.text) >= _NARROWEST and line.text[0].islower() and initial.text not in _ONE_LETTER_WORDS


def _follows(above: str, lines: Sequence[PageLine], i: int) -> bool:
    """Whether a line goes on with the sentence that ``above`` left open."""
    if above[-1] in _STOPS and lines[i].text[0].isalnum():
        return False
    return above.count(" ", -_TAIL) >= _FEWEST_WORDS - 1 and _belongs(above[-_TAIL:], lines, i)


def _belongs(before: str, lines: Sequence[PageLine], i: int) -> bool:
    """As :func:`_follows`, by the end of what stands above."""
    if _ended(before) and not before.endswith(":"):
        text = lines[i].text
        return len(text) > 1 and _NO_SPACE.match(text) is not None and _is_prose(before)
    return _left_open(before, lines, i) and _is_prose(before)


def _left_open(before: str, lines: Sequence[PageLine], i: int) -> bool:
    """Whether ``before`` or what follows shows that a sentence is not at its end."""
    text = lines[i].text
    if _goes_on(text) or _OPEN_END.search(before[-2:]):
        return True
    after = _next(lines, i)
    # A link or a name in the middle: what follows it goes on in the same sentence.
    if len(text) < 60 and not _ended(text) and after is not None and _goes_on(after.text):
        return True
    # A sentence breaks off at a small word, but so do many headlines; what then stands alone below is no sentence.
    return _breaks_off(before) and (after is not None or _ended(text))


def _next(lines: Sequence[PageLine], i: int) -> PageLine | None:
    """The line right below, if no empty line stands between."""
    return lines[i + 1] if i + 1 < len(lines) and not lines[i + 1].gap else None


def _breaks_off(text: str) -> bool:
    return text.rsplit(" ", 1)[-1] in function_words()


def _goes_on(text: str) -> bool:
    """Whether ``text`` begins in the middle of a sentence; a trail of labels ("home • about") does not."""
    if text[0].isupper() or not _GOES_ON.match(text):
        return False
    return (text[0].islower() or not text[0].isalpha()) and not _TRAIL.search(text)


def _is_prose(text: str) -> bool:
    words = text.lower().split()
    known = function_words()
    return len(words) >= _FEWEST_WORDS and sum(w in known for w in words) >= max(1, 0.2 * len(words))


def _joined(line: PageLine, text: str) -> PageLine:
    if _DIVIDED.search(line.text[-30:]) and text[:1].islower():
        return line._replace(text=line.text[:-1] + text)
    close = _NO_SPACE.match(text) or line.text.endswith(("(", "[", "“", "„", "«"))
    solid = _SOLID.match(text) and _SOLID.match(line.text[-1])
    return line._replace(text=line.text + ("" if close or solid else " ") + text)
