"""Telling a binary file from text, whatever its name claims."""

from __future__ import annotations

import codecs
import re

from bot.text.reading.guess import text_score

# First bytes of formats that people save or rename by mistake (as in file(1)'s magic database).
_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a rich-text document"),
    (b"bplist00", "a web archive or property list"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"%!PS", "a PostScript document"),
)
# Signatures of letters alone could open a text too; they count only beside control bytes.
_WEAK = (
    (b"MZ", "a program"),
    (b"RIFF", "a sound, film or image"),
    (b"BM", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
)
_EAST_ASIAN = re.compile(r"[\u0020-\u007e\u2010-\u203b\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uffee\r\n\t]")
_EAST_ASIAN_SHARE = 0.97
_READS = 0.4  # the score of a text, see text_score
_SAMPLE = 65536
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"
# Text has none of them; a dump with a stray one or two is still text.
_CONTROL_SHARE = 0.01


def binary_kind(data: bytes) -> str | None:
    """What binary thing ``data`` is ("a PNG image"), or None where it may be text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[4:8] == b"ftyp":
        return "a film or image"
    if not _full_of_controls(data):
        return None
    return next((kind for magic, kind in _WEAK if data.startswith(magic)), "binary")


def _full_of_controls(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls <= max(2, _CONTROL_SHARE * len(sample)):
        return False
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or wide_encoding(sample)
    return not wide


def wide_encoding(data: bytes) -> str | None:
    """The UTF-16 or UTF-32 form that ``data`` without a byte order mark shows by its zero bytes.

    Space, line feed and ASCII punctuation have zero high bytes in every script, and real text has
    plenty of them; the low bytes of text are almost never zero. East Asian text has few, but nothing else keeps to its
    blocks and reads like its languages besides.
    """
    sample = data[: _SAMPLE - _SAMPLE % 4]
    sample = sample[: len(sample) - len(sample) % 4]
    if len(sample) < 8:
        return None
    if b"\0" not in sample:
        return _east_asian(sample)
    zeros = [sample[i::4].count(0) / (len(sample) / 4) for i in range(4)]
    if min(zeros[0], zeros[1]) > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    if min(zeros[2], zeros[3]) > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if even > 0.05 and odd < 0.01:
        return _if_decodes(sample, "utf-16-be")
    if odd > 0.05 and even < 0.01:
        return _if_decodes(sample, "utf-16-le")
    return _east_asian(sample)


def _east_asian(sample: bytes) -> str | None:
    if sample.isascii() or _is_utf8(sample):
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if len(_EAST_ASIAN.findall(text)) >= _EAST_ASIAN_SHARE * len(text) and text_score(text) > _READS:
            return encoding
    return None


def _is_utf8(sample: bytes) -> bool:
    """Whether ``sample``, which may end within a character, is UTF-8, which other encodings never are by chance."""
    try:
        codecs.utf_8_decode(sample, "strict", False)
    except UnicodeDecodeError:
        return False
    return True


def _if_decodes(sample: bytes, encoding: str) -> str | None:
    text = sample.decode(encoding, "replace")
    strange = sum(1 for c in text if c == "\ufffd" or (c < " " and c not in "\t\n\v\f\r"))
    return encoding if strange <= 2 + len(text) // 100 else None
