import json
import sys

import pytest
import torch

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.llm.model import LanguageModel
from hedge_hf.evaluation.llm.run import main


def arguments(*models, **options):
    given = {"shots": 0, "batch-size": 32} | options
    return [*models, *(part for key, value in given.items() for part in (f"--{key}", *str(value).split()))]


def test_known_answers_get_known_scores(says_four, problems, tmp_path, capsys):
    report = tmp_path / "report"
    main(arguments(says_four, suites="gsm8k", arithmetic=problems, report=report))
    assert "Arithmetic" in capsys.readouterr().out
    found = json.loads((report / "evaluation-llm.json").read_text())
    scores = found["evaluation"]["tasks"]["Arithmetic"]["scores"]
    assert {name: score["value"] for name, score in scores.items()} == {"flexible_match": 50, "strict_match": 50}
    errors = found["errors"][says_four]["Arithmetic"]
    assert errors["other"] == 2 and sum(errors.values()) == 2
    assert found["settings"]["arithmetic"]["shots"] == 0 and "hedge-hf" in found["settings"]["harness"]


def test_a_comparison_ends_in_a_verdict(says_yes, says_four, problems, tmp_path, capsys):
    options = {"suites": "hedgetriple gsm8k", "arithmetic": problems, "limit": 40, "report": tmp_path / "report"}
    main(arguments(says_yes, against=says_four, **options))
    shown = capsys.readouterr().out
    assert "FAIL: " in shown and "Arithmetic -50.0 points is below the budget of 2" in shown
    found = json.loads((tmp_path / "report" / "evaluation-llm.json").read_text())["llmcomparison"]
    assert found["differences"]["Arithmetic"]["flexible_match"]["value"] == -50
    assert found["tuned"]["tasks"]["HedgeTriple"]["scores"]["accuracy"]["value"] == 50


def test_a_cut_run_goes_on_where_it_stopped(says_yes, problems, tmp_path, monkeypatch):
    options = {"suites": "hedging", "limit": 20, "report": tmp_path / "report"}
    main(arguments(says_yes, **options))

    def again(*_, **__):
        raise AssertionError("asked again")

    monkeypatch.setattr(LanguageModel, "log_likelihoods", again)
    main(arguments(says_yes, **options | {"suites": "hedging gsm8k", "arithmetic": problems}))
    with pytest.raises(AssertionError, match="asked again"):
        main(arguments(says_yes, **options | {"limit": 18}))


def test_a_file_of_the_user_is_a_suite(says_yes, tmp_path, capsys):
    path = tmp_path / "mine.jsonl"
    rows = [{"premise": "p", "hypothesis": f"h{n}", "label": n % 2 * 2} for n in range(4)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    main(arguments(says_yes, suites="hedging", limit=8, nli=path))
    assert "mine.jsonl" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"shots": -1}, "--shots is -1; it must be 0 or above"),
        ({"limit": 1}, "--limit is 1; it must be 2 or above"),
        ({"batch-size": 0}, "--batch-size is 0"),
        ({"budget": -2}, "budget is -2"),
        ({"harness-shots": 3}, "--harness-shots has no effect without --harness"),
        ({"harness-shots": -3, "harness": "gsm8k"}, "--harness-shots is -3; it must be 0 or above"),
        ({"suites": ""}, "--suites names none; name one, or give --nli or --harness"),
        ({"suites": "hedging", "split": "dev"}, "split 'dev' of hedgetriple cannot be read"),
        ({"suites": "hedging", "limit": 5}, "Hedging: 4 questions are too few for an interval"),
        ({"suites": "hedging", "nli": "a/mine.csv b/mine.csv"}, r"--nli has several files named mine\.csv"),
        ({"suites": "nevir"}, "orionweller/NevIR cannot be had .*; leave it out of --suites"),
        ({"suites": "gsm8k", "arithmetic": "none.jsonl"}, "none.jsonl: No such file"),
    ],
)
def test_a_wrong_option_is_one_line(says_yes, options, message):
    with pytest.raises(HedgeError, match=message) as caught:
        main(arguments(says_yes, **options))
    assert "\n" not in str(caught.value)


def test_without_lm_eval_the_extra_is_named(says_yes, monkeypatch):
    monkeypatch.setitem(sys.modules, "lm_eval", None)
    for name in ("harness", "harness_model", "harness_tasks"):
        monkeypatch.delitem(sys.modules, f"hedge_hf.evaluation.llm.{name}", raising=False)
    with pytest.raises(HedgeError, match=r"^lm_eval is not installed: pip install 'hedge-hf\[harness\]'$"):
        main(arguments(says_yes, suites="", harness="gsm8k"))


def test_too_little_memory_is_one_line(says_yes, monkeypatch):
    def full(*_, **__):
        raise torch.OutOfMemoryError("CUDA out of memory.\nTried to allocate")

    monkeypatch.setattr(LanguageModel, "log_likelihoods", full)
    with pytest.raises(HedgeError, match=r"too little memory \(CUDA .*\); lower --batch-size") as caught:
        main(arguments(says_yes, suites="hedging", limit=8))
    assert "\n" not in str(caught.value)


def test_a_model_is_not_compared_with_itself(says_yes):
    with pytest.raises(UsageError, match="--against names the model itself"):
        main(arguments(says_yes, against=says_yes))
