"""Decoded text to the one form the cleaner sees: NFC, ``\\n`` line ends, no controls."""

from __future__ import annotations

import re
import unicodedata

_BREAK = "\r\v\f\x1c-\x1e\x85\u2028\u2029"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069"
_BREAKS, _CONTROLS = re.compile(f"[{_BREAK}]"), re.compile(f"[{_CONTROL}]")
_UNTIDY = re.compile(f"[{_BREAK}{_CONTROL}]")
_ASCII_UNTIDY = bytes(code for code in range(128) if _UNTIDY.match(chr(code)))
# Putting a run of combining marks in order takes CPython the square of its length.
_MARK = r"[^\x00-\x7f\w\s]"
_MARK_RUN = re.compile(_MARK + "{33,}")
_MARKS_KEPT = 32
# A run of 33 has three in a row of every eleventh character: most texts are cleared by a look at those.
_STRIDE = 11
_STRIDDEN_RUN = re.compile(_MARK + "{3}")


def tidy(text: str) -> str:
    """``text`` in NFC with ``\\n`` line ends, without control, bidi-override and surrogate characters."""
    text = text.replace("\r\n", "\n")
    if _is_untidy(text):
        text = without_controls(_BREAKS.sub("\n", text))
    if _STRIDDEN_RUN.search(text[::_STRIDE]):
        text = _MARK_RUN.sub(_thin, text)
    return unicodedata.normalize("NFC", text)


def _is_untidy(text: str) -> bool:
    """Whether ``text`` has any line break but ``\\n``, or any of the characters that go."""
    if text.isascii():
        # Bytes are gone through some times as fast.
        coded = text.encode()
        return len(coded.translate(None, _ASCII_UNTIDY)) < len(coded)
    return _UNTIDY.search(text) is not None


def without_controls(text: str) -> str:
    """``text`` without those characters; what a page writes as a reference (``&#8238;``) or an escape has some anew."""
    return text if text.isprintable() else _CONTROLS.sub("", text)


def _thin(run: re.Match[str]) -> str:
    kept = run[0][:_MARKS_KEPT]
    return kept + "".join(c for c in run[0][_MARKS_KEPT:] if not unicodedata.combining(c))
