"""`hedge-hf quickstart`: train, prove, publish and load back, each step by the command a user would type."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console

from hedge_hf.errors import HedgeError
from hedge_hf.hub.local import LocalHub
from hedge_hf.train.base import EMBEDDED, embedded_folder

RECIPE = "encoder/minilm"
DATASET_REPO = "me/hedgetriple"
MODEL_REPO = "me/minilm-hedge"

_LOAD_BACK = f"""
from datasets import load_dataset
from sentence_transformers import SentenceTransformer

rows = load_dataset("{DATASET_REPO}", split="train")
print(f'load_dataset("{DATASET_REPO}"): {{len(rows):,}} training triplets')
model = SentenceTransformer("{MODEL_REPO}")
texts = ["This medicine is safe in pregnancy.", "This medicine is not safe in pregnancy."]
print(f'SentenceTransformer("{MODEL_REPO}"): "safe" and "not safe" have a cosine of', end=" ")
print(f"{{float(model.similarity(*model.encode(texts))):.2f}}")
"""


def quickstart(output: Path, console: Console) -> None:
    """Run all steps; a second call goes on where the first one stopped.

    Args:
        output: Folder for the checkpoints, the model, the report and the embedded Hub.
        console: Where the headings go.

    Raises:
        HedgeError: If a step fails; its own message stands above.
    """
    started = time.monotonic()
    embedded_folder()
    model, report = output / "model", output / "evaluation"
    _step(console, "Train", ["train", "encoder", "--config", RECIPE, "--output_dir", str(output)])
    _step(
        console,
        "Prove",
        ["evaluate", str(model), "--against", EMBEDDED, "--suite", "hedgetriple", "--report", str(report)],
    )
    with LocalHub(output / "hub") as hub:
        environment = hub.environment() | {"HF_HOME": str((output / "cache").resolve()), "HF_HUB_OFFLINE": "0"}
        _step(console, "Publish the dataset", ["publish", "dataset", "--repo", DATASET_REPO], environment)
        publish_model = ["publish", "model", str(model), "--repo", MODEL_REPO]
        publish_model += ["--evaluation", str(report / "evaluation.json")]
        _step(console, "Publish the model", publish_model, environment)
        console.rule("Load both back by their ids")
        _run([sys.executable, "-c", _LOAD_BACK], environment)
    console.rule(f"Done in {time.monotonic() - started:.0f} s")
    for what, path in (
        ("model", model),
        ("card", model / "README.md"),
        ("report", report / "evaluation.json"),
        ("plot", report / "evaluation.png"),
        ("page", report / "evaluation.html"),
        ("embedded Hub", output / "hub"),
    ):
        console.print(f"{what:>12}: {path}", highlight=False, soft_wrap=True)
    console.print(f"\nServe them again with: hedge-hf hub serve {output / 'hub'}", highlight=False, soft_wrap=True)


def _step(console: Console, title: str, arguments: list[str], environment: dict[str, str] | None = None) -> None:
    console.rule(title)
    console.print("$ hedge-hf " + " ".join(arguments), style="dim", highlight=False, soft_wrap=True)
    _run([sys.executable, "-m", "hedge_hf.cli", *arguments], environment or {})


def _run(command: list[str], environment: dict[str, str]) -> None:
    code = subprocess.run(command, env=os.environ | environment, check=False).returncode
    if code == 130:
        raise KeyboardInterrupt
    if code:
        raise HedgeError(f"the step above failed with exit code {code}; mend it and run the same command again")


def main(argv: list[str]) -> None:
    """Parse the options and run."""
    parser = argparse.ArgumentParser(prog="hedge-hf quickstart", allow_abbrev=False)
    parser.add_argument("--output", type=Path, default=Path("runs/quickstart"), help="folder (default: %(default)s)")
    quickstart(parser.parse_args(argv).output, Console())
