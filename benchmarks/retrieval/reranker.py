"""The reranker of the recipe beside encoders, on published benchmarks and our own test rows: docs/reranker.md.

python benchmarks/retrieval/reranker.py --hub FOLDER --data "samples of ..."

FOLDER holds Hub datasets as datasets/NAMESPACE/NAME; the embedded Hub serves it. The reranker is trained if --reranker
names none. A second call goes on where the first one stopped. Nothing here may choose a recipe: its settings were
chosen on held-out rows of the shipped data.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import inside_hub, save

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "reranker.md"
RECIPE = "reranker/minilm"


def trained(output: Path) -> str:
    """Train the recipe, unless that is done, and return the model's folder."""
    if not (output / "model").is_dir():
        command = [sys.executable, "-m", "hedge_hf.cli", "train", "reranker", "--config", RECIPE]
        subprocess.run([*command, "--output_dir", str(output)], check=True)
    return str(output / "model")


def measure(models: dict[str, str]) -> list[dict[str, Any]]:
    """Return the scores of every model, in percent with intervals."""
    from dataclasses import asdict

    from rich.console import Console
    from rich.progress import Progress

    from hedge_hf.evaluation.compare import evaluate
    from hedge_hf.evaluation.models import load_scorer
    from hedge_hf.evaluation.tasks.published import excluir, nevir
    from hedge_hf.evaluation.tasks.shipped import shipped_tasks

    tasks = [nevir(), excluir(), *shipped_tasks("test")[:2]]
    with Progress(console=Console(stderr=True)) as progress:
        rows = []
        for name, model in models.items():
            found = evaluate(load_scorer(model, progress), tasks, progress)
            rows.append({"model": name, "tasks": {task: asdict(result) for task, result in found.tasks.items()}})
    return rows


def main() -> None:
    """Serve the folder, train, measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--output", type=Path, default=Path("runs/reranker/minilm"), help="folder of the training run")
    parser.add_argument("--reranker", help="measure this one instead of training one")
    parser.add_argument("--encoder", help="a tuned encoder to measure beside it")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    parser.add_argument("--data", default="full test splits", help="which rows they are, for the result")
    options = parser.parse_args()
    inside_hub(options.hub, options.cache)
    model = options.reranker or trained(options.output)
    models = {"all-MiniLM-L6-v2": "all-MiniLM-L6-v2", f"{RECIPE}, reranker": model}
    if options.encoder:
        models["tuned encoder"] = options.encoder
    rows = measure(models)
    DOCUMENT.write_text(_document(rows, options.data), encoding="utf-8")
    save("reranker", {"data": options.data, "recipe": RECIPE, "rows": rows})


def _document(rows: list[dict[str, Any]], data: str) -> str:
    tasks = list(rows[0]["tasks"])
    lines = [
        "# The reranker",
        "",
        "Made by `benchmarks/retrieval/reranker.py`; all numbers with versions, machine and date:",
        "`benchmarks/results/reranker.json`.",
        "",
        f"Data: {data}, and the test split of HedgeTriple.",
        "Scores on samples are not comparable with those on the full sets. Paired accuracy (NevIR, HedgeTriple) and",
        "right rank (ExcluIR) in percent with 95% bootstrap intervals; by chance 25 and 50.",
        "",
        f"| model | {' | '.join(tasks)} |",
        f"|---|{'---:|' * len(tasks)}",
    ]
    lines += [f"| {row['model']} | {' | '.join(_cell(row['tasks'][task]) for task in tasks)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(result: dict[str, Any]) -> str:
    if result["not_run"]:
        return "not run"
    score = next(iter(result["scores"].values()))
    return f"{score['value']:.1f} [{score['low']:.0f}, {score['high']:.0f}]"


if __name__ == "__main__":
    main()
