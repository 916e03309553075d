"""Two spellings of one publisher's name told alike."""

from __future__ import annotations

import re

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,4}")
_INITIALS = re.compile(r"(?:\w\.)+\w")
_ZONE = re.compile(r"(?<=\w)\.(?:(?:co|com|org|net|gov|edu)\.[a-z]{2}|[^\W\d_]{2,4})$")
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset(("the", "www"))


def squashed(name: str) -> str:
    """A name's letters in lower case without "The", "www" and a domain's ending, to tell two spellings alike."""
    if "." in name and is_domain(name):
        name = _ZONE.sub("", name.lower()).removeprefix("www.")
    words = _WORD.findall(name.lower())
    return "".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words).replace("_", "")


def is_domain(name: str) -> bool:
    """Whether a name is a site's address and no initials."""
    return "." in name and bool(_DOMAIN.fullmatch(name)) and not _INITIALS.fullmatch(name)
