import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from killed import kill_and_resume
from retrieval_data import write_corpus, write_queries
from safetensors.torch import load_file
from two_ranks import launch_two_ranks

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.train.base import load_base
from hedge_hf.train.encoder import main

WORDS = ("lamp", "boat", "fish", "stone", "tree", "wind", "snow", "bird")
TEXTS = [f"the {left} and the {right}" for left in WORDS for right in WORDS if left != right]
QUERIES = [f"about {text}" for text in TEXTS]


@pytest.fixture
def data(tmp_path):
    corpus = write_corpus(tmp_path, TEXTS)
    queries = write_queries(tmp_path, {query: f"p{number}" for number, query in enumerate(QUERIES)})
    return {"queries": queries, "corpus": corpus}


def options(model, output, data, **changes):
    values = {
        "model_name_or_path": model, "output_dir": output, "view": "mined", "per_device_train_batch_size": 8,
        "refresh_negatives": "5_steps", "num_train_epochs": 2, "learning_rate": 1e-2, "save_steps": 3,
        "save_total_limit": 9, "logging_steps": 1, "bf16": False, "use_cpu": True, "disable_tqdm": True,
    } | data | changes  # fmt: skip
    return [argument for key, value in values.items() for argument in (f"--{key}", str(value))]


def weights(output):
    return load_file(Path(output) / "model" / "model.safetensors")


def same(left, right):
    return all(torch.equal(left[name], right[name]) for name in left)


def mined(output):
    return {int(file.stem.split("-")[1]): np.load(file) for file in sorted(Path(output).glob("negatives/step-*.npy"))}


def test_negatives_are_mined_again_with_the_weights_of_the_moment(tiny_encoder, tmp_path, data, capsys):
    main(options(tiny_encoder, tmp_path / "run", data))
    found = mined(tmp_path / "run")
    assert list(found) == [0, 5, 10]
    assert all(rows.shape == (56, 4) for rows in found.values())
    assert all((rows[:, 0] == np.arange(56)).all() for rows in found.values())
    assert all((rows[:, 1:] != rows[:, :1]).all() for rows in found.values())
    assert (found[0][:, 1:] != found[10][:, 1:]).mean() > 0.05
    assert "Negatives: mined 3 time(s) in" in capsys.readouterr().err
    assert not (tmp_path / "run/negatives/embeddings").exists()
    records = [json.loads((tmp_path / f"run/negatives/step-{step:08d}.json").read_text()) for step in found]
    assert len({record["key"] for record in records}) == 3
    assert all(record["counts"]["taken"] == 168 for record in records)


@pytest.mark.parametrize(("refresh", "steps"), [("never", [0]), ("every_epoch", [0, 7])])
def test_the_schedule(tiny_encoder, tmp_path, data, refresh, steps):
    main(options(tiny_encoder, tmp_path / "run", data, refresh_negatives=refresh))
    assert list(mined(tmp_path / "run")) == steps


@pytest.mark.parametrize(("refresh", "warned"), [("every_epoch", True), ("5_steps", False), ("never", False)])
def test_a_refresh_that_never_comes_is_said(tiny_encoder, tmp_path, data, caplog, refresh, warned):
    main(options(tiny_encoder, tmp_path / "run", data, refresh_negatives=refresh, num_train_epochs=1))
    said = "refresh_negatives every_epoch has no effect if negatives are mined once: train more epochs"
    assert (said in caplog.text) == warned


def test_workers_that_read_ahead_see_the_same_negatives(tiny_encoder, tmp_path, data):
    main(options(tiny_encoder, tmp_path / "alone", data))
    main(options(tiny_encoder, tmp_path / "workers", data, dataloader_num_workers=2))
    assert same(weights(tmp_path / "alone"), weights(tmp_path / "workers"))


def test_mining_in_bfloat16(tiny_encoder, tmp_path, data):
    main(options(tiny_encoder, tmp_path / "run", data, bf16=True, max_steps=6))
    assert list(mined(tmp_path / "run")) == [0, 5]


def test_refreshing_changes_the_result(tiny_encoder, tmp_path, data):
    main(options(tiny_encoder, tmp_path / "static", data, refresh_negatives="never"))
    main(options(tiny_encoder, tmp_path / "refreshed", data))
    assert not same(weights(tmp_path / "static"), weights(tmp_path / "refreshed"))


def test_mined_rows_stand_beside_contrast_pairs(tiny_encoder, tmp_path, data):
    changes = {"view": "contrast-pairs", "max_anchors": 16, "max_steps": 12, "refresh_negatives": "6_steps"}
    main(options(tiny_encoder, tmp_path / "run", data, per_device_train_batch_size=64, **changes))
    assert list(mined(tmp_path / "run")) == [0, 6]


def test_the_curriculum_ends_where_plain_mining_is(tiny_encoder, tmp_path, data):
    changes = {"learning_rate": 0, "warmup_steps": 0}
    main(options(tiny_encoder, tmp_path / "plain", data, **changes))
    main(options(tiny_encoder, tmp_path / "curriculum", data, curriculum="easy_to_hard", **changes))
    plain, found = mined(tmp_path / "plain"), mined(tmp_path / "curriculum")
    assert np.array_equal(found[10], plain[10])
    assert not set(found[0][0, 1:]) & set(plain[0][0, 1:])
    with pytest.raises(UsageError, match="curriculum easy_to_hard has no effect if negatives are mined once"):
        main(options(tiny_encoder, tmp_path / "once", data, curriculum="easy_to_hard", refresh_negatives="99_steps"))


def test_a_guide_relabels_and_drops(tiny_encoder, tmp_path, data):
    changes = {"teacher": tiny_encoder, "false_negatives": "relabel", "max_steps": 2}
    main(options(tiny_encoder, tmp_path / "run", data, **changes))
    encoder = load_base(tiny_encoder)
    queries, passages = (encoder.encode(texts, normalize_embeddings=True) for texts in (QUERIES, TEXTS))
    relabelled = 0
    for query, (scores, row) in enumerate(zip(queries @ passages.T, mined(tmp_path / "run")[0], strict=True)):
        order = np.argsort(-scores)
        nearest = order[order != query][:30]
        better = nearest[scores[nearest] > scores[query]]
        worse = nearest[scores[nearest] < scores[query]][:3]
        assert row[0] in {query, *better}
        assert row[1 : 1 + len(worse)].tolist() == worse.tolist()
        relabelled += len(better)
    record = json.loads((tmp_path / "run/negatives/step-00000000.json").read_text())
    assert record["counts"]["the teacher scores it above a known positive"] == relabelled > 0
    assert (mined(tmp_path / "run")[0][:, 0] != np.arange(56)).any()


@pytest.mark.parametrize("step", [3, 6, 9, 12])
def test_a_resumed_run_ends_in_the_same_weights(tiny_encoder, tmp_path, data, step):
    main(options(tiny_encoder, tmp_path / "whole", data))
    shutil.copytree(tmp_path / "whole", tmp_path / "cut")
    shutil.rmtree(tmp_path / "cut/model")
    for checkpoint in (tmp_path / "cut").glob("checkpoint-*"):
        if int(checkpoint.name.split("-")[1]) > step:
            shutil.rmtree(checkpoint)
    main(options(tiny_encoder, tmp_path / "cut", data))
    assert same(weights(tmp_path / "whole"), weights(tmp_path / "cut"))
    assert [rows.tolist() for rows in mined(tmp_path / "whole").values()] == [
        rows.tolist() for rows in mined(tmp_path / "cut").values()
    ]


def test_lost_negatives_are_one_line(tiny_encoder, tmp_path, data):
    main(options(tiny_encoder, tmp_path / "run", data, max_steps=4))
    for file in (tmp_path / "run/negatives").iterdir():
        file.unlink()
    shutil.rmtree(tmp_path / "run/model")
    shutil.rmtree(tmp_path / "run/checkpoint-4")
    with pytest.raises(HedgeError, match="has no negatives of a step before 3"):
        main(options(tiny_encoder, tmp_path / "run", data, max_steps=4))


def test_a_corpus_that_is_too_small_is_one_line(tiny_encoder, tmp_path):
    small = {
        "corpus": write_corpus(tmp_path, ["a lamp", "a boat"]),
        "queries": write_queries(tmp_path, {"light": "p0"}),
    }
    with pytest.raises(UsageError, match="query 'light' finds fewer than 3 negatives") as caught:
        main(options(tiny_encoder, tmp_path / "run", small))
    assert "\n" not in str(caught.value)


def test_view_mined_needs_data(tiny_encoder, tmp_path):
    with pytest.raises(UsageError, match="view mined needs queries and corpus"):
        main(["--model_name_or_path", tiny_encoder, "--output_dir", str(tmp_path / "run"), "--view", "mined"])


def test_rows_of_hedgetriple_are_not_chosen_in_view_mined(tiny_encoder, tmp_path, data):
    with pytest.raises(UsageError, match="max_anchors has no effect with view mined"):
        main(options(tiny_encoder, tmp_path / "run", data, max_anchors=3))


@pytest.mark.slow
def test_a_killed_run_ends_in_the_same_weights(tiny_encoder, tmp_path, data):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    changes = {"num_train_epochs": 6, "dataloader_num_workers": 1}
    main(options(tiny_encoder, whole, data, **changes))
    kill_and_resume("hedge_hf.train.encoder", options(tiny_encoder, killed, data, **changes), killed, "checkpoint-12")
    assert same(weights(whole), weights(killed))


@pytest.mark.slow
def test_two_ranks_see_the_same_negatives(tiny_encoder, tmp_path, data):
    changes = {"per_device_train_batch_size": 4, "dataloader_num_workers": 1, "save_total_limit": 99}
    arguments = options(tiny_encoder, tmp_path / "run", data, **changes)
    script = tmp_path / "script.py"
    script.write_text(NOTES_WHAT_EACH_RANK_SEES)
    done = launch_two_ranks(script, *arguments)
    assert "on 2 process(es)" in done.stderr
    seen = [json.loads((tmp_path / f"run/seen-{rank}.json").read_text()) for rank in (0, 1)]
    found = mined(tmp_path / "run")
    assert list(found) == [0, 5, 10]
    for step in range(14):
        rows = found[5 * (step // 5)]
        for rank in (0, 1):
            labels, passages = seen[rank][step]
            assert rows[labels].T.tolist() == passages
        assert not set(seen[0][step][0]) & set(seen[1][step][0])


NOTES_WHAT_EACH_RANK_SEES = """
import json, sys
from pathlib import Path
from hedge_hf.train import encoder
from hedge_hf.train.refreshed_rows import RefreshedRows

seen = []
features = RefreshedRows.features

def noted(rows, model, labels):
    seen.append((labels.tolist(), rows.numbers[labels.numpy()].T.tolist()))
    return features(rows, model, labels)

RefreshedRows.features = noted
encoder.main(sys.argv[1:])
from accelerate import PartialState
output = Path(sys.argv[sys.argv.index("--output_dir") + 1])
(output / f"seen-{PartialState().process_index}.json").write_text(json.dumps(seen))
"""
