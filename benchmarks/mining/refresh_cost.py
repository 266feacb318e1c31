"""What one refresh costs beside the training of an epoch: encoding, indexing and searching.

python benchmarks/mining/refresh_cost.py

The whole corpus is mined once; then some steps are trained and their time is taken for all steps of an epoch.
Both happen in the same process, one after the other, so that their ratio holds on any machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import save


def write_data(folder: Path, rows: int) -> None:
    """Write queries and passages: HedgeTriple's anchors and hedges, numbered where there are not enough of them."""
    from datasets import load_dataset

    import hedge_hf  # noqa: F401  registers hedgetriple

    groups = load_dataset("hedgetriple", "groups", split="train")
    pairs = itertools.islice(itertools.cycle(zip(groups["anchor"], groups["hedges"], strict=True)), rows)
    with (folder / "queries.jsonl").open("w") as queries, (folder / "corpus.jsonl").open("w") as corpus:
        for number, (anchor, hedges) in enumerate(pairs):
            nth = number // len(groups)
            queries.write(json.dumps({"query": f"{anchor} {nth or ''}", "positive": str(number)}) + "\n")
            corpus.write(json.dumps({"id": str(number), "text": f"{hedges[0]['text']} {nth or ''}"}) + "\n")


def measure(rows: int, steps: int, batch: int, negatives: int, index: str) -> dict[str, float]:
    """Mine once, train some steps, and return seconds and their ratio."""
    from hedge_hf.train.base import load_base
    from hedge_hf.train.callbacks.refresh import mined_rows
    from hedge_hf.train.mined_arguments import MinedArguments
    from hedge_hf.train.trainer import HedgeTripleTrainer, HedgeTripleTrainingArguments

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_data(folder, rows)
        arguments = MinedArguments(
            queries=str(folder / "queries.jsonl"), corpus=str(folder / "corpus.jsonl"), negatives_per_row=negatives,
            refresh_negatives="every_epoch", index=index,
        )  # fmt: skip
        refreshed, callback = mined_rows(arguments, folder / "negatives", seed=0)
        training = HedgeTripleTrainingArguments(
            output_dir=name, per_device_train_batch_size=batch, max_steps=steps, save_strategy="no",
            logging_strategy="no", report_to="none", disable_tqdm=True,
        )  # fmt: skip
        trainer = HedgeTripleTrainer(
            load_base("all-MiniLM-L6-v2"), training, refreshed.dataset, callbacks=[callback], refreshed=refreshed
        )
        started = time.perf_counter()
        trainer.train()
        whole = time.perf_counter() - started
        record = callback.files.record(0)
    if record is None:
        raise RuntimeError("nothing was mined")
    refresh = record["seconds"]
    epoch = (whole - refresh["total"]) / steps * (len(refreshed.dataset) / batch)
    parts = {f"{part}_seconds": spent for part, spent in refresh.items()}
    return parts | {"epoch_seconds": epoch, "share_of_training": refresh["total"] / epoch}


def main() -> None:
    """Measure, and save the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--steps", type=int, default=60, help="steps to train")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--negatives", type=int, default=3, help="mined negatives of each row")
    parser.add_argument("--index", default="flat")
    parser.add_argument("--name", default="refresh_cost", help="name of the result")
    options = parser.parse_args()
    settings = {key: value for key, value in vars(options).items() if key != "name"}
    save(options.name, settings | measure(**settings))


if __name__ == "__main__":
    main()
