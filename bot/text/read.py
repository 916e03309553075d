"""From the bytes of a dropped file to its text."""

from __future__ import annotations

from pathlib import PurePath

from bot.model import Document, Refused
from bot.text.reading.binary import binary_kind
from bot.text.reading.decode import decode
from bot.text.reading.mail import read_mail
from bot.text.reading.pdf import read_pdf
from bot.text.reading.tidy import tidy

KINDS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".eml": "mail",
    ".pdf": "pdf",
}


def read(data: bytes, name: str) -> Document:
    """Decode a file's ``data`` by the kind its ``name`` tells.

    Returns a document whose text is NFC with ``\\n`` line ends and no control characters.
    Raises ``Refused`` for a file that is empty, binary, undecodable or of an unknown kind.
    """
    path = PurePath(name)
    suffix = path.suffix.lower()
    kind = KINDS.get(suffix)
    if kind is None:
        what = f"Files of the kind {suffix}" if suffix else "Files without a suffix"
        known = ", ".join(KINDS)
        raise Refused(f"{what} are not read; save the article as one of {known}.")
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise Refused("The file is empty; save the article again and drop it anew.")
    kind, text = _text_of(data, kind)
    text = tidy(text)
    if not text.strip():
        raise Refused("The file holds no text, only blanks; save the article again and drop it anew.")
    return Document(name=path.name, kind=kind, text=text)


def _text_of(data: bytes, kind: str) -> tuple[str, str]:
    """The kind of document that a file of ``kind`` holds, and its text."""
    if kind == "pdf":
        return "text", read_pdf(data)
    if found := binary_kind(data):
        raise Refused(f"The file is {found}, not text; save the article's page as text or HTML.")
    if kind == "mail":
        return read_mail(data)
    text = decode(data, html=kind == "html")
    return _kind_of(text, kind), text


def _kind_of(text: str, kind: str) -> str:
    """A page's source saved with another suffix is still HTML."""
    start = text[:1000].lstrip().lower()
    return "html" if start.startswith(("<!doctype html", "<html")) else kind
