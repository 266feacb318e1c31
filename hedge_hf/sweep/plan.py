"""What a sweep file asks for: a list of runs, each a recipe with some fields changed."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from hedge_hf import recipes
from hedge_hf.data.splits import SPLITS
from hedge_hf.errors import UsageError
from hedge_hf.evaluation.suites import SUITES
from hedge_hf.train.encoder import EncoderArguments
from hedge_hf.train.mined_arguments import MinedArguments
from hedge_hf.train.trainer import HedgeTripleTrainingArguments

_KEYS = ("recipe", "output_dir", "suite", "general", "split", "seeds", "runs", "grid")
_NOT_IN_A_RUN = ("output_dir", "seed", "model_name_or_path")
_SUITES = tuple(name for name in SUITES if name != "general")  # a sweep weighs negation against the rest
KINDS = (EncoderArguments, HedgeTripleTrainingArguments, MinedArguments)
_OPTIONS = {field.name for kind in KINDS for field in fields(kind)}


@dataclass(frozen=True)
class Run:
    """One training with one seed.

    Attributes:
        name: What the table calls it; runs that differ only in their seed share it.
        options: Fields of the recipe that it changes.
        seed: Its seed.
        folder: Where its model and its evaluation go.
    """

    name: str
    options: dict[str, Any]
    seed: int
    folder: Path


@dataclass(frozen=True)
class Sweep:
    """All runs of a file.

    Attributes:
        recipe: The recipe that every run starts from.
        base: The encoder that the recipe names.
        output_dir: Folder of the table and the runs.
        suite: The suite that measures each run.
        general: The mteb tasks of its general part; empty for all.
        split: Split of HedgeTriple's tasks in it.
        runs: The runs, the seeds of one name after each other.
    """

    recipe: str
    base: str
    output_dir: Path
    suite: str
    general: list[str]
    split: str
    runs: list[Run]


def read_sweep(path: str) -> Sweep:
    """Read a sweep file.

    Args:
        path: A YAML file, or the name of a shipped one, with the keys recipe, output_dir and either `runs` (names with
            the fields that each changes) or `grid` (fields with lists of values, of which every combination is a run);
            and, if wanted, suite, general, split and seeds.

    Raises:
        UsageError: If something is missing, unknown or contradictory.
    """
    values = recipes.read(path)
    unknown = [key for key in values if key not in _KEYS]
    if unknown:
        raise UsageError(f"{path}: unknown key {unknown[0]!r}; the keys are {', '.join(_KEYS)}")
    for key in ("recipe", "output_dir"):
        if not isinstance(values.get(key), str):
            raise UsageError(f"{path}: {key} is missing; it is a {'recipe' if key == 'recipe' else 'folder'}")
    suite = values.get("suite", "hedgetriple")
    if suite not in _SUITES:
        raise UsageError(f"{path}: suite is {suite!r}; it must be one of {', '.join(_SUITES)}")
    general = values.get("general", [])
    is_list = isinstance(general, list) and all(isinstance(task, str) for task in general)
    if not is_list or (general and suite != "all"):
        raise UsageError(f"{path}: general is {general!r}; it must be a list of mteb tasks, with suite: all")
    split = values.get("split", "validation")
    if split not in SPLITS:
        raise UsageError(f"{path}: split is {split!r}; it must be one of {', '.join(SPLITS)}")
    seeds = values.get("seeds", [0])
    if not isinstance(seeds, list) or not seeds or not all(isinstance(seed, int) for seed in seeds):
        raise UsageError(f"{path}: seeds is {seeds!r}; it must be a list of numbers, as in [0, 1, 2]")
    output = Path(values["output_dir"])
    named = _named_runs(path, values)
    runs = [
        Run(name, options, seed, output / _folder_name(name) / f"seed-{seed}")
        for name, options in named.items()
        for seed in seeds
    ]
    folders = [run.folder for run in runs]
    for run in runs:
        if folders.count(run.folder) > 1:
            raise UsageError(f"{path}: two runs would share {run.folder}; give them names that differ in a letter")
    base = recipes.read(values["recipe"]).get("model_name_or_path", EncoderArguments.model_name_or_path)
    return Sweep(values["recipe"], base, output, suite, general, split, runs)


def _named_runs(path: str, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    runs, grid = values.get("runs"), values.get("grid")
    if (runs is None) == (grid is None):
        raise UsageError(f"{path}: give either runs or grid")
    if grid is not None:
        if not isinstance(grid, dict) or not all(isinstance(choices, list) and choices for choices in grid.values()):
            raise UsageError(f"{path}: grid must have a list of values for each field")
        combinations = [dict(zip(grid, choice, strict=True)) for choice in itertools.product(*grid.values())]
        runs = {", ".join(f"{key} {value}" for key, value in options.items()): options for options in combinations}
    if not isinstance(runs, dict) or not all(isinstance(options, dict | None) for options in runs.values()):
        raise UsageError(f"{path}: runs must have names, each with the fields that it changes, as in 'ours: {{}}'")
    for name, options in runs.items():
        for key in options or {}:
            if key in _NOT_IN_A_RUN or key not in _OPTIONS:
                reason = "is the same for all runs" if key in _NOT_IN_A_RUN else "is no field of a recipe"
                raise UsageError(f"{path}: run {name!r}: {key} {reason}")
    return {str(name): options or {} for name, options in runs.items()}


def _folder_name(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.") or "run"
