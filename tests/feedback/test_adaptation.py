import importlib.util
from dataclasses import replace

import pytest
from datasets import Dataset, DatasetDict

from hedge_hf.evaluation.bootstrap import share
from hedge_hf.evaluation.tasks.task import Measures, Task
from hedge_hf.feedback import adaptation
from hedge_hf.feedback.adaptation import check_regression, digest, summary, with_feedback
from hedge_hf.feedback.events import Event
from hedge_hf.feedback.store import FeedbackStore
from hedge_hf.train.trainer import HedgeTripleTrainer, HedgeTripleTrainingArguments

GENERAL = Task(
    name="STS", kind="general", main="spearman", question="?", reference="", dataset="some/sts", load=lambda: [],
    measure=lambda rows, scorer: Measures({"spearman": share([True, False])}),
)  # fmt: skip


def missing():
    raise OSError("no Hub here")


@pytest.fixture
def store(tmp_path):
    store = FeedbackStore(tmp_path / "feedback.db", create=True)
    times = (f"2026-03-01T09:30:{second:02d}Z" for second in range(60))
    votes = [("not the nugget", "others", "up"), ("not the nugget", "nugget", "not_this"), ("nugget", "nugget", "up"),
             ("where to sleep", "hotel", "click")]  # fmt: skip
    store.add(
        [Event(*vote, next(times)) for vote in votes],
        {"nugget": "the nugget", "others": "other papers", "hotel": "a hotel"},
    )
    return store


@pytest.mark.parametrize("kind", [dict, None])
def test_feedback_stands_beside_other_rows_and_trains(store, kind, tiny_encoder, tmp_path):
    from tiny import load_tiny_encoder

    triplets = Dataset.from_dict({"anchor": ["a", "b"], "positive": ["a", "b"], "negative": ["c", "d"]})
    rows = with_feedback(triplets if kind is None else DatasetDict(groups=triplets), store)
    names = ["feedback_positives", "feedback_negatives", "feedback_exclusion"]
    assert list(rows) == ["rows" if kind is None else "groups", *names]
    training = HedgeTripleTrainingArguments(
        output_dir=str(tmp_path), bf16=False, use_cpu=True, disable_tqdm=True, num_train_epochs=1
    )
    model = load_tiny_encoder(tiny_encoder)
    assert HedgeTripleTrainer(model=model, args=training, train_dataset=rows).train().global_step == 4


def test_the_digest_tells_contents_apart(store):
    before = digest(store)
    assert digest(store) == before
    store.add([Event("nugget", "nugget", "click", "2026-03-01T09:30:00Z")])
    assert digest(store) != before


def test_a_model_that_did_not_move_passes(tiny_encoder, monkeypatch, tmp_path, no_hub):
    monkeypatch.setattr("huggingface_hub.constants.HF_HOME", str(tmp_path))
    tasks = [GENERAL, replace(GENERAL, name="Gone", load=missing)]
    monkeypatch.setattr(adaptation, "general_tasks", lambda names: tasks)
    said = summary(check_regression(tiny_encoder, tiny_encoder)).splitlines()
    assert said[0] == "STS: +0.00"
    assert said[1] == "Gone: some/sts cannot be had (no Hub here)"
    assert said[2].startswith("Regression check: PASS: geometry preservation 100.00 is at least 95")


def test_without_mteb_the_geometry_alone_is_checked(tiny_encoder, monkeypatch, tmp_path, no_hub):
    monkeypatch.setattr("huggingface_hub.constants.HF_HOME", str(tmp_path))
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "mteb" else find(name, *rest))
    comparison = check_regression(tiny_encoder, tiny_encoder)
    assert comparison.verdict.passed and not comparison.tuned.tasks
    assert summary(comparison).endswith("no general task was run")
