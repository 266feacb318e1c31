from __future__ import annotations

import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hand_made import HandMade, missing, numbers

from hedge_hf.evaluation import Embeddings, Evaluation, compare, evaluate
from hedge_hf.evaluation.plot import draw
from hedge_hf.evaluation.report import Result
from hedge_hf.evaluation.tasks.task import Task


def assert_is_a_picture(result: Result, width: int = 1200) -> None:
    image = draw(result)
    found_width, height = struct.unpack(">II", image[16:24])
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert found_width >= width
    assert height >= 500
    assert len(image) > 5_000


def test_a_comparison_is_drawn(tasks: list[Task], scattered: HandMade, perfect: HandMade) -> None:
    name = "a/very/long/folder/" * 10
    assert_is_a_picture(compare(Embeddings(scattered, "base"), Embeddings(perfect, name), tasks))


def test_an_evaluation_is_drawn(tasks: list[Task], scattered: HandMade) -> None:
    assert_is_a_picture(evaluate(Embeddings(scattered, "model"), tasks))


def test_tasks_without_categories_interval_or_scores_are_drawn(tasks: list[Task], scattered: HandMade) -> None:
    model = Embeddings(scattered, "model")
    lost, number = missing("CANNOT", ConnectionError("no")), numbers("STS", model=-0.2)
    for some, width in (
        ([tasks[0]], 600),
        ([number], 600),
        ([tasks[2], lost, number], 1200),
        ([lost], 400),
        ([], 400),
    ):
        assert_is_a_picture(evaluate(model, some), width)


def test_an_interval_that_misses_the_value_by_rounding_is_drawn(tasks: list[Task], perfect: HandMade) -> None:
    found = evaluate(Embeddings(perfect, "model"), tasks)
    crooked = {
        name: replace(
            task, scores={key: replace(score, low=100 + 1e-12, high=100 - 1e-12) for key, score in task.scores.items()}
        )
        for name, task in found.tasks.items()
    }

    assert_is_a_picture(Evaluation("model", crooked))


@pytest.mark.filterwarnings("ignore:Glyph .* missing")
@pytest.mark.parametrize("name", ["a$b$c", r"$\frac{1$", "<script>alert(1)</script>", "\\_^{}%&--", "模型"])
def test_any_name_is_drawn_as_it_is(tasks: list[Task], scattered: HandMade, name: str) -> None:
    model = Embeddings(scattered, name)

    assert_is_a_picture(evaluate(model, tasks))
    ElementTree.fromstring(draw(evaluate(model, tasks), "svg"))
