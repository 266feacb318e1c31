import json
import re
import shutil
from pathlib import Path

import pytest
import torch
from killed import kill_and_resume
from safetensors import SafetensorError
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from two_ranks import launch_two_ranks

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.feedback import adaptation
from hedge_hf.feedback.events import Event
from hedge_hf.feedback.store import FeedbackStore
from hedge_hf.train.encoder import EncoderArguments, main, train
from hedge_hf.train.trainer import HedgeTripleTrainer, HedgeTripleTrainingArguments


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
    assert re.search(r"Trained 48 steps in \d+ s on 1 process", said)
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
        {"role_reversal": False, "dissimilarity": 1.0},
        {"cached_mini_batch_size": 8, "preservation": 0},
        {"lora_rank": 2, "learning_rate": 1e-2},
        {"hardness": 5.0},
    ],
)
def test_every_lever_trains(tiny_encoder, tmp_path, changes):
    main(options(tiny_encoder, tmp_path, max_steps=4, **changes))
    plain = load_file(Path(tiny_encoder) / "model.safetensors")
    assert any(not torch.equal(plain[name], tensor) for name, tensor in weights(tmp_path).items())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lora_rank": -1}, "lora_rank is -1; it must be 0 or above"),
        ({"seed": -1}, "seed is -1; it must be from 0 to 4294967295"),
        ({"seed": 2**32}, "seed is 4294967296"),
        ({"hardness": -1}, "hardness is -1.0; it must be 0 or above"),
        ({"whole_groups": True, "hardness": 1}, "hardness has no effect on whole groups"),
        ({"dissimilarity": -1}, "dissimilarity is -1.0; it must be 0 or above"),
        ({"view": "triplets", "exclusion_passes": 2}, "exclusion_passes has no effect with view triplets"),
        ({"view": "triplets", "role_reversal": False}, "role_reversal: false has no effect on triplets"),
        ({"view": "triplets", "negation_types": "affixal", "max_anchors": 4, "hedge_types": "odd"}, "odd"),
        ({"lora_rank": 4, "frozen_layers": 1}, "frozen_layers has no effect with lora_rank"),
        ({"dataset": "some/rows"}, "max_anchors has no effect with dataset"),
        ({"view": "triplets", "whole_groups": True}, "whole_groups has no effect with view triplets"),
    ],
)
def test_a_wrong_lever_is_named(tiny_encoder, tmp_path, changes, message):
    with pytest.raises(UsageError, match=message):
        main(options(tiny_encoder, tmp_path, **changes))


def write_dataset(folder, row):
    folder.mkdir()
    (folder / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for _ in range(8)))
    return folder


def test_another_dataset_trains(tiny_encoder, tmp_path):
    rows = write_dataset(tmp_path / "rows", {"anchor": "a lamp", "entailment": "one lamp", "negative": "no lamp"})
    arguments = EncoderArguments(model_name_or_path=tiny_encoder, dataset=str(rows))
    training = HedgeTripleTrainingArguments(
        output_dir=str(tmp_path / "run"), bf16=False, use_cpu=True, disable_tqdm=True, max_steps=1
    )
    assert (train(arguments, training) / "model.safetensors").is_file()


def test_another_dataset_that_does_not_fit_is_one_line(tiny_encoder, tmp_path):
    numbers = write_dataset(tmp_path / "rows", {"text": "a lamp", "label": 1})
    training = HedgeTripleTrainingArguments(output_dir=str(tmp_path / "run"), bf16=False, use_cpu=True)
    with pytest.raises(UsageError, match="the columns are text, label; they must be texts"):
        train(EncoderArguments(model_name_or_path=tiny_encoder, dataset=str(numbers)), training)


@pytest.mark.parametrize("changes", [{}, {"whole_groups": True}, {"view": "triplets"}])
def test_missing_data_files_are_one_line(tiny_encoder, tmp_path, changes):
    with pytest.raises(UsageError, match=r"data_files none\.parquet: .*; give a file or a glob") as caught:
        main(options(tiny_encoder, tmp_path, data_files="none.parquet", **changes))
    assert "\n" not in str(caught.value)


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


def test_a_package_that_an_option_needs_is_named(tiny_encoder, tmp_path, monkeypatch):
    def needs_a_package(*arguments, **options):
        raise ImportError("You need to install `bitsandbytes`")

    monkeypatch.setattr(HedgeTripleTrainer, "create_optimizer", needs_a_package)
    with pytest.raises(HedgeError, match=r"^You need to install `bitsandbytes`$"):
        main(options(tiny_encoder, tmp_path, max_steps=1))


def test_damaged_weights_are_one_line(tiny_encoder, tmp_path):
    damaged = tmp_path / "damaged"
    shutil.copytree(tiny_encoder, damaged)
    (damaged / "model.safetensors").write_bytes(b"cut")
    with pytest.raises(HedgeError, match="damaged: no encoder in this folder") as caught:
        main(options(damaged, tmp_path / "run"))
    assert "\n" not in str(caught.value)


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
    kill_and_resume("hedge_hf.train.encoder", options(tiny_encoder, killed, **changes), killed, "checkpoint-3*")
    expected, found = weights(whole), weights(killed)
    assert all(torch.equal(expected[name], found[name]) for name in expected)


@pytest.mark.slow
def test_a_killed_run_with_an_adapter_ends_in_the_same_weights(tiny_encoder, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    changes = {"lora_rank": 2, "learning_rate": 1e-2, "max_steps": 9}
    main(options(tiny_encoder, whole, **changes))
    main(options(tiny_encoder, killed, **changes))
    shutil.rmtree(killed / "model")
    shutil.rmtree(killed / "checkpoint-9")
    main(options(tiny_encoder, killed, **changes))
    expected, found = weights(whole), weights(killed)
    assert all(torch.allclose(expected[name], found[name], atol=1e-6) for name in expected)


@pytest.mark.slow
@pytest.mark.parametrize("changes", [{}, {"whole_groups": True, "max_steps": 6}])
def test_two_ranks_train_together(tiny_encoder, tmp_path, changes):
    output = tmp_path / "run"
    arguments = options(tiny_encoder, output, per_device_train_batch_size=32, **changes)
    done = launch_two_ranks("-m", "hedge_hf.train.encoder", *arguments)
    assert "on 2 process(es)" in done.stderr
    before = load_file(Path(tiny_encoder) / "model.safetensors")
    assert any(not torch.equal(before[name], tensor) for name, tensor in weights(output).items())


EVERY_RANK_SAVES = """
import sys
from safetensors.torch import save_file
from hedge_hf.train import encoder

save_model = encoder.HedgeTripleTrainer.save_model

def save_on_every_rank(trainer, folder, **options):
    save_model(trainer, folder, **options)
    if not folder.endswith("model"):
        return
    state = trainer.accelerator.unwrap_model(trainer.model).state_dict()
    save_file(state, f"{folder}-of-rank-{trainer.args.process_index}.safetensors")

encoder.HedgeTripleTrainer.save_model = save_on_every_rank
encoder.main(sys.argv[1:])
"""


@pytest.mark.slow
@pytest.mark.parametrize("view", ["groups-flat", "triplets"])
def test_two_ranks_are_one_rank_with_the_doubled_batch(tiny_encoder, tmp_path, view):
    still = tmp_path / "still"  # without dropout, whose draws differ between one process and two
    shutil.copytree(tiny_encoder, still)
    config = json.loads((still / "config.json").read_text())
    config |= {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    (still / "config.json").write_text(json.dumps(config))
    changes = {"view": view, "learning_rate": 2e-3, "max_steps": 6, "max_anchors": 96, "save_steps": 6}
    main(options(still, tmp_path / "one", per_device_train_batch_size=16, dataloader_drop_last=True, **changes))
    (tmp_path / "script.py").write_text(EVERY_RANK_SAVES)
    arguments = options(still, tmp_path / "two", per_device_train_batch_size=8, **changes)
    done = launch_two_ranks(tmp_path / "script.py", *arguments)
    assert "on 2 process(es)" in done.stderr
    first, second = (load_file(tmp_path / f"two/model-of-rank-{rank}.safetensors") for rank in (0, 1))
    assert all(torch.equal(first[name], second[name]) for name in first)
    one, two = ([entry["loss"] for entry in history(tmp_path / run) if "loss" in entry] for run in ("one", "two"))
    assert len(one) == 6 and one[0] - one[-1] > 0.01
    assert [float(loss) for loss in two] == pytest.approx([float(loss) for loss in one], abs=2e-3)
    for name, tensor in weights(tmp_path / "one").items():
        assert torch.allclose(weights(tmp_path / "two")[name], tensor, atol=2e-3), name


def test_feedback_trains_beside_the_recipe_and_is_checked(tiny_encoder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(adaptation, "general_tasks", lambda names: [])
    store = FeedbackStore(tmp_path / "store.db", create=True)
    votes = [("lamps that are not red", "blue", "up"), ("lamps that are not red", "red", "not_this")]
    store.add(
        [Event(*vote, f"2026-03-01T09:30:0{second}Z") for second, vote in enumerate(votes)],
        {"blue": "The blue lamp is on the table.", "red": "The red lamp is on the table."},
    )
    main(options(tiny_encoder, tmp_path / "run", feedback=tmp_path / "store.db", max_steps=2))
    assert "Regression check:" in capsys.readouterr().err
    configuration = json.loads((tmp_path / "run" / "configuration.json").read_text())
    assert len(configuration["feedback_digest"]) == 16
    assert configuration["batch_sampler"] == "no_duplicates"


def test_a_missing_store_is_one_line(tiny_encoder, tmp_path):
    with pytest.raises(HedgeError, match=r"missing\.db"):
        main(options(tiny_encoder, tmp_path, feedback="missing.db"))


def test_a_run_does_not_go_on_with_other_rows_or_another_optimiser(tiny_encoder, tmp_path):
    rows = write_dataset(tmp_path / "rows", {"anchor": "a lamp", "positive": "one lamp"})
    values = {"model_name_or_path": tiny_encoder, "dataset": rows, "output_dir": tmp_path / "run", "max_steps": 1}
    values |= {"use_cpu": True, "bf16": False, "disable_tqdm": True}
    command = [argument for key, value in values.items() for argument in (f"--{key}", str(value))]
    main(command)
    for more, message in ((["--optim", "adafactor"], "optim"), (["--data_seed", "7"], "data_seed")):
        with pytest.raises(UsageError, match=f"holds a run with {message} "):
            main([*command, *more])
    with (rows / "train.jsonl").open("a") as file:
        file.write('{"anchor": "two lamps", "positive": "a pair of lamps"}\n')
    with pytest.raises(UsageError, match="holds a run with other rows;"):
        main(command)


def test_weights_that_are_no_numbers_are_not_saved(tiny_encoder, tmp_path):
    with pytest.raises(HedgeError, match="after 4 steps weights are not finite, and the model was not saved"):
        main(options(tiny_encoder, tmp_path / "run", learning_rate=1e35, max_steps=4))
    assert not (tmp_path / "run" / "model").exists()


def test_a_checkpoint_that_is_none_is_one_line(tiny_encoder, tmp_path):
    with pytest.raises(UsageError, match="resume_from_checkpoint is true, no checkpoint"):
        main(options(tiny_encoder, tmp_path / "run", resume_from_checkpoint="true"))


def test_a_finished_run_trains_no_further_step(tiny_encoder, tmp_path, capsys):
    command = options(tiny_encoder, tmp_path / "run", max_steps=3, lr_scheduler_type="constant", learning_rate=1e-2)
    main(command)
    before, took = weights(tmp_path / "run"), (tmp_path / "run/training.json").read_text()
    shutil.rmtree(tmp_path / "run/model")  # as if killed between the last checkpoint and the model
    for _ in range(2):
        capsys.readouterr()
        main(command)
        assert "All 3 steps were trained before" in capsys.readouterr().err
        after = weights(tmp_path / "run")
        assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    assert [file.name for file in (tmp_path / "run").glob("checkpoint-*")] == ["checkpoint-3"]
    assert (tmp_path / "run/training.json").read_text() == took


def test_a_finished_run_with_an_adapter_trains_no_further_step(tiny_encoder, tmp_path):
    command = options(tiny_encoder, tmp_path / "run", max_steps=2, lora_rank=2, lr_scheduler_type="constant")
    main(command)
    before = weights(tmp_path / "run")
    main(command)
    after = weights(tmp_path / "run")
    assert all(torch.allclose(after[name], tensor, atol=1e-6) for name, tensor in before.items())


def test_a_base_whose_weights_are_no_numbers_is_named(tiny_encoder, tmp_path):
    model = SentenceTransformer(str(tiny_encoder), device="cpu")
    with torch.no_grad():
        next(model.parameters())[0] = float("nan")
    model.save(str(tmp_path / "base"))
    with pytest.raises(HedgeError, match="base: weights are not finite"):
        main(options(tmp_path / "base", tmp_path / "run"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"output_dir": ""}, "output_dir is empty; give a folder"),
        ({"model_name_or_path": ""}, "the name of the encoder is empty"),
        ({"max_steps": 0}, "there is nothing to train"),
        ({"num_train_epochs": -1}, "there is nothing to train"),
    ],
)
def test_empty_options_are_one_line(tiny_encoder, tmp_path, changes, message):
    with pytest.raises(UsageError, match=message):
        main(options(tiny_encoder, tmp_path / "run", **changes))
