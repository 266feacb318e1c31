from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any

from hedge_hf.evaluation import Rows, compare, evaluate_encoder
from hedge_hf.evaluation.plot import draw


def assert_is_a_picture(image: bytes) -> None:
    width, height = struct.unpack(">II", image[16:24])
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert width >= 1200
    assert height >= 500
    assert len(image) > 20_000


def test_a_comparison_is_drawn(rows: Rows, scattered: Any, perfect: Any) -> None:
    assert_is_a_picture(draw(compare(scattered, perfect, rows, tuned_name="a/very/long/folder/" * 10)))


def test_an_evaluation_is_drawn(rows: Rows, scattered: Any) -> None:
    assert_is_a_picture(draw(evaluate_encoder(scattered, rows)))


def test_an_interval_that_misses_the_value_by_rounding_is_drawn(rows: Rows, perfect: Any) -> None:
    found = evaluate_encoder(perfect, rows)
    scores = {name: replace(score, low=100 + 1e-12, high=100 - 1e-12) for name, score in found.scores.items()}

    assert_is_a_picture(draw(replace(found, scores=scores)))
