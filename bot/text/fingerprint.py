"""Telling the same article again under other furniture."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIN_LETTERS = 40  # about eight words, or a short Chinese sentence twice over
_NOT_LETTERS = re.compile(r"[\W_]+")


def text_key(paragraphs: Sequence[str]) -> str:
    """A fingerprint of an article's text: SHA-256 in hex over its letters and digits.

    Case, white space, punctuation and the form of quotation marks do not count. Nor do short paragraphs, as long as
    they are the smaller part: a subheading or a line of furniture that one copy of the article kept and the other
    did not must not make two articles of it.
    """
    keys = [_letters(paragraph) for paragraph in paragraphs]
    long = [key for key in keys if len(key) >= _MIN_LETTERS]
    kept = long if sum(map(len, long)) * 2 > sum(map(len, keys)) else keys
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
