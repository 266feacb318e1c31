from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mteb
import numpy as np
import pytest
import scipy.stats
from datasets import Dataset, DatasetDict
from hand_made import HandMade, HandMadePairs, scattered_vector, values
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize
from tiny import load_tiny_encoder

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.evaluation.tasks.general import GENERAL_TASKS, general_tasks
from hedge_hf.evaluation.tasks.task import Task

Filled = Callable[[str, Any], Task]

WORDS = "the red lamp is not on", "a lamp glows", "no lamp", "two dogs bark", "a dog barks", "it rains", "dry weather"
STS = {
    "sentence1": [WORDS[0], WORDS[0], WORDS[3], WORDS[5], WORDS[1], WORDS[4], WORDS[2]],
    "sentence2": [WORDS[1], WORDS[2], WORDS[4], WORDS[6], WORDS[1], WORDS[0], WORDS[3]],
    "score": [1.5, 4.0, 4.0, 0.0, 5.0, 0.5, 1.0],
}
LABELLED = DatasetDict(
    train=Dataset.from_dict(
        {"text": [f"{text} {n}" for n in range(12) for text in WORDS[:4]], "label": [0, 0, 0, 1] * 12}
    ),
    test=Dataset.from_dict({"text": list(WORDS), "label": [0, 0, 0, 1, 1, 1, 0]}),
)
RETRIEVAL = {
    "default": {
        "test": {
            "corpus": Dataset.from_list([{"id": f"d{n}", "title": "", "text": text} for n, text in enumerate(WORDS)]),
            "queries": Dataset.from_list([{"id": "q1", "text": "lamp"}, {"id": "q2", "text": "dog"}]),
            "relevant_docs": {"q1": {"d0": 1, "d1": 1}, "q2": {"d4": 1}},
            "top_ranked": None,
        }
    }
}


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> Filled:
    """Make a general task whose data is given."""

    def make(name: str, dataset: Any) -> Task:
        def load_data(task: Any, *_: Any, **__: Any) -> None:
            task.dataset, task.data_loaded = dataset, True

        monkeypatch.setattr(type(mteb.get_task(name)), "load_data", load_data)
        [task] = general_tasks([name])
        return task

    return make


@pytest.fixture
def model(tiny_encoder: Path) -> SentenceTransformer:
    return SentenceTransformer(modules=[*load_tiny_encoder(tiny_encoder), Normalize()], device="cpu")


def ours(task: Task, model: Any) -> dict[str, float]:
    return values(task.measure(task.load(), Embeddings(model, "model")).scores)


def mtebs(name: str, model: Any) -> float:
    [task] = mteb.get_tasks(tasks=[name], languages=["eng"])
    return mteb.evaluate(model, [task], cache=None, show_progress_bar=False).task_results[0].get_score()


@pytest.mark.parametrize(
    "dataset", [DatasetDict(test=Dataset.from_dict(STS)), {"default": {"test": Dataset.from_dict(STS)}}]
)
@pytest.mark.parametrize("name", ["STSBenchmark", "STS12", "SICK-R"])
def test_a_similarity_task_has_mtebs_score(
    filled: Filled, model: SentenceTransformer, name: str, dataset: Any
) -> None:
    found = ours(filled(name, dataset), model)

    assert found == {"cosine_spearman": pytest.approx(mtebs(name, model), abs=1e-6)}
    assert 0.05 < abs(found["cosine_spearman"]) < 0.95


def test_a_similarity_task_by_hand(filled: Filled) -> None:
    model = HandMade(scattered_vector)
    task = filled("STSBenchmark", DatasetDict(test=Dataset.from_dict(STS)))
    cosines = Embeddings(model, "model").similarities(STS["sentence1"], STS["sentence2"])
    measures = task.measure(task.load(), Embeddings(model, "model"))

    expected = scipy.stats.spearmanr(cosines, STS["score"]).statistic
    assert measures.scores[task.main].value == pytest.approx(expected)
    assert len(measures.scores[task.main]) == 7


def test_a_cross_encoder_has_similarity_scores(filled: Filled) -> None:
    task = filled("STSBenchmark", DatasetDict(test=Dataset.from_dict(STS)))
    scores = dict(zip(zip(STS["sentence1"], STS["sentence2"], strict=True), STS["score"], strict=True))

    perfect = PairScores(HandMadePairs(lambda *pair: scores[pair] ** 3), "pairs")
    assert values(task.measure(task.load(), perfect).scores) == {"cosine_spearman": pytest.approx(1)}


@pytest.mark.parametrize("subsets", [["en-en"], ["en-en", "fr-en"]])
def test_the_subsets_of_a_task_are_averaged_as_mteb_does(
    filled: Filled, model: SentenceTransformer, subsets: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    halves = {"en-en": slice(0, 4), "fr-en": slice(3, 7)}
    data = {
        name: {"test": Dataset.from_dict({key: list_[halves[name]] for key, list_ in STS.items()})} for name in subsets
    }
    task = filled("STS17", data)
    get_tasks = mteb.get_tasks

    def some_subsets(**options: Any) -> Any:
        [found] = get_tasks(**options)
        found.hf_subsets = subsets
        return [found]

    monkeypatch.setattr(mteb, "get_tasks", some_subsets)
    [task] = general_tasks(["STS17"])

    assert ours(task, model) == {"cosine_spearman": pytest.approx(mtebs("STS17", model), abs=1e-6)}


@pytest.mark.parametrize(
    ("name", "dataset"), [("Banking77Classification", LABELLED), ("SciFact", RETRIEVAL)], ids=["classify", "retrieve"]
)
def test_any_other_task_is_run_by_mteb(filled: Filled, model: SentenceTransformer, name: str, dataset: Any) -> None:
    task = filled(name, dataset)
    found = ours(task, model)

    assert found == {task.main: pytest.approx(mtebs(name, model), abs=1e-6)}
    assert 0 < found[task.main] < 1


def test_the_embeddings_of_all_tasks_are_shared(filled: Filled) -> None:
    model = HandMade(scattered_vector)
    embeddings = Embeddings(model, "model")
    for name, dataset in (
        ("STSBenchmark", DatasetDict(test=Dataset.from_dict(STS))),
        ("Banking77Classification", LABELLED),
        ("SciFact", RETRIEVAL),
    ):
        task = filled(name, dataset)
        task.measure(task.load(), embeddings)

    assert len(model.encoded) == len(set(model.encoded))
    assert {*WORDS, "lamp", "dog"} < set(model.encoded)


def test_a_cross_encoder_cannot_classify(filled: Filled) -> None:
    task = filled("Banking77Classification", LABELLED)
    pairs = PairScores(HandMadePairs(lambda *_: 0.0), "org/pairs")

    with pytest.raises(HedgeError, match=r"^Banking77Classification needs embeddings; org/pairs only scores pairs$"):
        task.measure(task.load(), pairs)


def test_a_task_that_mteb_lacks_is_named() -> None:
    with pytest.raises(UsageError, match=r"mteb has no English task 'STS99'; mteb\.get_tasks\(\) lists them"):
        general_tasks(["STSBenchmark", "STS99"])


def test_all_default_tasks_are_english_tasks_of_mteb() -> None:
    tasks = general_tasks()

    assert tuple(task.name for task in tasks) == GENERAL_TASKS
    assert {task.kind for task in tasks} == {"general"}
    assert all(task.question and task.reference.startswith("https://") and task.main for task in tasks)
    assert np.unique([task.main for task in tasks]).tolist() == ["accuracy", "cosine_spearman", "ndcg_at_10"]
