"""Chooses the mixture of the final soup on validation splits: shares of plain triplets, and how far from the base.

python benchmarks/encoder/soups.py --hub FOLDER

After comparison.py, whose models it mixes. A mixture (share, reach) is `share` of the model trained on plain triplets
and the rest of the mean of our seeds, taken `reach` times as far from the base.
"""

from __future__ import annotations

import argparse
import copy
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from comparison import SEEDS
from environment import inside_hub, save

MIXTURES = (
    (0.0, 1.0), (0.15, 1.0), (0.3, 1.0), (0.45, 1.0), (0.0, 1.2), (0.2, 1.2), (0.3, 1.2), (0.15, 1.4), (0.25, 1.4),
)  # fmt: skip


def _scores(encoder: Any) -> dict[str, float]:
    from datasets import load_dataset
    from scipy.stats import spearmanr

    from hedge_hf.evaluation import Embeddings
    from hedge_hf.evaluation.tasks.shipped import shipped_tasks

    scorer = Embeddings(encoder, "mixture")
    found = {}
    for task in shipped_tasks("validation")[:3]:
        for name, value in task.measure(task.load(), scorer).scores.items():
            found[f"{task.name} {name}"] = 100 * (value if isinstance(value, float) else value.value)
    rows = load_dataset("mteb/stsbenchmark-sts", split="validation")
    similarities = scorer.similarities(list(rows["sentence1"]), list(rows["sentence2"]))
    return found | {"STSBenchmark validation": 100 * float(spearmanr(similarities, rows["score"])[0])}


def main() -> None:
    """Serve the folder and measure every mixture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument(
        "--models", type=Path, default=Path("runs/comparison"), help="folder of comparison.py's models"
    )
    options = parser.parse_args()
    inside_hub(options.hub, options.models / "cache")
    from hedge_hf.train.average import average
    from hedge_hf.train.base import load_base

    names = [f"ours-seed-{seed}" for seed in SEEDS] + ["plain-triplets"]
    models = [load_base(str(options.models / name / "model")) for name in names]
    base = load_base("all-MiniLM-L6-v2")
    table = [{"share": None, "reach": 0.0} | _scores(base)]
    for share, reach in MIXTURES:
        weights = [reach * (1 - share) / len(SEEDS)] * len(SEEDS) + [reach * share, 1 - reach]
        mixture = average([copy.deepcopy(model) for model in (*models, base)], weights)
        table.append({"share": share, "reach": reach} | _scores(mixture))
    save("encoder_soups", {"mixtures": table})


if __name__ == "__main__":
    main()
