"""Train and measure every run of a sweep file: `hedge-hf sweep FILE`."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.markup import escape

from hedge_hf import recipes
from hedge_hf.cli import run as run_command
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.files import write
from hedge_hf.evaluation.report import from_json
from hedge_hf.evaluation.results import Comparison
from hedge_hf.sweep.pareto import draw
from hedge_hf.sweep.plan import KINDS, Run, Sweep, read_sweep
from hedge_hf.sweep.table import Row, to_json, to_markdown
from hedge_hf.train.arguments import parse

_NOTE, _RECIPE = "run.json", "recipe.yaml"


def sweep(plan: Sweep, console: Console) -> list[Row]:
    """Train and measure what is not yet there, and write the table after every run.

    Args:
        plan: The runs.
        console: Where the progress goes.

    Returns:
        One row per name, in the order of the file.

    Raises:
        UsageError: If a folder holds a run with other options.
        HedgeError: If a run fails; its own message stands above.
    """
    try:
        plan.output_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{plan.output_dir} cannot be written ({error.strerror}); give another output_dir") from error
    for run in plan.runs:
        _claim(run, plan)
    write_table(plan)
    for number, run in enumerate(plan.runs, 1):
        title = f"{number} of {len(plan.runs)}: {run.name}, seed {run.seed}"
        if _result(run) is not None:
            console.print(f"{title}: done before", highlight=False, markup=False)
            continue
        console.rule(escape(title))
        _train(run)
        _measure(run, plan)
        write_table(plan)
    return write_table(plan)


def write_table(plan: Sweep) -> list[Row]:
    """Write sweep.json, sweep.md and sweep.png of the runs that are done."""
    rows: dict[str, Row] = {}
    for run in plan.runs:
        found = _result(run)
        if found is not None:
            row = rows.setdefault(run.name, Row(run.name, run.options, [], [], []))
            row.seeds.append(run.seed)
            row.seconds.append(_note(run)["seconds"])
            row.comparisons.append(found)
    done = list(rows.values())
    if done:
        write(plan.output_dir / "sweep.json", json.dumps(to_json(plan, done), indent=2).encode() + b"\n")
        write(plan.output_dir / "sweep.md", to_markdown(plan, done).encode())
        write(plan.output_dir / "sweep.png", draw(done))
    return done


def _claim(run: Run, plan: Sweep) -> None:
    """Check the options of a run and note what its folder is for, or check that it is for the same."""
    recipe = recipes.read(plan.recipe) | run.options
    wanted = {"recipe": recipe, "suite": plan.suite, "general": plan.general, "split": plan.split}
    note = _note(run)
    if note and {key: note.get(key) for key in wanted} != wanted:
        raise UsageError(f"{run.folder} holds a run with other options; give another output_dir or remove the folder")
    own = {"seed": run.seed, "output_dir": str(run.folder), "save_total_limit": 1}
    try:
        run.folder.mkdir(parents=True, exist_ok=True)
        (run.folder / _RECIPE).write_text(yaml.safe_dump(recipe | own), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{run.folder} cannot be written ({error.strerror}); give another output_dir") from error
    if not note:
        try:
            parse(["--config", str(run.folder / _RECIPE)], KINDS, prog="hedge-hf sweep")
        except UsageError as error:
            raise UsageError(f"run {run.name!r}: {error}") from error
        _write_note(run, wanted | {"seconds": 0.0, "trained": False})


def _train(run: Run) -> None:
    note = _note(run)
    if note["trained"]:
        return
    started = time.monotonic()
    try:
        _call(["train", "encoder", "--config", str(run.folder / _RECIPE)])
        note["trained"] = True
    finally:  # a killed run goes on later: its seconds add up
        _write_note(run, note | {"seconds": note["seconds"] + time.monotonic() - started})
    for checkpoint in run.folder.glob("checkpoint-*"):
        shutil.rmtree(checkpoint)


def _measure(run: Run, plan: Sweep) -> None:
    command = ["evaluate", str(run.folder / "model"), "--against", plan.base, "--suite", plan.suite]
    command += ["--split", plan.split]
    command += ["--general", *plan.general] if plan.general else []
    _call([*command, "--report", str(run.folder / "evaluation")])


def _call(arguments: list[str]) -> None:
    code = subprocess.run([sys.executable, "-m", "hedge_hf.cli", *arguments], check=False).returncode
    if code == 130:
        raise KeyboardInterrupt
    if code:
        raise HedgeError(f"the run above failed with exit code {code}; mend it and give the same command again")


def _result(run: Run) -> Comparison | None:
    file = run.folder / "evaluation" / "evaluation.json"
    if not file.is_file():
        return None
    try:
        found = from_json(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file} is damaged; remove it, and the same command measures the run again") from error
    return found if isinstance(found, Comparison) else None


def _note(run: Run) -> dict[str, Any]:
    file = run.folder / _NOTE
    if not file.is_file():
        return {}
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{file} is damaged; remove the folder, and the same command trains the run again") from error


def _write_note(run: Run, note: dict[str, Any]) -> None:
    write(run.folder / _NOTE, json.dumps(note, indent=2).encode())


def main(argv: list[str]) -> None:
    """Parse the options, run the sweep and show its table."""
    parser = argparse.ArgumentParser(prog="hedge-hf sweep", allow_abbrev=False, description=__doc__)
    parser.add_argument("file", metavar="FILE", help="a YAML file, or the name of a shipped sweep")
    plan = read_sweep(parser.parse_args(argv).file)
    console = Console()
    rows = sweep(plan, console)
    console.rule(f"{len(rows)} runs done")
    console.print(to_markdown(plan, rows), markup=False, highlight=False, soft_wrap=True)
    for name in ("sweep.md", "sweep.json", "sweep.png"):
        console.print(str(Path(plan.output_dir, name)), markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(run_command(main, sys.argv[1:]))
