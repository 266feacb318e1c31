import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from killed import kill_and_resume
from safetensors.torch import load_file
from sentence_transformers import CrossEncoder
from tiny import save_tiny_cross_encoder
from two_ranks import launch_two_ranks

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.models import load_scorer
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.train import reranker
from hedge_hf.train.arguments import parse
from hedge_hf.train.base import EMBEDDED
from hedge_hf.train.reranker import RerankerArguments, RerankerTrainingArguments, main, training_rows


def options(model, output, **changes):
    values = {
        "model_name_or_path": model, "output_dir": output, "max_anchors": 32, "max_steps": 6, "save_steps": 2,
        "logging_steps": 1, "bf16": False, "use_cpu": True, "disable_tqdm": True, "learning_rate": 1e-2,
    } | changes  # fmt: skip
    return [argument for key, value in values.items() for argument in (f"--{key}", str(value))]


def weights(output):
    return load_file(Path(output) / "model" / "model.safetensors")


def mined(folder, **columns):
    folder.mkdir()
    pq.write_table(pa.table(columns), folder / "train.parquet")
    return folder


def test_an_encoder_becomes_a_reranker_that_evaluate_takes(tiny_encoder, tmp_path, capsys):
    main(options(tiny_encoder, tmp_path / "run"))
    assert re.search(r"Trained 6 steps in \d+ s on 1 process", capsys.readouterr().err)
    model = str(tmp_path / "run" / "model")
    assert CrossEncoder(model, device="cpu").num_labels == 1
    scorer = load_scorer(model)
    assert isinstance(scorer, PairScores)
    assert not list((tmp_path / "run" / "model").glob("**/*.bin"))


def test_a_cross_encoder_goes_on_learning(tmp_path):
    base = save_tiny_cross_encoder(tmp_path / "base")
    main(options(base, tmp_path / "run"))
    before = load_file(base / "model.safetensors")
    assert any(not torch.equal(before[name], tensor) for name, tensor in weights(tmp_path / "run").items())


def test_mined_rows_come_in_addition(tiny_encoder, tmp_path):
    texts = {
        name: [f"{name} {row}" for row in range(40)] for name in ("anchor", "positive", "negative_1", "negative_2")
    }
    folder = mined(tmp_path / "mined", **texts)
    rows, _ = training_rows(RerankerArguments(mined=str(folder)), seed=0)
    assert list(rows) == ["groups", "contrast", "exclusion", "mined"]
    main(options(tiny_encoder, tmp_path / "run", mined=folder, max_steps=2))
    assert weights(tmp_path / "run")


def test_documents_are_cut_in_the_first_epochs_only():
    rows, callbacks = training_rows(RerankerArguments(cropped_epochs=1, max_anchors=8), seed=0)
    first = rows["contrast"][0]
    for callback in callbacks:
        callback.on_epoch_begin(None, type("State", (), {"epoch": 1.0}), None)
    assert len(first["doc1"]) < len(rows["contrast"][0]["doc1"])
    assert first["q1"] == rows["contrast"][0]["q1"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exclusion_passes": 0}, "exclusion_passes is 0; it must be 1 or above"),
        ({"cropped_epochs": -1}, "cropped_epochs is -1; it must be 0 or above"),
        ({"in_batch_negatives": -1}, "in_batch_negatives is -1"),
        ({"max_length": 4}, "max_length is 4; it must be 8 or above"),
        ({"seed": -1}, "seed is -1; it must be from 0 to 4294967295"),
        ({"mined": "none/such"}, "none/such: no dataset with rows in a split train"),
        ({"model_name_or_path": "none/such"}, "none/such: no transformer in this folder or on the Hub"),
    ],
)
def test_a_wrong_option_is_one_line(tiny_encoder, tmp_path, changes, message):
    with pytest.raises(HedgeError, match=message) as caught:
        main(options(tiny_encoder, tmp_path / "run", **changes))
    assert "\n" not in str(caught.value)


def test_mined_rows_without_a_row_are_one_line(tiny_encoder, tmp_path):
    empty = {name: pa.array([], pa.string()) for name in ("anchor", "positive", "negative_1")}
    with pytest.raises(HedgeError, match="mined: no dataset with rows in a split train"):
        main(options(tiny_encoder, tmp_path / "run", mined=mined(tmp_path / "mined", **empty)))


def test_an_error_of_the_program_is_not_called_a_head(tiny_encoder, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(reranker, "CrossEncoder", fail)
    with pytest.raises(RuntimeError, match="out of memory"):
        reranker.load_reranker_base(tiny_encoder, max_length=64)


def test_the_shipped_recipe_is_valid():
    kinds = (RerankerArguments, RerankerTrainingArguments)
    arguments, training = parse(["--config", "reranker/minilm"], kinds, prog="hedge-hf train reranker")
    assert training.output_dir == "runs/reranker/minilm"
    assert arguments.model_name_or_path == EMBEDDED


def test_a_classifier_of_several_classes_is_refused(tmp_path):
    base = save_tiny_cross_encoder(tmp_path / "three", labels=3)
    with pytest.raises(UsageError, match="three has a head of several outputs"):
        main(options(base, tmp_path / "run"))


def test_another_configuration_needs_another_folder(tiny_encoder, tmp_path):
    main(options(tiny_encoder, tmp_path / "run", max_steps=2))
    with pytest.raises(UsageError, match="holds a run with learning_rate"):
        main(options(tiny_encoder, tmp_path / "run", max_steps=2, learning_rate=1e-3))


def test_a_full_disk_is_one_line(tiny_encoder, tmp_path, monkeypatch):
    from sentence_transformers.cross_encoder import CrossEncoderTrainer

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CrossEncoderTrainer, "save_model", fail)
    with pytest.raises(HedgeError, match=r"run cannot be written \(.*\); free some space"):
        main(options(tiny_encoder, tmp_path / "run", max_steps=1, save_steps=9))


EVERY_RANK_SAVES = """
import sys
from safetensors.torch import save_file
from sentence_transformers.cross_encoder import CrossEncoderTrainer
from hedge_hf.train import reranker

save_model = CrossEncoderTrainer.save_model

def save_on_every_rank(trainer, folder, **options):
    save_model(trainer, folder, **options)
    state = trainer.accelerator.unwrap_model(trainer.model).state_dict()
    save_file(state, f"{folder}-of-rank-{trainer.args.process_index}.safetensors")

CrossEncoderTrainer.save_model = save_on_every_rank
reranker.main(sys.argv[1:])
"""


@pytest.mark.slow
def test_two_ranks_end_in_the_same_weights(tiny_encoder, tmp_path):
    texts = {name: [f"{name} {row}" for row in range(400)] for name in ("anchor", "positive", "negative_1")}
    folder = mined(tmp_path / "mined", **texts)
    (tmp_path / "script.py").write_text(EVERY_RANK_SAVES)
    changes = {"mined": folder, "save_steps": 9}
    done = launch_two_ranks(tmp_path / "script.py", *options(tiny_encoder, tmp_path / "run", **changes))
    assert "on 2 process(es)" in done.stderr
    first, second = (load_file(tmp_path / f"run/model-of-rank-{rank}.safetensors") for rank in (0, 1))
    assert all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.slow
def test_a_killed_run_ends_in_the_same_weights(tiny_encoder, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    changes = {"max_steps": 30}
    main(options(tiny_encoder, whole, **changes))
    kill_and_resume("hedge_hf.train.reranker", options(tiny_encoder, killed, **changes), killed)
    expected, found = weights(whole), weights(killed)
    assert all(torch.equal(expected[name], found[name]) for name in expected)
    assert json.loads((killed / "configuration.json").read_text())["max_steps"] == 30
