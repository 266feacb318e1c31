"""Does refreshing help? Mined once, refreshed, and from easy to hard, at equal steps: docs/refresh.md.

python benchmarks/mining/refresh.py --hub FOLDER --data "samples of ..."

FOLDER holds Hub datasets as datasets/NAMESPACE/NAME; the embedded Hub serves it. All train the recipe for the same
number of steps; all but the first have the passages of contrast pairs and exclusion queries as a corpus beside it.
A second call goes on where the first one stopped.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import inside_hub, save

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "refresh.md"
RECIPE = "encoder/minilm"
STEPS = 160
MININGS = 3
SOURCES = ("--sources", "in-group", "dense")  # the other passage of the pair, and the nearest of other pairs
MINED = ("--queries", "hedgetriple", "--negatives_per_row", "2", "--relative_margin", "0.05", *SOURCES)
SUITES = ("nevir", "excluir", "sts")


def variants(steps: int) -> dict[str, tuple[str, ...]]:
    """Return the options of each row of the table; with refreshes it is mined `MININGS` times, at even distances."""
    often = ("--refresh_negatives", f"{math.ceil(steps / MININGS)}_steps")
    return {
        "recipe alone": (),
        "mined once": MINED,
        "refreshed": (*MINED, *often),
        "refreshed, easy to hard": (*MINED, *often, "--curriculum", "easy_to_hard"),
    }


def trained(folder: Path, model: str, steps: int, seed: int, options: tuple[str, ...]) -> float:
    """Train unless it is done, and return the seconds of the whole run."""
    note = folder / "seconds.json"
    if not note.is_file():
        shutil.rmtree(folder, ignore_errors=True)  # an interrupted run starts anew: its time is that of a whole one
        command = [sys.executable, "-m", "hedge_hf.cli", "train", "encoder", "--config", RECIPE, *options]
        command += ["--max_steps", str(steps), "--seed", str(seed), "--output_dir", str(folder)]
        command += ["--save_total_limit", "1", "--model_name_or_path", model]
        started = time.monotonic()
        subprocess.run(command, check=True)
        note.write_text(json.dumps(time.monotonic() - started))
    return json.loads(note.read_text())


def tasks(names: list[str]) -> list[Any]:
    """Return what is measured."""
    from hedge_hf.evaluation.tasks.general import general_tasks
    from hedge_hf.evaluation.tasks.published import excluir, nevir
    from hedge_hf.evaluation.tasks.shipped import shipped_tasks

    known = {
        "nevir": lambda: [nevir()],
        "excluir": lambda: [excluir()],
        "sts": lambda: general_tasks(("STSBenchmark",)),
        "shipped": lambda: shipped_tasks("validation"),
    }
    return [task for name in names for task in known[name]()]


def measure(options: argparse.Namespace) -> list[Any]:
    """Return one row per variant, with the scores of every seed; measured once and kept."""
    from rich.console import Console
    from rich.progress import Progress

    from hedge_hf.evaluation.compare import compare
    from hedge_hf.evaluation.models import load_scorer
    from hedge_hf.evaluation.report import from_json, to_json
    from hedge_hf.sweep.table import Row

    about = {"data": options.data, "model": options.model, "steps": options.steps, "suites": options.suites}
    note = options.output / "about.json"
    options.output.mkdir(parents=True, exist_ok=True)
    if note.is_file() and json.loads(note.read_text()) != about:
        sys.exit(f"{options.output} holds results of other data or steps; give another --output")
    note.write_text(json.dumps(about))
    rows = []
    with Progress(console=Console(stderr=True)) as progress:
        base = load_scorer(options.model, progress)
        for name, chosen in variants(options.steps).items():
            if options.only and name not in options.only:
                continue
            row = Row(name, {}, [], [], [])
            for seed in range(options.seeds):
                folder = options.output / f"{name}, seed {seed}"
                row.seconds.append(trained(folder, options.model, options.steps, seed, chosen))
                row.seeds.append(seed)
                file = folder / "scores.json"
                if not file.is_file():
                    tuned = load_scorer(str(folder / "model"), progress)
                    result = compare(base, tuned, tasks(options.suites), progress=progress)
                    file.write_text(json.dumps(to_json(result)))
                row.comparisons.append(from_json(json.loads(file.read_text())))
            rows.append(row)
    return rows


def main() -> None:
    """Serve the folder, train, measure, and save the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--output", type=Path, default=Path("runs/refresh"), help="folder of the models")
    parser.add_argument("--data", default="full test splits", help="which rows they are, for the result")
    parser.add_argument("--model", default="all-MiniLM-L6-v2", help="base encoder")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=variants(STEPS), help="rows of the table")
    parser.add_argument("--suites", nargs="+", choices=(*SUITES, "shipped"), default=list(SUITES))
    parser.add_argument("--name", default="refresh", help="name of the result")
    options = parser.parse_args()
    inside_hub(options.hub, options.output / "cache")
    from hedge_hf.sweep.table import averages, markdown_table

    rows = measure(options)
    scores = [asdict(row) | asdict(average) for row, average in zip(rows, averages(rows), strict=True)]
    DOCUMENT.write_text(_document(markdown_table(rows), options), encoding="utf-8")
    save(
        options.name,
        {"data": options.data, "model": options.model, "recipe": RECIPE, "steps": options.steps, "rows": scores},
    )


def _document(table: str, options: argparse.Namespace) -> str:
    seeds = "one seed" if options.seeds == 1 else f"{options.seeds} seeds"
    return "\n".join(
        [
            "# Does refreshing negatives help?",
            "",
            "Made by `benchmarks/mining/refresh.py`; all numbers: `benchmarks/results/refresh.json`.",
            f"Data: {options.data}. Scores on samples are not comparable with those on the full sets.",
            f"Each run trains {options.steps} steps of `{RECIPE}`, {seeds}. In all but the first row",
            "mined rows come beside the others: the queries of contrast pairs and exclusion queries, each with the",
            f"other passage of its pair and the nearest of other pairs. Refreshed means mined {MININGS} times.",
            "Percent with 95% bootstrap intervals; `s`: training time with mining, beside other jobs.",
            "",
            table,
        ]
    )


if __name__ == "__main__":
    main()
