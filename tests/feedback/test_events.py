import json

import pytest

from hedge_hf.errors import UsageError
from hedge_hf.feedback.events import Event, now, read_events

GOOD = {"query": "safe drugs", "document_id": "d1", "label": "up", "time": "2026-03-01T09:30:00+00:00"}


def written(path, *lines):
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def test_events_are_read_in_order_and_blank_lines_are_skipped(tmp_path):
    path = written(tmp_path / "e.jsonl", GOOD, "", GOOD | {"label": "not_this", "user": "u1"})
    first, second = read_events(path)
    assert (first.label, first.user, second.label, second.user) == ("up", "", "not_this", "u1")


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path):
    path = tmp_path / "e.jsonl"
    path.write_text(json.dumps(GOOD), encoding="utf-8-sig")
    assert [event.label for event in read_events(path)] == ["up"]


def test_times_are_brought_to_one_zone():
    local = Event("q", "d", "up", "2026-03-01T10:30:00+01:00")
    assert local.time == Event("q", "d", "up", "2026-03-01T09:30:00Z").time
    assert now() == Event("q", "d", "up", now()).time or now() > local.time


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "not an object; write {query, document_id, label, time, user}"),
        ({name: GOOD[name] for name in GOOD if name != "time"}, "'time' is missing"),
        (GOOD | {"labels": "up"}, "unknown field 'labels'; the fields are query, document_id, label, time, user"),
        (GOOD | {"label": "good"}, "'label' is 'good'; it must be one of click, up, down, not_this"),
        (GOOD | {"query": "  "}, "'query' is empty; fill it or drop the event"),
        (GOOD | {"document_id": 7}, "'document_id' is 7; it must be a text"),
        (GOOD | {"user": None}, "'user' is null; it must be a text"),
        (GOOD | {"time": "yesterday"}, "'time' is 'yesterday'; it must be ISO 8601"),
        (GOOD | {"time": "2026-03-01T09:30:00"}, "it must be ISO 8601 with an offset"),
        (GOOD | {"time": "0001-01-01T00:00:00+14:00"}, "it must lie between the years 1 and 9999"),
        ('{"query": "\\ud800", "document_id": "d", "label": "up", "time": "2026-03-01T09:30:00Z"}', "surrogate pair"),
    ],
)
def test_a_wrong_line_is_named_with_its_field_and_fix(tmp_path, line, message):
    path = written(tmp_path / "e.jsonl", GOOD, line)
    with pytest.raises(UsageError) as caught:
        list(read_events(path))
    assert f"{path}: line 2: " in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        list(read_events(tmp_path / "none.jsonl"))
    (tmp_path / "latin.jsonl").write_bytes(b'{"query": "caf\xe9"}')
    with pytest.raises(UsageError, match="not UTF-8"):
        list(read_events(tmp_path / "latin.jsonl"))
