"""Names that may be the publisher's: what furniture prints alone, between bars, in notices, calls and addresses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import lru_cache
from math import log1p
from typing import TYPE_CHECKING

from bot.text.cleaning.evidence.words import codes, word_list
from bot.text.cleaning.heads.outlets import outlets, printed_outlets
from bot.text.cleaning.heads.rarity import Rarity, rarities
from bot.text.cleaning.heads.spelling import squashed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.text.cleaning.heads.furniture import Furniture

_TOP, _FOOT = 15, 25
_SHORT = 60
_NEAR = 200
_MOST_WORDS = 6
_MOST_LETTERS = 50
_MOST, _MOST_LIKELY = 12, 32
_ADDRESSED = 4
_MASTHEAD = 4
_FIRST = 2.5
_LONGEST = 80
_MOST_OFTEN = 10
_MOST_COUNTED = 60
_MOST_ADDRESSES = 10
_LISTED = 3.0
_LONG = 25  # letters
_CAPITAL = "A-Z0-9À-ÖØ-ÞΑ-ΩА-ЯЁІЇЄĄĆĘŁŃÓŚŹŻŠČŽŘŐŰ"
_REST = r"(?:[\w’'&!+/-]|\.(?=\w)|(?<=\b\w)\.)*"
# Every branch begins with a character that it needs, so that all others are passed over quickly.
_BARS = re.compile(
    r"[|•·»›┊¦\t（(）)\[\]【】!?！？。]|[,;：，](?=\s)|:(?=[\s:])|[–—>/:-](?<=\s.)[–—>/:-]*(?=\s)"
    rf"|\s(?<=\s\s)|\.(?<=\w\w\.)(?=\s+[{_CAPITAL}©])"
)
_PROPER = re.compile(
    rf"(?:[{_CAPITAL}]{_REST}|[tT]he)"
    rf"(?:\s(?:(?:&|[{_CAPITAL}]){_REST}|of|the|and|to|de|der|la|by|do|da|und|et|y|für|i|del|degli))*"
)
_OWNER = re.compile(
    r"(?:(?<![©ⓒ])(?<![©ⓒ][\s,•·:])[©ⓒ]|\([cс]\)|copyrights?|版权所有)[\s©ⓒ,•·:]*+(?:\([cс]\))?\s*+"
    r"(?:(?:19|20)\d\d(?:\s?[-–—]+\s?(?:(?:19|20)?\d\d)?)?)?"
    r"[\s©,.|•·–—-]*+(?:by\s++)?(?P<name>[^|©,;•·–—(\n]{2,60})",
    re.IGNORECASE,
)
_OWNER_END = re.compile(
    r"\.\s|\s-\s|(?:19|20)\d\d|\b(?:all|rights|alle|tous|todos|tutti|все|wszelkie|is|and\ its|or\ its|unless"
    r"|privacy|terms|contact|about|powered|design\w*|website|theme|reserved)\b",
    re.IGNORECASE,
)
_OWNER_MARK = re.compile(r"[©ⓒ®™]|\([cCсС]\)|[Cc]opyright|COPYRIGHT|版[权權]所有")
_OWNED = re.compile(r"(?P<name>[^|©•·,.;(\n]{2,50}?)\s*(?:©|\(c\)|®|™|版权所有|版權所有|copyright)", re.IGNORECASE)
_MESSAGE = re.compile(
    r"^a (?:message|note|letter) from (?:the editors? (?:of|at) )?(?P<name>[^:,.]{2,50}?)\s*[:,.]?$", re.IGNORECASE
)
_SOLID = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SOLID_PARTS = re.compile(r"[^\w]+|首页|首頁|版权|版權|官方|简介|旗下|所有|客户端|频道|新闻中心")
_SOLID_START = re.compile("^(?:关于|關於|欢迎访问|欢迎来到|来源|來源|稿源|手机|进入|我的|返回)")
_MEDIUM = re.compile(
    "(?:[A-Za-z0-9]{2,10})?[\u3400-\u9fff]{2,7}?(?:网|網|报|報|社|在线|線上|台|傳媒|传媒|周刊|電視|电视|公司)"
)
# The zone is looked for first, and then what stands before it: few lines print an address.
_DOT = re.compile(
    r"\.(?P<zone>(?:co|com|org|net|gov|edu)\.[a-z]{2}|com|org|net|gov|edu|info|tv|news|[a-z]{2})(?!@|\.?\w)"
)
_HOST = re.compile(r"(?:(?P<user>[\w.-]*)@)?(?:[\w-]+\.)*(?P<label>[^\W_][\w-]{0,40})$")
_HANDLE = re.compile(r"@(?<=[\s(]@)(?P<label>\w{3,30})\b")
_PROFILE = re.compile(
    r"\.com/(?:(?<=facebook.com/)|(?<=twitter.com/)|(?<=instagram.com/)|(?<=youtube.com/))(?:@|user/|c/)?(?P<label>\w{3,30})\b"
)
_PREFIX = re.compile(r"^(?:(?:copyrights?|©|by|(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)?\d\d)?)\s+)+", re.IGNORECASE)
_YEARS = re.compile(r"\s+(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)\d\d)?$")
_EDGES = " \t\"'“”„«»‚‘’.,:;?•·|–—-_*()[]{}<>©®™/\\《》【】¦"
_WORDS = re.compile(r"\w{2,}")
_CALLING = word_list("source_words.txt", "calling")
_KIND = word_list("source_words.txt", "kind")
_COMPANY = word_list("source_words.txt", "company") | word_list("source_words.txt", "owner")
_PLATFORMS = word_list("source_words.txt", "platform")

Names = dict[str, dict[str, int]]
"""Spellings by ``squashed`` name, with how often each was found."""
Forms = tuple[tuple[str, str], ...]
"""What one text can name: ``squashed`` names, each with its spelling."""
Read = tuple[Forms, float]
"""What a text can name, and how promising that is."""
Addresses = dict[str, list[int]]
"""How many lines print a host, a mail host and a handle, by its own label, letters alone."""


def find_names(around: Furniture) -> tuple[Names, Addresses, dict[str, Rarity]]:
    """The candidates that furniture prints, the most promising only; the addresses in it; how rare the names are."""
    names: Names = {}
    promise: dict[str, float] = {}
    count = len(around.texts)
    for k, text in enumerate(around.texts):
        fact = around.facts[k]
        near = k < _TOP or k >= count - _FOOT
        notice = fact.legal or "©" in text
        called = len(text) < _NEAR and fact.calls
        if near or notice or called:
            worth = _FIRST if k < _MASTHEAD else 1.0
            for forms, own in _in_line(text, solid=fact.solid > 0, notice=notice, near=near):
                _add(names, promise, forms, own * worth)
    counts = Counter(_WORDS.findall(around.lower))
    for word in _often(around, counts):
        _add(names, promise, _forms(word), 1.0)
    for name, spelling in printed_outlets(around, counts):
        key = squashed(name)
        _add(names, promise, ((key, name), (key, spelling)), _LISTED)
    addresses = _addresses(around, names, promise)
    for key in names.keys() & addresses.keys():
        promise[key] += _ADDRESSED
    likely = sorted(names, key=promise.__getitem__, reverse=True)[:_MOST_LIKELY]
    rare = rarities({key: next(iter(names[key])) for key in likely})
    worths = {key: _worth(key, promise[key], rare[key], addressed=key in addresses) for key in likely}
    best = sorted(likely, key=worths.__getitem__, reverse=True)[:_MOST]
    return {key: names[key] for key in best}, addresses, rare


def _worth(key: str, promise: float, rarity: Rarity, *, addressed: bool) -> float:
    """How promising a name is, at little cost; the weights were fitted as those of the ranking are."""
    return log1p(promise) + 0.6 * addressed - 0.17 * rarity.rarest - 0.06 * rarity.commonest - 0.4 * (len(key) > _LONG)


def _add(names: Names, promise: dict[str, float], forms: Forms, worth: float) -> None:
    for key, name in forms:
        if key in names:
            spellings = names[key]
            spellings[name] = spellings.get(name, 0) + 1
            promise[key] += worth
        else:
            names[key] = {name: 1}
            promise[key] = worth


@lru_cache(maxsize=16384)
def _forms(text: str) -> Forms:
    """What ``text`` names, with the label at its end and without; nothing where it can be no name."""
    name = text.strip(_EDGES)
    if name.isalpha():
        lower = name.lower()
        return () if lower in codes() or not 1 < len(name) <= _MOST_LETTERS else ((lower, name),)
    if name[:1] in "12cCbB©":
        name = _PREFIX.sub("", name)
    if name[-1:].isdigit():
        name = _YEARS.sub("", name)
    found = [(squashed(form), form) for form in _without_labels(name) if 1 < len(form) <= _MOST_LETTERS]
    return tuple([one for one in found if len(one[0]) > 1 and not one[0].isdigit()])


def _without_labels(name: str) -> tuple[str, ...]:
    """A name without the call before it ("About"), with the label at its end ("Newsletter") and without."""
    words = name.split()
    if len(words) > _MOST_WORDS + 1:
        return ()
    known = codes()
    lower = name.lower().split()
    if len(words) > 1 and lower[0] in _CALLING and known.get(lower[0], 0) > 1:
        del words[0], lower[0]
        name = " ".join(words)
    kinds = [word.strip(".,!") in known for word in lower]
    if len(words) > _MOST_WORDS or all(kinds):
        return ()
    bare = len(words)
    while kinds[bare - 1] and lower[bare - 1] not in _KIND:
        bare -= 1
    return (name,) if bare == len(words) else (" ".join(words[:bare]), *((name,) if len(words) - bare == 1 else ()))


@lru_cache(maxsize=8192)
def _in_line(text: str, *, solid: bool, notice: bool, near: bool) -> tuple[Read, ...]:
    """What one line names, each with how promising it is; the lines of menus and notices stand on page after page."""
    found: list[Read] = []
    if notice:
        found += [(_forms(name), 3.0) for name in _owners(text)]
    if solid:
        found += [(_forms(name), 1.0) for name in _solid_names(text)]
    if len(text) <= _SHORT or notice or (near and len(text) < _NEAR):
        found += [(_forms(part), 1.0 / n) for n, part in enumerate(_BARS.split(text), 1) if part]
    if not solid and len(text) < _NEAR:
        found += [(_forms(name), 1.0) for name in _proper_names(text)]
    if text[:2] in ("A ", "a ") and (match := _MESSAGE.search(text)):
        found.append((_forms(match["name"]), 5.0))
    return tuple([read for read in found if read[0]])


def _owners(text: str) -> Iterator[str]:
    if not _OWNER_MARK.search(text):
        return
    for match in _OWNER.finditer(text):
        owner = _OWNER_END.split(match["name"], maxsplit=1)[0]
        yield owner
        if bare := _without_company(owner):
            yield bare
    for match in _OWNED.finditer(text):
        yield match["name"]


def _without_company(owner: str) -> str | None:
    """The name that a company's is made of ("X Media Group Inc."), where that is another."""
    words = owner.split()
    bare = len(words)
    while bare > 1 and words[bare - 1].lower().strip(".,") in _COMPANY:
        bare -= 1
    return " ".join(words[:bare]) if bare < len(words) else None


def _solid_names(text: str) -> Iterator[str]:
    """Names of media by their usual endings, and parts of a line between marks, in scripts that write no spaces."""
    for match in _MEDIUM.finditer(text):
        yield _SOLID_START.sub("", match[0])
    for part in _SOLID_PARTS.split(text):
        if 2 <= len(part) <= 10:
            yield _SOLID_START.sub("", part)


def _proper_names(text: str) -> Iterator[str]:
    """Runs of capitalised words, whole and without the label that they begin with."""
    known = codes()
    for name in _PROPER.findall(text):
        if " " not in name:
            if not name.islower():
                yield _possessor(name)
            continue
        words = name.split()
        while words and words[-1].islower():
            words.pop()
        if len(words) > 1 and words[0].lower().strip(".") in known and words[0].lower() != "the":
            yield " ".join(words)
            while len(words) > 1 and words[0].lower().strip(".") in known:
                words = words[1:]
        if words:
            yield _possessor(" ".join(words))


def _possessor(name: str) -> str:
    return name[:-2] if name.endswith(("'s", "’s")) else name


def _often(around: Furniture, counts: Counter[str]) -> Iterator[str]:
    """Words that furniture prints again and again and that are no labels, as it spells them first."""
    known, common = codes(), around.common
    repeated = [(-n, k, word) for k, (word, n) in enumerate(counts.items()) if n > 1 and len(word) > 2]
    again = sorted(repeated)[:_MOST_COUNTED]
    often = [word for _, _, word in again if word not in known and word not in common]
    for word in often[:_MOST_OFTEN]:
        if not word.isdigit() and (place := next(around.places(word), None)):
            yield around.printed[place[1] : place[2]]


def _addresses(around: Furniture, names: Names, promise: dict[str, float]) -> Addresses:
    found: Addresses = {}
    lines: dict[tuple[str, int], set[int]] = defaultdict(set)
    for label, place, domain, at in _hosts(around):
        k = bisect_right(around.starts, at)
        if label and label not in _PLATFORMS and k not in lines[label, place]:
            lines[label, place].add(k)
            found.setdefault(label, [0, 0, 0])[place] += 1
            if domain:
                _add(names, promise, _forms(domain), 1.0)
                if outlet := outlets().by_domain.get(domain.lower()):
                    key = squashed(outlet)
                    _add(names, promise, ((key, outlet), (key, domain)), _LISTED / 2)
    return dict(sorted(found.items(), key=lambda item: -sum(item[1]))[:_MOST_ADDRESSES])


def _hosts(around: Furniture) -> Iterator[tuple[str, int, str, int]]:
    """Each address: its label, its place in ``Addresses``, its domain as printed, where it stands."""
    printed = around.printed
    for zone in _DOT.finditer(around.lower):
        at = zone.start()
        words = printed[max(0, at - _LONGEST) : at].split()
        host = _HOST.search(words[-1]) if words else None
        if host and not printed[at - 1].isspace():
            place = 0 if host["user"] is None else 1
            yield _label(host, place), place, printed[at - len(host["label"]) : zone.end()], at
    for handle in (*_HANDLE.finditer(around.lower), *_PROFILE.finditer(around.lower)):
        yield _label(handle, 2), 2, "", handle.start()


def _label(match: re.Match[str], place: int) -> str:
    """The label of an address; of one at a free mail host the user's name."""
    label = match["label"].lower()
    if place == 1 and label in _PLATFORMS:
        label = match["user"].lower()
    return label.replace("-", "").replace("_", "").replace(".", "")
