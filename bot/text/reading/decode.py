"""Bytes to text: byte order marks, UTF-8, the page's own word for it, then legacy code pages."""

from __future__ import annotations

import re

from bot.model import Refused
from bot.text.reading.binary import wide_encoding
from bot.text.reading.guess import guess

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
# Labels and the encodings that pages labelled so are really in (WHATWG Encoding Standard, section 4.2).
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso8859_8",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    **{f"windows-{n}": f"cp{n}" for n in (874, *range(1250, 1259))},
    **{f"cp{n}": f"cp{n}" for n in (866, 874, *range(1250, 1259))},
    **{f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}
_HEAD = 4096
_HIGH = bytes(range(0x80, 0x100))
_STRAY = 0.01
_SAMPLE = 20_000


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of ``data``; for ``html`` the page's declared encoding is weighed in.

    Raises ``Refused`` where no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if wide := wide_encoding(data):
        return data.decode(wide, "replace")
    if (text := _utf8(data)) is not None:
        return text
    if html and (text := _declared(data)) is not None:
        return text
    return _guessed(data)


def _utf8(data: bytes) -> str | None:
    """UTF-8 is never met by chance; a few broken bytes (a cut file, a glued one) do not speak against it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) - broken
        return text if broken * 10 <= beyond_ascii else None
    # Escape sequences of ISO-2022-JP are plain ASCII.
    return None if "\x1b$" in text[:_HEAD] else text


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return None
    label = (found[1] or found[2]).decode("ascii", "replace").lower()
    encoding = _LABELS.get(label)
    if encoding is None:
        return None
    text = data.decode(encoding, "replace")
    return text if text.count("\ufffd") * 200 <= len(text) else None


def _guessed(data: bytes) -> str:
    encoding = guess(_telling_lines(data))
    if encoding is None and _mostly_ascii(data):
        encoding = "cp1252"
    if encoding is None:
        raise Refused("The file's characters fit no known encoding; save it again as UTF-8.")
    return data.decode(encoding, "replace")


def _mostly_ascii(data: bytes) -> bool:
    """Whether stray bytes are all that keeps a text from being plain ASCII: what they were matters little."""
    return len(data) - len(data.translate(None, _HIGH)) <= _STRAY * len(data)


def _telling_lines(data: bytes) -> bytes:
    """The lines with bytes beyond ASCII, as far as a guess needs them: cost stays bounded."""
    lines = data[: 20 * _SAMPLE].splitlines(keepends=True)
    telling = b"".join(line for line in lines if not line.isascii())
    return telling[:_SAMPLE] or data[:_SAMPLE]
