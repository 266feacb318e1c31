import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from huggingface_hub import ModelCard, snapshot_download
from this_hub import turn_to
from tiny_clap import save_tiny_clap

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.clap.evaluate import ClapEvaluation
from hedge_hf.evaluation.clap.measure import Binary, Retrieval, Search
from hedge_hf.evaluation.report import to_json
from hedge_hf.evaluation.results import Score
from hedge_hf.hub import publish_clap
from hedge_hf.hub.clap_card import write_clap_card
from hedge_hf.train.clap_model import load_clap
from hedge_hf.train.run_folder import claim

CONFIGURATION = {
    "model_name_or_path": None, "architecture": "small", "dataset": "hedgetriple-music", "insert_probability": 0.5,
    "dissimilarity": 1.0, "ordering": 0.0, "queries": 0.0, "learning_rate": 1e-3, "num_train_epochs": 12,
    "per_device_train_batch_size": 64, "seed": 0,
}  # fmt: skip


def evaluation(model):
    def score(value):
        return Score("a", value, value - 1, value + 1, 12)

    levels = {level: Retrieval({k: score(k) for k in (1, 5, 10)}, score(4)) for level in ("original", "full")}
    binary = Binary({"original > full": score(97)}, {"piano": score(90)})
    search = Search(score(80), score(5), score(22))
    return ClapEvaluation(str(model), "hedgetriple-music", 12, {}, levels, binary, search)


@pytest.fixture
def run_folder(tmp_path):
    claim(tmp_path / "run", CONFIGURATION)
    save_tiny_clap(tmp_path / "run" / "model")
    (tmp_path / "evaluation.json").write_text(json.dumps(to_json(evaluation(tmp_path / "run" / "model"))))
    return tmp_path


def test_the_card_says_what_the_model_is_and_scores(run_folder):
    write_clap_card(run_folder / "run" / "model", "me/clap", run_folder / "evaluation.json")
    card = ModelCard.load(run_folder / "run" / "model" / "README.md")
    assert card.data.library_name == "transformers"
    for text in (
        'ClapModel.from_pretrained("me/clap")', "16,000 Hz, 3 seconds", "| original | 1.0 [0, 2] | 5.0 [4, 6] |",
        "| original > full | 97.0 [96, 98] |", '| "A without B": right among the first 10 | 80.0 [79, 81] |',
        "hedge-hf train clap --architecture small --dataset hedgetriple-music --insert_probability 0.5",
        "The training data is synthetic",
    ):  # fmt: skip
        assert text in card.text
    assert "None" not in card.text.split("## Training")[0]
    assert {result.metric_value for result in card.data.eval_results} >= {97.0, 10.0}


def test_model_processor_and_card_go_to_the_hub_and_back(run_folder, local_hub, monkeypatch, capsys):
    turn_to(monkeypatch, local_hub.endpoint, local_hub.environment()["HF_TOKEN"], run_folder / "home")
    model = run_folder / "run" / "model"
    publish_clap.main([str(model), "--repo", "me/clap", "--evaluation", str(run_folder / "evaluation.json")])
    assert 'ClapModel.from_pretrained("me/clap") loads it' in capsys.readouterr().out
    assert not (model / "README.md").exists()
    back = Path(snapshot_download("me/clap"))
    assert "# me/clap" in (back / "README.md").read_text()
    (before, tokens), (after, same_tokens) = (load_clap(str(folder)) for folder in (model, back))
    found = after.state_dict()
    assert all(torch.equal(tensor, found[name]) for name, tensor in before.state_dict().items())
    assert tokens.tokenizer(["No drums"]).input_ids == same_tokens.tokenizer(["No drums"]).input_ids


def test_a_folder_without_card_or_model_is_one_line(run_folder):
    with pytest.raises(UsageError, match=r"no README.md; give --evaluation"):
        publish_clap.main([str(run_folder / "run" / "model"), "--repo", "me/clap", "--dry-run"])
    with pytest.raises(HedgeError, match="no CLAP model with its processor"):
        publish_clap.main([str(run_folder), "--repo", "me/clap"])


def test_local_folders_are_named_without_their_places(run_folder):
    base = run_folder / "some base"
    base.mkdir()
    note = run_folder / "run" / "configuration.json"
    own = {
        "model_name_or_path": str(base),
        "dataset": str(run_folder / "my music"),
        "vocabulary": str(base / "v.yaml"),
    }
    note.write_text(json.dumps(CONFIGURATION | own))
    measured = replace(evaluation(run_folder / "run" / "model"), data=str(run_folder / "my music"))
    (run_folder / "evaluation.json").write_text(json.dumps(to_json(measured)))
    write_clap_card(run_folder / "run" / "model", "me/clap", run_folder / "evaluation.json")
    card = ModelCard.load(run_folder / "run" / "model" / "README.md")
    assert (
        str(run_folder) not in str(card)
        and "some base" in card.text
        and "my music" in card.text
        and card.data.base_model is None
    )
    note.write_text(json.dumps({"model_name_or_path": "some/encoder"}))
    with pytest.raises(UsageError, match="the configuration beside the model is not of hedge-hf train clap"):
        write_clap_card(run_folder / "run" / "model", "me/clap", run_folder / "evaluation.json")


def test_the_evaluation_of_another_model_is_one_line(run_folder):
    other = run_folder / "other" / "model"
    (run_folder / "evaluation.json").write_text(json.dumps(to_json(evaluation(other))))
    model = run_folder / "run" / "model"
    with pytest.raises(UsageError, match=rf"is of {other}, not of {model}; give what hedge-hf evaluate-clap"):
        publish_clap.main(
            [str(model), "--repo", "me/x", "--evaluation", str(run_folder / "evaluation.json"), "--dry-run"]
        )


def test_another_evaluation_is_one_line(run_folder):
    for text, message in (
        ("{", "not what hedge-hf evaluate-clap --report writes"),
        ('{"evaluation": {}}', "the evaluation is not of a CLAP model"),
    ):
        (run_folder / "evaluation.json").write_text(text)
        with pytest.raises(UsageError, match=message) as caught:
            write_clap_card(run_folder / "run" / "model", "me/clap", run_folder / "evaluation.json")
        assert "\n" not in str(caught.value)
