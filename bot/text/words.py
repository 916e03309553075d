"""Words: what is counted, compared and weighed."""

from __future__ import annotations

import re

# Letters of scripts that write no spaces between words: each is a word by itself.
SOLID = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003fffd"
)
# Vowel signs and other combining marks, which `\w` leaves out, and the joiners inside words.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u0900-\u0963\u0966-\u0dff\u0f18-\u0fbc\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe20-\ufe2f"
)
_WORD = re.compile(rf"[{SOLID}]|(?:(?![{SOLID}])[^\W_][{MARKS}]*)+")
_SOLID_LETTER = re.compile(rf"[{SOLID}]")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_SPECIAL = re.compile(rf"[{SOLID}{MARKS}]")
_ASCII_SPACES = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))


def words(text: str) -> list[str]:
    """The words of a text: runs of letters, digits and their marks; each CJK, Thai or Khmer letter is one.

    "don't" is two, as in the ROUGE tokenizer, and so "Ann's" and "Ann" share one.
    """
    if text.isascii():  # the same at a third of the cost
        return text.encode().translate(_ASCII_SPACES).decode().split()
    return (_WORD if _SPECIAL.search(text) else _PLAIN_WORD).findall(text)


def word_count(text: str) -> int:
    """Words as a reader counts them: parted by white space; each CJK, Thai or Khmer letter is one."""
    spaced = len(text.split())
    return spaced if text.isascii() else max(spaced, len(_SOLID_LETTER.findall(text)))
