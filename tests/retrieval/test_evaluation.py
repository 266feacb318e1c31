import pytest

from hedge_hf.errors import UsageError
from hedge_hf.retrieval import measure


def test_both_stages_are_measured(retriever):
    queries = [f"lamp {number} is {'on' if number % 2 else 'off'}" for number in range(4)]
    done = []
    found = measure(retriever, queries, [{f"d{number}"} for number in range(4)], lambda: done.append(1))
    assert len(done) == 4
    assert list(found) == ["encoder", "encoder + reranker"]
    first, second = found.values()
    assert first.scores["recall_at_1"].value == 100
    assert first.scores["recall_at_candidates"].value == second.scores["recall_at_candidates"].value == 100
    order = [[hit.id for hit in retriever.search(query, k=6)].index(f"d{n}") for n, query in enumerate(queries)]
    assert second.scores["mrr_at_10"].value == pytest.approx(100 * sum(1 / (rank + 1) for rank in order) / 4)
    assert 0 < first.median_ms <= first.p95_ms
    assert second.median_ms > first.median_ms


def test_what_is_not_found_counts_nothing(retriever):
    far = {hit.id for hit in retriever.find(["lamp"])[0]} ^ set(retriever.index.ids.to_pylist())
    first = measure(retriever, ["lamp", "lamp"], [far, far])["encoder"]
    assert {score.value for score in first.scores.values()} == {0.0}


def test_too_few_queries_or_answers_are_refused(retriever):
    with pytest.raises(UsageError, match="there are 2 queries and 1 answers"):
        measure(retriever, ["a", "b"], [{"d1"}])
    with pytest.raises(UsageError, match="query 1: 'none' is no id of the index"):
        measure(retriever, ["a", "b"], [{"d1"}, {"none", "d2"}])
    with pytest.raises(UsageError, match="query 0 has no answer"):
        measure(retriever, ["a", "b"], [set(), {"d1"}])
    with pytest.raises(UsageError, match="at least two queries"):
        measure(retriever, ["a"], [{"d1"}])


def test_an_answer_or_a_query_that_is_no_list_is_refused(retriever):
    with pytest.raises(UsageError, match="give a list of ids for each query"):
        measure(retriever, ["a", "b"], ["d1", "d2"])
    with pytest.raises(UsageError, match="queries is a text; give a list of texts"):
        retriever.search_batch("lamp", k=2)
