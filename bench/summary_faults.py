"""What reads badly in English summaries, told without the summarizer's own rules."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.text.sentences import split_all
from bot.text.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OPEN = r"^[\"'“‘(\[ ]*"
_PRONOUN = re.compile(
    _OPEN + r"(?:he|she|it|they|him|her|his|hers|its|their|theirs|these|those|this|that)(?:['’]\w+)?\b"
    r"(?! (?:week|weekend|month|year|season|summer|winter|spring|autumn|fall|morning|afternoon|evening|time|the)\b)",
    re.IGNORECASE,
)
_PERSON = re.compile(_OPEN + r"(?:he|she|they|him|them)\b", re.IGNORECASE)
_LINK = re.compile(
    _OPEN + r"(?:but|and|or|so|yet|nor|then|however|meanwhile|also|therefore|moreover|instead|still|thus|besides"
    r"|nevertheless|furthermore|for example|for instance|in addition|in contrast|as a result)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(r"^[\"“‘'].*?[,!?.][\"”’'] (?:he|she|they|it) (?:\w+ed|said|says|told|wrote)\b", re.IGNORECASE)
_ONLY_QUOTE = re.compile(r"^[\"“][^\"“”]*[\"”]$")
_IT = re.compile(_OPEN + r"it(?:['’]\w+)?\b", re.IGNORECASE)
_SITE = re.compile(
    r"\bread more\b|\bclick here\b|\bscroll down\b|\bpictured\)|\(pictured|\bfile photo\b|\bgetty images\b"
    r"|\bcontributed to this report\b|\bfollow us\b|\bsign up\b|\bphoto:|©|https?://|\bwww\.",
    re.IGNORECASE,
)
_RUN_ON = re.compile(r"[a-z] (?:A|An|The|He|She|They|It|This|His|Her) [a-z]")
_NOUN = re.compile(
    r"^The (man|woman|men|women|boy|girl|couple|pair|suspects?|victims?|officers?|officials?|company|firm|group|team"
    r"|teenager|student|actor|actress|singer|player|driver|judge|doctors?|researchers?|scientists?|attack|incident"
    r"|crash|fire|decision|move|case|report|study|book|film|movie|song|video|letter|bill|law|plan|deal|agreement)\b"
)
_ALIKE = 0.6


def _before_is_in(index: int, chosen: Sequence[int]) -> bool:
    return index > 0 and index - 1 in chosen


def faults(article: Sequence[str], chosen: Sequence[int]) -> Counter[str]:
    """Count the faults of a summary: the numbers of its sentences among those of the article, in order."""
    found: Counter[str] = Counter()
    for index in chosen:
        text = article[index]
        alone = not _before_is_in(index, chosen)
        found["opens on a pronoun, the sentence before is not in"] += alone and _is_orphan(text, index)
        found["opens on a link, the sentence before is not in"] += bool(alone and _LINK.match(text))
        found["a quotation without its speaker"] += bool(alone and (_SAYS.match(text) or _ONLY_QUOTE.match(text)))
        for name, is_fault in _ALONE.items():
            found[name] += is_fault(text)
        found["begins with The and a noun that an earlier sentence brought in"] += _refers(article, chosen, index)
    found["two that say the same"] += _repeats([article[index] for index in chosen])
    found["begins with It"] += bool(chosen and _IT.match(article[chosen[0]]))
    return found


def _is_orphan(text: str, index: int) -> bool:
    """A pronoun at the opening; that of an article's first sentence may speak of who is named later in it."""
    if index == 0 and not _PERSON.match(text) and any(word[:1].isupper() for word in text.split()[1:]):
        return False
    return bool(_PRONOUN.match(text))


_ALONE: dict[str, Callable[[str], bool]] = {
    "a cut quotation": lambda text: text.count('"') % 2 == 1 or text.count("“") != text.count("”"),
    "a question": lambda text: text.rstrip("\"'”’ ").endswith("?"),
    "no end mark": lambda text: not re.search(r"(?<!\s)[.!?…][\"'”’)\]]*$", text),
    "in capitals": lambda text: text.isupper(),
    "a caption, link or appeal": lambda text: bool(_SITE.search(text)),
    "two run together": lambda text: bool(_RUN_ON.search(text)),
}

BARRED = (
    "opens on a pronoun, the sentence before is not in",
    "opens on a link, the sentence before is not in",
    "a quotation without its speaker",
    *_ALONE,
    "two that say the same",
)
"""What the rules of readability are to keep out."""
KINDS = (*BARRED, "begins with It", "begins with The and a noun that an earlier sentence brought in")


def _refers(article: Sequence[str], chosen: Sequence[int], index: int) -> bool:
    noun = _NOUN.match(article[index])
    if not noun:
        return False
    known = re.compile(rf"\b{re.escape(noun.group(1))}", re.IGNORECASE)
    brought = [earlier for earlier in range(index) if known.search(article[earlier])]
    return bool(brought) and index - 1 not in chosen and not any(earlier in chosen for earlier in brought)


def _repeats(texts: Sequence[str]) -> bool:
    held = [set(map(str.lower, words(text))) for text in texts]
    return any(
        len(one & other) > _ALIKE * min(len(one), len(other))
        for place, one in enumerate(held)
        for other in held[:place]
    )


def count(articles: Sequence[dict], summaries: dict[str, Sequence[str]]) -> Counter[str]:
    """The faults of the English summaries, given by article id; "summaries" and "sentences" are how many there are."""
    total: Counter[str] = Counter()
    for row in articles:
        if row["lang"] != "en" or row["id"] not in summaries:
            continue
        sentences = split_all(row["text"].split("\n"), "en")
        place = {text: number for number, text in reversed(list(enumerate(sentences)))}
        chosen = sorted(place[text] for text in summaries[row["id"]] if text in place)
        total += faults(sentences, chosen)
        total["sentences"] += len(chosen)
        total["summaries"] += 1
    return total
