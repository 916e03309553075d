"""How long a summary takes and how much memory, beside sumy's own algorithms."""

from __future__ import annotations

import random
import time
import tracemalloc
import warnings
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from nltk.tokenize import NLTKWordTokenizer
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

from bot.text.language import detect
from bot.text.sentences import Tokenizer, split_all
from bot.text.stems import stem
from bot.text.summarise import summarise
from bot.text.summarizer import NewsSummarizer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STOCK = {
    "LexRank": LexRankSummarizer,
    "TextRank": TextRankSummarizer,
    "LSA": LsaSummarizer,
    "KL": KLSummarizer,
    "Luhn": LuhnSummarizer,
    "SumBasic": SumBasicSummarizer,
    "Reduction": ReductionSummarizer,
    "Edmundson": EdmundsonSummarizer,
}
MEDIAN_ARTICLE = 35
SIZES = (10, 35, 100, 200, 500, 1_000, 5_000, 20_000)
LONGEST_RUN = 4.0
"""Seconds that an algorithm may take, were its cost linear, on the next larger size to be tried on it."""

GOAL_WARM, GOAL_COLD, GOAL_MEDIAN_MS, GOAL_GROWTH, GOAL_MEMORY_MB = 50.0, 20.0, 3.0, 1.3, 150.0


COMMON = """
the of and to in a is that for it was on are as with his they at be this from have or by one had not but what all
were when we there can an your which their said if do will each about how up out them then she many some so these
would other into has more her two like him see time could no make than first been its who now people my made over
did down only way find use may water long little very after words called just where most know get through back much
before go good new write our used me man too any day same right look think also around another came come work three
word must because does part even place well such here take why things help put years different away again off went
old number great tell men say small every found still between name should home big give air line set own under read
last never us left end along while might next sound below saw something thought both few those always looked show
large often together asked house world going want school important until form food keep children feet land side
without boy once animals life enough took four head above kind began almost live page got earth need far hand high
year mother light country father let night following picture being study second soon story since white ever paper
hard near sentence better best across during today however sure knew it's try told young sun thing whole hear
example heard several change answer room sea against top turned learn point city play toward five using himself
usually government minister police officials report court company state president agreement election council
spokesman tuesday friday
"""


def article(sentences: int, seed: int = 1) -> list[str]:
    """Paragraphs of invented English, 21 words a sentence.

    Common words and rare ones are distributed as in a language, by Zipf's law; the exponent gives as many distinct
    words as news articles have: half of 750, a third of 4,200.
    """
    chance = random.Random(seed)
    stems = [
        "bank",
        "court",
        "river",
        "sign",
        "train",
        "port",
        "field",
        "mark",
        "part",
        "stand",
        "form",
        "press",
        "ward",
    ]
    heads = ["", "out", "over", "under", "re", "un", "inter", "pre", "sub", "mis", "dis", "for", "counter", "trans"]
    tails = ["", "s", "ed", "ing", "er", "ers", "ment", "ation", "ness", "able", "ly", "less", "ful", "ship", "hood"]
    rare = [head + middle + last + tail for head in heads for middle in stems for last in stems for tail in tails]
    chance.shuffle(rare)
    vocabulary = COMMON.split() + rare[:12_000]
    weights = list(accumulate(1 / (rank + 3) ** 1.2 for rank in range(len(vocabulary))))
    paragraphs: list[str] = []
    while sentences > 0:
        size = min(sentences, chance.randint(1, 4))
        paragraphs.append(" ".join(_sentence(chance, vocabulary, weights) for _ in range(size)))
        sentences -= size
    return paragraphs


def _sentence(chance: random.Random, vocabulary: list[str], weights: list[float]) -> str:
    chosen = chance.choices(vocabulary, cum_weights=weights, k=chance.randint(12, 30))
    chosen[0] = chosen[0].capitalize()
    if chance.random() < 0.4:
        chosen[3:5] = [chosen[3].capitalize(), chosen[4].capitalize(), f"{chance.randint(1, 900)}"]
    return " ".join(chosen) + "."


def ours(paragraphs: list[str]) -> tuple[str, ...]:
    """All of it: the language told, the sentences split, the summary chosen."""
    language = detect("\n".join(paragraphs))
    return summarise(split_all(paragraphs, language), title="", language=language)


class _StockWords(Tokenizer):
    """sumy's own words, by NLTK; its sentences need a download, so they are ours."""

    _tokenize = NLTKWordTokenizer().tokenize

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(word for word in self._tokenize(sentence) if word.replace("'", "").replace("-", "").isalpha())


def stock(name: str) -> Contender:
    """A sumy algorithm as its documentation uses it, with a tokenizer that needs no download."""
    summarizer = STOCK[name](Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    if name == "Edmundson":
        summarizer.bonus_words, summarizer.stigma_words = ("ba", "co"), ("di",)
        summarizer.null_words = summarizer.stop_words
    tokenizer = _StockWords("en")

    def run(document: ObjectDocumentModel) -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return summarizer(document, 3)

    return Contender(run, tokenizer)


def newsdrop() -> Contender:
    """Newsdrop's summarizer by itself, as the same kind of thing."""
    summarizer = NewsSummarizer()
    return Contender(lambda document: summarizer(document, 3), Tokenizer("en"))


@dataclass(frozen=True, slots=True)
class Contender:
    """A summarizer and the tokenizer of its documents."""

    summarize: Callable[[ObjectDocumentModel], object]
    tokenizer: Tokenizer

    def seconds(self, paragraphs: list[str], repeats: int) -> float:
        """The least processor time of some runs, each over a document whose words are not yet told."""
        documents = [
            ObjectDocumentModel(
                Paragraph([Sentence(text, self.tokenizer) for text in self.tokenizer.to_sentences(part)])
                for part in paragraphs
            )
            for _ in range(repeats)
        ]
        return min(seconds(self.summarize, document, 1) for document in documents)


def seconds(run: Callable[[Any], object], subject: object, repeats: int) -> float:
    """The least processor time of some runs: what else the machine does then counts least."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        run(subject)
        best = min(best, time.process_time() - start)
    return best


def measure() -> dict[str, float]:
    """The figures that goals are set for; times in seconds of processor time."""
    two_hundred = article(200)
    ours(two_hundred)
    # In turns: a neighbour on the machine slows a stretch of time down, and with it whatever runs just then.
    usual = article(MEDIAN_ARTICLE)
    turns = [
        (newsdrop().seconds(two_hundred, 15), stock("LexRank").seconds(two_hundred, 2), seconds(ours, usual, 10))
        for _ in range(6)
    ]
    warm, lexrank, median = map(min, zip(*turns, strict=True))
    cold = min(_cold(two_hundred) for _ in range(12))
    thousand, twenty_thousand = article(1_000), article(20_000)
    ours(twenty_thousand)
    small, large = seconds(ours, thousand, 5) / 1_000, seconds(ours, twenty_thousand, 2) / 20_000
    return {
        "warm": warm,
        "cold": cold,
        "lexrank": lexrank,
        "from text": seconds(ours, two_hundred, 40),
        "median": median,
        "each of 1,000": small,
        "each of 20,000": large,
        "memory": _memory(twenty_thousand),
    }


def _cold(paragraphs: list[str]) -> float:
    stem.cache_clear()
    return newsdrop().seconds(paragraphs, 1)


def _memory(paragraphs: list[str]) -> float:
    """MB allocated at the peak of a summary, over what was allocated before."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    ours(paragraphs)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (peak - before) / 2**20


def report() -> bool:
    """Print the table; whether every goal is met."""
    found = measure()
    rows = [
        (
            "200 sentences, warm",
            f"{1e3 * found['warm']:.1f} ms",
            found["lexrank"] / found["warm"],
            GOAL_WARM,
            "x LexRank",
        ),
        (
            "200 sentences, cold",
            f"{1e3 * found['cold']:.1f} ms",
            found["lexrank"] / found["cold"],
            GOAL_COLD,
            "x LexRank",
        ),
        ("35 sentences, warm", f"{1e3 * found['median']:.2f} ms", 1e3 * found["median"], -GOAL_MEDIAN_MS, "ms"),
        (
            "20,000 sentences",
            f"{20_000 * found['each of 20,000']:.2f} s",
            found["each of 20,000"] / found["each of 1,000"],
            -GOAL_GROWTH,
            "x the cost a sentence of 1,000",
        ),
        ("20,000 sentences, memory", f"{found['memory']:.0f} MB", found["memory"], -GOAL_MEMORY_MB, "MB more"),
    ]
    print("processor time; LexRank, and what is compared with it, from a split document; the rest from text")
    print(f"  stock sumy LexRank, 200 sentences: {1e3 * found['lexrank']:.0f} ms")
    print(f"  200 sentences from text, language and splitting included: {1e3 * found['from text']:.1f} ms")
    met = True
    for name, raw, value, goal, unit in rows:
        good = value >= goal if goal > 0 else value <= -goal
        met &= good
        bound = f">= {goal:g}" if goal > 0 else f"<= {-goal:g}"
        print(f"  {name:26s} {raw:>10s}   {value:8.2f} {unit} (goal {bound}) {'met' if good else 'MISSED'}")
    return met


def curves() -> dict[str, list[tuple[int, float]]]:
    """Seconds against sentences, for Newsdrop's summarizer and every stock algorithm."""
    found: dict[str, list[tuple[int, float]]] = {}
    for name in ("Newsdrop", *STOCK):
        contender = newsdrop() if name == "Newsdrop" else stock(name)
        for size, following in pairwise((*SIZES, SIZES[-1])):
            spent = contender.seconds(article(size), 1 if size > SIZES[4] else 2)
            found.setdefault(name, []).append((size, spent))
            if spent * following / size > LONGEST_RUN:
                break
        print(f"  {name:10s} " + "  ".join(f"{size}: {1e3 * spent:.1f} ms" for size, spent in found[name]), flush=True)
    return found


def plot(target: Path) -> None:
    """Draw the curves on log axes into a PNG file."""
    from matplotlib import pyplot  # asked for by --plot only

    figure, axes = pyplot.subplots(figsize=(8, 5.5))
    for name, points in curves().items():
        sizes, times = zip(*points, strict=True)
        axes.loglog(sizes, times, marker="o", linewidth=3 if name == "Newsdrop" else 1.2, label=name)
    axes.set_xlabel("sentences in the article")
    axes.set_ylabel("seconds a summary, one core, from a split document")
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend()
    figure.tight_layout()
    figure.savefig(target, dpi=140)
