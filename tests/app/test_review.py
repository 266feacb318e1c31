import pyarrow.parquet as pq
import pytest
from datasets import load_dataset
from rows import make_groups

from hedge_hf.app.journal import Decision, DecisionJournal
from hedge_hf.app.review import Item, Review
from hedge_hf.errors import UsageError


def again(review):
    return Review(make_groups(2), DecisionJournal(review.journal.path))


def test_every_text_is_judged_once(review):
    assert len(review.items) == 12
    assert review.items[0] == Item(0, "hedges", 0) and review.items[-1] == Item(1, "negations", 3)
    assert review.first_open() == 0


def test_a_review_goes_on_where_it_stopped(review):
    review.decide(review.items[0], "accept", None)
    review.decide(review.items[1], "reject", None)
    review.decide(review.items[3], "fix", None, "absolutely not lamp 0", "not")
    resumed = again(review)
    assert resumed.counts() == {"accept": 1, "reject": 1, "fix": 1}
    assert resumed.first_open() == 2 and resumed.first_open(after=2) == 4
    assert resumed.decision(review.items[3]).fixed_text == "absolutely not lamp 0"


def test_after_the_last_text_come_the_open_ones_before_it(review):
    for item in review.items[1:]:
        review.decide(item, "accept", None)
    assert review.first_open(after=11) == 0
    review.decide(review.items[0], "accept", None)
    assert review.first_open() is None


def test_decisions_on_other_texts_have_no_effect(review):
    review.journal.append(Decision("id-0", "hedges", "an older text", "reject", "now"), None)
    assert not review.counts() and review.first_open() == 0


@pytest.mark.parametrize(
    ("text", "cue", "reason"),
    [
        ("", "not", "needs a text and its cue"),
        ("it is not safe", " ", "needs a text and its cue"),
        ("verbal negation of lamp 0", "negation", "Nothing is changed"),
        ("it is not safe", "never", "is not in the text"),
        ("lamp number 0 is  SAFE!", "safe", "the anchor itself"),
        ("not " * 300, "not", "The text has"),
    ],
)
def test_a_fix_that_is_none_is_refused(review, text, cue, reason):
    with pytest.raises(UsageError, match=reason):
        review.decide(review.items[2], "fix", None, text, cue)
    assert not review.journal.latest


def test_the_revision_comes_back_with_fixes_in_and_rejects_out(review, tmp_path):
    review.decide(Item(0, "hedges", 0), "accept", None)
    review.decide(Item(0, "hedges", 1), "fix", None, "Perhaps lamp 0 is safe", "perhaps")
    review.decide(Item(1, "negations", 0), "reject", None)
    revision = review.revision()
    assert (revision.fixed, revision.rejected, revision.dropped) == (1, 1, 0)
    pq.write_table(revision.table, tmp_path / "reviewed.parquet")
    files = str(tmp_path / "reviewed.parquet")
    cached = {"data_files": {"train": files}, "cache_dir": str(tmp_path / "cache")}
    first, second = load_dataset("hedgetriple", "groups", split="train", **cached)
    assert first["hedges"][1] == {"text": "Perhaps lamp 0 is safe", "type": "multi", "cue": "perhaps"}
    assert [variant["type"] for variant in second["negations"]] == ["absolute", "affixal", "lexical"]
    assert len(load_dataset("hedgetriple", split="train", **cached)) == 8 + 6


def test_a_group_without_hedges_or_negations_is_dropped(review):
    for place in (0, 1):
        review.decide(Item(0, "hedges", place), "reject", None)
    revision = review.revision()
    assert revision.dropped == 1 and revision.table["id"].to_pylist() == ["id-1"]


def test_only_what_was_reviewed(review):
    with pytest.raises(UsageError, match="review more"):
        review.revision(reviewed_only=True)
    review.decide(Item(1, "hedges", 0), "accept", None)
    review.decide(Item(1, "negations", 2), "accept", None)
    [group] = review.revision(reviewed_only=True).table.to_pylist()
    assert len(group["hedges"]) == len(group["negations"]) == 1
