"""What is left of negation in the first dimensions of an embedding, without Matryoshka training: docs/truncation.md.

python benchmarks/encoder/truncation.py MODEL --hub FOLDER --data "samples of ..."

FOLDER holds Hub datasets as datasets/NAMESPACE/NAME; the embedded Hub serves it. Nothing here may choose a recipe.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import inside_hub, save

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "truncation.md"
DIMENSIONS = (384, 128, 64)


def measure(name: str, dimensions: int) -> dict[str, Any]:
    """Return the main score of every task, in percent with intervals, of embeddings cut to so many dimensions."""
    from hedge_hf.evaluation import Embeddings
    from hedge_hf.evaluation.compare import evaluate
    from hedge_hf.evaluation.tasks.general import general_tasks
    from hedge_hf.evaluation.tasks.published import excluir, nevir
    from hedge_hf.evaluation.tasks.shipped import shipped_tasks
    from hedge_hf.train.base import load_base

    model = load_base(name)
    model.truncate_dim = dimensions
    tasks = [nevir(), excluir(), *shipped_tasks("test")[:4], *general_tasks(("STSBenchmark",))]
    found = evaluate(Embeddings(model, f"{name}, {dimensions} dimensions"), tasks)
    return {task: asdict(result.main) for task, result in found.tasks.items()}


def main() -> None:
    """Serve the folder, measure the model and its base, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder or Hub id of the tuned encoder")
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    parser.add_argument("--data", default="full test splits", help="which rows they are, for the result")
    options = parser.parse_args()
    inside_hub(options.hub, options.cache)
    models = {"base": "all-MiniLM-L6-v2", "tuned": options.model}
    rows = [
        {"model": label, "dimensions": dimensions, "scores": measure(name, dimensions)}
        for label, name in models.items()
        for dimensions in DIMENSIONS
    ]
    DOCUMENT.write_text(_document(rows, options.data), encoding="utf-8")
    save("truncation", {"model": options.model, "data": options.data, "rows": rows})


def _document(rows: list[dict[str, Any]], data: str) -> str:
    tasks = list(rows[0]["scores"])
    lines = [
        "# Fewer dimensions",
        "",
        "Made by `benchmarks/encoder/truncation.py`; all numbers: `benchmarks/results/truncation.json`.",
        f"Data: {data}, and the test split of HedgeTriple. Tuned: the final soup of",
        "[encoder.md](encoder.md). Neither model had Matryoshka training. Percent with 95% bootstrap intervals.",
        "",
        f"| model | dimensions | {' | '.join(tasks)} |",
        f"|---|---:|{'---:|' * len(tasks)}",
    ]
    for row in rows:
        cells = [f"{one['value']:.1f} [{one['low']:.0f}, {one['high']:.0f}]" for one in row["scores"].values()]
        lines.append(f"| {row['model']} | {row['dimensions']} | {' | '.join(cells)} |")
    lines += ["", "`SentenceTransformer(model, truncate_dim=128)` cuts them.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
