from pathlib import Path

import pytest
import yaml

from hedge_hf import recipes
from hedge_hf.errors import UsageError
from hedge_hf.sweep.plan import read_sweep
from hedge_hf.train.arguments import parse
from hedge_hf.train.encoder import EncoderArguments
from hedge_hf.train.trainer import HedgeTripleTrainingArguments

GOOD = "recipe: encoder/minilm\noutput_dir: out\n"


def write(tmp_path, text):
    file = tmp_path / "sweep.yaml"
    file.write_text(text)
    return str(file)


def test_named_runs_with_seeds(tmp_path):
    runs = "seeds: [0, 1]\nruns:\n  ours: {}\n  No reversal: {role_reversal: false}\n"
    plan = read_sweep(write(tmp_path, GOOD + runs))
    assert (plan.base, plan.suite, plan.split) == ("all-MiniLM-L6-v2", "hedgetriple", "validation")
    assert [(run.name, run.options, run.seed, run.folder) for run in plan.runs] == [
        ("ours", {}, 0, Path("out/ours/seed-0")),
        ("ours", {}, 1, Path("out/ours/seed-1")),
        ("No reversal", {"role_reversal": False}, 0, Path("out/no-reversal/seed-0")),
        ("No reversal", {"role_reversal": False}, 1, Path("out/no-reversal/seed-1")),
    ]


def test_a_grid_is_every_combination(tmp_path):
    plan = read_sweep(write(tmp_path, GOOD + "grid:\n  scale: [20, 40]\n  preservation: [0, 5]\n"))
    assert [run.name for run in plan.runs] == [
        "scale 20, preservation 0", "scale 20, preservation 5", "scale 40, preservation 0", "scale 40, preservation 5",
    ]  # fmt: skip
    assert plan.runs[3].options == {"scale": 40, "preservation": 5}


@pytest.mark.parametrize("name", [file.stem for file in (Path(recipes.__file__).parent / "sweeps").glob("*.yaml")])
def test_every_shipped_sweep_is_valid(name, tmp_path):
    plan = read_sweep(f"sweeps/{name}")
    assert len(plan.runs) > 1 and plan.output_dir == Path("runs/sweeps", name)
    for run in plan.runs:
        file = tmp_path / "recipe.yaml"
        file.write_text(yaml.safe_dump(recipes.read(plan.recipe) | run.options))
        parse(["--config", str(file)], (EncoderArguments, HedgeTripleTrainingArguments), prog="test")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD, "give either runs or grid"),
        (GOOD + "runs: {a: {}}\ngrid: {scale: [1]}", "give either runs or grid"),
        (GOOD + "runs: {a: {}}\nsuit: all", "unknown key 'suit'; the keys are recipe, output_dir, suite"),
        (GOOD + "runs: {a: {}}\nsuite: everything", "suite is 'everything'; it must be one of hedgetriple"),
        (GOOD + "runs: {a: {lr: 1}}", "run 'a': lr is no field of a recipe"),
        (GOOD + "runs: {a: {seed: 1}}", "run 'a': seed is the same for all runs"),
        (GOOD + "runs: {a: {model_name_or_path: b}}", "run 'a': model_name_or_path is the same for all runs"),
        (GOOD + "runs: {a: {}}\nsuite: general", "suite is 'general'; it must be one of hedgetriple"),
        (GOOD + "runs: {a: {}}\ngeneral: [STS12]", "general is .*must be a list of mteb tasks, with suite: all"),
        (GOOD + "runs: {a: {}}\nsuite: all\ngeneral: STS12", "general is 'STS12'; it must be a list of mteb tasks"),
        (GOOD + "runs: {a: {}}\nsuite: all\ngeneral: [12]", r"general is \[12\]; it must be a list of mteb tasks"),
        (GOOD + "runs: {a: {}}\nsplit: validaton", "split is 'validaton'; it must be one of train, validation, test"),
        (GOOD + "runs: {a: 1}", "runs must have names, each with the fields that it changes"),
        (GOOD + "runs: {A b: {}, a-b: {}}", "two runs would share out/a-b/seed-0"),
        (GOOD + "grid: {scale: 20}", "grid must have a list of values for each field"),
        (GOOD + "runs: {a: {}}\nseeds: 3", r"seeds is 3; it must be a list of numbers, as in \[0, 1, 2\]"),
        ("recipe: encoder/minilm\nruns: {a: {}}", "output_dir is missing; it is a folder"),
        ("output_dir: out\nruns: {a: {}}", "recipe is missing; it is a recipe"),
        ("recipe: none/such\noutput_dir: out\nruns: {a: {}}", "none/such: no such file, and no shipped recipe"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, text, message):
    with pytest.raises(UsageError, match=message):
        read_sweep(write(tmp_path, text))
