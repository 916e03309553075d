"""Texts with their numbers made alike, so that "3 comments" and "12 comments" are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = re.compile(r"\d+")
_ASCII = bytes(range(128))
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_SOME_ZEROS = re.compile(b"00+")


def template(text: str) -> str:
    """``text`` with one zero for each number."""
    return _DIGITS.sub("0", text)


def templates(texts: Sequence[str]) -> list[bytes]:
    """``texts``, none with a line feed, in UTF-8 and with one zero for each number."""
    page = "\n".join(texts)
    coded = page.encode("utf-8", "surrogatepass")
    # Bytes are gone through some times as fast; what they leave out is rare.
    if not page.isascii() and _DIGITS.search(coded.translate(None, _ASCII).decode("utf-8", "surrogatepass")):
        return template(page).encode("utf-8", "surrogatepass").split(b"\n")
    return _SOME_ZEROS.sub(b"0", coded.translate(_ZEROS)).split(b"\n")
