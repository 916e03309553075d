"""How well sentences are split: ``python -m bench.splitter [--errors]``.

F1, in percent, on the news-like samples of ten languages in ``tests/text/splitter``, each joined to one line: of the
places where a sentence ends, and of whole sentences. Beside it stand the splitters that sumy uses and others, where
they are installed. ``--errors`` shows where ours goes wrong. Exits 1 where the mean of the ends is below the goal.
"""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.text.sentences import split
from tests.support.splitting import LANGUAGES, gold, joined, score

if TYPE_CHECKING:
    from collections.abc import Callable

GOAL = 98.0


def others() -> dict[str, Callable[[str, str], list[str]]]:
    """The splitters that happen to be installed."""
    found: dict[str, Callable[[str, str], list[str]]] = {}
    if find_spec("nltk"):
        from nltk.tokenize.punkt import PunktSentenceTokenizer

        untrained = PunktSentenceTokenizer()
        found["NLTK's Punkt, untrained"] = lambda text, _: untrained.tokenize(text)
    if find_spec("pysbd"):
        import pysbd

        found["pysbd"] = lambda text, language: pysbd.Segmenter(language=language, clean=False).segment(text)
    if find_spec("sentencex"):
        import sentencex

        found["sentencex"] = lambda text, language: list(sentencex.segment(language, text))
    return found


def row(name: str, splitter: Callable[[str, str], list[str]]) -> float:
    """Print a splitter's figures; the mean of the ends, of the languages it knows."""
    scores = {}
    for language in LANGUAGES:
        try:
            scores[language] = score(splitter, language)
        except ValueError:  # pysbd's, of a language it has no rules for
            continue
    ends = [100 * item.ends for item in scores.values()]
    whole = [100 * item.sentences for item in scores.values()]
    cells = " ".join(f"{100 * scores[key].ends:6.1f}" if key in scores else "     -" for key in LANGUAGES)
    print(f"{name:26s} {cells} {sum(ends) / len(ends):7.2f} {sum(whole) / len(whole):9.2f}")
    return sum(ends) / len(ends)


def show_errors() -> None:
    for language in LANGUAGES:
        wanted = [text for part in gold(language) for text in part]
        found = split(joined(wanted, language), language)
        for text in (text for text in wanted if text not in found):
            print(f"{language} missed: {text}")
        for text in (text for text in found if text not in wanted):
            print(f"{language} made:   {text}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="show what goes wrong")
    options = parser.parse_args()
    print(f"{'F1 of the ends':26s} " + " ".join(f"{key:>6s}" for key in LANGUAGES) + "    mean sentences")
    mean = row("Newsdrop", split)
    for name, splitter in others().items():
        row(name, splitter)
    if options.errors:
        show_errors()
    met = mean >= GOAL
    print(f"goal: a mean of {GOAL:.0f}: {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
