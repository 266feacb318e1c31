import json
import re
from pathlib import Path

import pytest
import torch
from killed import kill_and_resume
from safetensors.torch import load_file
from tiny_music import save_tiny_music
from two_ranks import launch_two_ranks

from hedge_hf import recipes
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train.arguments import parse
from hedge_hf.train.clap import ClapArguments, main
from hedge_hf.train.clap_model import load_clap
from hedge_hf.train.clap_trainer import ClapTrainingArguments

pytestmark = pytest.mark.usefixtures("own_cache")

EVERYTHING = {"insert_probability": 0.5, "dissimilarity": 1, "ordering": 1, "queries": 1}


def options(data, output, **changes):
    values = {
        "dataset": data, "output_dir": output, "max_steps": 4, "per_device_train_batch_size": 8, "save_steps": 2,
        "logging_steps": 1, "bf16": False, "use_cpu": True, "disable_tqdm": True,
    } | changes  # fmt: skip
    return [argument for key, value in values.items() for argument in (f"--{key}", str(value))]


def weights(output):
    return load_file(Path(output) / "model" / "model.safetensors")


@pytest.mark.parametrize("changes", [{}, {"insert_probability": 1}, {"dissimilarity": 1}, EVERYTHING])
def test_every_row_of_the_paper_trains(tiny_music, tmp_path, capsys, changes):
    main(options(tiny_music, tmp_path / "run", **changes))
    said = capsys.readouterr().err
    assert f"{tiny_music}: 24 of 24 rows" in said
    assert re.search(r"Trained 4 steps in \d+ s on 1 process", said)
    assert re.search(r"\d+ clips/s", said)
    model, processor = load_clap(str(tmp_path / "run" / "model"))
    assert all(torch.isfinite(tensor).all() for tensor in model.state_dict().values())
    assert processor.feature_extractor.sampling_rate == 16_000
    assert not list((tmp_path / "run" / "model").glob("**/*.bin"))


def test_a_trained_model_goes_on_learning(tiny_music, tmp_path):
    main(options(tiny_music, tmp_path / "first"))
    main(options(tiny_music, tmp_path / "second", model_name_or_path=tmp_path / "first" / "model", max_steps=1))
    before, after = weights(tmp_path / "first"), weights(tmp_path / "second")
    assert any(not torch.equal(before[name], after[name]) for name in after)


def test_bad_rows_are_told(tiny_music, tmp_path, capsys):
    folder = save_tiny_music(tmp_path / "music", test=1) / "train"
    sorted(folder.glob("*.flac"))[0].write_bytes(b"no audio")
    lines = (folder / "metadata.csv").read_text().splitlines()
    lines[2] = "train-00001.flac,No drums at all.,piano"
    lines[3] = "train-00002.flac,A song.,theremin"
    (folder / "metadata.csv").write_text("\n".join(lines))
    main(options(tmp_path / "music", tmp_path / "run", max_steps=1, **EVERYTHING))
    said = capsys.readouterr().err
    assert "23 of 24 rows; left out: 1 with unreadable audio" in said
    assert "tags outside the vocabulary: 1 of 19, such as theremin" in said
    assert "captions that cannot be negated: 1 have a negation, 1 have no stated tag" in said


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"insert_probability": 2}, "insert_probability is 2.0; it must be from 0 to 1"),
        ({"dissimilarity": -1}, "dissimilarity is -1.0; it must be 0 or above"),
        ({"ordering_margin": 1.5}, "ordering_margin is 1.5; it is a cosine"),
        ({"ordering_margin": 0.5}, "ordering_margin has no effect without ordering"),
        ({"insert_most": 3}, "insert_most has no effect without insert_probability"),
        ({"max_rows": 1}, "max_rows is 1; a contrastive loss needs 2 or more"),
        ({"dataset": "none/such"}, "none/such: no dataset with a split train"),
        ({"tags_column": "labels"}, "no column 'labels' .*; give --tags_column"),
        ({"vocabulary": "none.yaml"}, "none.yaml: no vocabulary"),
        ({"model_name_or_path": "none/such"}, "none/such: no CLAP model with its processor"),
        ({"model_name_or_path": "none/such", "architecture": "base"}, "architecture has no effect"),
    ],
)
def test_a_wrong_option_is_one_line(tiny_music, tmp_path, changes, message):
    with pytest.raises(HedgeError, match=message) as caught:
        main(options(tiny_music, tmp_path / "run", **changes))
    assert "\n" not in str(caught.value)


def test_captions_that_state_nothing_are_one_line(tmp_path):
    folder = save_tiny_music(tmp_path / "music", train=4, test=1) / "train"
    rows = "\n".join(f"train-0000{number}.flac,A song.,piano" for number in range(4))
    (folder / "metadata.csv").write_text(f"file_name,caption,tags\n{rows}\n")
    with pytest.raises(UsageError, match="no caption states a tag of its row"):
        main(options(tmp_path / "music", tmp_path / "run", dissimilarity=1))


def test_what_a_track_lacks_can_be_inserted_into_any_caption(tmp_path):
    folder = save_tiny_music(tmp_path / "music", train=4, test=1) / "train"
    rows = "\n".join(f"train-0000{number}.flac,A song.,{tag}" for number, tag in enumerate(["piano", "flute"] * 2))
    (folder / "metadata.csv").write_text(f"file_name,caption,tags\n{rows}\n")
    main(options(tmp_path / "music", tmp_path / "run", max_steps=1, insert_probability=0.5))
    assert weights(tmp_path / "run")


def test_another_configuration_needs_another_folder(tiny_music, tmp_path):
    main(options(tiny_music, tmp_path / "run", max_steps=2))
    with pytest.raises(UsageError, match="holds a run with ordering"):
        main(options(tiny_music, tmp_path / "run", max_steps=2, ordering=1))


@pytest.mark.parametrize("recipe", [name for name in recipes.names() if name.startswith("clap/")])
def test_the_shipped_recipes_are_valid(recipe):
    arguments, training = parse(["--config", recipe], (ClapArguments, ClapTrainingArguments), prog="train clap")
    assert training.output_dir == f"runs/{recipe}"
    assert arguments.split == "train"


@pytest.mark.slow
def test_two_ranks_end_in_one_model(tiny_music, tmp_path):
    (tmp_path / "script.py").write_text(EVERY_RANK_SAVES)
    done = launch_two_ranks(
        tmp_path / "script.py", *options(tiny_music, tmp_path / "run", per_device_train_batch_size=4, **EVERYTHING)
    )
    assert "on 2 process(es)" in done.stderr
    first, second = (load_file(tmp_path / f"run/model-of-rank-{rank}.safetensors") for rank in (0, 1))
    assert all(torch.equal(first[name], second[name]) for name in first if "batch_norm.running" not in name)


EVERY_RANK_SAVES = """
import sys
from safetensors.torch import save_file
from hedge_hf.train import clap

save_model = clap.ClapTrainer.save_model

def save_on_every_rank(trainer, folder=None, **options):
    save_model(trainer, folder, **options)
    if folder is not None and str(folder).endswith("model"):
        state = trainer.accelerator.unwrap_model(trainer.model).state_dict()
        save_file(state, f"{folder}-of-rank-{trainer.args.process_index}.safetensors")

clap.ClapTrainer.save_model = save_on_every_rank
clap.main(sys.argv[1:])
"""


@pytest.mark.slow
def test_a_killed_run_ends_in_the_same_weights(tiny_music, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    changes = {"max_steps": 16, **EVERYTHING}
    main(options(tiny_music, whole, **changes))
    kill_and_resume("hedge_hf.train.clap", options(tiny_music, killed, **changes), killed)
    expected, found = weights(whole), weights(killed)
    assert all(torch.equal(expected[name], found[name]) for name in expected)
    assert json.loads((killed / "configuration.json").read_text())["max_steps"] == 16
