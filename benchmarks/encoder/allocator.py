"""Seconds and page faults per training step, with glibc's allocator as it is and told to keep memory.

python benchmarks/encoder/allocator.py

It saves faults but hardly any time, so training leaves the allocator alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import save

WARM_UP, STEPS, ROWS = 2, 6, 16
WAYS = {
    "as it is": {},
    "kept": {"MALLOC_MMAP_THRESHOLD_": str(2**30), "MALLOC_TRIM_THRESHOLD_": str(2**31 - 1)},
}


def measure() -> dict[str, float]:
    """Train on contrast pairs and return seconds and minor page faults per step, and the peak of resident memory."""
    import torch
    from datasets import load_dataset

    import hedge_hf  # noqa: F401  registers hedgetriple
    from hedge_hf.losses import ContrastPairLoss
    from hedge_hf.train.base import load_base
    from hedge_hf.train.contrast_rows import COLUMNS
    from hedge_hf.train.defaults import has_bfloat16

    torch.manual_seed(0)
    model = load_base("all-MiniLM-L6-v2").to("cpu").train()
    loss, optimizer = ContrastPairLoss(model), torch.optim.AdamW(model.parameters(), lr=1e-5)
    rows = load_dataset("hedgetriple", "contrast", split="train")

    def step(number: int) -> None:
        batch = rows[number * ROWS : (number + 1) * ROWS]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16()):
            value = loss([model.preprocess(batch[name]) for name in COLUMNS], None)
        value.backward()
        optimizer.step()
        optimizer.zero_grad()

    for number in range(WARM_UP):
        step(number)
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for number in range(WARM_UP, WARM_UP + STEPS):
        step(number)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds_per_step": (time.perf_counter() - started) / STEPS,
        "faults_per_step": (usage.ru_minflt - before) / STEPS,
        "peak_mib": usage.ru_maxrss / 1024,
    }


def main() -> None:
    """Measure both ways three times in turn, and report the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        sys.stdout.write(json.dumps(measure()))
        return
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(3):
        for way in WAYS:
            command = [sys.executable, __file__, "--only", way]
            environment = os.environ | WAYS[way]
            done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
            runs[way].append(json.loads(done.stdout.splitlines()[-1]))
    medians = {way: sorted(found, key=lambda run: run["seconds_per_step"])[1] for way, found in runs.items()}
    speed = medians["as it is"]["seconds_per_step"] / medians["kept"]["seconds_per_step"]
    save("allocator", {"rows_per_step": ROWS, "median_of_3": medians, "times_as_fast": speed})


if __name__ == "__main__":
    main()
