import json
import os
import socket
import subprocess
import sys

import pytest
from huggingface_hub import DatasetCard, HfApi, ModelCard
from tiny import load_tiny_encoder, save_tiny_encoder

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.compare import compare
from hedge_hf.evaluation.report import to_json
from hedge_hf.hub import publish_dataset
from hedge_hf.hub.model_card import model_card, write_model_card
from hedge_hf.train.run_folder import claim

LOAD_BACK = """
from datasets import load_dataset
rows = load_dataset("me/hedgetriple")
print(rows["train"].column_names, len(rows["train"]), len(load_dataset("me/hedgetriple", "groups", split="test")))
"""
LOAD_MODEL = """
from sentence_transformers import SentenceTransformer
print(SentenceTransformer("me/tiny", device="cpu").encode(["a lamp"]).shape)
"""
CONFIGURATION = {
    "model_name_or_path": "all-MiniLM-L6-v2", "view": "contrast-pairs", "learning_rate": 1e-4, "seed": 0,
    "num_train_epochs": 1, "per_device_train_batch_size": 32, "preservation": 3.0,
}  # fmt: skip


def call(environment, *argv):
    command = [sys.executable, "-m", "hedge_hf.cli", *map(str, argv)]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | environment)


def python(environment, code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def environment(local_hub, tmp_path):
    return local_hub.environment() | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "0"}


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    """A finished run: model, configuration and evaluation against its base."""
    folder = tmp_path_factory.mktemp("run")
    claim(folder, CONFIGURATION)
    encoder = load_tiny_encoder(save_tiny_encoder(tmp_path_factory.mktemp("tiny")))
    encoder.save(str(folder / "model"))
    report = to_json(compare(encoder, encoder, split="validation"))
    (folder / "evaluation.json").write_text(json.dumps(report))
    return folder


def test_the_dataset_comes_back_by_its_id(environment, local_hub):
    published = call(environment, "publish", "dataset", "--repo", "me/hedgetriple")
    assert published.returncode == 0, published.stderr
    assert "Published 7 configs" in published.stdout
    assert python(environment, LOAD_BACK) == (
        "['anchor', 'positive', 'negative', 'hedge_type', 'negation_type'] 16816 119"
    )
    commits = HfApi(endpoint=local_hub.endpoint, token="x").list_repo_commits("me/hedgetriple", repo_type="dataset")
    assert [commit.title for commit in commits].count("Upload dataset") == 1


def test_the_dataset_card_lists_every_config_with_the_default_first(tmp_path):
    counts = publish_dataset.stage(tmp_path)
    card = DatasetCard.load(tmp_path / "README.md")
    names = [config["config_name"] for config in card.data.configs]
    assert names == list(counts) and names[0] == "triplets"
    assert [config.get("default", False) for config in card.data.configs] == [True] + [False] * 6
    assert "| `triplets` | 16,816 | 896 | 952 |" in card.text
    for config in card.data.configs:
        assert all((tmp_path / file["path"]).is_file() for file in config["data_files"])


def test_the_model_comes_back_by_its_id_without_pickles(environment, local_hub, run_folder):
    (run_folder / "model" / "training_args.bin").write_bytes(b"a pickle")
    published = call(
        environment, "publish", "model", run_folder / "model", "--repo", "me/tiny",
        "--evaluation", run_folder / "evaluation.json",
    )  # fmt: skip
    assert published.returncode == 0, published.stderr
    files = HfApi(endpoint=local_hub.endpoint, token="x").list_repo_files("me/tiny")
    assert "model.safetensors" in files and "README.md" in files
    assert not [name for name in files if name.endswith((".bin", ".pt", ".pkl"))]
    assert python(environment, LOAD_MODEL) == "(1, 16)"


def test_the_model_card_carries_the_results(run_folder):
    report = json.loads((run_folder / "evaluation.json").read_text())
    card = model_card("me/tiny", CONFIGURATION, report)
    parsed = ModelCard(str(card)).data
    assert parsed.base_model == "sentence-transformers/all-MiniLM-L6-v2"
    results = {result.metric_type: result.metric_value for result in parsed.eval_results}
    expected = report["comparison"]["tuned"]["scores"]["contrast_paired_accuracy"]["value"]
    assert results["contrast_paired_accuracy"] == round(expected, 2)
    assert 'SentenceTransformer("me/tiny")' in card.text
    assert "| learning_rate | `0.0001` |" in card.text
    assert "Geometry preservation | | 100.0" in card.text
    assert "--learning_rate 0.0001" in card.text


def test_a_card_needs_a_run_and_a_comparison(run_folder, tmp_path):
    with pytest.raises(UsageError, match="missing or damaged"):
        write_model_card(tmp_path / "model", "me/x", run_folder / "evaluation.json")
    with pytest.raises(UsageError, match=r"not an evaluation\.json"):
        write_model_card(run_folder / "model", "me/x", tmp_path / "no.json")
    with pytest.raises(UsageError, match="has no comparison"):
        model_card("me/x", CONFIGURATION, {"date": "today"})


@pytest.mark.parametrize(
    ("repo", "code", "message"),
    [("hedgetriple", 2, "must have the form namespace/name"), ("me/a b", 2, "--repo 'me/a b'")],
)
def test_a_bad_repo_id_is_a_usage_error(environment, run_folder, repo, code, message):
    done = call(environment, "publish", "model", run_folder / "model", "--repo", repo)
    assert (done.returncode, message in done.stderr, done.stderr.count("\n")) == (code, True, 1)


def test_a_folder_without_a_model_is_a_usage_error(environment, tmp_path):
    done = call(environment, "publish", "model", tmp_path, "--repo", "me/x")
    assert done.returncode == 2 and "no modules.json" in done.stderr


def test_a_hub_that_is_down_is_one_line(environment, run_folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
    down = environment | {"HF_ENDPOINT": endpoint}
    done = call(down, "publish", "model", run_folder / "model", "--repo", "me/x")
    assert done.returncode == 1
    assert f"the Hub at {endpoint} does not answer" in done.stderr.splitlines()[-1]
