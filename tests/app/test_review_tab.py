import pyarrow as pa
import pyarrow.parquet as pq
from rows import make_group

from hedge_hf.app.journal import DecisionJournal
from hedge_hf.app.review import Review
from hedge_hf.app.review_tab import Place, decide, export, resume, step
from hedge_hf.data.schema import GROUPS


def keep(review, verdict, shown, text=None, cue=None):
    return decide(review, verdict, shown[0], shown[2] if text is None else text, shown[3] if cue is None else cue)


def test_a_decision_brings_the_next_open_text(review):
    shown = keep(review, "reject", keep(review, "accept", resume(review)))
    assert shown[0] == Place(2, None) and shown[2:4] == ("verbal negation of lamp 0", "negation")
    assert "<b>2</b> of 12 reviewed: 1 accepted, 0 fixed, 1 rejected" in shown[4]


def test_a_fix_is_shown_again_when_one_goes_back(review):
    shown = keep(review, "fix", resume(review), "Perhaps lamp 0 is safe", "Perhaps")
    back = step(review, -1, shown[0])
    assert back[0].number == 0 and back[2:4] == ("Perhaps lamp 0 is safe", "Perhaps") and "fixed</b>" in back[1]
    assert keep(review, "accept", back)[0].number == 1
    assert review.counts() == {"fix": 1}
    original = review.variant(review.items[0])
    keep(review, "accept", back, original["text"], original["cue"])
    assert review.counts() == {"accept": 1}


def test_a_changed_text_is_not_accepted(review):
    shown = keep(review, "accept", resume(review), text="something else")
    assert "press Fix to keep the change" in shown[5] and shown[2] == "something else"
    assert not review.counts()


def test_a_fix_that_is_refused_leaves_what_was_typed(review):
    shown = keep(review, "fix", resume(review), text="no such words")
    assert "is not in the text" in shown[5] and shown[2] == "no such words" and shown[0].number == 0


def test_two_tabs_do_not_overwrite_each_other(review):
    one, other = resume(review), resume(review)
    keep(review, "reject", one)
    shown = keep(review, "accept", other)
    assert "decided in another tab" in shown[5] and "rejected</b>" in shown[1]
    assert review.counts() == {"reject": 1}
    keep(review, "accept", shown)
    assert review.counts() == {"accept": 1}


def test_white_space_alone_is_no_change(tmp_path):
    group = make_group(0)
    group["hedges"][0]["text"] = "Perhaps\r\n  lamp 0"
    groups = pa.Table.from_pylist([group], schema=GROUPS.arrow_schema)
    review = Review(groups, DecisionJournal(tmp_path / "review.jsonl"))
    keep(review, "accept", resume(review))
    assert review.counts() == {"accept": 1}


def test_the_end_is_told(review):
    shown = resume(review)
    for _ in review.items:
        shown = keep(review, "accept", shown)
    assert "Everything is reviewed" in shown[5] and "Everything is reviewed" in resume(review)[5]


def test_steps_stop_at_either_end(review):
    assert "nothing further" in step(review, -1, Place(0, None))[5]
    assert "nothing further" in step(review, 1, Place(11, None))[5]


def test_the_export_says_what_it_holds(review, tmp_path):
    keep(review, "reject", resume(review))
    said, file = export(review, tmp_path, False)
    assert len(pq.read_table(file)) == 2
    assert "texts fixed: 0, rejected: 1" in said and "load_dataset(" in said
    assert export(review, tmp_path, True)[1] is None


def test_a_journal_that_is_damaged_meanwhile_is_told_and_not_written_to(review):
    shown = resume(review)
    review.journal.path.write_text("no decision\n")
    for after in (keep(review, "accept", shown), step(review, 1, shown[0]), resume(review)):
        assert "line 1 is no decision" in after[5]
    assert review.journal.path.read_text() == "no decision\n" and not review.counts()
