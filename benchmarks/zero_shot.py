"""A tuned encoder and its base on NevIR, ExcluIR and STS, none of which it was trained on.

python benchmarks/zero_shot.py MODEL --hub FOLDER

FOLDER holds Hub datasets as datasets/NAMESPACE/NAME; the embedded Hub serves it to the unmodified mteb and
datasets. Samples of a benchmark are named as such in the result; their scores are not comparable with those on
the full sets. Nothing here may be used to choose a recipe.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from environment import save

BASE = "all-MiniLM-L6-v2"
STS = ("STS12", "STS13", "STS14", "STSBenchmark")


def measure(model_name: str) -> dict[str, Any]:
    """Return the scores of one encoder, and per item whether it was right."""
    import mteb
    from datasets import load_dataset

    from hedge_hf.evaluation.embeddings import Embeddings
    from hedge_hf.evaluation.rows import Rows
    from hedge_hf.evaluation.tasks import contrast
    from hedge_hf.metrics.excluir import queries_ranked_right
    from hedge_hf.train.base import load_base

    encoder = load_base(model_name)
    # local models share one name in mteb, so its cache would mix them up
    results = mteb.evaluate(encoder, mteb.get_tasks(tasks=["NevIR", *STS], languages=["eng"]), cache=None)
    scores = {task.task_name: 100 * task.get_score() for task in results}
    embeddings = Embeddings(encoder, model_name)
    nevir = load_dataset("orionweller/NevIR", split="test").to_list()
    pairs = contrast(Rows("test", nevir, [], []), embeddings)["contrast_paired_accuracy"].right
    excluir = load_dataset("zwh-sdu/ExcluIR", split="test")
    query, positive, negative = (list(excluir[name]) for name in ("query", "positive", "negative"))
    right = queries_ranked_right(embeddings.similarities(query, positive), embeddings.similarities(query, negative))
    return {"scores": scores, "nevir": [bool(x) for x in pairs], "excluir": [bool(x) for x in right]}


def compare(model_name: str) -> dict[str, Any]:
    """Measure base and model, with paired intervals where items are independent."""
    from dataclasses import asdict

    from hedge_hf.evaluation.bootstrap import Outcomes, difference, score

    base, tuned = measure(BASE), measure(model_name)
    rows: dict[str, Any] = {}
    for key, name in (("nevir", "NevIR paired accuracy"), ("excluir", "ExcluIR right rank")):
        before, after = Outcomes.of(base[key]), Outcomes.of(tuned[key])
        rows[name] = {
            "base": asdict(score(name, before)),
            "tuned": asdict(score(name, after)),
            "difference": asdict(difference(name, before, after)),
        }
    for name in ("NevIR", *STS):
        rows[f"mteb {name}"] = {"base": base["scores"][name], "tuned": tuned["scores"][name]}
    average = {which: sum(result["scores"][name] for name in STS) / len(STS)
               for which, result in (("base", base), ("tuned", tuned))}  # fmt: skip
    rows["STS12-14 + STSBenchmark average"] = average | {"difference": average["tuned"] - average["base"]}
    return rows


def main() -> None:
    """Measure; with --hub serve the folder and measure in a child, since libraries read HF_ENDPOINT at import."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder or Hub id of the tuned encoder")
    parser.add_argument("--hub", type=Path, help="folder to serve; without it the Hub of HF_ENDPOINT is used")
    parser.add_argument("--cache", type=Path, default=Path("runs/zero_shot_cache"), help="HF_HOME of the child")
    parser.add_argument("--name", default="zero_shot", help="name of the result")
    parser.add_argument("--data", default="full test splits", help="which rows they are, for the result")
    options = parser.parse_args()
    if options.hub is None:
        note = Path(options.model).parent / "configuration.json"
        training = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else None
        result = {"model": options.model, "training": training, "base": BASE, "data": options.data}
        save(options.name, result | {"results": compare(options.model)})
        return
    from hedge_hf.hub.local import LocalHub

    command = [sys.executable, __file__, options.model, "--name", options.name, "--data", options.data]
    with LocalHub(options.hub, read_only=True) as hub:
        environment = hub.environment() | {"HF_HOME": str(options.cache.resolve()), "HF_HUB_OFFLINE": "0"}
        sys.exit(subprocess.run(command, env=os.environ | environment, check=False).returncode)


if __name__ == "__main__":
    main()
