"""E-mailed newsletters (``.eml``) as the page they carry."""

from __future__ import annotations

import html
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.model import Refused
from bot.text.reading.decode import decode

if TYPE_CHECKING:
    from email.message import Message


def read_mail(data: bytes) -> tuple[str, str]:
    """The kind (``"html"`` or ``"text"``) and the text of a message, its headers told in front as that kind does.

    HTML gets them as ``meta`` elements, text as a ``Title:`` block. Raises ``Refused`` where there is no readable part.
    """
    message = message_from_bytes(data, policy=policy.default)
    part = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise Refused("The message holds no text or HTML part; save the article's page instead.")
    fields = _headers(message)
    text = _decoded(payload, part)
    if part.get_content_subtype() == "html":
        names = {"Title": "og:title", "Site": "og:site_name", "Date": "article:published_time"}
        metas = (f'<meta property="{names[k]}" content="{html.escape(v)}">' for k, v in fields.items())
        return "html", "".join(metas) + text
    return "text", "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n" + text


def _headers(message: Message) -> dict[str, str]:
    """Subject, sender's name and day of a message, on one line each."""
    sender, _ = parseaddr(str(message.get("From") or ""))
    try:
        day = parsedate_to_datetime(str(message["Date"])).date().isoformat() if message["Date"] else ""
    except (ValueError, TypeError):
        day = ""
    found = {"Title": str(message.get("Subject") or ""), "Site": sender, "Date": day}
    return {key: " ".join(value.split()) for key, value in found.items() if value.strip()}


def _decoded(payload: bytes, part: Message) -> str:
    charset = part.get_content_charset()
    if charset:
        try:
            return payload.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(payload, html=part.get_content_subtype() == "html")
