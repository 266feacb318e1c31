import json
import os
import subprocess
import sys

import pytest
from huggingface_hub import ModelCard
from tiny_llm import save_tiny_llm

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.llm.model import LanguageModel, user
from hedge_hf.evaluation.llm.run import main as evaluate
from hedge_hf.hub.llm_card import llm_card
from hedge_hf.hub.publish_llm import main as publish
from hedge_hf.train.llm import main as train
from hedge_hf.train.llm_merge import main as merge

LOAD = """
import sys
from hedge_hf.evaluation.llm.model import LanguageModel, user
print(LanguageModel(sys.argv[1]).log_likelihoods([[user("So?")]] * 2, ["Yes", "No"]).tolist())
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A base, an adapter of it, the two merged, and their evaluation."""
    folder = tmp_path_factory.mktemp("llm")
    base = save_tiny_llm(folder / "base")
    options = ["--max_anchors", "8", "--max_steps", "2", "--lora_rank", "2", "--bf16", "False", "--use_cpu", "True"]
    train(["--model_name_or_path", str(base), "--output_dir", str(folder / "run"), *options])
    merge([str(folder / "run" / "model"), "--output_dir", str(folder / "merged")])
    problems = folder / "problems.jsonl"
    problems.write_text('{"question": "1+1?", "answer": "#### 2"}\n' * 2)
    evaluate(
        [
            str(folder / "merged" / "model"), "--against", str(base), "--suites", "hedging", "gsm8k", "--limit", "8",
            "--shots", "0", "--arithmetic", str(problems), "--report", str(folder / "report"),
        ]
    )  # fmt: skip
    return folder


def likelihoods(name):
    return LanguageModel(name).log_likelihoods([[user("So?")]] * 2, ["Yes", "No"]).tolist()


def test_a_merged_model_comes_back_by_its_id_with_its_card(run, this_hub):
    evaluation = str(run / "report" / "evaluation-llm.json")
    merged = run / "merged" / "model"
    publish([str(merged), "--repo", "me/merged", "--evaluation", evaluation])
    files = this_hub.list_repo_files("me/merged")
    assert {"model.safetensors", "README.md", "tokenizer.json", "chat_template.jinja"} <= set(files)
    assert likelihoods("me/merged") == likelihoods(str(merged))
    assert this_hub.model_info("me/merged").card_data.library_name == "transformers"


@pytest.mark.slow
def test_an_adapter_of_a_base_on_the_hub_comes_back(run, this_hub, local_hub, tmp_path):
    evaluation, adapter = tmp_path / "evaluation-llm.json", run / "run" / "model"
    report = json.loads((run / "report" / "evaluation-llm.json").read_text())
    report["llmcomparison"]["tuned"]["model"] = str(adapter)  # it scores what the merged one does
    evaluation.write_text(json.dumps(report))
    this_hub.create_repo("me/base")
    this_hub.upload_folder(repo_id="me/base", folder_path=run / "base")
    config = adapter / "adapter_config.json"
    before = config.read_text()
    config.write_text(json.dumps(json.loads(before) | {"base_model_name_or_path": "me/base"}))
    try:
        publish([str(adapter), "--repo", "me/adapter", "--evaluation", str(evaluation)])
    finally:
        config.write_text(before)
    environment = local_hub.environment() | {"HF_HOME": str(tmp_path / "other"), "HF_HUB_OFFLINE": "0"}
    command = [sys.executable, "-c", LOAD, "me/adapter"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment)
    assert json.loads(done.stdout) == pytest.approx(likelihoods(str(adapter))), done.stderr
    assert this_hub.model_info("me/adapter").card_data.library_name == "peft"


def test_an_adapter_of_a_local_base_is_not_published(run, this_hub):
    evaluation = str(run / "report" / "evaluation-llm.json")
    with pytest.raises(UsageError, match=r"is an adapter of the local folder .*; merge it .*hedge-hf merge"):
        publish([str(run / "run" / "model"), "--repo", "me/adapter", "--evaluation", evaluation, "--dry-run"])


def test_the_card_carries_scores_errors_and_no_path(run):
    report = json.loads((run / "report" / "evaluation-llm.json").read_text())
    configuration = json.loads((run / "merged" / "configuration.json").read_text())
    card = llm_card("me/merged", configuration, report, is_adapter=False)
    assert "| Hedging, paired accuracy | " in card.text and "| format | " in card.text
    assert "| merged with the base, alpha | 1.0 |" in card.text and "0 shots" in card.text
    assert str(run) not in str(card) and "problems.jsonl" in card.text
    assert "the questions of HedgeTriple" in card.text
    other = llm_card("me/x", configuration | {"data_files": f"{run}/my.jsonl"}, report, is_adapter=False)
    assert "questions about the groups in my.jsonl" in other.text and "HedgeTriple (CC" not in other.text
    assert f"{run}/my.jsonl" not in other.text
    names = {result.dataset_name for result in ModelCard(str(card)).data.eval_results}
    assert names == {"Hedging", "Arithmetic"}


def test_the_card_says_how_tasks_of_lm_eval_were_asked(run):
    report = json.loads((run / "report" / "evaluation-llm.json").read_text())
    how = {"version": 3.0, "shots": 5, "filters": ["strict-match"], "decoding": {}}
    configuration = json.loads((run / "merged" / "configuration.json").read_text())
    assert "Tasks of lm-evaluation-harness" not in llm_card("me/x", configuration, report, is_adapter=False).text
    report["settings"]["lm_eval"] = {"gsm8k (lm_eval)": {"gsm8k": how}}
    card = llm_card("me/x", configuration, report, is_adapter=False)
    assert "\n- gsm8k: version 3.0, 5 shots; filters: strict-match.\n" in card.text


def test_a_card_needs_a_comparison(run):
    with pytest.raises(UsageError, match="has no comparison; run hedge-hf evaluate-llm"):
        llm_card("me/x", {"model_name_or_path": "base"}, {"date": "today"}, is_adapter=True)


def test_the_evaluation_of_another_model_is_one_line(run, tmp_path):
    report = json.loads((run / "report" / "evaluation-llm.json").read_text())
    report["llmcomparison"]["tuned"]["model"] = str(run / "run" / "model")
    (tmp_path / "other.json").write_text(json.dumps(report))
    model = run / "merged" / "model"
    message = rf"is of {run / 'run' / 'model'}, not of {model}; give what hedge-hf evaluate-llm {model} --against BASE"
    with pytest.raises(UsageError, match=message) as caught:
        publish([str(model), "--repo", "me/x", "--evaluation", str(tmp_path / "other.json"), "--dry-run"])
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_one_line(run, tmp_path):
    evaluation = str(run / "report" / "evaluation-llm.json")
    with pytest.raises(UsageError, match=r"no adapter_config\.json or config\.json"):
        publish([str(tmp_path), "--repo", "me/x", "--evaluation", evaluation, "--dry-run"])
