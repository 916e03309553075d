"""Short texts of a page searched all at once: one call of a pattern costs more than the search through a short text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

# No pattern that is searched for here matches it, nor can a match reach over it.
_BETWEEN = "\n~\n"


class Together:
    """Some texts as one."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = _BETWEEN.join(texts)
        self._starts = [*accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0)]

    def having(self, pattern: re.Pattern[str], told: Callable[[re.Match[str]], object] = bool) -> set[int]:
        """The positions of the texts with a match of ``pattern`` of which ``told`` makes something true."""
        return {self._at(match.start()) for match in pattern.finditer(self.text) if told(match)}

    def _at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1
