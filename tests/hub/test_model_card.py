"""The card of an encoder as a reader gets it; the golden one lies beside this file."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from huggingface_hub import ModelCard, ModelCardData

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.contamination.overlaps import SetOverlaps
from hedge_hf.evaluation.contamination.report import Contamination
from hedge_hf.evaluation.report import to_json
from hedge_hf.evaluation.results import Comparison, Evaluation, Score, TaskResult, Verdict
from hedge_hf.hub.model_card import model_card
from hedge_hf.hub.publish_model import check_no_examples
from hedge_hf.train.arguments import parse
from hedge_hf.train.encoder import EncoderArguments, HedgeTripleTrainingArguments, MinedArguments

GOLDEN = Path(__file__).with_name("golden_encoder_card.txt")
CONFIGURATION = {
    "model_name_or_path": "all-MiniLM-L6-v2", "view": "contrast-pairs", "data_files": None, "learning_rate": 3e-4,
    "negation_types": ["verbal", "lexical"], "num_train_epochs": 1, "per_device_train_batch_size": 16,
    "preservation": 5.0, "seed": 0, "exclude_patterns": [], "data": "b033", "version": "0.1.0",
}  # fmt: skip


TOOK = {"seconds": 1312, "steps": 364, "processes": 1}


def score(name, value, p_value=None):
    return Score(name, value, value - 4, value + 4, 100, p_value)


def comparison():
    def evaluation(model, paired, general):
        return Evaluation(
            model,
            {
                "NevIR": TaskResult(
                    "NevIR",
                    "negation",
                    "orionweller/NevIR",
                    {"paired_accuracy": score("paired_accuracy", paired)},
                    {"negation_lexical": score("negation_lexical", paired - 5)},
                ),
                "STSBenchmark": TaskResult(
                    "STSBenchmark", "general", "mteb/stsbenchmark-sts", {"spearman": score("spearman", general)}
                ),
                "CANNOT": TaskResult("CANNOT", "negation", "tum-nlp/cannot-dataset", not_run="no route"),
            },
        )

    return Comparison(
        base=evaluation("all-MiniLM-L6-v2", 10.0, 82.0),
        tuned=evaluation("model", 40.0, 81.0),
        differences={
            "NevIR": {
                "paired_accuracy": score("paired_accuracy", 30.0, 0.0),
                "negation_lexical": score("negation_lexical", 30.0, 0.0),
            },
            "STSBenchmark": {"spearman": score("spearman", -1.0, 0.01)},
            "CANNOT": {},
        },
        geometry=Score("geometry_preservation", 97.0),
        verdict=Verdict(True, 1.0, [], "no general task fell by more than 1 point"),
    )


def report(found=None):
    versions = {"sentence-transformers": "6.2.0", "torch": "2.13.0"}
    return to_json(found or comparison()) | {"date": "2026-01-02T03:04:05+00:00", "versions": versions}


def test_the_card_is_the_golden_one():
    overlaps = (SetOverlaps("org/clean@test", 50, 0, 0, overlaps=()), SetOverlaps("mine|<b>", 1200, 3, 1, overlaps=()))
    card = (
        str(model_card("me/tuned", CONFIGURATION, report(), Contamination("hedgetriple", 9, 0.7, overlaps), TOOK))
        + "\n"
    )
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.write_text(card, encoding="utf-8")
    assert card == GOLDEN.read_text(encoding="utf-8"), "see the difference; if it is wanted: WRITE_GOLDEN=1 pytest ..."


def test_the_hub_accepts_the_card_and_its_index(this_hub):
    card = model_card("me/tuned", CONFIGURATION, report())
    card.validate(repo_type="model")
    again = ModelCardData(**ModelCard(str(card)).data.to_dict())
    assert (again.license, again.base_model) == ("apache-2.0", "sentence-transformers/all-MiniLM-L6-v2")
    this_hub.create_repo("me/tuned")
    this_hub.upload_file(repo_id="me/tuned", path_in_repo="README.md", path_or_fileobj=str(card).encode())
    values = [
        (result.dataset_name, result.metric_value) for result in this_hub.model_info("me/tuned").card_data.eval_results
    ]
    assert values == [("NevIR", 40.0), ("STSBenchmark", 81.0)]


def test_the_command_of_the_card_is_one_that_train_encoder_takes():
    text = model_card("me/tuned", CONFIGURATION | {"data_files": "/home/ada/my rows.parquet"}, report()).text
    (line,) = [line for line in text.splitlines() if line.startswith("hedge-hf train encoder ")]
    kinds = (EncoderArguments, HedgeTripleTrainingArguments, MinedArguments)
    arguments, training, _ = parse([*shlex.split(line)[3:], "--output_dir", "x"], kinds, prog="x")
    assert (arguments.view, arguments.negation_types) == ("contrast-pairs", ["verbal", "lexical"])
    assert (arguments.data_files, training.learning_rate) == ("my rows.parquet", 3e-4)
    assert "/home/ada" not in text
    assert "Data: my rows.parquet, which does not come with this model." in text


def test_the_command_of_an_average_is_that_of_average():
    averaged = {"average_of": ["runs/0/model", "/home/ada/1/model"], "average_weights": [0.7, 0.3]}
    text = model_card("me/soup", CONFIGURATION | averaged, report()).text
    assert "\nhedge-hf average runs/0/model model --weights 0.7 0.3 --output_dir AVERAGE\n" in text
    assert "hedge-hf train encoder" not in text


def test_what_did_not_get_worse_is_not_said_to():
    found = comparison()
    found.differences["STSBenchmark"]["spearman"] = score("spearman", -1.0, 0.2)
    assert "Nothing of the table" in model_card("me/x", CONFIGURATION, report(found)).text


def test_a_base_of_ones_own_keeps_its_place_and_licence_to_itself(tmp_path):
    card = model_card("me/x", CONFIGURATION | {"model_name_or_path": str(tmp_path)}, report())
    assert (card.data.base_model, card.data.license) == (None, None)
    assert str(tmp_path) not in str(card)
    assert f"That of {tmp_path.name}, whose weights this model changes." in card.text


def test_an_adapter_is_loaded_onto_its_base():
    card = model_card("me/lora", CONFIGURATION, report(), is_adapter=True)
    assert (card.data.library_name, "lora" in card.data.tags) == ("peft", True)
    lines = 'SentenceTransformer("sentence-transformers/all-MiniLM-L6-v2")\nmodel.load_adapter("me/lora")\nqueries = '
    assert lines in card.text


def test_what_users_write_is_shown_as_it_is():
    text = model_card("me/x", CONFIGURATION | {"view": "a|`b` <script>"}, report(replace(comparison()))).text
    assert "| view | a\\|\\`b\\` \\<script\\> |" in text


def test_a_card_with_training_texts_is_not_published_unasked(tmp_path):
    readme = tmp_path / "README.md"
    with pytest.raises(UsageError, match="no card"):
        check_no_examples(readme)
    readme.write_text("---\nlicense: mit\n---\n# mine\n")
    check_no_examples(readme)
    readme.write_text("---\nwidget:\n- source_sentence: It hurts.\n---\n")
    with pytest.raises(UsageError, match="shows training texts in its widget"):
        check_no_examples(readme)
