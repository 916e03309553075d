"""Where the printed lines stand beside what the markup claims of the article: its headline, summary and text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.html.opinion import extracted_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.text.cleaning.html.meta import Claims
    from bot.text.cleaning.lines import PageLine

    Rows = NDArray[np.float32]

_WORD = re.compile(r"\w+")
_LONGEST = 300
_ALIKE = 0.75
_TELLING = 10  # characters: what is shorter may be a section's name
_ADDRESS = re.compile(r"\S+\.[a-z]{2,}")
_FEWEST = 300
_MOST = 200_000


def claimed_columns(lines: Sequence[PageLine], words: Sequence[list[str]], claims: Claims) -> tuple[Rows, int | None]:
    """One row a line: how like the claimed headline, where beside it, how much of the claimed summary and text.

    ``words`` are those of the lines. Beside the rows comes the position of the heading that prints the claimed
    headline, or None.

    The claims are only inputs of the model: a claimed text may be cut short, a claimed headline another story's.
    """
    alike = _alike(lines, words, claims)
    at = _place(lines, alike)
    summary = extracted_shares(words, claims.summary or "")
    text = claims.text[:_MOST] if claims.text and len(claims.text) >= _FEWEST else ""
    told = extracted_shares(words, text)
    sizes = np.array([len(line.text) for line in lines], np.float32)
    covered = float((told[:, 0] * sizes).sum() / max(1.0, float(sizes.sum())))
    covers = min(1.0, float((told[:, 0] * sizes).sum()) / max(1.0, float(len(text))))
    of_page = np.tile(np.array([[bool(text), covered, covers]], np.float32), (len(lines), 1))
    columns = [np.minimum(alike, 1.0)[:, None], _places(len(lines), at), summary, told, of_page]
    heading = at if at is not None and lines[at].mark == "heading" else None
    return np.concatenate(columns, axis=1, dtype=np.float32), heading


def _alike(lines: Sequence[PageLine], words: Sequence[list[str]], claims: Claims) -> Rows:
    """How like each short line is to the claimed headline most like it, 0 to 2.

    Above 1 where the headline begins or ends with it, as beside a site's name, by how much of it that is; else the
    share of words in common (Dice). A line that is the site's name, or looks like its address, is none.
    """
    wanted = [(folded, frozenset(folded.split())) for title in claims.titles if (folded := _folded(title))]
    sites = {_folded(site) for site in claims.sites}
    found = np.zeros(len(lines), np.float32)
    for i, line in enumerate(lines):
        own = " ".join(words[i]).lower() if len(line.text) <= _LONGEST else ""
        if own and own not in sites and not _ADDRESS.fullmatch(line.text):
            found[i] = max((_likeness(own, *title) for title in wanted), default=0.0)
    return found


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _likeness(own: str, title: str, wanted: frozenset[str]) -> float:
    if len(own) >= _TELLING and (title.startswith(own) or title.endswith(own)):
        return 1.0 + len(own) / len(title)
    words = set(own.split())
    return 2 * len(words & wanted) / (len(words) + len(wanted))


def _places(count: int, at: int | None) -> Rows:
    """Whether the headline is printed, whether each line is it, stands below it, and how far (logarithm of lines)."""
    columns = np.zeros((count, 4), np.float32)
    if at is not None:
        away = np.arange(count, dtype=np.float32) - at
        columns[:, 0] = 1
        columns[:, 1] = away == 0
        columns[:, 2] = away > 0
        columns[:, 3] = np.sign(away) * np.log1p(np.abs(away))
    return columns


def _place(lines: Sequence[PageLine], alike: Rows) -> int | None:
    """The heading most like the claimed headline, the first of equals, or else such a line."""
    like = np.flatnonzero(alike >= _ALIKE)
    headings = [i for i in like.tolist() if lines[i].mark == "heading"]
    return max(headings or like.tolist(), key=lambda i: (alike[i], -i), default=None)
