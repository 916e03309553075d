"""How close the summaries come to those that people wrote: ROUGE, cross-validated."""

from __future__ import annotations

import importlib.util
import json
from functools import partial
from typing import TYPE_CHECKING

from bench import summary_faults, summary_prototype
from bench.train_summaries import AIMS, SOURCES, frequencies, read_articles, train
from bot.text.sentences import split_all
from bot.text.summarise import summarise
from bot.text.summary.model import model_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

FOLDS = 5
BUDGETS = {"3s": {"sentences": 3}, "60w": {"sentences": 60, "words": 60}}
GOALS = {"R1": 2.5, "R2": 1.0, "RL": 2.0}
OURS = "Newsdrop"
RIVALS = ("lead", "sumy-lexrank", "sumy-edmundson", "prototype")
ONLY_REPORTED = ("bbc",)
"""A group whose references a machine made."""
SHORT_OF_LEAD = 0.975
"""A group is significantly below the lead where this share of resamples shows no gain."""
MOST_FAULTS = 1.0
"""The faults that readers may find in a hundred summaries, of those that the rules are to bar."""


def load_scorer(folder: Path) -> ModuleType:
    """The collection's own ``score.py``."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def systems(articles: list[dict]) -> dict[str, Callable[..., tuple[str, ...]]]:
    """What is compared, as functions of an article and a budget; each knows the article from no training."""
    trained, refitted = {}, {}
    for fold, held_out in enumerate(folds(articles)):
        kept = [row for row in articles if row["id"] not in held_out]
        model, loss, bigram_loss = train(of_sources(kept), frequencies(kept), AIMS["en"])
        print(f"  fold {fold + 1} of {FOLDS}: log loss of words {loss:.5f}, of bigrams {bigram_loss:.5f}", flush=True)
        trained.update(dict.fromkeys(held_out, model))
        refitted.update(dict.fromkeys(held_out, summary_prototype.refit(of_sources(kept))))

    def ours(row: dict, *, readable: bool, **budget: int) -> tuple[str, ...]:
        model = trained.get(row["id"], model_for(row["lang"]))
        sentences = split_all(_paragraphs(row), row["lang"])
        return summarise(sentences, model=model, readable=readable, **_about(row), **budget)

    def prototype(row: dict, *, known: bool, **budget: int) -> tuple[str, ...]:
        weights = None if known else refitted.get(row["id"])
        return summary_prototype.summarise(_paragraphs(row), weights=weights, **_about(row), **budget)

    return {
        OURS: partial(ours, readable=True),
        "Newsdrop, whatever reads badly": partial(ours, readable=False),
        "prototype": partial(prototype, known=False),
        "prototype, as published": partial(prototype, known=True),
    }


def of_sources(articles: list[dict]) -> list[dict]:
    return [row for row in articles if row["source"] in SOURCES]


def folds(articles: list[dict]) -> Iterator[set[str]]:
    """The ids of each fold's articles, of the training groups."""
    chosen = of_sources(articles)
    for fold in range(FOLDS):
        yield {row["id"] for row in chosen[fold::FOLDS]}


def _paragraphs(row: dict) -> list[str]:
    return row["text"].split("\n")


def _about(row: dict) -> dict[str, str]:
    return {"title": row["title"], "language": row["lang"]}


def predict(articles: list[dict], system: Callable[..., tuple[str, ...]], budget: str, target: Path) -> None:
    with target.open("w", encoding="utf-8") as lines:
        for row in articles:
            summary = list(system(row, **BUDGETS[budget]))
            lines.write(json.dumps({"id": row["id"], "summary": summary}, ensure_ascii=False) + "\n")


def report(folder: Path, out: Path) -> bool:
    """Print the tables; whether every goal is met. Predictions are left in ``out``."""
    scorer = load_scorer(folder)
    articles = read_articles(folder)
    compared = systems(articles)
    by_id = {row["id"]: row for row in articles}
    stored = json.loads((folder / "baselines.json").read_text(encoding="utf-8"))["scores"]
    met = True
    for budget in BUDGETS:
        print(f"\nbudget {budget}")
        scored, files = {}, {"lead": folder / f"lead-{budget}.jsonl"}
        for name, system in compared.items():
            files[name] = out / f"{name.replace(', ', '-').replace(' ', '-').lower()}-{budget}.jsonl"
            predict(articles, system, budget, files[name])
            scored[name], words, stats = scorer.score_file(files[name], by_id, budget)
            if name == OURS:
                met &= not any(stats[kind] for kind in ("missing", "over_budget", "not_extractive"))
                print("  " + ", ".join(f"{kind} {count}" for kind, count in stats.items()))
                met &= _groups(scorer, by_id, scored[name], words, stored[f"lead|{budget}"])
        rivals = {name.split("|")[0]: rows for name, rows in stored.items() if name.endswith(f"|{budget}")}
        met &= _rivals(scorer, by_id, scored, rivals)
        _per_group(scorer, by_id, scored, rivals)
        _shape(by_id, files[OURS])
        met &= _faults(articles, files)
    return met


def _groups(scorer: ModuleType, articles: dict, scores: dict, words: dict, lead: dict) -> bool:
    """Every group's means, and whether none is significantly below the lead."""
    met = True
    print(f"  {'group':12s} {'n':>4s} {'words':>6s} {'R1':>6s} {'R2':>6s} {'RL':>6s}   against the lead (95 %)")
    for group in dict.fromkeys(row["source"] for row in articles.values()):
        keys = [key for key, row in articles.items() if row["source"] == group]
        means = scorer.mean(scores[key] for key in keys)
        paired = scorer.paired_bootstrap(scores, {key: tuple(lead[key]) for key in keys}, keys)
        below = any(item["p"] >= SHORT_OF_LEAD for item in paired)
        met &= not below or group in ONLY_REPORTED
        length = sum(words[key] for key in keys) / len(keys)
        print(
            f"  {group:12s} {len(keys):4d} {length:6.1f} {_three(means)}   {_differences(paired)}"
            + ("  BELOW" if below else "")
        )
    return met


def _three(values: list[float]) -> str:
    return " ".join(f"{value:6.2f}" for value in values)


def _differences(paired: list[dict]) -> str:
    return "  ".join("{metric} {difference:+.2f} [{low:+.2f}, {high:+.2f}]".format(**item) for item in paired)


def _rivals(scorer: ModuleType, articles: dict, scored: dict, rivals: dict) -> bool:
    """The headline groups: everyone's means, ours against the others, and whether the goals are met."""
    keys = [key for key, row in articles.items() if row["source"] in scorer.HEADLINE]
    everyone = scored | {name: rows for name, rows in rivals.items() if name not in ("oracle", "random")}
    print(f"  {'headline groups':32s} {'R1':>6s} {'R2':>6s} {'RL':>6s}   ours against it (95 %)")
    met = True
    for name, rows in everyone.items():
        line = f"  {name:32s} {_three(scorer.mean(rows[key] for key in keys))}"
        if name == OURS:
            print(line)
            continue
        paired = scorer.paired_bootstrap(scored[OURS], {key: tuple(rows[key]) for key in keys}, keys)
        verdict = ""
        if name in rivals:
            goals = GOALS if name == "lead" else dict.fromkeys(GOALS, 0.0)
            good = all(item["difference"] >= goals[item["metric"]] and item["p"] < 0.025 for item in paired)
            met &= good
            verdict = "  met" if good else "  MISSED"
        print(f"{line}   {_differences(paired)}{verdict}")
    return met


def _per_group(scorer: ModuleType, articles: dict, scored: dict, rivals: dict) -> None:
    """Ours against the others named in `RIVALS`, group by group."""
    everyone = scored | rivals
    print("  ours against each, by group (95 %)")
    for group in dict.fromkeys(row["source"] for row in articles.values()):
        keys = [key for key, row in articles.items() if row["source"] == group]
        for name in RIVALS:
            paired = scorer.paired_bootstrap(scored[OURS], {key: tuple(everyone[name][key]) for key in keys}, keys)
            print(f"  {group:12s} {name:19s} {_differences(paired)}")


def _faults(articles: list[dict], files: dict[str, Path]) -> bool:
    """What reads badly in everyone's English summaries; whether ours have at most `MOST_FAULTS` of a hundred."""
    counted = {}
    for name, file in files.items():
        rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
        lines = {
            row["id"]: row["summary"].split("\n") if isinstance(row["summary"], str) else row["summary"] for row in rows
        }
        counted[name] = summary_faults.count(articles, lines)
    print(f"  {'what reads badly, in how many of':62s} " + "  ".join(f"{name:>12.12s}" for name in counted))
    for kind in ("summaries", "sentences", *summary_faults.KINDS):
        print(f"  {kind:62s} " + "  ".join(f"{item[kind]:12d}" for item in counted.values()))
    ours = sum(counted[OURS][kind] for kind in summary_faults.BARRED)
    share = 100 * ours / counted[OURS]["summaries"]
    good = share <= MOST_FAULTS
    print(f"  barred faults of ours in a hundred summaries: {share:.2f} {'met' if good else 'MISSED'}")
    return good


def _shape(articles: dict, target: Path) -> None:
    """How many sentences the summaries have, and how often fewer than two."""
    counts = []
    for line in target.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = articles[row["id"]]
        if len(split_all(_paragraphs(article), article["lang"])) > 1:
            counts.append(len(row["summary"]))
    single = sum(count == 1 for count in counts) / len(counts)
    print(f"  sentences a summary {sum(counts) / len(counts):.2f}, of one sentence {100 * single:.1f} %")
