"""Decoded text to the one form the cleaner sees: NFC, ``\\n`` line ends, no controls."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
# Putting a run of combining marks in order takes CPython the square of its length.
_MARK_RUN = re.compile(r"[^\w\s\x00-\x7f]{33,}")
_MARKS_KEPT = 32


def tidy(text: str) -> str:
    """``text`` in NFC with ``\\n`` line ends, without control, bidi-override and surrogate characters."""
    text = without_controls(_BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", _MARK_RUN.sub(_thin, text))


def without_controls(text: str) -> str:
    """``text`` without those characters; what a page writes as a reference (``&#8238;``) or an escape has some anew."""
    return _CONTROLS.sub("", text)


def _thin(run: re.Match[str]) -> str:
    kept = run[0][:_MARKS_KEPT]
    return kept + "".join(c for c in run[0][_MARKS_KEPT:] if not unicodedata.combining(c))
