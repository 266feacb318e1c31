import pytest

from hedge_hf.errors import UsageError
from hedge_hf.feedback.events import Event
from hedge_hf.feedback.rows import EXCLUSION, NEGATIVES, POSITIVES, feedback_rows, judge
from hedge_hf.feedback.store import FeedbackStore

CORPUS = {"nugget": "The Nugget was a paper.", "others": "Other papers came out.", "hotel": "A hotel."}


def vote(label, second, user="", query="papers", document="nugget"):
    return Event(query, document, label, f"2026-03-01T09:30:{second:02d}+00:00", user)


@pytest.mark.parametrize(
    ("events", "liked", "votes"),
    [
        ([vote("up", 1), vote("up", 2), vote("down", 3)], True, (2, 1)),
        ([vote("up", 1), vote("down", 2), vote("not_this", 3)], False, (1, 2)),
        ([vote("up", 1), vote("down", 2)], False, (1, 1)),
        ([vote("down", 1), vote("up", 2)], True, (1, 1)),
        ([vote("click", 1), vote("click", 2), vote("down", 3)], False, (0, 1)),
        ([vote("down", 1, "u"), vote("up", 2, "u")], True, (1, 0)),
        ([vote("down", 1, "u"), vote("click", 2, "u")], False, (0, 1)),
        (
            [vote("up", 1, "u"), vote("up", 2, "u"), vote("up", 3, "u"), vote("down", 4), vote("down", 5)],
            False,
            (1, 2),
        ),
    ],
)
def test_users_have_one_vote_words_outrank_clicks_and_the_latest_breaks_a_draw(events, liked, votes):
    [judgement] = judge(events)
    assert (judgement.liked, judgement.votes) == (liked, votes)
    assert judgement.conflict == (min(votes) > 0)


def test_queries_that_differ_in_case_and_spaces_are_one():
    [judgement] = judge([vote("up", 1, query="Papers  of Dunvale"), vote("up", 2, query="papers of dunvale")])
    assert judgement.query == "papers of dunvale"
    assert judgement.votes == (2, 0)


def test_not_this_is_an_exclusion_and_a_thumb_down_is_not():
    assert judge([vote("not_this", 1)])[0].excluded
    assert not judge([vote("down", 1)])[0].excluded
    assert not judge([vote("not_this", 1), vote("up", 2), vote("up", 3)])[0].excluded


def rows_of(tmp_path, *events):
    store = FeedbackStore(tmp_path / "feedback.db", create=True)
    store.add(events, CORPUS)
    return {kind: rows.to_list() for kind, rows in feedback_rows(store).items()}


def test_rows_are_positives_hard_negatives_and_contrast_pairs(tmp_path):
    found = rows_of(
        tmp_path,
        vote("up", 1, query="papers, not the Nugget", document="others"),
        vote("not_this", 2, query="papers, not the Nugget"),
        vote("click", 3, query="only the Nugget"),
        vote("down", 4, query="only the Nugget", document="hotel"),
        vote("click", 5, query="where to sleep", document="hotel"),
    )
    assert found[POSITIVES] == [{"anchor": "where to sleep", "positive": CORPUS["hotel"]}]
    assert found[NEGATIVES] == [
        {"anchor": "papers, not the Nugget", "positive": CORPUS["others"], "negative": CORPUS["nugget"]},
        {"anchor": "only the Nugget", "positive": CORPUS["nugget"], "negative": CORPUS["hotel"]},
    ]
    assert found[EXCLUSION] == [
        {
            "q1": "papers, not the Nugget", "q2": "only the Nugget",
            "doc1": CORPUS["others"], "doc2": CORPUS["nugget"],
        }
    ]  # fmt: skip


def test_conflicts_are_reported(tmp_path, caplog):
    found = rows_of(tmp_path, vote("up", 1), vote("up", 2), vote("down", 3))
    assert list(found) == [POSITIVES]
    assert "users disagree about 1 pairs" in caplog.text


def test_a_query_that_likes_both_documents_is_no_contrast(tmp_path):
    found = rows_of(
        tmp_path,
        vote("up", 1, query="papers, not the Nugget", document="others"),
        vote("not_this", 2, query="papers, not the Nugget"),
        vote("up", 3, query="all papers"),
        vote("up", 4, query="all papers", document="others"),
    )
    assert EXCLUSION not in found
    assert len(found[POSITIVES]) == 2


def test_dislikes_alone_make_no_rows(tmp_path):
    with pytest.raises(UsageError, match="no query has a document that answers it"):
        rows_of(tmp_path, vote("down", 1))


def test_one_text_under_two_ids_is_not_its_own_negative(tmp_path):
    store = FeedbackStore(tmp_path / "feedback.db", create=True)
    texts = {"a": "The Nugget was a paper.", "b": "The Nugget was a paper.", "c": "A hotel."}
    store.add([vote("up", 1, document="a"), vote("down", 2, document="b"), vote("down", 3, document="c")], texts)
    assert feedback_rows(store)[NEGATIVES].to_list() == [
        {"anchor": "papers", "positive": texts["a"], "negative": texts["c"]}
    ]


def test_events_that_come_in_while_rows_are_made_have_their_documents(tmp_path, monkeypatch):
    store = FeedbackStore(tmp_path / "feedback.db", create=True)
    store.add([vote("up", 1)], CORPUS)
    documents = FeedbackStore.documents

    def late(self):
        found = documents(self)
        if self is store:
            FeedbackStore(store.path).add([vote("up", 2, document="late")], {"late": "A late paper."})
        return found

    monkeypatch.setattr(FeedbackStore, "documents", late)
    assert feedback_rows(store)[POSITIVES].to_list() == [{"anchor": "papers", "positive": CORPUS["nugget"]}]
