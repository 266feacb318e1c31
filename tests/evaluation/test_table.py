from __future__ import annotations

import io

import pytest
from hand_made import HandMade, missing, numbers
from rich.console import Console

from hedge_hf.evaluation import Embeddings, Evaluation, Score, TaskResult, compare, evaluate
from hedge_hf.evaluation.report import Result
from hedge_hf.evaluation.table import cell, summary, to_table
from hedge_hf.evaluation.tasks.task import Task


def shown(result: Result, width: int = 80) -> str:
    page = io.StringIO()
    Console(width=width, file=page).print(to_table(result))
    return page.getvalue()


@pytest.mark.parametrize(
    ("score", "signed", "text"),
    [
        (Score("s", 34.04, 29.5, 38.8, 400), False, "34.0 [30, 39]"),
        (Score("s", 71.25), False, "71.2"),
        (Score("s", 24.84, 19.8, 29.8, 400, p_value=0.049), True, "+24.8 [+20, +30] *"),
        (Score("s", -2.0, -5.1, 1.1, 400, p_value=0.05), True, "-2.0 [-5, +1]"),
        (Score("s", 0.0), True, "+0.0"),
    ],
)
def test_a_cell(score: Score, signed: bool, text: str) -> None:
    assert cell(score, signed) == text


def test_a_comparison_shows_base_tuned_and_difference(tasks: list[Task], useless: HandMade, perfect: HandMade) -> None:
    lines = shown(compare(Embeddings(useless, "base"), Embeddings(perfect, "tuned"), tasks)).splitlines()
    row = next(line for line in lines if line.startswith("  Paired accuracy"))

    assert lines[0].strip() == "tuned against base"
    assert row.split(maxsplit=2)[2].split() == [
        *("0.0", "[0,", "0]"),
        *("100.0", "[100,", "100]"),
        *("+100.0", "[+100,", "+100]", "*"),
    ]
    assert any(line.startswith("Geometry preservation") for line in lines)
    assert any(line.startswith("    Negation lexical") for line in lines)


def test_the_table_fits_a_terminal_and_names_model_and_reason_as_they_are(
    tasks: list[Task], scattered: HandMade, perfect: HandMade
) -> None:
    every = [*tasks, numbers("STS", **{"[red]b": 0.7, "[red]t": 0.6}), missing("CANNOT", ConnectionError("[red] no"))]
    before, after = Embeddings(scattered, "[red]b"), Embeddings(perfect, "[red]t")
    for result in (compare(before, after, every), evaluate(before, every)):
        text = shown(result)
        assert "[red]b" in text
        assert "not run: org/sts cannot be had ([red] no)" in " ".join(text.split())
        assert max(map(len, text.splitlines())) <= 80
        assert "…" not in text


def test_a_task_is_headed_by_its_name(tasks: list[Task], scattered: HandMade) -> None:
    lines = shown(evaluate(Embeddings(scattered, "model"), tasks)).splitlines()

    assert [line.strip() for line in lines if line.startswith("HedgeTriple")] == [task.name for task in tasks]


def test_the_summary_says_what_it_took() -> None:
    tasks = {
        "A": TaskResult(
            "A", "negation", "a", {"s": Score("s", 1)}, texts=1500, encoded=1200, truncated=0.6, seconds=4
        ),
        "B": TaskResult("B", "negation", "b", {"s": Score("s", 1)}, texts=100, encoded=0, truncated=12.4, seconds=2),
        "C": TaskResult("C", "negation", "c", not_run="no route"),
    }

    assert summary(Evaluation("model", tasks)) == (
        "model: 2 tasks, 1,600 texts, 1,200 encoded, 6 s (200 texts/s); longer than the model reads: B 12%"
    )
    assert summary(Evaluation("model", {"B": tasks["B"]})).startswith("model: 1 tasks, 100 texts, 0 encoded, 2 s;")
    assert summary(Evaluation("model", {"C": tasks["C"]})) == "model: 0 tasks, 0 texts, 0 encoded, 0 s"
