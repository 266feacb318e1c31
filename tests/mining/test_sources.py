import numpy as np
import pytest
from retrieval_data import read

from hedge_hf.errors import UsageError
from hedge_hf.mining.sources import Bm25, InGroup, Random


def test_bm25_reads_not(tmp_path):
    texts = ["The drug is safe.", "The drug is not safe.", "A boat sails."]
    queries, corpus = read(tmp_path, texts, {"not safe drug": "p0", "boat": "p2"})
    found = Bm25(corpus, queries, 3).find(np.array([0, 1])).numbers
    assert found[0, 0] == 1
    assert found[1].tolist()[0] == 2 and -1 in found[1].tolist()


def test_bm25_needs_a_word(tmp_path):
    queries, corpus = read(tmp_path, ["?", "! a", "..."], {"what": "p0"})
    with pytest.raises(UsageError, match="source bm25: no passage of the corpus has a word"):
        Bm25(corpus, queries, 3)


def test_bm25_finds_nothing_for_a_query_without_words(tmp_path):
    queries, corpus = read(tmp_path, ["a lamp", "??"], {"!": "p0"})
    assert Bm25(corpus, queries, 2).find(np.array([0])).numbers.tolist() == [[-1, -1]]


def test_in_group_gives_the_groups_of_the_positives(tmp_path):
    texts = [f"text {number}" for number in range(6)]
    groups = ["a", "b", "a", None, "b", "c"]
    queries, corpus = read(tmp_path, texts, {"one": ["p0"], "two": ["p1", "p5"], "three": ["p3"]}, group=groups)
    found = InGroup(corpus, queries).find(np.arange(3)).numbers
    assert [sorted(set(row) - {-1}) for row in found.tolist()] == [[0, 2], [1, 4, 5], []]


def test_in_group_needs_groups(tmp_path):
    queries, corpus = read(tmp_path, ["a", "b"], {"one": "p0"})
    with pytest.raises(UsageError, match="in-group needs a corpus with a column 'group'"):
        InGroup(corpus, queries)


def test_a_draw_does_not_depend_on_the_other_queries(tmp_path):
    _, corpus = read(tmp_path, [f"text {n}" for n in range(50)], {"one": "p0", "two": "p1"})
    draw = Random(corpus, 3, seed=1)
    both = draw.find(np.arange(2)).numbers
    assert np.array_equal(draw.find(np.array([1])).numbers[0], both[1])
    assert all(len(set(row)) == 12 for row in both.tolist())
    assert not np.array_equal(Random(corpus, 3, seed=2).find(np.arange(2)).numbers, both)
