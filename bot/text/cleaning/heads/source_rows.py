"""What speaks for and against each name that may be the publisher's, as numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache
from itertools import islice, takewhile
from math import log1p
from typing import TYPE_CHECKING

from bot.text.cleaning.dates import MONTHS
from bot.text.cleaning.evidence.words import codes, word_list
from bot.text.cleaning.heads.names import has_given_name, is_person
from bot.text.cleaning.heads.outlets import outlets
from bot.text.cleaning.heads.spelling import is_domain, squashed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.text.cleaning.heads.furniture import Furniture
    from bot.text.cleaning.heads.rarity import Rarity
    from bot.text.cleaning.heads.source_names import Addresses, Names

BEFORE = ("starts", "owned", "called_on", "credited", "labelled", "after_name", "after_words")
AFTER = ("ends", "rights", "has_own", "company", "before_name", "domain", "possessive", "before_words")
PLACES = ("alone", "called_own", "legal", "inside", "small")
FEATURES = (
    *BEFORE,
    *AFTER,
    *PLACES,
    "free",
    "kinds",
    "within",
    "not_within",
    "headline",
    "follows",
    "first_line",
    "begins",
    "top",
    "alone_top",
    "above",
    "below",
    "foot",
    "site",
    "mail",
    "handle",
    "part_of_site",
    "initials",
    "domain_alone",
    "byline",
    "longer",
    "one_word",
    "two_words",
    "long",
    "letters",
    "short",
    "capitals",
    "lower",
    "brand",
    "digits",
    "labels",
    "label_end",
    "kind_only",
    "kind",
    "agency",
    "person",
    "given_name",
    "month",
    "company_end",
    "function",
    "owner",
    "platform",
    "author",
    "rarest",
    "commonest",
    "listed",
    "listed_site",
    "listed_free",
    "listed_alone",
    "listed_owned",
    "listed_outside",
    "listed_word",
    "listed_others",
)
"""What a candidate is weighed by: how often it stands beside what, where it stands, its form."""
_B, _A = {name: k for k, name in enumerate(BEFORE)}, {name: k for k, name in enumerate(AFTER)}
_MARKS = '|•·–—»›>┊/,:;_\t*[](){}"“”«»„<!?.¦。！：，'
_BEFORE_WORDS = {
    **dict.fromkeys(word_list("source_words.txt", "calling"), _B["called_on"]),
    **dict.fromkeys(word_list("source_words.txt", "by"), _B["credited"]),
    **dict.fromkeys(("©", "ⓒ", "copyright", "copyrights", "(c)", "(с)", "版权所有", "版權所有"), _B["owned"]),
}
_COMPANY = word_list("source_words.txt", "company")
_AFTER_WORDS = {
    **dict.fromkeys(word_list("source_words.txt", "called"), _A["has_own"]),
    **dict.fromkeys(_COMPANY, _A["company"]),
    **dict.fromkeys(("all", "rights", "reserved", "alle", "tous", "todos", "wszelkie", "все"), _A["rights"]),
}
_KIND, _AGENCY = word_list("source_words.txt", "kind"), word_list("source_words.txt", "agency")
_SOURCE = word_list("source_words.txt", "source")
_OWNERS, _IN_NAMES = word_list("source_words.txt", "owners"), word_list("source_words.txt", "in_names")
_PLATFORMS = word_list("source_words.txt", "platform")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"[\d,–—-]*(?:19|20)?\d\d,?")
_DASHES = ("-", "–")
_OPENING = " «\"“„'‘《"
_ZONE = re.compile(r"\.[a-z]{2,4}\b")
_MESSAGE = re.compile(r"a (?:message|note|letter) from (?:the )?(?:editors? (?:of|at) (?:the )?)?$")
_WORD = re.compile(r"\w+")
_BRAND = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|\w\.\w")
_PLAIN = dict(zip("áàâãåąéèêëęíìîïóòôõúùûñńçćčłśšżźžřý", "aaaaaaeeeeeiiiioooouuunnccclsszzzry", strict=True))
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", **_PLAIN})
_THE = 6
_INITIALS = 5
_KINDS = 3
_EDGE = 3
_LEFT, _RIGHT = 40, 30
_LAST = 6
_FOOT = 12
_TOP = 5
_ALONE_TOP = 8
_DATE = 2  # words
# An outlet named by one word of many sites ("Interview", "Nature") is a label rather: it counts as any other name.
_COMMON, _COMMON_WORD = log1p(12), re.compile(r"\w+")
_NOT_WITHIN = FEATURES.index("not_within")
_UNLISTED = (0.0,) * (len(FEATURES) - FEATURES.index("listed"))


def rows(around: Furniture, names: Names, addresses: Addresses, rare: Mapping[str, Rarity]) -> dict[str, list[float]]:
    """One row of ``FEATURES`` a candidate, by the spelling to show."""
    shown = {key: _shown(spellings) for key, spellings in names.items()}
    places = {key: _places(around, spellings) for key, spellings in names.items()}
    covers = _covers(around, places)
    seen = {key: _Evidence(around, where, covers) for key, where in places.items()}
    made = {}
    ordered = sorted(names)
    listed = outlets().by_key.keys() & names.keys()
    author = squashed(around.byline) if around.byline else ""
    for key, name in shown.items():
        evidence = seen[key]
        if key == author and all(around.bylines[k] for k in evidence.lines):
            continue  # Whoever is named in a byline alone is no publisher.
        domains = [spelling for spelling in names[key] if is_domain(spelling)]
        if domains and not evidence.free:
            name = max(domains, key=len)
        row = [*evidence.counts(), *_standing(around, name, evidence, bool(domains), key, addresses)]
        own = len(evidence.lines)
        longer = any(len(seen[other].lines) >= own for other in _beginning_with(key, ordered))
        named = key in listed and (rare[key].rarest < _COMMON or not _COMMON_WORD.fullmatch(name))
        known = _listed(evidence, names[key], len(listed), row) if named else _UNLISTED
        told = (float(key == author), *rare[key])
        made[name] = [*row, float(longer), *_form(name), *told, *known]
    return made


def _beginning_with(key: str, ordered: Sequence[str]) -> Iterator[str]:
    """The other keys of ``ordered`` ones that begin with ``key``."""
    return takewhile(lambda other: other.startswith(key), islice(ordered, bisect_right(ordered, key), None))


def _shown(spellings: dict[str, int]) -> str:
    """The spelling to show: as readers write names, before addresses, capitals and lower case."""
    return max(
        spellings, key=lambda s: (not is_domain(s), not (s.isupper() and len(s) > 5) and not s.islower(), spellings[s])
    )


Place = tuple[int, int, int]


def _places(around: Furniture, spellings: Iterable[str]) -> list[Place]:
    """Where a name stands in any spelling, with "The" or without."""
    lower = (spelling.lower() for spelling in spellings)
    wanted = (name[4:] if name.startswith("the ") and len(name) > _THE else name for name in lower)
    return sorted({place for form in dict.fromkeys(wanted) for place in around.places(form)})


def _covers(around: Furniture, places: dict[str, list[Place]]) -> dict[int, list[tuple[int, int]]]:
    """By line, where names stand that two lines or more print, or that are a line of their own; none led by a label."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    known = codes()
    for where in places.values():
        if not where or around.lower[where[0][1] : where[0][2]].split(None, 1)[0] in known:
            continue
        texts = {around.texts[k] for k, _, _ in where}
        if len(texts) > 1 or any(b - a >= len(around.texts[k]) - 2 for k, a, b in where):
            for k, a, b in where:
                found[k].append((a, b))
    return found


class _Evidence:
    """What stands beside a name, wherever it is not part of a longer one."""

    def __init__(self, around: Furniture, places: list[Place], covers: dict[int, list[tuple[int, int]]]) -> None:
        self.before, self.after = [0] * len(BEFORE), [0] * len(AFTER)
        self.alone = self.called_own = self.legal = self.inside = self.small = 0
        self.follows: dict[str, int] = defaultdict(int)
        self.lines = sorted({k for k, _, _ in places})
        self.alone_at: list[int] = []
        self.size = len(places)
        for k, a, b in places:
            within = any(x <= a and b <= y and y - x > b - a for x, y in covers[k])
            if within and _before(around, around.starts[k], a)[0] != _B["labelled"]:
                self.inside += 1
            else:
                self._see(around, k, a, b)
        self.free = sum(self.after) - self.after[_A["domain"]]

    def _see(self, around: Furniture, k: int, a: int, b: int) -> None:
        start, text = around.starts[k], around.texts[k]
        end = start + len(text)
        left, word = _before(around, start, a)
        right = _after(around, b, end)
        self.after[right] += 1
        self.small += around.printed[a : a + 1].islower()
        if right == _A["before_name"]:
            # The beginning of a name: what stands before it tells of the whole.
            return
        self.before[left] += 1
        if left > _B["credited"]:
            self.follows[word] += 1
        if a - start < _EDGE and end - b < _EDGE:
            self.alone += 1
            self.alone_at.append(k)
        self.called_own += left <= _B["called_on"] and right == _A["has_own"]
        self.legal += k >= len(around.texts) - _LAST and ("©" in text or "ights" in text)

    def counts(self) -> list[float]:
        raw = (*self.before, *self.after, self.alone, self.called_own, self.legal)
        size = self.size or 1
        return [*map(log1p, raw), self.inside / size, self.small / size]

    def kinds(self) -> int:
        """How many kinds of evidence agree, but for where the name stands."""
        b, a = self.before, self.after
        seen = (
            b[_B["owned"]], b[_B["called_on"]] or a[_A["has_own"]], a[_A["rights"]], a[_A["possessive"]],
            b[_B["credited"]], a[_A["company"]],
        )  # fmt: skip
        return sum(map(bool, seen))


def _before(around: Furniture, start: int, a: int) -> tuple[int, str]:
    """What stands before a name, as a position in ``BEFORE``, and the word that does."""
    window = max(start, a - _LEFT)
    text = around.lower[window:a].rstrip(_OPENING)
    text = text[:-3].rstrip() if text == "the" or text.endswith(" the") else text
    if not text:
        return _B["starts"], ""
    if _MESSAGE.match(around.lower, start, a):
        return _B["labelled"], ""
    if text[-1] in _MARKS:
        label = text[:-1].rsplit(None, 1)[-1].strip("([") if text[-1] in ":：" and text[:-1].strip() else ""
        return _B["labelled" if label in _SOURCE else "starts"], ""
    word = text.rsplit(None, 1)[-1].strip('"“«„')
    if _YEARS.fullmatch(word) or word in _DASHES:
        notice = around.lower[window:a]
        owned = word not in _DASHES and ("©" in notice or "opyright" in notice or "(c)" in notice)
        return _B["owned" if owned else "starts" if word in _DASHES else "after_words"], word
    if word in _BEFORE_WORDS:
        return _BEFORE_WORDS[word], word
    at = window + len(text) - len(word)
    return _B["after_name" if around.printed[at : at + 1].isupper() else "after_words"], word


def _after(around: Furniture, b: int, end: int) -> int:
    """What stands behind a name, as a position in ``AFTER``."""
    text = around.lower[b : min(end, b + _RIGHT)]
    rest = text.lstrip()
    if not rest or rest[0] in '|•·–—»›>┊/,:;()[]"“”«»!?¦。！：，':
        return _A["ends"]
    if rest[0] in "©ⓒ®™" or rest.startswith(("版权", "版權", "(c)")):
        return _A["rights"]
    if text[0] == "." and _ZONE.match(text):
        return _A["domain"]
    if text[0] in "'’":
        return _A["possessive"]
    if rest[0] in ".-":
        return _A["ends"]
    word = rest.split(None, 1)[0].strip(",.;:|!?)")
    if word in _AFTER_WORDS:
        return _AFTER_WORDS[word]
    if _YEAR.fullmatch(word):
        return _A["rights"]
    at = b + len(text) - len(rest)
    capital = around.printed[at : at + 1]
    return _A["before_name" if capital.isupper() or capital.isdigit() else "before_words"]


def _standing(
    around: Furniture, name: str, evidence: _Evidence, has_domain: bool, key: str, addresses: Addresses
) -> list[float]:
    """From free to byline."""
    lower, lines, count = name.lower(), evidence.lines, len(around.texts)
    within = around.within.count(lower)
    at = [around.at[k] for k in lines]
    site, mail, handle, part, initials = _addressed(key, lower, addresses)
    begins = around.lower.startswith(lower, 1)
    kinds = evidence.kinds() + bool(site or mail or handle) + has_domain + begins
    return [
        log1p(max(evidence.free, 0)),
        kinds / _KINDS,
        log1p(min(within, 30)),
        float(not within),
        float(lower in around.headline),
        max(evidence.follows.values(), default=0) / max(evidence.size - evidence.inside, 1),
        float(bool(lines) and lines[0] == 0),
        float(begins),
        float(bool(lines) and lines[0] < _TOP),
        float(any(k < _ALONE_TOP or 0 < around.title_at - around.at[k] < _EDGE for k in evidence.alone_at)),
        float(bool(at) and at[0] < around.first),
        float(bool(at) and at[-1] > around.last),
        float(bool(lines) and lines[-1] >= count - _FOOT),
        log1p(site),
        log1p(mail),
        log1p(handle),
        part,
        initials,
        float(is_domain(name)),
        sum(around.bylines[k] for k in lines) / (len(lines) or 1),
    ]


def _addressed(key: str, lower: str, addresses: Addresses) -> tuple[int, int, int, float, float]:
    """How many lines print a host, a mail host, a handle of this name; its share of one; whether one abbreviates it."""
    plain = key.translate(_ASCII)
    part = initials = 0.0
    words = _WORD.findall(lower)
    short = "".join(word[0] for word in words) if len(words) > 1 else ""
    exact = addresses.get(plain) or addresses.get(f"the{plain}") or [0, 0, 0]
    if len(plain) >= 4 and not any(exact):
        part = max((len(plain) / len(label) for label in addresses if label.startswith(plain)), default=0.0)
    if short in addresses:
        initials = 1.0
    return exact[0], exact[1], exact[2], part, initials


def _listed(evidence: _Evidence, spellings: dict[str, int], known: int, row: Sequence[float]) -> tuple[float, ...]:
    """From listed to listed_others, of a candidate that is an outlet of the list; ``known``: how many are."""
    by_domain = outlets().by_domain
    site = sum(count for spelling, count in spellings.items() if spelling.lower() in by_domain)
    return (
        1.0,
        log1p(site),
        log1p(max(evidence.free, 0)),
        float(bool(evidence.alone)),
        float(bool(evidence.before[_B["owned"]] or evidence.after[_A["rights"]])),
        row[_NOT_WITHIN],
        float(all(spelling.lower() in codes() for spelling in spellings)),
        log1p(known - 1),
    )


@lru_cache(maxsize=8192)
def _form(name: str) -> tuple[float, ...]:
    """From one_word to platform."""
    words = [word.lower() for word in _WORD.findall(name)]
    known = codes()
    labels = [word in known for word in words]
    kinds = [word in _KIND for word in words]
    return (
        float(len(words) == 1),
        float(len(words) == 2),
        float(len(words) > 4),
        log1p(len(name)),
        float(len(name) < 4),
        float(name.isupper()),
        float(name.islower()),
        float(bool(_BRAND.search(name))),
        float(any(map(str.isdigit, name))),
        sum(labels) / len(words),
        float(labels[-1] and not kinds[-1]),
        float(all(a or b for a, b in zip(labels, kinds, strict=True))),
        float(any(kinds)),
        float(not _AGENCY.isdisjoint(words)),
        float(is_person(name)),
        float(len(words) > 1 and has_given_name(name)),
        float(len(words) <= _DATE and any(word in MONTHS for word in words)),
        float(words[-1] in _COMPANY),
        sum(known.get(word) == 1 and word not in _IN_NAMES for word in words) / len(words),
        float(not _OWNERS.isdisjoint(words)),
        float(not _PLATFORMS.isdisjoint(words)),
    )
