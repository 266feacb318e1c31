"""Anchors per second and peak memory of one pass over the same anchors: triplets, n-tuples, groups, contrast pairs.

python benchmarks/training_speed.py --anchors 192

Triplets are plain sentence-transformers: its trainer and its loss. All see every anchor once with
batches of the same number of texts, in a process of their own, without preservation. Contrast pairs draw one
pair from each group instead of all eight triplets.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time

from environment import save

TEXTS_PER_BATCH = 112
VIEWS = {
    "triplets": ("triplets", 3),
    "n-tuples": ("n-tuples", 6),
    "groups-flat": ("groups-flat", 7),
    "contrast-pairs": ("contrast-pairs", 4),
}


def measure(name: str, anchors: int) -> dict[str, float]:
    """Train one pass and return anchors/s and the peak of resident memory in MiB."""
    from sentence_transformers import SentenceTransformerTrainer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    from hedge_hf.train.base import load_base
    from hedge_hf.train.encoder import EncoderArguments, training_rows
    from hedge_hf.train.trainer import HedgeTripleTrainer, HedgeTripleTrainingArguments

    view, texts = VIEWS[name]
    rows, callbacks = training_rows(EncoderArguments(view=view, max_anchors=anchors), seed=0)
    if view == "contrast-pairs":
        rows = rows["groups"]
    model = load_base("all-MiniLM-L6-v2")
    with tempfile.TemporaryDirectory() as folder:
        arguments = HedgeTripleTrainingArguments(
            output_dir=folder,
            per_device_train_batch_size=TEXTS_PER_BATCH // texts,
            preservation=0,
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
            report_to="none",
        )
        if name == "triplets":
            loss = MultipleNegativesRankingLoss(model)
            trainer = SentenceTransformerTrainer(model, arguments, rows, loss=loss)
        else:
            trainer = HedgeTripleTrainer(model, arguments, rows, callbacks=callbacks)
        started = time.perf_counter()
        trainer.train()
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"anchors_per_second": anchors / seconds, "seconds": seconds, "peak_mib": peak, "rows": len(rows)}


def main() -> None:
    """Measure each view three times, in another order each time, and report the medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--anchors", type=int, default=192)
    parser.add_argument("--only", choices=VIEWS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        sys.stdout.write(json.dumps(measure(options.only, options.anchors)))
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in VIEWS}
    order = random.Random(0)
    for _ in range(3):
        for name in order.sample(list(VIEWS), len(VIEWS)):
            command = [sys.executable, __file__, "--only", name, "--anchors", str(options.anchors)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            runs[name].append(json.loads(done.stdout.splitlines()[-1]))
    medians = {name: sorted(found, key=lambda run: run["seconds"])[1] for name, found in runs.items()}
    first = next(iter(medians.values()))["anchors_per_second"]
    table = {name: run | {"ratio": run["anchors_per_second"] / first} for name, run in medians.items()}
    save("training_speed", {"anchors": options.anchors, "texts_per_batch": TEXTS_PER_BATCH, "median_of_3": table})


if __name__ == "__main__":
    main()
