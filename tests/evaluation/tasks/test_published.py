from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mteb
import numpy as np
import pytest
from datasets import Dataset
from hand_made import HandMade, HandMadePairs, Prompted, angles, contrast_rows, scattered_vector, values
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.evaluation.tasks import published
from hedge_hf.evaluation.tasks.published import EXCLUIR, Exclusion, cannot, excluir, nevir
from hedge_hf.evaluation.tasks.task import Row
from hedge_hf.metrics.cannot import best_threshold, pair_auc, pairs_judged_right

CORPUS = ["about violas", "about violins", "about lamps"]
QUERIES = [
    {"RQ_rewrite": "bowed, but no violins", "corpus_sub_index": [1, 0]},
    {"RQ_rewrite": "light, but no lamps", "corpus_sub_index": [2, 1]},
]


def exclusion(count: int = 3, others: int = 0) -> Exclusion:
    names = ("query", "positive", "negative")
    rows = [{name: f"{name} {number}" for name in names} for number in range(count)]
    corpus = [row[name] for row in rows for name in ("positive", "negative")]
    return Exclusion(rows, corpus + [f"other {number}" for number in range(others)])


def right_rank(data: Exclusion, encoder: HandMade) -> dict[str, float]:
    return values(excluir().measure(data, Embeddings(encoder, "model")).scores)


def numbered(**first: list[float]) -> HandMade:
    """Make an encoder that gives texts of one number a dimension of their own, and in it a direction by role."""

    def vector(text: str) -> np.ndarray:
        role, number = text.split()
        return np.kron(np.eye(8)[int(number)], first[role])

    return HandMade(vector)


def test_nevir_is_that_of_mteb_with_its_own_documents_beside_each_query(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = contrast_rows(3)
    sides = [(number, row, side) for number, row in enumerate(rows) for side in (1, 2)]
    data = {
        "queries": [{"id": f"{number}_q{side}", "text": row[f"q{side}"]} for number, row, side in sides][::-1],
        "corpus": [
            {"id": f"{number}_doc{side}", "title": "", "text": row[f"doc{side}"]} for number, row, side in sides
        ],
        "relevant_docs": {
            f"{number}_q{side}": {f"{number}_doc{other}": int(other == side) for other in (1, 2)}
            for number, _, side in sides
        },
    }
    task = SimpleNamespace(load_data=lambda: None, dataset={"default": {"test": data}})
    monkeypatch.setattr(mteb, "get_task", {"NevIR": task}.__getitem__)

    assert nevir().load() == rows[::-1]


def test_nevir_is_measured_as_contrast_pairs(perfect: HandMade) -> None:
    found = nevir().measure(contrast_rows(), Embeddings(perfect, "model"))

    assert values(found.scores) == {"paired_accuracy": 1.0, "q1_accuracy": 1.0, "q2_accuracy": 1.0}


def test_excluir_by_hand() -> None:
    encoder = numbered(query=[1, 0], positive=[0.9, 0.1], negative=[0, 1])
    swapped = {"positive 2": "negative 2", "negative 2": "positive 2"}
    one_wrong = HandMade(lambda text: encoder.vector(swapped.get(text, text)))

    assert right_rank(exclusion(), encoder) == {"right_rank": 1, "recall_at_1": 1, "mrr_at_10": 1}
    # orthogonal: as near as all documents of the other queries, and a tie counts against it
    assert right_rank(exclusion(), one_wrong) == pytest.approx(
        {"right_rank": 2 / 3, "recall_at_1": 2 / 3, "mrr_at_10": (1 + 1 + 1 / 6) / 3}
    )


@pytest.mark.parametrize("others", [0, 1, 5, 30])
def test_a_model_without_opinion_finds_nothing(useless: HandMade, others: int) -> None:
    found = right_rank(exclusion(3, others), useless)

    assert (found["right_rank"], found["recall_at_1"]) == (0, 0)
    assert found["mrr_at_10"] == pytest.approx(1 / (6 + others) if others < 5 else 0)


def test_a_model_that_wants_what_is_excluded() -> None:
    found = right_rank(exclusion(3, 20), angles(query=0, positive=90, negative=0, other=0))

    assert found == {"right_rank": 0, "recall_at_1": 0, "mrr_at_10": 0}


def test_one_exclusion_query() -> None:
    assert right_rank(exclusion(1), angles(query=0, positive=10, negative=20)) == {
        "right_rank": 1,
        "recall_at_1": 1,
        "mrr_at_10": 1,
    }


def test_a_document_that_stands_twice_in_the_corpus_is_ranked_once() -> None:
    data = exclusion(2)

    assert right_rank(Exclusion(data.rows, data.corpus * 2), HandMade(scattered_vector)) == right_rank(
        data, HandMade(scattered_vector)
    )


def test_without_a_corpus_or_a_matrix_there_is_right_rank_alone() -> None:
    data = exclusion()
    pairs = PairScores(HandMadePairs(lambda _, document: float(document.startswith("positive"))), "pairs")

    assert values(excluir().measure(data, pairs).scores) == {"right_rank": 1}
    assert right_rank(Exclusion(data.rows, []), angles(query=0, positive=10, negative=20)) == {"right_rank": 1}


def test_queries_and_documents_get_their_prompts() -> None:
    encoder = Prompted(scattered_vector)
    right_rank(exclusion(1, 1), encoder)

    assert sorted(encoder.encoded) == ["d: negative 0", "d: other 0", "d: positive 0", "q: query 0"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus.json").write_text(json.dumps(CORPUS))
    (tmp_path / "test_manual_final.json").write_text(json.dumps(QUERIES))
    return tmp_path


def test_excluir_from_a_folder_as_its_authors_publish_it(folder: Path) -> None:
    assert excluir(str(folder)).load() == Exclusion(
        [
            {"query": "bowed, but no violins", "negative": "about violins", "positive": "about violas"},
            {"query": "light, but no lamps", "negative": "about lamps", "positive": "about violins"},
        ],
        CORPUS,
    )


def test_excluir_from_a_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"query": "q", "positive": "about violas", "negative": "about lamps"}]

    def load_dataset(source: str, config: str | None = None, *, split: str) -> Dataset:
        assert (source, split) == (EXCLUIR, config or "test")
        return Dataset.from_dict({"text": CORPUS}) if config else Dataset.from_list(rows)

    monkeypatch.setattr(published, "load_dataset", load_dataset)

    assert excluir().load() == Exclusion(rows, CORPUS)


@pytest.mark.parametrize(
    ("queries", "message"),
    [
        (None, "cannot be read as JSON"),
        ("[{", "cannot be read as JSON"),
        ([{"query": "a", "corpus_sub_index": [1, 0]}], "KeyError: 'RQ_rewrite'"),
        ([{"RQ_rewrite": "a", "corpus_sub_index": [1]}], "ValueError"),
        ([{"RQ_rewrite": "a", "corpus_sub_index": [1, 99]}], "IndexError"),
        ([{"RQ_rewrite": "a", "corpus_sub_index": ["1", 0]}], "TypeError"),
        ({"RQ_rewrite": "a"}, "TypeError"),
    ],
)
def test_files_of_another_shape_are_named(folder: Path, queries: Any, message: str) -> None:
    path = folder / "test_manual_final.json"
    if queries is None:
        path.unlink()
    else:
        path.write_text(queries if isinstance(queries, str) else json.dumps(queries))

    with pytest.raises(UsageError, match=message) as caught:
        excluir(str(folder)).load()
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_is_no_folder_of_excluir(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"corpus\.json: give the folder that holds corpus\.json and test_manual"):
        excluir(str(folder / "corpus.json")).load()


def cannot_rows(labels: list[int]) -> list[Row]:
    return [
        {"premise": f"premise {number}", "hypothesis": f"hypothesis {number}", "label": label}
        for number, label in enumerate(labels)
    ]


def scored(rows: list[Row], similarities: Any) -> dict[str, float]:
    table = {row["premise"]: value for row, value in zip(rows, similarities, strict=True)}
    return values(cannot().measure(rows, PairScores(HandMadePairs(lambda premise, _: table[premise]), "")).scores)


def test_cannot_perfect_useless_and_all_wrong() -> None:
    labels = [0, 1] * 10
    rows = cannot_rows(labels)

    assert scored(rows, 1 - np.array(labels)) == {"pair_auc": 1, "accuracy_at_threshold": 1}
    assert scored(rows, labels)["pair_auc"] == 0
    useless = scored(rows, np.ones(20))
    assert useless["pair_auc"] == 0.5
    assert useless["accuracy_at_threshold"] == pytest.approx(0.5, abs=0.2)


@given(st.lists(st.integers(0, 1), min_size=20, max_size=30).filter(lambda labels: len(set(labels)) > 1), st.data())
def test_cannot_is_the_metrics_with_the_threshold_of_one_half_on_the_other(
    labels: list[int], data: st.DataObject
) -> None:
    similarities = data.draw(arrays(np.float64, len(labels), elements=st.integers(0, 5).map(float)))
    rows, labels = cannot_rows(labels), np.array(labels)
    found = scored(rows, similarities)
    tunes = np.array([published._is_development(row["premise"]) for row in rows])
    threshold = best_threshold(similarities[tunes], labels[tunes])

    assert found["pair_auc"] == pytest.approx(pair_auc(similarities, labels))
    assert found["accuracy_at_threshold"] == pytest.approx(
        pairs_judged_right(similarities[~tunes], labels[~tunes], threshold).mean()
    )


def test_only_the_order_of_similarities_counts_in_cannot() -> None:
    rows = cannot_rows(list(np.random.default_rng(1).integers(0, 2, 40)))
    similarities = np.random.default_rng(2).normal(size=40)

    assert scored(rows, np.exp(similarities)) == scored(rows, similarities)


def test_about_half_of_the_premises_tune_the_threshold() -> None:
    tunes = [published._is_development(f"premise {number}") for number in range(400)]

    assert 0.4 < np.mean(tunes) < 0.6


def test_cannot_has_the_rows_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = cannot_rows([0, 1])
    asked = []
    monkeypatch.setattr(
        published, "load_dataset", lambda *name, **split: asked.append((name, split)) or Dataset.from_list(rows)
    )

    assert cannot().load() == rows
    assert asked == [(("tum-nlp/cannot-dataset",), {"split": "validation"})]


@pytest.mark.parametrize(
    ("rows", "message"),
    [([], "me/x: no rows; give data that has"), ([{"query": "q", "positive": "p"}], "me/x: row 0 has no negative;")],
)
def test_a_dataset_that_is_no_excluir_is_named(monkeypatch: pytest.MonkeyPatch, rows: list[Row], message: str) -> None:
    monkeypatch.setattr(published, "load_dataset", lambda *_, **__: Dataset.from_list(rows))

    with pytest.raises(UsageError, match=message):
        excluir("me/x").load()
