"""More views of the benchmark's pages for the fit: ``python -m bench.cleaning_views DIR [--data DIR]``.

The benchmark has set aeb alone as Markdown and through two other converters. This writes the other sets' pages, from
their HTML and with the same settings, below DIR, where ``bench.train_cleaning text --views DIR`` finds them: a page
parted into lines in four ways teaches what lasts. Needs three packages that are no part of Newsdrop.
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from pathlib import Path

from bench import cleaning_pages as pages
from bot.text.read import read

try:
    import html2text
    import inscriptis
    from bs4 import BeautifulSoup
except ImportError as error:
    sys.exit(f"{error.name} is missing: pip install html2text inscriptis beautifulsoup4, in an environment of its own")

_UNPRINTED = ("script", "style", "noscript", "template", "head")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the views are written")
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/cleaning"), help="the benchmark")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    bench = pages.load(asked.data)
    made = 0
    for row in (*bench.gold, *bench.segments):
        if data := bench.data(row, "html"):
            made += write(bench, row["id"], read(data, "page.html").text, asked.folder)
    print(f"{made} pages are written to {asked.folder}")


def write(bench: pages.Bench, name: str, html: str, folder: Path) -> int:
    """Write the views of a page that the benchmark has not, and tell how many."""
    made = 0
    for view, convert in CONVERTERS.items():
        place, suffix = pages.VIEWS[view]
        if not (bench.root / place / f"{name}{suffix}").exists():
            (folder / place).mkdir(parents=True, exist_ok=True)
            (folder / place / f"{name}{suffix}").write_text(convert(html), "utf-8")
            made += 1
    return made


def markdown(html: str) -> str:
    converter = html2text.HTML2Text()
    converter.body_width = 0
    return converter.handle(html)


def piecewise(html: str) -> str:
    """Every piece of text between two tags on a line of its own."""
    soup = BeautifulSoup(html, "lxml")
    for element in soup(_UNPRINTED):
        element.decompose()
    return "\n".join(filter(None, map(str.strip, soup.get_text("\n").splitlines())))


CONVERTERS = {"markdown": markdown, "inscriptis": inscriptis.get_text, "gettext": piecewise}


if __name__ == "__main__":
    main()
