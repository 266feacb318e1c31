from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rich.progress import Progress

pytest.importorskip("lm_eval")

import lm_eval
from lm_eval.api.instance import Instance
from lm_eval.tasks import TaskManager
from lm_eval.utils import hash_string

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.llm import gsm8k, harness_tasks
from hedge_hf.evaluation.llm.harness import HarnessSuite
from hedge_hf.evaluation.llm.harness_model import WholePrompts
from hedge_hf.evaluation.llm.harness_tasks import harness_suites
from hedge_hf.evaluation.llm.model import LanguageModel
from hedge_hf.evaluation.llm.problems import Problem
from hedge_hf.evaluation.llm.run import main

GSM8K = Path(lm_eval.__file__).parent / "tasks" / "gsm8k" / "gsm8k.yaml"


def own_task(folder: Path, name: str, rows: list[dict], more: str = "", base: Path = GSM8K) -> str:
    """Write a task of one's own: gsm8k, or nothing, with other rows."""
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    files = {split: str(folder / f"{name}.jsonl") for split in ("train", "test")}
    lines = [f"include: {base}"] if base else []
    lines += [f"task: {name}", "dataset_path: json", "dataset_name: null", f"dataset_kwargs: {{data_files: {files}}}"]
    path = folder / f"{name}.yaml"
    path.write_text("\n".join([*lines, more]))
    return str(path)


@pytest.fixture
def sums(tmp_path: Path) -> str:
    rows = [{"question": f"Sum {n}?", "answer": f"#### {4 if n % 2 else n}"} for n in range(6)]
    return own_task(
        tmp_path, "sums", rows, "num_fewshot: 1\ngeneration_kwargs: {until: ['Question:'], max_gen_toks: 8}"
    )


@pytest.fixture
def choices(tmp_path: Path) -> str:
    return choices_of(tmp_path, "choices")


def choices_of(folder: Path, name: str) -> str:
    more = (
        "output_type: multiple_choice\ntest_split: test\ndoc_to_text: '{{q}}'\ndoc_to_target: '{{a}}'\n"
        "doc_to_choice: ['Yes', 'No']\nmetric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]\n"
        "metadata: {version: 2.5}"
    )
    rows = [{"q": f"Is it {n}?", "a": n % 2} for n in range(4)]
    return own_task(folder, name, rows, more, base=None)


def test_tasks_stand_beside_the_other_suites(says_yes, says_four, sums, choices, tmp_path, capsys, monkeypatch):
    report = tmp_path / "report"
    options = [
        "--suites",
        "hedging",
        "--limit",
        "6",
        "--harness",
        sums,
        choices,
        "--harness-shots",
        "0",
        "--report",
        str(report),
    ]
    main([says_yes, "--against", says_four, *options])
    shown = capsys.readouterr().out
    assert "sums (lm_eval)" in shown and "choices (lm_eval)" in shown
    assert "sums (lm_eval) -66.7 points is below the budget of 2" in shown
    found = json.loads((report / "evaluation-llm.json").read_text())
    change = found["llmcomparison"]["differences"]["sums (lm_eval)"]["exact_match_strict_match"]
    assert change["count"] == 6 and change["p_value"] < 0.05 and change["low"] < change["value"] < change["high"]
    scores = found["llmcomparison"]["tuned"]["tasks"]["choices (lm_eval)"]["scores"]
    assert {name: score["value"] for name, score in scores.items()} == {"acc": 50}
    assert found["settings"]["harness"].endswith(f"lm_eval {lm_eval.__version__}")
    about = found["settings"]["lm_eval"]["sums (lm_eval)"]["sums"]
    assert (about["version"], about["shots"]) == (3.0, 0) and about["decoding"]["max_gen_toks"] == 8
    assert about["filters"] == ["strict-match", "flexible-extract"]
    assert found["settings"]["lm_eval"]["choices (lm_eval)"]["choices"]["decoding"] == "likelihood"
    assert str(tmp_path) not in json.dumps(found["llmcomparison"]["tuned"]["tasks"])

    monkeypatch.setattr(HarnessSuite, "answer", lambda *_: pytest.fail("asked again"))
    main([says_yes, "--against", says_four, *options])


def test_both_models_see_the_same_prompts(says_four, sums):
    [suite] = harness_suites([sums], None, None)
    before = json.dumps(suite.asked, default=str)
    model = LanguageModel(says_four)
    runs = [suite.answer(model, 4, progress()) for _ in range(2)]
    assert runs[0] == runs[1] and json.dumps(suite.asked, default=str) == before
    assert [row["filter"] for row in runs[0]] == ["strict-match", "flexible-extract"]
    assert all(len(row["values"]) == 6 for row in runs[0])


def progress():
    return Progress(disable=True)


def test_the_scores_are_those_of_simple_evaluate(says_four, sums):
    [suite] = harness_suites([sums], None, None)
    model = LanguageModel(says_four)
    rows = suite.answer(model, 4, progress())
    found = lm_eval.simple_evaluate(
        WholePrompts(model, 4),
        tasks=[sums],
        apply_chat_template=True,
        task_manager=TaskManager(include_defaults=False),
    )
    for row in rows:
        assert np.mean(row["values"]) == found["results"]["sums"][f"exact_match,{row['filter']}"]
    prompts = [sample["prompt_hash"] for sample in found["samples"]["sums"]]
    assert prompts[:6] == [hash_string(instance.args[0]) for instance in suite.tasks[0].instances]


def test_the_tasks_of_a_group_are_asked_together(says_yes, tmp_path, monkeypatch):
    for name in "ab":
        choices_of(tmp_path, name)
    (tmp_path / "both.yaml").write_text("group: both\ntask: [a, {group: inner, task: [b]}]\n")
    manager = TaskManager(include_path=str(tmp_path), include_defaults=False)
    monkeypatch.setattr(harness_tasks, "_manager", lambda registered: manager)
    [suite] = harness_suites(["both"], None, 3)
    assert suite.name == "both (lm_eval)" and [task.task_name for task in suite.tasks] == ["a", "b"]
    found = suite.measured(suite.answer(LanguageModel(says_yes), 4, progress())).measures
    assert len(found.scores["acc"]) == 6 and [len(sample) for sample in found.by_category.values()] == [3, 3]
    path = tmp_path / "b.yaml"
    path.write_text(path.read_text() + "\nunsafe_code: true")
    manager = TaskManager(include_path=str(tmp_path), include_defaults=False)
    with pytest.raises(UsageError, match="--harness b runs code that a model writes"):
        harness_suites(["both"], None, 3)


def test_a_task_without_examples_is_not_given_any(sums):
    Path(sums).write_text(Path(sums).read_text().replace("num_fewshot: 1", "num_fewshot: 0"))
    assert harness_suites([sums], 0, None) and harness_suites([sums], None, None)
    with pytest.raises(UsageError, match="--harness-shots 3: sums is asked without examples"):
        harness_suites([sums], 3, None)


def test_two_tasks_of_one_name_are_refused(choices, tmp_path):
    with pytest.raises(UsageError, match=r"--harness has two tasks named choices \(lm_eval\)"):
        harness_suites([choices, f"{tmp_path}/../{tmp_path.name}/choices.yaml"], None, None)


def test_a_group_is_one_suite_with_its_tasks_as_categories():
    rows = [
        {"task": "a", "metric": "acc", "filter": "none", "values": [1.0, 0.0]},
        {"task": "b", "metric": "acc", "filter": "none", "values": [1.0, 1.0]},
        {"task": "b", "metric": "acc_norm", "filter": "none", "values": [1.0, 1.0]},
    ]
    task = type("Task", (), {"DATASET_PATH": "some/set"})
    found = HarnessSuite("two", [task, task], None).measured(rows)
    assert found.kind == "general" and found.dataset == "some/set"
    assert {name: sample.value for name, sample in found.measures.scores.items()} == {"acc": 0.75}
    assert {name: sample.value for name, sample in found.measures.by_category.items()} == {"a": 0.5, "b": 1.0}
    with pytest.raises(HedgeError, match="no metric in common"):
        HarnessSuite("two", [task, task], None).measured(rows[1:])


def test_a_prompt_is_not_cut(says_four, sums, tmp_path):
    [suite] = harness_suites([sums], None, None)
    model = LanguageModel(says_four)
    model.model.config.max_position_embeddings = 20
    with pytest.raises(UsageError, match=r"a prompt of lm_eval has \d+ tokens, and .* has room for 12; give fewer"):
        suite.answer(model, 4, progress())


def test_a_task_with_nothing_to_pair_is_refused(tmp_path):
    perplexity = (
        "output_type: loglikelihood_rolling\ntest_split: test\ndoc_to_text: ''\ndoc_to_target: '{{q}}'\n"
        "metric_list: [{metric: word_perplexity, aggregation: weighted_perplexity, higher_is_better: false}]"
    )
    path = own_task(tmp_path, "texts", [{"q": "a"}] * 3, perplexity, base=None)
    with pytest.raises(UsageError, match="texts: no metric is a share of right answers"):
        harness_suites([path], None, None)
    path = own_task(tmp_path, "one", [{"question": "a", "answer": "#### 1"}])
    with pytest.raises(UsageError, match=r"1 question\(s\) are too few"):
        harness_suites([path], None, None)


def test_code_is_not_run(tmp_path, monkeypatch):
    rows = [{"question": "a", "answer": "#### 1"}] * 3
    unsafe = own_task(tmp_path, "unsafe", rows, "unsafe_code: true")
    for path, reason in (
        (unsafe, "unsafe runs code that a model writes"),
        (own_task(tmp_path, "hub", rows, "metric_list: [{metric: bleu, hf_evaluate: true}]"), "code of the Hub"),
    ):
        with pytest.raises(UsageError, match=reason) as caught:
            harness_suites([path], None, None)
        assert "\n" not in str(caught.value)
    monkeypatch.setattr(TaskManager, "load", lambda *_: pytest.fail("code of the task would run"))
    for name in ("humaneval", "polemo2_in", "polemo2"):
        with pytest.raises(UsageError, match=f"--harness {name}\\w* (runs code|has a metric that is code)"):
            harness_suites([name], None, None)
    with pytest.raises(UsageError, match="--harness gsm9k: neither a task of lm_eval"):
        harness_suites(["gsm9k"], None, None)


def test_data_that_cannot_be_had_is_one_line():
    with pytest.raises(HedgeError, match=r"--harness gsm8k cannot be had .*; leave it out") as caught:
        harness_suites(["gsm8k"], None, None)
    assert "\n" not in str(caught.value)


REPLIES = [
    "48 / 2 = 24\n#### 72", "#### 72.", "#### $72", "So it is 72", "The answer is $72.", "It costs 1,072 dollars",
    "72%", "#### 72 apples, of 9", "####72", "#### -72", "minus 72: -72", "#### 71\n#### 72", "none at all", "...", "",
    "7 2", "#### 1,072", "72 72 72", "\\boxed{72}", "#### seventy-two, 72",
]  # fmt: skip


@pytest.mark.parametrize("gold", [72, 1072, -72])
def test_our_extraction_of_gsm8k_is_that_of_lm_eval(tmp_path, gold):
    answer = f"#### {gold:,}"
    path = own_task(tmp_path, "extraction", [{"question": "?", "answer": answer}] * 2)
    [task] = harness_suites([path], None, None)[0].tasks
    ours = gsm8k.measures([Problem("?", answer)] * len(REPLIES), REPLIES).scores
    for name, filters in (("strict_match", 0), ("flexible_match", 1)):
        found = [_exact_match(task, filters, reply) for reply in REPLIES]
        right = ours[name].units[0].tolist()
        assert dict(zip(REPLIES, right, strict=True)) == dict(zip(REPLIES, found, strict=True))


def test_the_one_difference_is_a_number_that_is_written_otherwise(tmp_path):
    path = own_task(tmp_path, "extraction", [{"question": "?", "answer": "#### 18"}] * 2)
    [task] = harness_suites([path], None, None)[0].tasks
    assert gsm8k.strict("#### 18.00") == 18 and _exact_match(task, 0, "#### 18.00") == 0


def _exact_match(task, number, reply):
    document = task.eval_docs[0]
    instance = Instance("generate_until", document, ("?", {}), 0)
    instance.resps = [reply]
    ensemble = task._filters[number]
    ensemble.apply([instance])
    return task.process_results(document, [instance.filtered_resps[ensemble.name]])["exact_match"]
