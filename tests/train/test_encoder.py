import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer

from hedge_hf import recipes
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train.encoder import EncoderArguments, main, train
from hedge_hf.train.trainer import HedgeTripleTrainer, HedgeTripleTrainingArguments

TWO_RANKS = Path(recipes.__file__).parent / "accelerate" / "cpu-2-ranks.yaml"


def options(model, output, **changes):
    values = {
        "model_name_or_path": model, "output_dir": output, "max_anchors": 64, "per_device_train_batch_size": 64,
        "save_steps": 5, "logging_steps": 1, "bf16": False, "use_cpu": True, "disable_tqdm": True,
    } | changes  # fmt: skip
    return [argument for key, value in values.items() for argument in (f"--{key}", str(value))]


def weights(output):
    return load_file(Path(output) / "model" / "model.safetensors")


def history(output):
    state = max(Path(output).glob("checkpoint-*/trainer_state.json"), key=lambda p: int(p.parent.name.split("-")[1]))
    return json.loads(state.read_text())["log_history"]


def test_training_moves_the_weights_and_reports(tiny_encoder, tmp_path, capsys):
    main(options(tiny_encoder, tmp_path / "run", learning_rate=1e-2, max_anchors=256))
    said = capsys.readouterr().err
    assert re.search(r"Trained 43 steps in \d+ s on 1 process", said)
    assert str(tmp_path / "run" / "model") in said.replace("\n", "")
    before = load_file(Path(tiny_encoder) / "model.safetensors")
    assert any(not torch.equal(before[name], tensor) for name, tensor in weights(tmp_path / "run").items())
    terms = [entry for entry in history(tmp_path / "run") if "loss" in entry]
    assert all(entry["ranking"] > 0 for entry in terms)
    on_groups = [entry["preservation"] for entry in terms if entry["preservation"] > 0]
    assert len(on_groups) == 4
    assert on_groups[0] < on_groups[-1]
    assert not list((tmp_path / "run" / "model").glob("**/*.bin"))
    assert SentenceTransformer(str(tmp_path / "run" / "model"), device="cpu").encode(["a"]).shape == (1, 16)


@pytest.mark.parametrize(("view", "steps"), [("triplets", 4), ("n-tuples", 1), ("groups-flat", 1)])
def test_views_of_the_groups_train_without_preservation(tiny_encoder, tmp_path, view, steps):
    arguments = EncoderArguments(model_name_or_path=tiny_encoder, view=view, max_anchors=16)
    training = HedgeTripleTrainingArguments(
        output_dir=str(tmp_path), preservation=0, bf16=False, use_cpu=True, logging_steps=1, disable_tqdm=True
    )
    train(arguments, training)
    entries = [entry for entry in history(tmp_path) if "loss" in entry]
    assert len(entries) == steps
    assert "preservation" not in entries[0]


def test_every_epoch_draws_other_rows(tiny_encoder, tmp_path, monkeypatch):
    from hedge_hf.train.contrast_rows import DrawGroups

    drawn = set()
    original = DrawGroups._draw

    def recorded(self, identifier, *group):
        row = original(self, identifier, *group)
        drawn.add((self.epoch, row))
        return row

    monkeypatch.setattr(DrawGroups, "_draw", recorded)
    main(options(tiny_encoder, tmp_path / "run", num_train_epochs=2))
    epochs = [{row for epoch, row in drawn if epoch == number} for number in (0, 1)]
    assert len(epochs[0]) == 64 and len(epochs[1]) == 64
    assert len(epochs[0] & epochs[1]) < 20


@pytest.mark.parametrize(
    "changes",
    [
        {"whole_groups": True, "dissimilarity": 1.0},
        {"role_reversal": False, "hardness": 5.0, "dissimilarity": 1.0},
        {"cached_mini_batch_size": 8, "preservation": 0},
        {"crop_passages": 0.7, "contrast_passes": 2},
    ],
)
def test_every_lever_trains(tiny_encoder, tmp_path, changes):
    main(options(tiny_encoder, tmp_path, max_steps=4, **changes))
    plain = load_file(Path(tiny_encoder) / "model.safetensors")
    assert any(not torch.equal(plain[name], tensor) for name, tensor in weights(tmp_path).items())


def test_frozen_layers_and_embeddings_stay(tiny_encoder, tmp_path):
    with pytest.raises(UsageError, match="frozen_layers is 1; the encoder has 0 layers"):
        main(options(tiny_encoder, tmp_path, frozen_layers=1))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lora_rank": -1}, "lora_rank is -1; it must be 0 or above"),
        ({"crop_passages": 1.5}, "crop_passages is 1.5; it must be between 0 and 1"),
        ({"hardness": -1}, "hardness is -1.0; it must be 0 or above"),
        ({"lora_rank": 4, "frozen_layers": 1}, "frozen_layers has no effect with lora_rank"),
    ],
)
def test_a_wrong_lever_is_named(tiny_encoder, tmp_path, changes, message):
    with pytest.raises(UsageError, match=message):
        main(options(tiny_encoder, tmp_path, **changes))


def test_types_need_a_view(tiny_encoder, tmp_path):
    with pytest.raises(UsageError, match="need --view triplets"):
        main([*options(tiny_encoder, tmp_path / "run"), "--negation_types", "affixal"])


def test_a_missing_model_is_one_line(tmp_path):
    with pytest.raises(HedgeError, match=r"none/such: no encoder") as caught:
        main(options("none/such", tmp_path / "run"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)"),
        RuntimeError("[enforce fail at inline_container.cc:815] . PytorchStreamWriter failed writing file data/7"),
        RuntimeError("[enforce fail at inline_container.cc:672] . unexpected pos 46905664 vs 46905552"),
    ],
)
def test_a_full_disk_is_one_line_and_the_run_goes_on(tiny_encoder, tmp_path, monkeypatch, error):
    def fail(trainer, **_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(HedgeTripleTrainer, "train", fail)
        with pytest.raises(HedgeError, match=r"run cannot be written \(.*\); free some space") as caught:
            main(options(tiny_encoder, tmp_path / "run", max_steps=1))
    assert "\n" not in str(caught.value)
    main(options(tiny_encoder, tmp_path / "run", max_steps=1))
    assert weights(tmp_path / "run")


def test_an_error_of_the_program_is_not_called_a_full_disk(tiny_encoder, tmp_path, monkeypatch):
    def fail(trainer, **_):
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr(HedgeTripleTrainer, "train", fail)
    with pytest.raises(RuntimeError, match="shapes do not match"):
        main(options(tiny_encoder, tmp_path / "run"))


@pytest.mark.slow
def test_a_killed_run_ends_in_the_same_weights(tiny_encoder, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    changes = {"num_train_epochs": 2, "learning_rate": 1e-3}
    main(options(tiny_encoder, whole, **changes))
    command = [sys.executable, "-m", "hedge_hf.train.encoder", *options(tiny_encoder, killed, **changes)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while not list(killed.glob("checkpoint-3*/trainer_state.json")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (killed / "model").exists()
    resumed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Going on from" in resumed.stderr
    expected, found = weights(whole), weights(killed)
    assert all(torch.equal(expected[name], found[name]) for name in expected)


@pytest.mark.slow
def test_two_ranks_train_together(tiny_encoder, tmp_path):
    output = tmp_path / "run"
    command = [sys.executable, "-m", "accelerate.commands.launch", "--config_file", str(TWO_RANKS)]
    command += ["-m", "hedge_hf.train.encoder", *options(tiny_encoder, output, per_device_train_batch_size=32)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr
    assert "on 2 process(es)" in done.stderr
    before = load_file(Path(tiny_encoder) / "model.safetensors")
    assert any(not torch.equal(before[name], tensor) for name, tensor in weights(output).items())
