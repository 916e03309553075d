"""What a page prints around its article, as one text in which names can be looked for quickly."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.text.cleaning.evidence.facts import LineFacts
    from bot.text.cleaning.page import Page

_MOST_LINES = 400
_LONGEST = 300
_BODY = 60
_MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines outside the body and the headline; of a huge page those at its top and its foot.

    Attributes:
        at: their positions on the page; ``texts``: what each prints, cut at 300 characters; ``facts``: of each;
            ``bylines``: whether each is one.
        printed: the texts, a line each; ``lower``: the same in lower case, each character at the same offset.
        starts: where each line starts in ``printed``.
        within: what the body's first lines print, in lower case.
        headline: the headline in lower case, or nothing.
        first, last: the positions of the body's first and last line.
        title_at: the position of the headline, or of the body where there is none.
        common: the words that the body writes in lower case.
        byline: the author, or nothing.
    """

    at: list[int]
    texts: list[str]
    facts: list[LineFacts]
    bylines: list[bool]
    printed: str
    lower: str
    starts: list[int]
    within: str
    headline: str
    first: int
    last: int
    title_at: int
    common: frozenset[str]
    byline: str

    def places(self, name: str) -> Iterator[tuple[int, int, int]]:
        """Where ``name`` (in lower case) stands as a whole word: its line's number, start and end in ``printed``."""
        lower, size = self.lower, len(name)
        head, tail = _joins(name[0]), _joins(name[-1])
        found = lower.find(name)
        for _ in range(_MOST_PLACES):
            if found < 0:
                return
            end = found + size
            if not (head and lower[found - 1].isalnum()) and not (tail and lower[end].isalnum()):
                yield bisect_right(self.starts, found) - 1, found, end
            found = lower.find(name, end)


def _joins(character: str) -> bool:
    """Whether a letter of its kind beside it would make another word: not in scripts that write no spaces."""
    return character.isalnum() and character < "\u3040"


def furniture(page: Page, common: frozenset[str], byline: str | None) -> Furniture:
    """The furniture of ``page``; ``common``: the words that its body writes in lower case; ``byline``: its author."""
    body, count = page.body, len(page.lines)
    inside = {*body, page.title_at}
    at = [i for i in range(count) if i not in inside and (i < _MOST_LINES or i >= count - _MOST_LINES)]
    texts = [page.lines[i].text[:_LONGEST] for i in at]
    printed = "\n" + "\n".join(texts) + "\n"
    lower = printed.lower()
    starts, offset = [], 1
    for text in texts:
        starts.append(offset)
        offset += len(text) + 1
    first = body[0] if body else count
    return Furniture(
        at=at,
        texts=texts,
        facts=[page.evidence.facts[i] for i in at],
        bylines=[page.evidence.vetoes[i] == "byline or source line" for i in at],
        printed=printed,
        lower=lower if len(lower) == len(printed) else "".join(map(_lowered, printed)),
        starts=starts,
        within="\n".join(page.lines[i].text for i in body[:_BODY]).lower(),
        headline=page.lines[page.title_at].text.lower() if page.title_at is not None else "",
        first=first,
        last=body[-1] if body else -1,
        title_at=page.title_at if page.title_at is not None else first,
        common=common,
        byline=byline or "",
    )


def _lowered(character: str) -> str:
    """A character in lower case, itself where that takes more than one."""
    lower = character.lower()
    return lower if len(lower) == 1 else character
