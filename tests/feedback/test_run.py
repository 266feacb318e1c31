import json

import pytest
from datasets import load_dataset

from hedge_hf.errors import UsageError
from hedge_hf.feedback.run import main
from hedge_hf.feedback.store import FeedbackStore


@pytest.fixture
def files(tmp_path):
    corpus = [{"id": "d1", "text": "Aspirin is safe."}, {"id": "d2", "text": "Aspirin is not safe."}]
    events = [
        {"query": "safe drugs", "document_id": "d1", "label": "up", "time": "2026-03-01T09:30:00Z"},
        {"query": "safe drugs", "document_id": "d2", "label": "up", "time": "2026-03-01T09:30:01Z", "user": "u"},
        {"query": "safe drugs", "document_id": "d2", "label": "not_this", "time": "2026-03-01T09:30:02Z"},
    ]
    for name, rows in (("corpus", corpus), ("events", events)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def test_import_add_export_and_load(files, capsys):
    store, corpus, out = str(files / "feedback.db"), str(files / "corpus.jsonl"), files / "out"
    main(["import", str(files / "events.jsonl"), "--corpus", corpus, "--store", store])
    main(["import", str(files / "events.jsonl"), "--store", store])
    main(["add", "--query", "risky drugs", "--document", "d2", "--label", "click", "--store", store])
    main(["export", "--store", store, "--out", str(out)])
    said = capsys.readouterr().out
    assert "3 new of 3 events" in said and "0 new of 3 events" in said and "1 new of 1 events" in said
    assert "Conflicts: 1" in said
    triplets = load_dataset(str(out), "feedback_negatives", split="train")
    assert triplets.to_list() == [
        {"anchor": "safe drugs", "positive": "Aspirin is safe.", "negative": "Aspirin is not safe."}
    ]
    [conflict] = map(json.loads, (out / "conflicts.jsonl").read_text().splitlines())
    assert conflict["liked"] is False and conflict["votes"] == [1, 1]


def test_an_export_can_be_imported_again(files):
    store, corpus, out = str(files / "feedback.db"), str(files / "corpus.jsonl"), files / "out"
    main(["import", str(files / "events.jsonl"), "--corpus", corpus, "--store", store])
    main(["export", "--store", store, "--out", str(out)])
    main(["import", str(out / "events.jsonl"), "--corpus", corpus, "--store", str(files / "again.db")])
    assert FeedbackStore(files / "again.db").events() == FeedbackStore(files / "feedback.db").events()


def test_wrong_input_is_one_line_and_nothing_is_lost(files):
    store, corpus = str(files / "feedback.db"), str(files / "corpus.jsonl")
    main(["import", str(files / "events.jsonl"), "--corpus", corpus, "--store", store])
    (files / "empty.jsonl").touch()
    (files / "wrong.jsonl").write_text((files / "events.jsonl").read_text() + '{"query": "x"}\n')
    (files / "out").mkdir()
    for argv, message in (
        (["import", str(files / "empty.jsonl"), "--store", store], "no events"),
        (["import", str(files / "wrong.jsonl"), "--store", store], "line 4: 'document_id' is missing"),
        (["add", "--query", "q", "--document", "d9", "--label", "up", "--store", store], "document 'd9' is neither"),
        (["add", "--query", " ", "--document", "d1", "--label", "up", "--store", store], "'query' is empty"),
        (["export", "--store", str(files / "none.db"), "--out", "x"], "no such file"),
        (["export", "--store", store, "--out", str(files / "out")], "exists; give another"),
        (["import", str(files / "events.jsonl"), "--corpus", str(files / "empty.jsonl"), "--store", store], "no rows"),
    ):
        with pytest.raises(UsageError, match=message) as caught:
            main(argv)
        assert "\n" not in str(caught.value)
    assert len(FeedbackStore(files / "feedback.db").events()) == 3
