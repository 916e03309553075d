"""E-mailed newsletters (``.eml``) as the page they carry."""

from __future__ import annotations

import html
import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.model import Refused
from bot.text.reading.decode import decode
from bot.text.reading.letter import unwrapped, without_prefix

if TYPE_CHECKING:
    from email.message import Message

_HEADER = 2000  # characters of a header that are read

_COVER = 600  # bytes: no article is shorter than such a note
_MOST_PARTS = 1000
"""A newsletter has a handful; the standard library takes minutes over a million."""

_BOUNDARY = re.compile(rb'boundary\s{0,9}=\s{0,9}"?([^";\s]{1,70})', re.IGNORECASE)


class _Policy(policy.EmailPolicy):
    """The standard library parses a header in time that grows with the square of its length, again at each access."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_HEADER]


_POLICY = _Policy()

_BROKEN = (AttributeError, LookupError, ValueError, TypeError, AssertionError, RecursionError, MessageError)
"""What the standard library's parser raises on messages that nobody ought to have sent."""


def read_mail(data: bytes) -> tuple[str, str]:
    """The kind (``"html"`` or ``"text"``) and the text of a message, its headers told in front as that kind does.

    HTML gets them as ``meta`` elements, text as a ``Title:`` block. Raises ``Refused`` where there is no readable part.
    """
    if _parts(data) > _MOST_PARTS:
        raise Refused(f"The message has more than {_MOST_PARTS:,} parts; save the article's page instead.")
    try:
        message = message_from_bytes(data, policy=_POLICY)
        message = _passed_on(message)
        part = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
        payload = part.get_payload(decode=True) if part is not None else None
    except _BROKEN:
        raise Refused("The message's parts are broken; save the article's page instead.") from None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise Refused("The message holds no text or HTML part; save the article's page instead.")
    fields = _headers(message)
    text = _decoded(payload, part)
    title = fields.get("Title", "")
    if part.get_content_subtype() == "html":
        if without_prefix(title) != title:
            # Who passes a letter on, and when, is not what the letter tells of itself.
            fields = {"Title": without_prefix(title)}
        names = {"Title": "og:title", "Site": "og:site_name", "Date": "article:published_time"}
        metas = (f'<meta property="{names[k]}" content="{html.escape(v)}">' for k, v in fields.items())
        return "html", "".join(metas) + text
    told, text = unwrapped(title, text)
    fields |= told
    fields = {"Format": "mail", **fields}
    return "text", "".join(f"{key}: {value}\n" for key, value in fields.items() if value) + "\n" + text


def _passed_on(message: Message) -> Message:
    """The letter that a short one only carries as an attachment, or the message itself."""
    if not isinstance(message, EmailMessage) or message.get_content_type() == "message/rfc822":
        return message
    carried = [part for part in message.iter_attachments() if part.get_content_type() == "message/rfc822"]
    own = message.get_body(("plain", "html"))
    size = len(own.get_payload(decode=True) or b"") if own is not None else 0
    inner = carried[0].get_payload(0) if len(carried) == 1 and size < _COVER else None
    return inner if isinstance(inner, EmailMessage) else message


def _parts(data: bytes) -> int:
    """About how many parts a message has, at least as many as the parser would find."""
    boundaries = set(_BOUNDARY.findall(data))
    if len(boundaries) > _MOST_PARTS // 10:
        return _MOST_PARTS + 1
    return sum(data.count(b"--" + boundary) for boundary in boundaries)


def _headers(message: Message) -> dict[str, str]:
    """Subject, sender's name and day of a message, on one line each."""
    sender, _ = parseaddr(_header(message, "From"))
    try:
        day = parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except _BROKEN:
        day = ""
    found = {"Title": _header(message, "Subject"), "Site": sender, "Date": day}
    return {key: " ".join(value.split()) for key, value in found.items() if value.strip()}


def _header(message: Message, name: str) -> str:
    """A header decoded, as it stands where that fails, or an empty text where there is none."""
    try:
        return str(message.get(name) or "")
    except _BROKEN:
        return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _decoded(payload: bytes, part: Message) -> str:
    try:
        charset = part.get_content_charset()
        if charset:
            return payload.decode(charset)
    except _BROKEN:
        pass
    return decode(payload, html=part.get_content_subtype() == "html")
