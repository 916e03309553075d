"""Names of persons, told from labels, places and publishers by their form and their words."""

from __future__ import annotations

import re
from functools import cache

from bot.text.cleaning.dates import MONTHS
from bot.text.cleaning.evidence.words import codes, entries

_NAME_END = re.compile(
    r"""\s*(?:[|,;•·–—(/@<]|\s-\s|\b(?:and\ updated|updated|published|posted|on|at|am|le|el|in|for|from|is
    |was)\b.*|\d|\bhttps?:).*$""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTH_END = re.compile(r"[\s,]+(\w+)\.?$")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "da", "di", "du", "la", "le", "el", "al", "bin", "ibn", "y", "e",
    "and", "und", "et", "i", "и", "&", "dos", "das", "del", "della", "ter", "ten", "zu", "och", "og", "ja", "en", "und",
))  # fmt: skip
_LINKS = frozenset(("and", "und", "et", "y", "e", "i", "и", "&", "och", "og", "ja", "en"))
_ROLES = frozenset((
    "writer", "editor", "reporter", "journalist", "staff", "contributor", "contributing", "correspondent", "senior",
    "author", "manager", "director", "head", "columnist", "chief", "managing", "associate", "assistant", "redakteur",
    "redakteurin", "autor", "autorin", "journaliste", "rédacteur", "rédactrice", "redactor", "redactora", "periodista",
    "giornalista", "redator", "repórter", "jornalista", "redactie", "dziennikarz", "dziennikarka", "корреспондент",
    "редактор", "обозреватель", "журналист", "guest", "freelance", "special", "phd", "md", "rn",
))  # fmt: skip
_GENERIC = re.compile(
    r"""(?:(?:the|by|von|por|par|die)\s)*(?:admin\w*|staff|editor\w*|redaktion|redaction|rédaction|redacción|redazione|redação
    |redakcja|redakce|redactie|редакция|редакція|newsroom|web\s?master|guest|contributor|news\s?desk|unknown|anonymous
    |user|root|by|author|autor|autore|auteur|team|name|nom|nombre|nome|tools|posted|home|blog|share|us|me|you|this)
    (?:\s(?:team|staff|desk|writers?|reports?|board))?""",
    re.IGNORECASE | re.VERBOSE,
)
_WORDS = range(2, 5)
_LONGEST = 40
_PART = re.compile(r"\s*(?:,|;|\s(?:and|und|et|y|e|i|и|&|och|og|ja|en|with|mit|avec|con)\s)\s*")


@cache
def given_names() -> frozenset[str]:
    """The given names listed, lower case."""
    return frozenset(name for _, names in entries("given_names.txt") for name in names)


def byline_name(text: str, *, labelled: bool = False) -> str | None:
    """The name that the text after "By" holds, without date, title or place; None where it is none.

    A single word will do where it is ``labelled`` as the author or written without spaces.
    """
    name = _NAME_END.sub("", text).strip(" .:-–—*")
    while (end := _MONTH_END.search(name)) and end[1].lower() in MONTHS and end[1][0].isupper():
        name = name[: end.start()]
    words = _without_role(name.split())
    name = " ".join(words)
    if not words or len(words) > 6 or any(c.isdigit() or c in "*@_{}" for c in name) or _GENERIC.fullmatch(name):
        return None
    if len(words) == 1:
        fits = 1 < len(name) <= 20 if _UNSPACED.search(name) else labelled and 2 < len(name) <= 20 and name.isalpha()
        return name if fits and not codes()[name.lower()] else None
    if name.isupper():
        name = name.title()
    named = [w for w in name.split() if w.lower() not in _PARTICLES]
    return name if named and not any(w[0].islower() for w in named) else None


def _without_role(words: list[str]) -> list[str]:
    """The words before the first that names an office ("Senior Writer"), where a name stands before it."""
    at = next((k for k, word in enumerate(words) if k > 1 and word.lower().strip(".,") in _ROLES - _PARTICLES), None)
    return words if at is None else words[:at]


def is_person(text: str) -> bool:
    """Whether ``text`` has the form of a person's name, or of several: capitalised words, none of them listed."""
    parts = [part for part in _PART.split(text) if part]
    return bool(parts) and len(text) <= _LONGEST * len(parts) and all(map(_is_one, parts))


def _is_one(part: str) -> bool:
    known = codes()
    words = part.split()
    named = [w for w in words if w.lower() not in _PARTICLES]
    if len(words) not in _WORDS or len(named) < 2 or len(part) > _LONGEST:
        return False
    forms = [w.strip(".").replace("-", "").replace("'", "").replace("’", "") for w in named]
    if not all(form.isalpha() and w[0].isupper() for form, w in zip(forms, named, strict=True)):
        return False
    return not any(known[w.lower()] or w.lower().strip(".") in MONTHS for w in named if len(w) > 2)


def has_given_name(text: str) -> bool:
    """Whether the first word of a name is a given name that is listed, or an initial before one."""
    words = [w.strip(".,").lower() for w in text.split()]
    return any(w in given_names() or w.split("-")[0] in given_names() for w in words[:2])
