"""How close the summaries come to those that people wrote: ROUGE, cross-validated."""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING

from bench.train_summaries import AIMS, SOURCES, frequencies, read_articles, train
from bot.text.sentences import split
from bot.text.summarise import summarise
from bot.text.summary.model import Model, model_for

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

FOLDS = 5
BUDGETS = {"3s": {"sentences": 3}, "60w": {"sentences": 60, "words": 60}}
GOALS = {"R1": 2.5, "R2": 1.0, "RL": 2.0}
RIVALS = ("lead", "sumy-lexrank", "sumy-edmundson")
ONLY_REPORTED = ("bbc",)
"""A group whose references a machine made."""
SHORT_OF_LEAD = 0.975
"""A group is significantly below the lead where this share of resamples shows no gain."""


def load_scorer(folder: Path) -> ModuleType:
    """The collection's own ``score.py``."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def models(articles: list[dict]) -> dict[str, Model]:
    """For every article of the training groups a model that was trained without it."""
    chosen = [row for row in articles if row["source"] in SOURCES]
    found = {}
    for fold in range(FOLDS):
        held_out = chosen[fold::FOLDS]
        ids = {row["id"] for row in held_out}
        kept = [row for row in chosen if row["id"] not in ids]
        model, loss, bigram_loss = train(
            kept, frequencies([row for row in articles if row["id"] not in ids]), AIMS["en"]
        )
        print(f"  fold {fold + 1} of {FOLDS}: log loss of words {loss:.5f}, of bigrams {bigram_loss:.5f}", flush=True)
        found.update(dict.fromkeys(ids, model))
    return found


def predict(articles: list[dict], trained: dict[str, Model], budget: str, target: Path) -> None:
    with target.open("w", encoding="utf-8") as lines:
        for row in articles:
            model = trained.get(row["id"], model_for(row["lang"]))
            summary = summarise(
                row["text"].split("\n"), title=row["title"], language=row["lang"], model=model, **BUDGETS[budget]
            )
            lines.write(json.dumps({"id": row["id"], "summary": list(summary)}, ensure_ascii=False) + "\n")


def report(folder: Path, out: Path) -> bool:
    """Print the tables; whether every goal is met. Predictions are left in ``out``."""
    scorer = load_scorer(folder)
    articles = read_articles(folder)
    trained = models(articles)
    by_id = {row["id"]: row for row in articles}
    stored = json.loads((folder / "baselines.json").read_text(encoding="utf-8"))["scores"]
    met = True
    for budget in BUDGETS:
        target = out / f"summaries-{budget}.jsonl"
        predict(articles, trained, budget, target)
        scores, words, stats = scorer.score_file(target, by_id, budget)
        print(f"\nbudget {budget}: " + ", ".join(f"{name} {count}" for name, count in stats.items()))
        met &= _groups(scorer, by_id, scores, words, stored[f"lead|{budget}"])
        met &= _rivals(scorer, by_id, scores, stored, budget)
        met &= not any(stats[name] for name in ("missing", "over_budget", "not_extractive"))
        _shape(by_id, target)
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
            f"  {group:12s} {len(keys):4d} {length:6.1f} " + " ".join(f"{value:6.2f}" for value in means) + "   "
            + "  ".join("{metric} {difference:+.2f} [{low:+.2f}, {high:+.2f}]".format(**item) for item in paired)
            + ("  BELOW" if below else "")
        )  # fmt: skip
    return met


def _rivals(scorer: ModuleType, articles: dict, scores: dict, stored: dict, budget: str) -> bool:
    """The headline groups against the lead and every stock algorithm, and whether the goals are met."""
    keys = [key for key, row in articles.items() if row["source"] in scorer.HEADLINE]
    print("  headline   " + " ".join(f"{value:.2f}" for value in scorer.mean(scores[key] for key in keys)))
    met = True
    for name in sorted({key.split("|")[0] for key in stored} - {"oracle", "random"}):
        rows = stored[f"{name}|{budget}"]
        paired = scorer.paired_bootstrap(scores, {key: tuple(rows[key]) for key in keys}, keys)
        goals = GOALS if name == "lead" else dict.fromkeys(GOALS, 0.0)
        good = all(item["difference"] >= goals[item["metric"]] and item["p"] < 0.025 for item in paired)
        met &= good
        if name in RIVALS or not good:
            line = "  ".join("{metric} {difference:+.2f} [{low:+.2f}, {high:+.2f}]".format(**item) for item in paired)
            print(f"  against {name:15s} {line} {'met' if good else 'MISSED'}")
    return met


def _shape(articles: dict, target: Path) -> None:
    """How many sentences the summaries have, and how often fewer than two."""
    counts = []
    for line in target.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = articles[row["id"]]
        if sum(len(split(part, article["lang"])) for part in article["text"].split("\n")) > 1:
            counts.append(len(row["summary"]))
    single = sum(count == 1 for count in counts) / len(counts)
    print(f"  sentences a summary {sum(counts) / len(counts):.2f}, of one sentence {100 * single:.1f} %")
