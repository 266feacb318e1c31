"""Seconds that `import hedge_hf` adds to `import datasets`, each in a fresh process.

python benchmarks/import_time.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from environment import save

REPEATS = 15
STATEMENTS = {"import datasets": "import datasets", "import hedge_hf": "import datasets, hedge_hf"}


def seconds(statement: str) -> float:
    """Return the time of one process."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - started


def main() -> None:
    """Alternate the two, after one warm-up each."""
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for repeat in range(REPEATS + 1):
        for name, statement in STATEMENTS.items():
            measured = seconds(statement)
            if repeat:
                times[name].append(measured)
    medians = {name: round(statistics.median(values), 3) for name, values in times.items()}
    added = [after - before for before, after in zip(*times.values(), strict=True)]
    torch = subprocess.run(
        [sys.executable, "-c", "import sys, hedge_hf; sys.exit('torch' in sys.modules)"], check=False
    ).returncode
    save(
        "import_time",
        {"median seconds": medians, "added, median": round(statistics.median(added), 3), "imports torch": bool(torch)},
    )


if __name__ == "__main__":
    main()
