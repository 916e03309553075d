"""What people's mail programs add around a letter: forwarded headers, quotation marks, signatures."""

from __future__ import annotations

import re

_PREFIX = re.compile(
    r"^(?:(?:fwd?|wg|tr|rv|i|enc|vs|vb|doorst|pd|továbbítva|пересл|转发|轉寄)\s?[:：]\s*)+", re.IGNORECASE
)
_FORWARDED = re.compile(
    r"""^\W{0,12}(?:-{2,20}|_{2,60})?\s{0,3}(?:(?:begin\ )?forwarded\ message|original\ message
    |original-nachricht
    |weitergeleitete\ nachricht|message\ (?:transféré|d['’]origine)|mensaje\ (?:reenviado|original)
    |messaggio\ (?:inoltrato|originale)|mensagem\ (?:encaminhada|original)|doorgestuurd\ bericht
    |wiadomość\ oryginalna|пересылаемое\ сообщение|переадресованное\ сообщение)\b.{0,20}$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_FIELD = re.compile(r"^\W{0,3}([^\W\d_][\w ]{1,14}?)\W{0,3}[:：]\s*(\S.{0,500})$")
_NAMES = {
    "Title": {"subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "temat", "тема", "主题"},
    "Site": {"from", "von", "de", "da", "van", "od", "от", "от кого", "发件人"},
    "Date": {"date", "sent", "datum", "gesendet", "envoyé", "fecha", "enviado", "data", "verzonden", "wysłano", "дата"},
}
_HEAD = 20_000  # characters: who passes a letter on writes little above it
_TOP = 1000  # characters
_MOST_FIELDS = 8
_QUOTE = re.compile(r"^>[> ]?", re.MULTILINE)
_QUOTED_SHARE = 0.5
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)  # RFC 3676, section 4.3
_LONGEST_SIGNATURE = 15  # lines
# A line that newsletters begin with.
_ONLINE = re.compile(
    r"""^\W{0,5}(?:(?:view|read|open|see)\b.{0,40}\b(?:browser|online)|.{0,40}\bim\ browser\ (?:\w+\ )?(?:öffnen
    |ansehen|anzeigen|lesen)|(?:voir|afficher|lire|consulter)\b.{0,40}\b(?:navigateur|en\ ligne)|ver\b.{0,40}\bnavegador
    |(?:visualizza|leggi|apri)\b.{0,40}\bbrowser|(?:bekijk|lees)\b.{0,40}\b(?:browser|online)
    |(?:zobacz|otwórz)\b.{0,40}\bprzeglądar\w+|(?:открыть|смотреть|читать)\b.{0,40}\bбраузере)\b.{0,90}$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_ADDRESS = re.compile(r"\s*[<\[(](?:mailto:)?[^<>\s]+@[^<>\s]+[>\])]|\"")


def unwrapped(subject: str, text: str) -> tuple[dict[str, str], str]:
    """What a letter's text says in place of its headers where it passes on another's (``Title``, ``Site``, ``Date``; no
    value: not known), and the text without the marks of quoting, the headers of the letter passed on and the signature.

    Args:
        subject: the letter's own; ``text``: its body, ``\\n`` or ``\\r\\n`` at line ends.
    """
    text = _unquoted(text.replace("\r\n", "\n"))
    fields, text = _forwarded(text)
    title = without_prefix(subject)
    if fields or title != subject:
        fields = {"Title": title, "Site": "", "Date": "", **fields}
    text = _unsigned(text)
    online = _ONLINE.search(text, 0, _TOP)
    return fields, text[: online.start()] + text[online.end() :] if online else text


def without_prefix(subject: str) -> str:
    """A subject without "Fwd:" and its like."""
    return _PREFIX.sub("", subject)


def _unquoted(text: str) -> str:
    """The quoted text where that is most of a letter, without its marks and what stands above it; else all of it."""
    lines = [line for line in text.split("\n") if line.strip()]
    quoted = sum(line.startswith(">") for line in lines)
    if not lines or quoted < _QUOTED_SHARE * len(lines):
        return text
    first = _QUOTE.search(text)
    return _QUOTE.sub("", text[first.start() :] if first else text)


def _forwarded(text: str) -> tuple[dict[str, str], str]:
    """The headers of the letter that is passed on, and the text below them; all of it where none is."""
    mark = _FORWARDED.search(text, 0, _HEAD)
    if mark is None:
        return {}, text
    fields: dict[str, str] = {}
    lines = text[mark.end() :].lstrip("\n").split("\n")
    used = 0
    for line in lines[:_MOST_FIELDS]:
        match = _FIELD.match(line)
        if match is None:
            break
        used += 1
        name = next((name for name, words in _NAMES.items() if match[1].lower() in words), None)
        if name is not None:
            fields.setdefault(name, _ADDRESS.sub("", match[2]).strip(" *_"))
    return fields, "\n".join(lines[used:])


def _unsigned(text: str) -> str:
    marks = list(_SIGNATURE.finditer(text))
    if marks and marks[-1].start() > 0 and text.count("\n", marks[-1].end()) <= _LONGEST_SIGNATURE:
        return text[: marks[-1].start()]
    return text
