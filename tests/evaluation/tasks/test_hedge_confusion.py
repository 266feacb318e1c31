from __future__ import annotations

import math

import pytest
from datasets import Dataset
from hand_made import HandMade, groups, values

from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.tasks import hedge_confusion as module
from hedge_hf.evaluation.tasks.hedge_confusion import Hedges, hedge_confusion
from hedge_hf.evaluation.tasks.task import Measures, Row

# the cosine of the two is the number in the second sentence
CALIBRATION = [
    {"sentence1": "anchor", "sentence2": f"cosine {cosine}", "score": score}
    for cosine, score in ((0.95, 5.0), (0.9, 4.0), (0.7, 3.9), (0.2, 0.0))
]


def at(cosine: float) -> list[float]:
    return [cosine, math.sqrt(1 - cosine**2)]


def encoder(**hedges: float) -> HandMade:
    def vector(text: str) -> list[float]:
        kind, *rest = text.split()
        return at(float(rest[0])) if kind == "cosine" else at(hedges[rest[-1]]) if kind == "hedge" else at(1)

    return HandMade(vector)


def measured(model: HandMade, calibration: list[Row] = CALIBRATION, count: int = 3) -> Measures:
    return hedge_confusion().measure(Hedges(groups(count), calibration), Embeddings(model, "model"))


@pytest.mark.parametrize(
    ("single", "multi", "kept"),
    [
        pytest.param(0.79, 0.1, 1.0, id="all kept apart"),
        pytest.param(0.99, 0.81, 0.0, id="all confused"),
        pytest.param(0.79, 0.81, 0.5, id="either side of the threshold of 0.8"),
    ],
)
def test_hedges_below_the_threshold_are_kept_apart(single: float, multi: float, kept: float) -> None:
    found = measured(encoder(single=single, multi=multi))

    assert values(found.scores) == {"kept_apart": kept}
    assert values(found.by_category) == {"hedge_multi": float(multi < 0.8), "hedge_single": float(single < 0.8)}
    assert len(found.scores["kept_apart"]) == 6


def test_only_the_threshold_that_fits_the_model_counts() -> None:
    """A model whose cosines are all high has a high threshold."""
    near = [row | {"sentence2": f"cosine {0.9 + float(row['sentence2'].split()[1]) / 10}"} for row in CALIBRATION]

    assert values(measured(encoder(single=0.97, multi=0.99), near).scores) == {"kept_apart": 0.5}


def test_a_model_without_opinion_confuses_all_or_keeps_all_apart(useless: HandMade) -> None:
    mostly_equivalent = [row | {"score": 4.0} for row in CALIBRATION]

    assert values(measured(useless, mostly_equivalent).scores) == {"kept_apart": 0.0}
    assert values(measured(useless, [row | {"score": 0.0} for row in CALIBRATION]).scores) == {"kept_apart": 1.0}


def test_one_group() -> None:
    found = measured(encoder(single=0.1, multi=0.9), count=1)

    assert values(found.scores) == {"kept_apart": 0.5}
    assert found.by_category == {}


def test_the_rows_are_those_of_both_datasets(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(
        module,
        "load_dataset",
        lambda *name, **split: asked.append((name, split)) or Dataset.from_list(CALIBRATION),
    )
    data = hedge_confusion("test[:3]").load()

    assert len(data.groups) == 3
    assert data.calibration == CALIBRATION
    assert asked == [(("mteb/stsbenchmark-sts",), {"split": "validation"})]
