from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hand_made import HandMade, HandMadePairs, contrast_rows, groups, missing, numbers

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation import Comparison, Embeddings, compare, evaluate
from hedge_hf.evaluation.bootstrap import share
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.evaluation.tasks.task import Measures, NotApplicable, Task


def embeddings(*models: HandMade) -> list[Embeddings]:
    return [Embeddings(model, name) for model, name in zip(models, ("base", "tuned"), strict=False)]


def test_an_evaluation_has_every_score_with_its_interval(tasks: list[Task], scattered: HandMade) -> None:
    found = evaluate(Embeddings(scattered, "org/model"), tasks)

    assert found.model == "org/model"
    assert {name: list(result.scores) for name, result in found.tasks.items()} == {
        "HedgeTriple-Contrast": ["paired_accuracy", "q1_accuracy", "q2_accuracy"],
        "HedgeTriple-Exclusion": ["paired_accuracy", "exclusion_right_rank", "inclusion_right_rank"],
        "HedgeTriple-Triplet": ["accuracy", "accuracy_with_margin"],
        "HedgeTriple-Hedging": ["certainty_ordering", "ordering"],
    }
    types = {
        *("negation_verbal", "negation_absolute", "negation_affixal", "negation_lexical"),
        *("hedge_single", "hedge_multi"),
    }
    assert set(found.tasks["HedgeTriple-Triplet"].by_category) == types
    for result in found.tasks.values():
        assert (result.kind, result.dataset, result.not_run) == ("negation", "hedgetriple", None)
        for name, score in (result.scores | result.by_category).items():
            assert score.name == name
            assert 0 <= score.low <= score.value <= score.high <= 100
            assert score.count in (4, 6)
        assert result.main is next(iter(result.scores.values()))


def test_perfect_against_useless(tasks: list[Task], perfect: HandMade, useless: HandMade) -> None:
    found = compare(*embeddings(useless, perfect), tasks)

    def scores(results: Any) -> set[float]:
        return {score.value for task in results.tasks.values() for score in (task.scores | task.by_category).values()}

    assert (found.base.model, found.tuned.model) == ("base", "tuned")
    assert (scores(found.base), scores(found.tuned)) == ({0}, {100})
    for name, differences in found.differences.items():
        tuned = found.tuned.tasks[name]
        assert differences.keys() == tuned.scores.keys() | tuned.by_category.keys()
        assert {(change.value, change.low, change.high) for change in differences.values()} == {(100, 100, 100)}
        assert all(change.p_value < 0.01 for change in differences.values())
    assert found.geometry.value == 0
    assert not found.verdict.passed


def test_a_model_against_itself(tasks: list[Task], scattered: HandMade) -> None:
    found = compare(*embeddings(scattered, scattered), [*tasks, numbers("STS", base=0.7, tuned=0.7)], budget=0)

    differences = [change for changes in found.differences.values() for change in changes.values()]
    assert {change.value for change in differences} == {0}
    assert {change.p_value for change in differences} == {1, None}
    assert found.geometry.value == pytest.approx(100)
    assert found.verdict.passed


def test_each_model_encodes_each_text_once(tasks: list[Task], scattered: HandMade, perfect: HandMade) -> None:
    found = compare(*embeddings(scattered, perfect), tasks)

    texts = {text for row in contrast_rows() for text in row.values()}
    for model, evaluation in ((scattered, found.base), (perfect, found.tuned)):
        assert len(model.encoded) == len(set(model.encoded))
        assert texts < set(model.encoded)
        assert [(task.texts, task.encoded) for task in evaluation.tasks.values()] == [
            (16, 16),
            (16, 16),
            (42, 42),
            (42, 0),
        ]
        assert all(task.seconds > 0 for task in evaluation.tasks.values())


def test_the_texts_that_are_too_long_are_counted_by_task(tasks: list[Task], scattered: HandMade) -> None:
    scattered.max_seq_length = 2
    scattered.tokenizer = lambda texts, **_: {"input_ids": [text.split() for text in texts]}
    found = evaluate(Embeddings(scattered, "model"), tasks).tasks

    assert found["HedgeTriple-Contrast"].truncated == 0
    assert found["HedgeTriple-Triplet"].truncated == pytest.approx(100 * 36 / 42)


def test_rows_are_loaded_once_for_both_models(tasks: list[Task], scattered: HandMade, perfect: HandMade) -> None:
    loaded = []
    noted = [replace(task, load=lambda task=task: loaded.append(task.name) or task.load()) for task in tasks]
    compare(*embeddings(scattered, perfect), noted)

    assert loaded == [task.name for task in tasks]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionError("no route\nto the host"), "org/sts cannot be had (no route to the host)"),
        (FileNotFoundError(), "org/sts cannot be had (FileNotFoundError)"),
    ],
)
def test_a_task_without_its_data_is_reported_and_the_others_are_measured(
    tasks: list[Task], scattered: HandMade, perfect: HandMade, error: Exception, reason: str
) -> None:
    with_failing = [tasks[0], missing("Failing", error), tasks[2]]
    found = compare(*embeddings(scattered, perfect), with_failing)
    without = compare(*embeddings(scattered, perfect), [tasks[0], tasks[2]])

    for evaluation in (found.base, found.tuned):
        failed = evaluation.tasks["Failing"]
        assert (failed.not_run, failed.scores, failed.by_category) == (reason, {}, {})
    assert list(found.tuned.tasks) == ["HedgeTriple-Contrast", "Failing", "HedgeTriple-Triplet"]
    assert found.differences == without.differences | {"Failing": {}}
    assert found.geometry == without.geometry
    assert evaluate(Embeddings(scattered, ""), with_failing).tasks["Failing"].not_run == reason


@pytest.mark.parametrize("error", [HedgeError("mteb is not installed"), UsageError("split 'x' cannot be read")])
def test_what_the_user_can_mend_is_no_missing_data(tasks: list[Task], scattered: HandMade, error: HedgeError) -> None:
    with pytest.raises(type(error), match=str(error)):
        evaluate(Embeddings(scattered, "model"), [missing("Failing", error), *tasks])


def test_a_general_task_has_one_number_and_no_interval(tasks: list[Task], scattered: HandMade) -> None:
    found = compare(*embeddings(scattered, scattered), [numbers("STS", base=0.7, tuned=0.725)])

    main = found.tuned.tasks["STS"].main
    assert (main.value, main.low, main.high) == (72.5, None, None)
    change = found.differences["STS"]["spearman"]
    assert change.value == pytest.approx(2.5)
    assert (change.low, change.p_value) == (None, None)


def test_the_verdict_names_the_general_tasks_that_fell(tasks: list[Task], scattered: HandMade) -> None:
    falls = [
        numbers("STS12", base=0.7, tuned=0.68),
        numbers("STS13", base=0.7, tuned=0.6905),
        numbers("SciFact", base=0.5, tuned=0.4),
        *tasks,
    ]
    found = compare(*embeddings(scattered, scattered), [*falls, missing("SICK-R", ConnectionError("no"))])

    assert found.verdict.fallen == ["STS12", "SciFact"]
    assert not found.verdict.passed
    assert "2 of 3 general tasks fell by more than 1 points: STS12 (-2.0), SciFact (-10.0)" in found.verdict.line


def test_a_negation_task_that_falls_is_no_matter_of_the_budget(
    tasks: list[Task], useless: HandMade, perfect: HandMade
) -> None:
    assert compare(*embeddings(perfect, useless), tasks).verdict.fallen == []


@pytest.mark.parametrize("position", range(4))
def test_too_few_rows_are_refused(
    tasks: list[Task], scattered: HandMade, position: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = tasks[position]
    small = replace(task, load=lambda: task.load()[:1])

    with pytest.raises(UsageError, match=rf"^{task.name} {task.main}: 1 unit\(s\) are too few"):
        evaluate(Embeddings(scattered, "model"), [small])


def test_a_category_with_one_unit_has_no_score(tasks: list[Task], perfect: HandMade) -> None:
    rows = groups()
    for group in rows[1:]:
        group["negations"] = [one for one in group["negations"] if one["type"] != "lexical"]
    triplet = replace(tasks[2], load=lambda: rows)
    found = compare(*embeddings(perfect, perfect), [triplet])

    assert "negation_lexical" not in found.tuned.tasks["HedgeTriple-Triplet"].by_category
    assert "negation_lexical" not in found.differences["HedgeTriple-Triplet"]
    assert "negation_verbal" in found.differences["HedgeTriple-Triplet"]


@pytest.mark.parametrize("budget", [-3, 101, float("nan")])
def test_an_impossible_budget_is_refused_before_encoding(
    tasks: list[Task], scattered: HandMade, budget: float
) -> None:
    with pytest.raises(UsageError, match="budget"):
        compare(*embeddings(scattered, scattered), tasks, budget=budget)
    assert scattered.calls == []


def test_a_broken_model_is_named(tasks: list[Task], scattered: HandMade) -> None:
    with pytest.raises(HedgeError, match=r"^tuned: the embedding of .* is not finite"):
        compare(*embeddings(scattered, HandMade(lambda text: np.full(3, np.nan))), tasks)


def test_cross_encoders_are_compared_too(tasks: list[Task]) -> None:
    def right(left: str, text: str) -> float:
        pairs = {("q1", "doc1"), ("q2", "doc2"), ("query", "positive"), ("including", "negative")}
        kinds = left.split()[0], text.split()[0]
        return 2.0 if kinds in pairs else {"hedge": 1.0}.get(kinds[1], 0.5 if kinds[0] == "hedge" else 0.0)

    base, tuned = (PairScores(HandMadePairs(score), "pairs") for score in (lambda *_: 0.5, right))
    found = compare(base, tuned, tasks)

    assert isinstance(found, Comparison)
    assert {task.main.value for task in found.tuned.tasks.values()} == {100}
    assert {task.main.value for task in found.base.tasks.values()} == {0}


def test_the_same_difference_is_measured_as_by_hand(tasks: list[Task]) -> None:
    """Two units that one model has right and the other wrong, of four."""
    outcomes = {"base": [1, 0, 0, 1], "tuned": [1, 1, 1, 0]}

    def measure(_: Any, scorer: Any) -> Measures:
        return Measures({"accuracy": share(outcomes[scorer.name])})

    anything: Callable[[str], Any] = lambda text: [len(text), 1]  # noqa: E731
    found = compare(*embeddings(HandMade(anything), HandMade(anything)), [replace(tasks[0], measure=measure)])

    change = found.differences["HedgeTriple-Contrast"]["accuracy"]
    assert (change.value, change.count) == (25, 4)
    assert change.low <= -50 and change.high >= 75


def test_importing_the_command_imports_neither_torch_nor_mteb() -> None:
    heavy = "{'torch', 'scipy', 'matplotlib', 'mteb', 'transformers', 'sentence_transformers', 'jinja2'}"
    code = f"import sys, hedge_hf.evaluation.run; print({heavy} & set(sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"


def test_a_task_that_does_not_fit_a_model_is_reported_and_the_others_are_run(
    tasks: list[Task], scattered: HandMade
) -> None:
    def refuse(rows: object, scorer: object) -> Measures:
        raise NotApplicable("Banking77 needs embeddings")

    found = evaluate(Embeddings(scattered, "model"), [replace(tasks[0], name="Banking77", measure=refuse), tasks[1]])

    assert found.tasks["Banking77"].not_run == "Banking77 needs embeddings"
    assert found.tasks[tasks[1].name].not_run is None
