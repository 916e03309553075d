"""Fit the line models of the cleaner: ``python -m bench.train_cleaning text|html [--to FILE] [--folds DIR]``.

Reads the cleaning benchmark's pages in all their views (``--views`` adds those that ``bench.cleaning_views`` writes),
labels their lines by the gold text and writes the weights as plain numbers. Pages that have wanted and unwanted strings
instead of a gold text are labelled by what two of three extractors keep of their HTML, and for the text model by what
the HTML model, which is fitted first, keeps. With ``--folds`` one set of weights a fold of the cross-validation by site
is written (``text-0.npz`` ...), which ``bench.cleaning --folds`` measures; with ``--to`` those of all pages go to a
file; with neither the shipped ones are replaced. Needs PyTorch, which is no part of Newsdrop.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import cleaning_html, cleaning_text
from bench import cleaning_pages as pages
from bench.cleaning_others import opinions
from bot.model import Refused
from bot.text.clean import clean
from bot.text.cleaning.html.head import pick_title
from bot.text.cleaning.html.meta import read_claims
from bot.text.cleaning.html.opinion import extracted_shares, words_of
from bot.text.cleaning.html.page import parse
from bot.text.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

SHIPPED = Path(__file__).parents[1] / "bot" / "text" / "cleaning" / "data"
KINDS = {"html": cleaning_html, "text": cleaning_text}
MEMBERS = {"html": 3, "text": 2}


def main() -> None:
    asked = arguments()
    logging.disable(logging.CRITICAL)
    bench = pages.load(asked.data, asked.views)
    for folder in filter(None, (asked.folds, asked.to and asked.to.parent)):
        folder.mkdir(parents=True, exist_ok=True)
    whole = asked.to or (None if asked.folds else SHIPPED / f"{asked.kind}_model.npz")
    kind = KINDS[asked.kind]
    samples = kind.build(bench, headed(bench, silver if asked.kind == "html" else cleaned))
    print(f"{len(samples)} pages are read and labelled", flush=True)
    kind.train(samples, asked.members or MEMBERS[asked.kind], asked.steps or kind.STEPS, whole, asked.folds)
    if whole:
        print(f"written: {whole}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/cleaning"))
    parser.add_argument("--views", type=Path, metavar="DIR", help="text: more views, of bench.cleaning_views")
    parser.add_argument("--folds", type=Path, metavar="DIR", help="write one set of weights a fold into this folder")
    parser.add_argument("--to", type=weights_file, metavar="FILE", help="write the weights of all pages here")
    parser.add_argument("--members", type=positive, metavar="N", help="networks in the ensemble")
    parser.add_argument("--steps", type=positive, metavar="N", help="steps of each network's fit; few for a trial")
    asked = parser.parse_args()
    if asked.views and not asked.views.is_dir():
        parser.error(f"{asked.views} is no folder; write it with: python -m bench.cleaning_views {asked.views}")
    if not (asked.data / "gold.jsonl").is_file():
        parser.error(f"{asked.data} is not the cleaning benchmark: it holds no gold.jsonl; name its folder with --data")
    return asked


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def weights_file(text: str) -> Path:
    if not text.endswith(".npz"):
        raise argparse.ArgumentTypeError(f"{text} does not end in .npz, as numpy's files do")
    return Path(text)


def headed(bench: pages.Bench, labelled: Callable[..., dict[str, Any]]) -> list[tuple[dict[str, Any], str | None]]:
    """Every page with its headline; pages that have no gold text get one by ``labelled``."""
    rows = [*bench.gold, *(labelled(bench, row) for row in bench.segments)]
    return [(row, row.get("title") or claimed_title(bench, row)) for row in rows]


def claimed_title(bench: pages.Bench, row: dict[str, Any]) -> str | None:
    root = parse(read(bench.data(row, "html") or b"<p>", "page.html").text)
    return pick_title(read_claims(root), None) if root is not None else None


def silver(bench: pages.Bench, row: dict[str, Any]) -> dict[str, Any]:
    """A row with a gold text made of the lines that two of three extractors keep, corrected by its strings."""
    data = bench.data(row, "html") or b""
    lines = pages.page_lines(data, "html")
    words = words_of(lines)
    shares = [extracted_shares(words, text)[:, 0] > 0.5 for text in opinions(read(data, "page.html").text)]
    body = []
    for line, votes in zip(lines, np.sum(shares, axis=0), strict=True):
        keep = votes >= 2 or any(" ".join(s.split()) in line.text for s in row["with"])
        if keep and not any(" ".join(s.split()) in line.text for s in row["without"]):
            body.append(line.text)
    return {**row, "body": "\n\n".join(body), "set": "segments"}


def cleaned(bench: pages.Bench, row: dict[str, Any]) -> dict[str, Any]:
    """A row with the text that Newsdrop finds in its HTML as the gold text, corrected by its strings."""
    try:
        found = clean(read(bench.data(row, "html") or b"<p>", "page.html")).paragraphs
    except Refused:
        found = ()
    body = [text for text in found if not any(string in text for string in row["without"])]
    missed = [string for string in row["with"] if string not in "\n".join(found)]
    return {**row, "body": "\n\n".join([*body, *missed]), "set": "segments"}


if __name__ == "__main__":
    main()
