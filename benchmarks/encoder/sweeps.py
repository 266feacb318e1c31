"""The shipped sweeps, on a folder of Hub datasets: the tables of docs/sweeps.md.

python benchmarks/encoder/sweeps.py --hub FOLDER --data "samples of ..." levers paper-data

A call that was interrupted writes what is done, and the next one goes on from there; tables of other sweeps stay as
they were measured. Nothing here may choose a recipe.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import RESULTS, save

DOCUMENTS = Path(__file__).parent.parent.parent / "docs"
SWEEPS = ("levers", "ranking", "paper-data", "paper-diversity", "paper-size")


def main() -> None:
    """Serve the folder, run the sweeps, and write the tables of all that are done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweeps", nargs="+", choices=SWEEPS, help="names of shipped sweeps")
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    parser.add_argument("--data", default="full test splits", help="which rows they are, for the result")
    options = parser.parse_args()
    from hedge_hf.hub.local import LocalHub
    from hedge_hf.recipes import read

    with LocalHub(options.hub, read_only=True) as hub:
        environment = hub.environment() | {"HF_HOME": str(options.cache.resolve()), "HF_HUB_OFFLINE": "0"}
        for name in options.sweeps:
            folder = Path(read(f"sweeps/{name}")["output_dir"])
            command = [sys.executable, "-m", "hedge_hf.cli", "sweep", f"sweeps/{name}"]
            try:
                code = subprocess.run(command, env=os.environ | environment, check=False).returncode
            except KeyboardInterrupt:
                code = 130
            if (folder / "sweep.json").is_file():
                _keep(name, folder, options.data)
            if code:  # interrupted: the tables hold what is done
                sys.exit(code)


def _keep(name: str, folder: Path, data: str) -> None:
    """Save the result of one sweep, and write the page of all that are saved."""
    found = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    table = (folder / "sweep.md").read_text(encoding="utf-8")
    save(f"sweep-{name}", {"data": data, "table": table} | found)
    shutil.copy(folder / "sweep.png", DOCUMENTS / f"sweep-{name}.png")
    lines = [
        "# What each change of a recipe gives",
        "",
        "Made by `benchmarks/encoder/sweeps.py`; all numbers: `benchmarks/results/sweep-*.json`.",
        "Scores on samples are not comparable with those on the full sets.",
        "`s`: training time with start, on a machine that is not quiet.",
    ]
    for other in SWEEPS:
        file = RESULTS / f"sweep-{other}.json"
        if file.is_file():
            result = json.loads(file.read_text(encoding="utf-8"))
            about = f"Measured {result['environment']['date']}. Data: {result['data']}."
            lines += ["", f"## {other}", "", result["table"], about, "", f"![{other}](sweep-{other}.png)"]
    (DOCUMENTS / "sweeps.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
