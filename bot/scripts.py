"""Words in scripts that write none apart: one character, one word.

SQLite's ``unicode61`` tokenizer takes a whole Chinese sentence for one word. With a space around each character of
such scripts every part of a sentence is found, as a phrase, also a single character; the ``trigram`` tokenizer
would find nothing under three.
"""

from __future__ import annotations

import re

# Han with its extensions and compatibility forms, kana, Thai, Lao, Myanmar and Khmer (Unicode 15 block names).
_UNSPACED = re.compile(
    "([\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U000323af])"
)


def spaced(text: str) -> str | None:
    """``text`` with spaces around each character that is a word of its own; None where it has none."""
    apart, count = _UNSPACED.subn(r" \1 ", text)
    return apart if count else None


def count_words(text: str) -> int:
    """How many words a text has; a character of an unspaced script counts for one."""
    return len((spaced(text) or text).split())
