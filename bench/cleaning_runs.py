"""A tool over the pages of one view: what it keeps, what it tells, and the processor time of each page.

Time is that of the process, with numpy's threads held to one, so that it is wall time on a core of one's own. It takes
in reading (decoding, the tool's own parsing) and not the disk. A tool is called once before, on the last page; then
each page is measured once, as it comes: the least of some repeats would flatter whatever remembers a page.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from statistics import fmean, median
from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.cleaning_pages import FOLDS, file_name
from bot.model import Cleaned, Refused
from bot.text.clean import clean
from bot.text.cleaning import network
from bot.text.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bench.cleaning_tools import Page

    Method = Callable[[Page], str | Cleaned]


@dataclass(frozen=True, slots=True)
class Run:
    """What a tool made of the pages.

    Attributes:
        seconds: of processor time, one a page.
        texts: what it keeps, by page; ``told``: title, author, date and source, where it is Newsdrop.
        refused: pages that Newsdrop says hold no article; ``failed``: the error by page. Either counts as empty.
    """

    seconds: list[float] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    told: dict[str, dict[str, str | None]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def median_speed(self) -> float:
        """Pages a second, were each like the median page."""
        return 1 / median(self.seconds)

    @property
    def mean_speed(self) -> float:
        """Pages a second over all of them."""
        return 1 / fmean(self.seconds)


def measure(pages: Sequence[Page], method: Method) -> Run:
    """Run ``method`` over ``pages``, after one call to warm it up."""
    _take(Run(), pages[-1], method)
    run = Run()
    for page in pages:
        _take(run, page, method)
    return run


def _take(run: Run, page: Page, method: Method) -> None:
    made: str | Cleaned = ""
    start = time.process_time()
    try:
        made = method(page)
    except Refused:
        run.refused.append(page.id)
    except Exception as error:  # noqa: BLE001 - a tool's failure on a page is told, and an empty answer
        run.failed[page.id] = repr(error)
    run.seconds.append(time.process_time() - start)
    if isinstance(made, str):
        run.texts[page.id] = made
        return
    run.texts[page.id] = "\n\n".join(made.paragraphs)
    day = made.published.isoformat() if made.published else None
    run.told[page.id] = {"title": made.title, "author": made.byline, "date": day, "source": made.source}


def newsdrop(page: Page) -> Cleaned:
    """Newsdrop's article; raises ``Refused``."""
    return clean(read(page.data, file_name(page.view)))


@contextmanager
def by_fold(folder: Path, views: Sequence[str]) -> Iterator[Method]:
    """Newsdrop with the weights that ``bench.train_cleaning --folds`` wrote: each page by those without its site."""
    seen = [0]
    stored = cache(lambda kind, fold: network.stored(folder / f"{kind}-{fold}.npz"))

    def cleaned(page: Page) -> Cleaned:
        seen[0] = page.fold
        return newsdrop(page)

    kinds = {"html" if view == "html" else "text" for view in views}
    # Weights are read from the disk before any page is measured, as they are once in a worker's life.
    for kind, fold in ((kind, fold) for kind in kinds for fold in range(FOLDS)):
        stored(kind, fold)

    def network_of(kind: str) -> network.Network:
        return stored(kind, seen[0])

    readers = ("bot.text.cleaning.judge.network", "bot.text.cleaning.heads.rarity.network")
    with patch(readers[0], network_of), patch(readers[1], network_of):
        yield cleaned
