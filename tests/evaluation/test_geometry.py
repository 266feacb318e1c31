from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.stats

from hedge_hf.errors import UsageError
from hedge_hf.evaluation import Rows
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.geometry import preservation, spearman, text_pairs


def against_itself(rows: Rows, base: Any, tuned: Any) -> float:
    pairs = text_pairs(rows.groups)
    return preservation(Embeddings(base, "base"), Embeddings(tuned, "tuned"), pairs).value


def test_the_pairs_are_in_three_equal_parts(rows: Rows) -> None:
    domains = {group["anchor"]: group["domain"] for group in rows.groups}
    parts: dict[str, int] = {"hedge": 0, "same domain": 0, "other domain": 0}
    for anchor, text in text_pairs(rows.groups):
        assert text != anchor
        if text in domains:
            parts["same domain" if domains[text] == domains[anchor] else "other domain"] += 1
        else:
            assert text.startswith(anchor.replace("anchor", "hedge"))
            parts["hedge"] += 1

    assert parts == {"hedge": 12, "same domain": 12, "other domain": 12}


def test_the_pairs_are_the_same_every_time(rows: Rows) -> None:
    assert text_pairs(rows.groups) == text_pairs(rows.groups)


def test_one_domain_is_not_enough(rows: Rows) -> None:
    with pytest.raises(UsageError, match="two domains"):
        text_pairs([group for group in rows.groups if group["domain"] == "law"])


def test_the_same_model_preserves_everything(rows: Rows, scattered: Any) -> None:
    assert against_itself(rows, scattered, scattered) == pytest.approx(100)


def test_a_rotation_preserves_everything(rows: Rows, scattered: Any, encoder: Any) -> None:
    rotation = np.linalg.qr(np.random.default_rng(1).normal(size=(16, 16)))[0]

    assert against_itself(rows, scattered, encoder(lambda text: scattered.vector(text) @ rotation)) > 99.99


def test_another_space_preserves_little(rows: Rows, scattered: Any, encoder: Any) -> None:
    assert abs(against_itself(rows, scattered, encoder(lambda text: scattered.vector(text[::-1])))) < 60


def test_a_collapsed_model_preserves_nothing(rows: Rows, scattered: Any, useless: Any) -> None:
    assert against_itself(rows, scattered, useless) == 0
    assert against_itself(rows, useless, scattered) == 0


def test_spearman_agrees_with_scipy_along_an_axis() -> None:
    first, second = np.random.default_rng(2).integers(0, 6, size=(2, 5, 30)).astype(float)
    expected = [scipy.stats.spearmanr(one, other).statistic for one, other in zip(first, second, strict=True)]

    assert spearman(first, second) == pytest.approx(expected)
