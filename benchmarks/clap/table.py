"""The recipes for CLAP on synthetic music, several seeds each: docs/clap.md.

python benchmarks/clap/table.py

Two runs at a time, with one core each. A second call goes on where the first one stopped. The weights and epochs of
the recipes were chosen on the validation split.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from datasets import load_dataset
from environment import save

from hedge_hf.data.registration import MUSIC
from hedge_hf.evaluation.clap.evaluate import ClapEvaluation
from hedge_hf.evaluation.clap.plot import draw
from hedge_hf.evaluation.clap.table import LEVEL_LABELS, rank_cell
from hedge_hf.evaluation.results import Score
from hedge_hf.evaluation.table import cell

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "clap.md"
RECIPES = ("baseline", "insert", "dissimilarity", "both", "ordered", "")


@dataclass(frozen=True)
class Row:
    """The runs of one recipe, one per seed."""

    recipe: str
    seconds: list[float]
    clips_per_second: list[float]
    found: list[ClapEvaluation]


def measured(recipe: str, seed: int, output: Path, options: list[str]) -> tuple[float, float, ClapEvaluation]:
    """Train and evaluate in processes of their own, unless that is done; return the time, the speed and the scores."""
    folder = output / f"{recipe.replace('/', '-')}-{seed}"
    note, report = folder / "speed.json", folder / "report" / "evaluation.json"
    if not note.is_file():
        shutil.rmtree(folder, ignore_errors=True)  # an interrupted run starts anew: its time is that of a whole one
        command = [
            "hedge_hf.train.clap",
            "--config",
            recipe,
            "--seed",
            str(seed),
            *options,
            "--output_dir",
            str(folder),
        ]
        started = time.monotonic()
        said = _run(*command, "--save_total_limit", "1", "--disable_tqdm", "true")
        speed = float(re.findall(r"([\d,]+) clips/s", said)[-1].replace(",", ""))
        note.write_text(json.dumps({"seconds": time.monotonic() - started, "clips_per_second": speed}))
    if not report.is_file():
        _run("hedge_hf.evaluation.clap.run", str(folder / "model"), "--report", str(report.parent))
    noted = json.loads(note.read_text())
    scores = ClapEvaluation.from_json(json.loads(report.read_text())["clapevaluation"])
    return noted["seconds"], noted["clips_per_second"], replace(scores, model=recipe.removeprefix("clap/"))


def _run(module: str, *options: str) -> str:
    """Run a module on one core and return what it says on stderr."""
    print(f"{time.strftime('%H:%M:%S')} {module} {' '.join(options)}", file=sys.stderr)
    environment = os.environ | {"OMP_NUM_THREADS": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", module, *options], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stderr


def main() -> None:
    """Train, measure, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("runs/clap/table"), help="folder of the runs")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--trial", action="store_true", help="30 steps of two recipes and one seed; writes no result")
    options = parser.parse_args()
    recipes = ["clap/synthetic" + (f"-{name}" if name else "") for name in RECIPES]
    seeds, output, extra = options.seeds, options.output, []
    if options.trial:
        recipes, seeds, output, extra = recipes[::5], [0], options.output / "trial", ["--max_steps", "30"]
    load_dataset(MUSIC)  # made once, before two processes ask for it
    pool = ThreadPoolExecutor(2)
    try:
        runs = {
            (recipe, seed): pool.submit(measured, recipe, seed, output, extra) for seed in seeds for recipe in recipes
        }
        rows = [Row(recipe, *_columns([runs[recipe, seed].result() for seed in seeds])) for recipe in recipes]
    finally:
        pool.shutdown(cancel_futures=True)
    text = _document(rows, seeds)
    if options.trial:
        print(text)
        return
    (DOCUMENT.parent / "clap.png").write_bytes(draw([row.found[0] for row in rows]))
    DOCUMENT.write_text(text, encoding="utf-8")
    save("clap", {"seeds": seeds, "rows": [asdict(row) for row in rows]})


def _columns(runs: list[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(values) for values in zip(*runs, strict=True)]


def _document(rows: list[Row], seeds: list[int]) -> str:
    levels: dict[str, Callable[[ClapEvaluation], Score]] = {
        f"R@10, {label}": lambda one, level=level: one.retrieval[level].recall[10]
        for level, label in LEVEL_LABELS.items()
    }
    levels |= {f"R@{k}, original": lambda one, k=k: one.retrieval["original"].recall[k] for k in (1, 5)}
    levels["median rank, original"] = lambda one: one.retrieval["original"].median_rank
    pairs: dict[str, Callable[[ClapEvaluation], Score]] = {
        name: lambda one, name=name: one.binary.accuracy[name] for name in rows[0].found[0].binary.accuracy
    }
    first = rows[0].found[0]
    if first.search:
        pairs['"A without B": right in first 10'] = lambda one: one.search.precision_at_10
        pairs["with B in first 10"] = lambda one: one.search.excluded_at_10
    shown = f"mean (lowest to highest) of {len(seeds)} seeds" if len(seeds) > 1 else "one seed, 95% bootstrap interval"
    return "\n".join(
        [
            "# Music retrieval that hears negation",
            "",
            "Made by `benchmarks/clap/table.py`; all numbers with versions, machine and date:",
            "`benchmarks/results/clap.json`.",
            "",
            f"{first.rows} clips of the test split of `hedgetriple-music`; percent; {shown}.",
            "Weights and epochs were chosen on the validation split.",
            "",
            "## Search for a clip with its caption",
            "",
            "*Original* is the caption; *absent tag denied* adds a true denial, so its recall should stay; *part* and",
            "*fully negated* captions deny what the clip has, so theirs should fall.",
            "",
            _table(rows, levels),
            "## Which text is nearer to the clip",
            "",
            "A caption has fewer negators than its negations, so a model that only counts negators is right in the",
            "first three rows and in the order without hearing anything. *True denial > false denial* compares two",
            'texts that differ in one word, such as "A piece of music, without any drums." and "... any piano.": only',
            f'the clip tells. "A without B" searches among all clips; {_chance(first)}',
            "",
            _table(rows, pairs),
            "![Recall and accuracies of the first seed](clap.png)",
            "",
            "## Training",
            "",
            _table(
                rows,
                {},
                {"seconds": [row.seconds for row in rows], "clips/s": [row.clips_per_second for row in rows]},
            ),
        ]
    )


def _chance(first: ClapEvaluation) -> str:
    return f"at random {cell(first.search.chance)} of the clips answer." if first.search else "too few clips answer."


def _table(
    rows: list[Row],
    scores: dict[str, Callable[[ClapEvaluation], Score]],
    numbers: dict[str, list[list[float]]] | None = None,
) -> str:
    head = ["", *(row.recipe.removeprefix("clap/") for row in rows)]
    lines = [head, ["---", *["---:"] * len(rows)]]
    for name, score in scores.items():
        show = rank_cell if "rank" in name else cell
        lines.append([name, *(_shown([score(one) for one in row.found], show) for row in rows)])
    for name, values in (numbers or {}).items():
        lines.append([name, *(f"{mean(value):,.0f}" for value in values)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _shown(found: list[Score], show: Callable[[Score], Any]) -> str:
    if len(found) == 1:
        return show(found[0])
    values = [score.value for score in found]
    return f"{mean(values):.1f} ({min(values):.1f} to {max(values):.1f})"


if __name__ == "__main__":
    main()
