"""The shipped sweeps, on a folder of Hub datasets: the tables of docs/sweeps.md.

python benchmarks/encoder/sweeps.py --hub FOLDER --data "samples of ..." levers paper-data

A call that was interrupted writes what is done, and the next one goes on from there. Nothing here may choose a recipe.
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
from environment import save

DOCUMENTS = Path(__file__).parent.parent.parent / "docs"
NOTES = {
    "levers": "Run before `RoleReversalLoss`: role reversal in this table makes hedges hard negatives of negations, "
    "and the order of hedges in the first row is what it costs.\n\n"
}


def main() -> None:
    """Serve the folder, run the sweeps, and write the tables of all that are done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweeps", nargs="+", help="names of shipped sweeps")
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    parser.add_argument("--data", default="full test splits", help="which rows they are, for the result")
    options = parser.parse_args()
    from hedge_hf.hub.local import LocalHub
    from hedge_hf.recipes import read

    found = {}
    lines = [
        "# What each change of a recipe gives",
        "",
        "Made by `benchmarks/encoder/sweeps.py`; all numbers: `benchmarks/results/sweeps.json`.",
        f"Data: {options.data}. Scores on samples are not comparable with those on the full sets.",
        "`s`: training time with start, on a machine that is not quiet.",
    ]
    with LocalHub(options.hub, read_only=True) as hub:
        environment = hub.environment() | {"HF_HOME": str(options.cache.resolve()), "HF_HUB_OFFLINE": "0"}
        for name in options.sweeps:
            recipe = read(f"sweeps/{name}")
            command = [sys.executable, "-m", "hedge_hf.cli", "sweep", f"sweeps/{name}"]
            try:
                code = subprocess.run(command, env=os.environ | environment, check=False).returncode
            except KeyboardInterrupt:
                code = 130
            if not (Path(recipe["output_dir"]) / "sweep.json").is_file():
                sys.exit(code)
            folder = Path(recipe["output_dir"])
            found[name] = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
            shutil.copy(folder / "sweep.png", DOCUMENTS / f"sweep-{name}.png")
            lines += [
                "",
                f"## {name}",
                "",
                NOTES.get(name, "") + (folder / "sweep.md").read_text(encoding="utf-8"),
                f"![{name}](sweep-{name}.png)",
            ]
            (DOCUMENTS / "sweeps.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
            save("sweeps", {"data": options.data, "sweeps": found})
            if code:  # interrupted: the tables hold what is done
                sys.exit(code)


if __name__ == "__main__":
    main()
