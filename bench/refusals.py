"""Which pages are refused: ``python -m bench.refusals [--corpus DIR] [--views text html ...] [--list]``.

Two measures. Of the pages written for the tests (``tests/text/refusals.toml``): precision and recall of refusing those
that hold no article. Of the cleaning benchmark's pages whose gold text has three paragraphs or more, in each view: the
share that is refused, which is an article lost. The exit status is 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from pathlib import Path

from bench.cleaning_pages import VIEWS, file_name, load
from bot.model import Refused
from bot.text.clean import clean
from bot.text.read import read

HERE = Path(__file__).parent
WRITTEN = HERE.parent / "tests" / "text" / "refusals.toml"
CORPUS = HERE.parent.parent / "shared" / "bench" / "cleaning"
LEAST = 0.9  # of precision and recall
MOST_LOST = 0.01
_PARAGRAPH = 40  # characters
_PARAGRAPHS = 3


def main() -> int:
    options = arguments()
    missed = not written(listed=options.list)
    if options.corpus.exists():
        missed |= not real(options.corpus, options.views, listed=options.list)
    else:
        print(f"{options.corpus} is not there: real pages are not measured.")
    return int(missed)


def refusal_of(data: bytes, name: str) -> str | None:
    """Why a file is refused, or None."""
    try:
        clean(read(data, name))
    except Refused as refused:
        return str(refused)
    return None


def written(*, listed: bool) -> bool:
    """Print the measure of the pages written for the tests; whether it reaches the goal."""
    tables = tomllib.loads(WRITTEN.read_text("utf-8"))
    right, wrong = Counter[bool](), Counter[bool]()
    for holds_article, pages in ((False, tables["page"]), (True, tables["article"])):
        for page in pages:
            reason = refusal_of(page["text"].encode(), "page.txt")
            as_is = (reason is None) == holds_article
            (right if as_is else wrong)[holds_article] += 1
            if listed and not as_is:
                print(f"  {page.get('is', 'article')} {page['language']}: {reason or 'taken'} {page['text'][:60]!r}")
    precision = right[False] / (right[False] + wrong[True])
    recall = right[False] / (right[False] + wrong[False])
    languages = len({page["language"] for page in tables["page"]})
    print(
        f"written: {right[False] + wrong[False]} pages without an article in {languages} languages, "
        f"{right[True] + wrong[True]} with one: precision {precision:.3f}, recall {recall:.3f}"
    )
    return min(precision, recall) >= LEAST


def real(corpus: Path, views: list[str], *, listed: bool) -> bool:
    """Print how many real articles are lost in each view; whether no view loses more than the goal allows."""
    bench = load(corpus)
    whole = [row for row in bench.gold if sum(len(p) > _PARAGRAPH for p in row["body"].split("\n")) >= _PARAGRAPHS]
    good = True
    for view in views:
        lost: list[tuple[str, str]] = []
        pages = 0
        for row in whole:
            data = bench.data(row, view)
            if data is None:
                continue
            pages += 1
            if (reason := refusal_of(data, file_name(view))) is not None:
                lost.append((row["id"], reason))
        good &= len(lost) <= MOST_LOST * pages
        print(
            f"{view:10} {pages:4} articles of three paragraphs or more, {len(lost):3} refused ({len(lost) / pages:.2%})"
        )
        for page_id, reason in lost if listed else ():
            print(f"  {page_id}: {reason}")
    return good


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR", help="the cleaning benchmark")
    parser.add_argument("--views", nargs="+", choices=[*VIEWS, "clean"], default=[*VIEWS, "clean"])
    parser.add_argument("--list", action="store_true", help="name each page that is not as it should be")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
