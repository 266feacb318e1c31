# /// script
# requires-python = ">=3.11"
# dependencies = ["hedge-hf[generate]"]
# ///
"""Make the folder of the dataset repository hedgetriple; given again, it makes the same folder anew.

uv run dataset_scripts/hedgetriple.py OUT [--run RUN]
hedge-hf publish dataset OUT --repo NAMESPACE/hedgetriple
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hedge_hf.cli import run
from hedge_hf.hub.dataset_folder import rebuild
from hedge_hf.hub.generated import read_run
from hedge_hf.hub.publish_dataset import stage


def main(argv: list[str]) -> None:
    """Parse the options and make the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder to make")
    parser.add_argument("--run", type=Path, help="folder of `hedge-hf generate`, instead of the shipped rows")
    options = parser.parse_args(argv)
    generated = read_run(options.run) if options.run else None
    rebuild(options.folder, lambda folder: stage(folder, generated))


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
