"""The publisher that a page's printed lines name, by the agreement of its notices, mastheads, calls and addresses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from itertools import islice
from math import log1p
from typing import TYPE_CHECKING

from bot.text.cleaning.words import codes, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.text.cleaning.page import Page

_LABELLED = re.compile(
    r"""(?:^|[\s|])(?:source|quelle|fuente|fonte|źródło|zdroj|zdrój|источник|джерело|πηγή|来源|來源|出典|publisher|publication
    |website)\s*[:：]\s*(?P<name>[^\s:：|].{0,60}?)(?=\s+\w{1,20}\s?[:：]|\s*[|(]|\s{2,}|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_MESSAGE = re.compile(
    r"^a (?:message|note|letter) from (?:the editors? (?:of|at) )?(?P<name>[^:,.]{2,50}?)\s*[:,.]?$", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"""(?:©|ⓒ|\(c\)|copyright)[\s©,•·]*(?:(?:19|20)\d\d(?:\s?[-–—]\s?(?:(?:19|20)?\d\d)?)?)?[\s©,.|•·–—-]*(?:by\s+)?
    (?P<name>[^\d\s©|.,;:][^©|;:]{1,60})""",
    re.IGNORECASE | re.VERBOSE,
)
_RIGHTS_BEHIND = re.compile(
    r"(?:^|[|.]\s*)(?P<name>[^\d\s©|.,;:][^©|.;:]{1,50}?)[\s,|–-]*(?:©|\(c\)|版权所有)", re.IGNORECASE
)
_NOTICE = re.compile(
    r"(?:19|20)\d\d|\brights?\b|rechte|droits|derechos|diritti|direitos|práva|prawa|права|δικαιώματα|版权|版權",
    re.IGNORECASE,
)
_NAME_END = re.compile(
    r"""\s*(?:[,|–—•·(/®™！，。]|\s-\s|\.\s|\b(?:all?\ rights?|all\ content|alle\ rechte|tous\ droits|todos\ los
    |tutti\ i|wszelkie|všechna|rights?|информация|все|privacy|terms|and/or|is\ a|is\ part|a\ division|part\ of|is\ owned
    |or\ its|and\ its|unless|powered|design\w*|theme|made|with|reserved)\b|(?:19|20)\d\d).*$""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPANY = re.compile(
    r",?\s+(?:ltd|inc|llc|llp|plc|corp(?:oration)?|co|company|limited|gmbh"
    r"|ag|kg|l\.?p|s\.?a\.?|s\.?r\.?l|s\.?p\.?a|b\.?v|a\.?s|oy|ab|sp\. z o\.?o|group)\b\.?.*$",
    re.IGNORECASE,
)
_CAPITAL = r"[A-Z0-9À-ÞΑ-ΩА-ЯЁІЇЄ]"
_PROPER = (
    rf"(?P<name>(?:the\ )?{_CAPITAL}[\w’'&!+.@-]*"
    rf"(?:\s(?:(?:&|{_CAPITAL})[\w’'&!+.-]*|of|the|and|to|de|der|la|by)){{0,5}})"
)
_CALL = re.compile(
    r"(?:^|[|•·]\s*|\.\s)(?i:about|more|contact|follow|advertise (?:with|on|in)|subscribe to|support|visit|welcome to"
    r"|more from|sign up (?:for|to)|work (?:at|for|with)|jobs at|careers at|write for|discover more from|why|join|shop"
    r"|go to(?: the)?|inside|über|werben (?:auf|in|bei|mit)|willkommen (?:bei|auf)|folgen sie|mehr von|unterstützen?"
    r"|à propos d[eu]|suivez|bienvenue sur|sobre(?: [oa])?|acerca de|síguenos en|bienvenidos? a|chi è|segui|over|volg"
    r"|om|følg|följ|tietoa|o nas|о|про|σχετικά με(?: το)?)"
    rf"\s+{_PROPER}"
)
_CALLED = re.compile(
    rf"(?:^|[|•·]\s*){_PROPER}\s+(?i:(?:e-?mail\s)?newsletters?|homepage|home page|logo|app|podcasts?"
    r"|(?:on|auf|en|sur|su) (?:facebook|twitter|instagram|youtube)|is part of|is a registered|is a member|ist ein"
    r"|is published|and contributors)\b"
)
_SOLID_CALL = re.compile(
    r"(?:关于|欢迎访问|欢迎来到|關於)(?P<name>[\w]{2,10}?)(?:[！!|，。\s]|$)"
    r"|(?:^|[\s|┊])(?P<behind>[\u3400-\u9fff]{2,8}?)(?:网?站?公司)?(?:首页|版权所有|官方微博|简介| 版权所有)"
)
_SITE = re.compile(r"(?<![\w@./-])(?:www\.)?[a-z0-9][a-z0-9-]{1,40}\.(?:co\.uk|com|org|net|[a-z]{2})\b", re.IGNORECASE)
_MAIL = re.compile(r"@([a-z0-9-]{3,40}\.[a-z.]{2,8})\b", re.IGNORECASE)
_HANDLE = re.compile(r"(?:^|\s)@(\w{3,30})\b")
_NO_SOURCE = re.compile(r"https?:|www\.|\bfrom\b|\bpexels\b|\bpixabay\b|\bgetty\b", re.IGNORECASE)
_QUOTES = "«»“”„\"' .:‚‘’《》"
_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(?:com|net|org|de|couk|online)$")
_QUOTED = re.compile(r"[«“„\"]([^»”“\"]{3,40})(?:[»”\"]|$)")
_SOFTWARE = re.compile(r"\b(?:wordpress|joomla|drupal|shopify|blogger|typo3|theme|plugin)\b", re.IGNORECASE)
_PLATFORMS = word_list("source_words.txt", "platform")
_MOST_WORDS = 6
_LONGEST_LINE = 300
_MASTHEAD = 15
_SHORT = 120
_BARE_NOTICE = 40
_MARK = re.compile(r"©|ⓒ|\(c\)|copyright|版权所有", re.IGNORECASE)
_BRAND = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|\w\.\w|[A-Z]{3}")
_FOOT = 5
_DOMAIN = re.compile(r"\.\w{2,3}$")
_JOINT = re.compile(r"^\s*[|–—-]\s|.*\s[|–—-]\s*$")
_LEGAL = 2
_KINDS = 11
_MOST_LINES = 400
_MOST_CANDIDATES = 80
_MOST_ADDRESSES = 12
_LEAST_LENT = 5
_BODY = 60
_LONG_NAME = 3
_HEADLINE = 12


FEATURES = (
    "labelled",
    "message",
    "rights",
    "company",
    "beside",
    "calls",
    "first",
    "top",
    "again",
    "foot",
    "address",
    "around",
    "within",
    "headline",
    "one_word",
    "long",
    "capitals",
    "lower",
    "common",
    "brand",
)
"""What a candidate is weighed by: evidence of its own kind each, then its form."""
_LENT = frozenset(("rights", "company", "calls"))
_WEAK = frozenset(("top", "foot"))
"""Kinds of evidence on which alone no candidate is ever likely enough."""


def find_source(page: Page, common: frozenset[str]) -> str | None:
    """The publisher that a page names; None where no candidate is likely enough.

    Candidates are what a source line, an appeal's sender, a copyright notice, calls ("About X", "X Newsletter"),
    a line beside the headline, short lines at the top or the foot and addresses name. They are weighed by how many of
    these agree, and how often the name stands outside the body. ``common``: the words that the body writes in lower
    case.
    """
    weights = _weights()
    best, name = 0.0, None
    for form, row in candidates(page, common).items():
        worth = weights[-1] + sum(w * x for w, x in zip(weights, row, strict=False))
        if worth > best:
            best, name = worth, form
    return name


@cache
def _weights() -> tuple[float, ...]:
    """The weights of ``FEATURES``, and last the bias that a candidate must make up for."""
    text = (files("bot.text.cleaning") / "data" / "source.txt").read_text("utf-8")
    found = dict(line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(float(found[name]) for name in (*FEATURES, "bias"))


def candidates(page: Page, common: frozenset[str], *, weak: bool = False) -> dict[str, list[float]]:
    """The names that may be the publisher's, in the form to show, each with a row of ``FEATURES``.

    Only with ``weak`` those too that stand in nothing but short lines at the top or the foot.
    """
    evidence: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    forms: dict[str, list[str]] = defaultdict(list)
    outside = _outside(page)
    for name, kind in _evidence(page, outside):
        if key := squashed(name):
            evidence[key][kind] += 1.0
            forms[key].append(name)
    for address, count in _addresses(page, outside).most_common(_MOST_ADDRESSES):
        if key := squashed(address):
            evidence[key]["address"] += count
            forms[key].append(address)
    _lend(evidence)
    likely = ((key, names) for key, names in forms.items() if weak or not evidence[key].keys() <= _WEAK)
    forms = dict(islice(likely, _MOST_CANDIDATES))
    short = (page.lines[i].text for i in outside if len(page.lines[i].text) < _SHORT)
    around = "\n".join(set(short)).lower()
    within = "\n".join(page.lines[i].text for i in page.body[:_BODY]).lower()
    headline = page.lines[page.title_at].text.lower() if page.title_at is not None else ""
    made = {}
    for key, names in forms.items():
        name = max(names, key=_readable)
        places = (around.count(name.lower()), within.count(name.lower()), name.lower() in headline)
        made[name] = [*(log1p(evidence[key][kind]) for kind in FEATURES[:_KINDS]), *_form(name, places, common)]
    return made


def _outside(page: Page) -> list[int]:
    """The lines outside the body, of a huge page those at its top and its foot."""
    inside, count = set(page.body), len(page.lines)
    return [i for i in range(count) if i not in inside and (i < _MOST_LINES or i >= count - _MOST_LINES)]


def _lend(evidence: dict[str, dict[str, float]]) -> None:
    """Add to each name what longer ones that begin with it have: "X" gains by "X Media" and "X Sport"."""
    giving = {key: kinds.keys() & _LENT for key, kinds in evidence.items() if not _LENT.isdisjoint(kinds)}
    for longer, kinds in islice(giving.items(), _MOST_CANDIDATES):
        for end in range(_LEAST_LENT, len(longer)):
            if longer[:end] in evidence:
                for kind in kinds:
                    evidence[longer[:end]][kind] += 1.0


def _form(name: str, places: tuple[int, int, bool], common: frozenset[str]) -> list[float]:
    """From around to brand."""
    words = [word.lower() for word in _WORD.findall(name)]
    known = codes()
    return [
        log1p(min(places[0], 10)),
        log1p(min(places[1], 10)),
        float(places[2]),
        float(len(words) == 1),
        float(len(words) > _LONG_NAME),
        float(name.isupper()),
        float(name.islower()),
        sum(word in common or known[word] > 0 for word in words) / max(1, len(words)),
        float(bool(_BRAND.search(name))),
    ]


def squashed(name: str) -> str:
    """A name's letters in lower case without "The", "www" and a domain's ending, to tell two spellings alike."""
    words = [word.lower() for word in _WORD.findall(name)]
    words = words[1:] if len(words) > 1 and words[0] in ("the", "www") else words
    joined = "".join(words)
    return _ENDING.sub("", joined) or joined


def _readable(name: str) -> tuple[bool, bool, int]:
    """Names as a reader writes them before addresses and capitals."""
    return not _DOMAIN.search(name), not (name.isupper() or name.islower()), len(name)


def _evidence(page: Page, outside: list[int]) -> Iterator[tuple[str, str]]:
    """Names with the kind of evidence that they stand in, outside the body."""
    last = max(page.body, default=-1)
    headline = page.lines[page.title_at].text if page.title_at is not None else ""
    for i in outside:
        text, fact = page.lines[i].text, page.evidence.facts[i]
        if len(text) >= _LONGEST_LINE:
            continue
        if fact.cues[_LEGAL] or fact.solid or "©" in text or "(c)" in text:
            yield from _rights(page, i, last)
        if len(text) >= _SHORT:
            continue
        if ":" in text or "：" in text or "rom" in text:
            yield from _labelled(text)
        if len(headline) > _HEADLINE and len(text) > len(headline) and (name := _beside(text, headline)):
            yield name, "beside"
        if fact.solid or fact.calls:
            yield from ((name, "calls") for name in _calls(text))
    yield from _mastheads([line.text for line in page.lines])


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    match = _MESSAGE.search(text)
    if match and (name := _name(match["name"])):
        yield name, "message"
    match = _LABELLED.search(text)
    if match and not _NO_SOURCE.search(match["name"]):
        quoted = _QUOTED.search(match["name"])
        if name := _name(quoted[1] if quoted else match["name"]):
            yield name, "labelled"


def _rights(page: Page, i: int, last: int) -> Iterator[tuple[str, str]]:
    """The owner that a copyright notice names, before or behind the mark or on one of the next lines.

    A company with its legal form may be a parent of the publisher.
    """
    text = page.lines[i].text
    at_foot = i >= len(page.lines) - _FOOT
    if not (i > last or i < _FOOT) or not (_NOTICE.search(text) or at_foot) or _SOFTWARE.search(text):
        return
    after, before = _RIGHTS.search(text), _RIGHTS_BEHIND.search(text)
    found = [match["name"] for match in (after, before) if match]
    bare_notice = len(text) < _BARE_NOTICE and _MARK.search(text)
    for candidate in found or ([line.text for line in page.lines[i + 1 : i + 3]] if bare_notice else ()):
        quoted = _QUOTED.search(candidate)
        name = _name(quoted[1] if quoted else _NAME_END.sub("", candidate).removesuffix("&"))
        if name and not all(codes()[word.lower()] for word in name.split()):
            bare = _COMPANY.sub("", name).strip(_QUOTES) or name
            yield bare, "rights" if bare == name else "company"
            return


def _beside(text: str, headline: str) -> str | None:
    """What a line has beside the headline and a bar or dash: the site's name, as in a window's title."""
    before, found, after = text.partition(headline)
    rest = after or before
    if not found or (before and after) or not _JOINT.match(rest):
        return None
    return _name(rest.strip(" |–—-"))


def _calls(text: str) -> Iterator[str]:
    for match in (_CALL.search(text), _CALLED.search(text)):
        if match and (name := _proper(match["name"])):
            yield name
    match = _SOLID_CALL.search(text)
    if match and (name := match["name"] or match["behind"]):
        yield name


def _proper(name: str) -> str | None:
    """A name without the small words at its end; None where it is a label of a menu ("Us", "Our Team")."""
    words = name.strip(_QUOTES + ",!?").split()
    while words and words[-1].islower():
        words.pop()
    known = codes()
    if not any(c.isalpha() for c in name) or all(known[word.lower()] for word in words) or len(" ".join(words)) < 3:
        return None
    return " ".join(words)


def _mastheads(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Short lines at the top and at the foot."""
    known = codes()
    foot = texts[-_MASTHEAD:] if len(texts) > 2 * _MASTHEAD else []
    first = True
    for text in texts[:_MASTHEAD]:
        if not _is_short_name(text) or all(known[w.lower()] for w in text.split()):
            continue
        yield text, "first" if first else "top"
        first = False
        if text in foot:
            yield text, "again"
    yield from (
        (text, "foot") for text in foot if _is_short_name(text) and not all(known[w.lower()] for w in text.split())
    )


def _is_short_name(text: str) -> bool:
    return len(text) < _BARE_NOTICE and len(text.split()) <= _MOST_WORDS and text[0].isalnum() and not text.islower()


def _addresses(page: Page, outside: list[int]) -> Counter[str]:
    """The hosts, mail hosts and handles that lines outside the body print, with how many lines do."""
    counts: Counter[str] = Counter()
    for i in outside:
        text = page.lines[i].text
        if len(text) >= _LONGEST_LINE or ("." not in text and "@" not in text):
            continue
        found = {match[0].lower().removeprefix("www.") for match in _SITE.finditer(text)}
        if "@" in text:
            found |= {match[1].lower() for match in _MAIL.finditer(text)} | {
                match[1] for match in _HANDLE.finditer(text)
            }
        counts.update(found)
    return Counter({address: n for address, n in counts.items() if _is_own(address)})


def _is_own(address: str) -> bool:
    """Whether an address is not one of a platform that pages of all publishers link to."""
    label = address.split(".")[-2] if "." in address else address
    return len(label) > 2 and not codes()[label.lower()] and label.lower() not in _PLATFORMS


def _name(text: str) -> str | None:
    name = text.strip(_QUOTES)
    return name if len(name) > 1 and len(name.split()) <= _MOST_WORDS and any(c.isalpha() for c in name) else None
