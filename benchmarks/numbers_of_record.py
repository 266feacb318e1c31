"""Models on every task of `hedge-hf evaluate --suite all`, against their base.

python benchmarks/numbers_of_record.py MODEL --hub FOLDER

FOLDER holds Hub datasets as datasets/NAMESPACE/NAME; the embedded Hub serves it. Samples of a benchmark are named as
such with --data; their scores are not comparable with those on the full sets. Nothing here may choose a recipe.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from environment import RESULTS, save

DOCUMENTS = Path(__file__).parent.parent / "docs"
BASE = "all-MiniLM-L6-v2"
PUBLISHED = {"STS12": 72.37, "STS13": 80.60, "STS14": 75.59, "STSBenchmark": 82.03}


def _document(name: str, data: str, agreement: dict[str, Any], found: dict[str, Any]) -> str:
    from hedge_hf.evaluation.report import from_json
    from hedge_hf.evaluation.table import cell

    result = from_json(found)
    lines = [
        f"# {name.replace('_', ' ').capitalize()}",
        "",
        f"`{result.tuned.model}` against `{BASE}` on everything that `hedge-hf evaluate --suite all` measures.",
        f"Made by `benchmarks/numbers_of_record.py`; the same with plots: `benchmarks/results/{name}.html`.",
        "",
        f"Data: {data}. Scores on samples are not comparable with those on the full sets.",
        "Percent with 95% bootstrap intervals, paired differences in points, * p < 0.05.",
        "",
        "| task | score | base | tuned | difference |",
        "|---|---|---:|---:|---:|",
    ]
    for task_name, task in result.base.tasks.items():
        if task.not_run is not None:
            lines.append(f"| {task_name} | not run: {task.not_run} | | | |")
            continue
        tuned = result.tuned.tasks[task_name]
        for scores, tuned_scores in ((task.scores, tuned.scores), (task.by_category, tuned.by_category)):
            for key, score in scores.items():
                change = cell(result.differences[task_name][key], signed=True)
                lines.append(f"| {task_name} | {score.label} | {cell(score)} | {cell(tuned_scores[key])} | {change} |")
    lines += [
        f"| Geometry preservation | | | {cell(result.geometry)} | |",
        "",
        f"Regression budget: {result.verdict.line}.",
        "",
        "The base against the scores that MTEB publishes for it:",
        "",
        "| task | published | measured here |",
        "|---|---:|---:|",
    ]
    lines += [f"| {name} | {row['published']:.2f} | {row['measured']:.2f} |" for name, row in agreement.items()]
    return "\n".join(lines) + "\n"


def _average(found: dict[str, Any], names: list[str]) -> dict[str, float]:
    """Return the mean Spearman correlation of the STS tasks that were run, before and after."""
    return {
        side: sum(found["comparison"][side]["tasks"][name]["scores"]["cosine_spearman"]["value"] for name in names)
        / len(names)
        for side in ("base", "tuned")
    }


def main() -> None:
    """Serve the folder, measure, and keep the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder or Hub id of the tuned encoder")
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    parser.add_argument("--name", default="numbers_of_record", help="name of the result")
    parser.add_argument("--data", default="full test splits", help="which rows they are, for the result")
    options = parser.parse_args()
    from hedge_hf.hub.local import LocalHub

    with LocalHub(options.hub, read_only=True) as hub, tempfile.TemporaryDirectory() as report:
        environment = hub.environment() | {"HF_HOME": str(options.cache.resolve()), "HF_HUB_OFFLINE": "0"}
        command = [
            sys.executable,
            "-m",
            "hedge_hf.cli",
            "evaluate",
            options.model,
            "--against",
            BASE,
            "--suite",
            "all",
        ]
        done = subprocess.run([*command, "--report", report], env=os.environ | environment, check=False)
        if done.returncode:
            sys.exit(done.returncode)
        found = json.loads(Path(report, "evaluation.json").read_text(encoding="utf-8"))
        (RESULTS / f"{options.name}.html").write_bytes(Path(report, "evaluation.html").read_bytes())
    tasks = found["comparison"]["base"]["tasks"]
    agreement = {
        name: {"published": published, "measured": tasks[name]["scores"]["cosine_spearman"]["value"]}
        for name, published in PUBLISHED.items()
        if not tasks[name]["not_run"]
    }
    average = _average(found, list(agreement))
    note = Path(options.model).parent / "configuration.json"
    training = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else None
    document = _document(options.name, options.data, agreement, found)
    (DOCUMENTS / f"{options.name}.md").write_text(document, encoding="utf-8")
    save(
        options.name,
        {
            "model": options.model,
            "training": training,
            "data": options.data,
            "agreement_of_base": agreement,
            "sts_average": average,
        }
        | found,
    )


if __name__ == "__main__":
    main()
