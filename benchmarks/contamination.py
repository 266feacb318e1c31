"""Whether the shipped training rows hold texts of the benchmarks that are reported.

python benchmarks/contamination.py --hub FOLDER

The embedded Hub serves FOLDER to `hedge-hf contamination`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from environment import RESULTS

SETS = (
    "orionweller/NevIR@test", "zwh-sdu/ExcluIR@test", "zwh-sdu/ExcluIR:corpus", "tum-nlp/cannot-dataset@validation",
    "mteb/stsbenchmark-sts@test", "mteb/sts12-sts@test", "mteb/sts13-sts@test", "mteb/sts14-sts@test",
)  # fmt: skip


def main() -> None:
    """Serve the folder and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    options = parser.parse_args()
    from hedge_hf.hub.local import LocalHub

    command = [sys.executable, "-m", "hedge_hf.cli", "contamination", "hedgetriple", *SETS]
    with LocalHub(options.hub, read_only=True) as hub:
        environment = hub.environment() | {"HF_HOME": str(options.cache.resolve()), "HF_HUB_OFFLINE": "0"}
        done = subprocess.run(
            [*command, "--report", str(RESULTS / "contamination.json")], env=os.environ | environment, check=False
        )
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
