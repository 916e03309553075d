"""Quality, speed and memory of the summaries: ``python bench/summaries.py [--speed] [--plot FILE] [--data FOLDER]``.

Speed is measured on generated articles, beside sumy's own algorithms in the same run. Quality is measured where the
collection of articles with reference summaries is (``--data``, by default ``../shared/bench/summaries``), by its own
scorer, which needs the package rouge-score; every article is summarised by weights trained without it. Exits 1 where a
goal is missed, and 2 where something needed is not installed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is what the goals are set for
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", action="store_true", help="speed and memory alone")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="also draw cost against sentences into a PNG file")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench" / "summaries")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()), help="folder for the predictions")
    options = parser.parse_args()
    quality = not options.speed and (options.data / "articles.jsonl").exists()
    needed = {"matplotlib": bool(options.plot), "rouge_score": quality}
    missing = [name.replace("_", "-") for name, wanted in needed.items() if wanted and not find_spec(name)]
    if missing:
        print(f"This needs {' and '.join(missing)}, which Newsdrop itself does not: pip install {' '.join(missing)}")
        return 2
    return 0 if _measured(options, quality=quality) else 1


def _measured(options: argparse.Namespace, *, quality: bool) -> bool:
    from bench import summary_quality, summary_speed

    met = summary_speed.report()
    if options.plot:
        summary_speed.plot(options.plot)
    if quality:
        met &= summary_quality.report(options.data, options.out)
    elif not options.speed:
        print(f"No articles in {options.data}: quality was not measured.")
    return met


if __name__ == "__main__":
    sys.exit(main())
