"""PDF files with a text layer, through pypdf (the extra ``pdf``)."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any

from bot.model import Refused
from bot.text.reading.print_layout import paragraphs, without_running_heads

_MOST_PAGES = 60
_FEWEST_LETTERS = 200


def read_pdf(data: bytes) -> str:
    """The text layer of a PDF, page after page, under a ``Title:`` block where its metadata tell one.

    Raises ``Refused`` for a scan without text, an encrypted or broken file, and where pypdf is not installed.
    """
    try:
        pypdf: Any = import_module("pypdf")
    except ImportError as error:
        raise Refused("PDF files need the optional part: install newsdrop[pdf], then retry.") from error
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("The PDF is protected by a password; save it without one and drop it anew.")
        pages = [(page.extract_text() or "").split("\n") for page in reader.pages[:_MOST_PAGES]]
        title = str((reader.metadata or {}).get("/Title") or "").strip()
    except Refused:
        raise
    except Exception as error:
        # pypdf raises whatever a broken file provokes (KeyError, RecursionError, its own kinds).
        raise Refused("The PDF is broken and could not be read; save it again and drop it anew.") from error
    text = "\n\n".join(paragraphs(without_running_heads(pages)))
    if sum(c.isalpha() for c in text) < _FEWEST_LETTERS:
        raise Refused("The PDF is a scan without a text layer; run text recognition (OCR) on it first.")
    return f"Title: {title}\nFormat: PDF\n\n{text}" if " " in title else text
