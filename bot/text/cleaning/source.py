"""The publisher that a page's printed lines name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABELLED = re.compile(
    r"""(?:^|[\s|])(?:source|quelle|fuente|fonte|źródło|zdroj|zdrój|источник|джерело|πηγή|来源|來源|出典|publisher|publication
    |website)\s*[:：]\s*(?P<name>[^\s:：|].{0,60}?)(?=\s+\w{1,20}\s?[:：]|\s*[|(]|\s{2,}|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_MESSAGE = re.compile(
    r"^a (?:message|note|letter) from (?:the editors? (?:of|at) )?(?P<name>[^:,.]{2,50}?)\s*[:,.]?$", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"""(?:©|ⓒ|\(c\)|copyright)[\s©,]*(?:(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)?\d\d)?)?[\s©,.|–—-]*(?:by\s+)?
    (?P<name>[^\d\s©|.,;:][^©|.;:]{1,60})""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTICE = re.compile(
    r"(?:19|20)\d\d|\brights?\b|rechte|droits|derechos|diritti|direitos|práva|prawa|права|δικαιώματα|版权|版權",
    re.IGNORECASE,
)
_NAME_END = re.compile(
    r"""\s*(?:[,|–—•·(]|\s-\s|\b(?:all|alle|tous|todos|tutti|wszelkie|všechna|all|rights?|информация|все|privacy|terms|and/or
    |is\ a|a\ division|part\ of|is\ owned|or\ its|and\ its|unless)\b|(?:19|20)\d\d).*$""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPANY = re.compile(
    r"(?:\s+(?:media|news|publishing|publications|digital))?,?\s+(?:ltd|inc|llc|llp|plc|corp(?:oration)?|co|company|limited|gmbh"
    r"|ag|kg|s\.?a\.?|s\.?r\.?l|s\.?p\.?a|b\.?v|a\.?s|oy|ab|sp\. z o\.?o|group)\b\.?.*$",
    re.IGNORECASE,
)
_QUOTES = "«»“”„\"' .:‚‘’《》"
_MOST_WORDS = 6
_LONGEST_LINE = 300
_TOP = 40


def find_source(texts: Sequence[str], last: int) -> str | None:
    """The publisher named by a source line, an appeal's sender or a copyright notice, in this order.

    Args:
        texts: the page's lines.
        last: the position of the body's last line; a notice without a year counts only below it.
    """
    short = [(i, text) for i, text in enumerate(texts) if len(text) < _LONGEST_LINE]
    for pattern in (_LABELLED, _MESSAGE):
        for _, text in short:
            if len(text) < 120 and (match := pattern.search(text)) and (name := _name(match["name"])):
                return name
    for i, text in short:
        match = _RIGHTS.search(text)
        if match and (i > last or i < 5) and _NOTICE.search(text) and (name := _name(_NAME_END.sub("", match["name"]))):
            return _as_masthead(name, texts)
    return None


def _name(text: str) -> str | None:
    name = text.strip(_QUOTES)
    return name if len(name) > 1 and len(name.split()) <= _MOST_WORDS and any(c.isalpha() for c in name) else None


def _as_masthead(name: str, texts: Sequence[str]) -> str:
    """A company's name as the paper's own masthead has it, where a line at the page's top is that."""
    bare = _COMPANY.sub("", name).strip(_QUOTES) or name
    wanted = {bare.lower(), name.lower(), f"the {bare.lower()}"}
    return next((text for text in texts[:_TOP] if len(text) < 60 and text.lower() in wanted), bare)
