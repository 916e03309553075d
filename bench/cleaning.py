"""How well and how fast pages are cleaned: ``python -m bench.cleaning [--folds DIR] [--plot FILE]``.

Prints for each form of the benchmark's pages (``--data``) a table of F1, precision and recall by set, and of pages a
second on one core by the median page and the mean, beside trafilatura, readability, jusText and the raw text; then how
often title, author, date and (``--sources FILE``) source are right, what length and import cost (also alone:
``--growth``), and last each goal that was missed. How time is measured stands in ``bench/cleaning_runs.py``.

The shipped models were fitted on these pages, which flatters them. ``--folds`` takes the weights that
``bench.train_cleaning --folds`` wrote, and cleans each page by a model that has not seen its site.

Exits 1 where a goal is missed, and 2 where something needed is not there.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"  # one core is what the goals are set for
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

VIEWS = ("text", "html", "markdown", "inscriptis", "gettext", "clean")


def main() -> int:
    asked = arguments()
    if reason := lacking(asked):
        print(reason, file=sys.stderr)
        return 2
    logging.disable(logging.CRITICAL)
    from bench.cleaning_report import report

    return 0 if report(asked) else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench" / "cleaning", metavar="DIR")
    parser.add_argument("--folds", type=Path, metavar="DIR", help="weights by fold: cross-validated by site")
    parser.add_argument("--views", nargs="+", choices=VIEWS, default=VIEWS, help="only these forms of the pages")
    parser.add_argument("--only", nargs="+", type=int, help="only the pages of these folds (of sites), 0 to 4")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth page, for a quick look")
    parser.add_argument("--alone", action="store_true", help="Newsdrop alone, without the other tools")
    parser.add_argument("--sources", type=Path, help='publishers: lines of {"id": ..., "sources": [accepted names]}')
    parser.add_argument("--growth", action="store_true", help="only what length and import cost")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="also draw F1 against speed into a PNG file")
    return parser.parse_args()


def lacking(asked: argparse.Namespace) -> str | None:
    """What is needed and not there, as a sentence."""
    if not (asked.data / "gold.jsonl").is_file():
        return f"{asked.data} is not the cleaning benchmark: it holds no gold.jsonl; name its folder with --data."
    if asked.folds and (reason := lacking_weights(asked.folds, asked.views)):
        return reason
    if asked.sources and not asked.sources.is_file():
        return f"{asked.sources} is no file; --sources names one with the publishers of some pages."
    if asked.plot and not find_spec("matplotlib"):
        return "The plot needs matplotlib, which Newsdrop itself does not: pip install matplotlib"
    if asked.plot and (asked.growth or not asked.plot.absolute().parent.is_dir()):
        return "--plot draws F1 against speed into a folder that is there; --growth measures no F1."
    return "--every takes a number from 1." if asked.every < 1 else None


def lacking_weights(folder: Path, views: Sequence[str]) -> str | None:
    """Which file of weights is missing that cleaning pages in ``views`` takes, as a sentence."""
    from bench.cleaning_pages import FOLDS

    for kind in sorted({"html" if view == "html" else "text" for view in views}):
        for path in (folder / f"{kind}-{fold}.npz" for fold in range(FOLDS)):
            if not path.is_file():
                return f"{path} is missing; write it with: python -m bench.train_cleaning {kind} --folds {folder}"
    return None


if __name__ == "__main__":
    sys.exit(main())
