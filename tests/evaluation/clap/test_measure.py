import numpy as np
import pytest

from hedge_hf.evaluation.clap.measure import binary, retrieval, search


def scattered(rows, seed=0):
    vectors = np.random.default_rng(seed).normal(size=(rows, 16))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_perfect_search_finds_every_clip_first():
    clips = scattered(30)
    found = retrieval(clips, clips)
    assert {k: one.value for k, one in found.recall.items()} == {1: 100, 5: 100, 10: 100}
    assert found.median_rank.value == 1
    assert found.recall[1].count == 30


def test_ranks_by_hand():
    clips = np.eye(3)
    captions = np.array([[1.0, 0, 0], [1.0, 0.5, 0], [0.9, 0.5, 0.1]])  # ranks 1, 2, 3
    found = retrieval(captions, clips)
    assert found.recall[1].value == pytest.approx(100 / 3)
    assert found.recall[5].value == 100
    assert found.median_rank.value == 2
    assert 1 <= found.median_rank.low <= 2 <= found.median_rank.high <= 3


def test_equal_similarities_are_no_success():
    same = np.ones((40, 4)) / 2
    found = retrieval(same, same)
    assert found.recall[10].value == 0
    assert found.median_rank.value == 20.5


def test_the_binary_protocol_by_hand():
    clips = np.array([[1.0, 0], [1.0, 0], [1.0, 0], [1.0, 0]])

    def near(*similarities):
        return np.array([[value, 0.0] for value in similarities])

    texts = {
        "original": near(0.9, 0.9, 0.1, 0.5), "part": near(0.5, 0.2, 0.2, 0.5), "full": near(0.1, 0.4, 0.3, 0.1),
        "true denial": near(1, 1, 1, 0), "false denial": near(0, 0, 0, 1),
    }  # fmt: skip
    found = binary(texts, clips, [("piano",), ("piano", "slow"), ("piano",), ("slow",)])
    assert {name: one.value for name, one in found.accuracy.items()} == {
        "original > part": 50, "original > full": 75, "part > full": 50, "true denial > false denial": 75,
        "original > part > full": 25,
    }  # fmt: skip
    assert {tag: one.value for tag, one in found.by_tag.items()} == {"piano": pytest.approx(200 / 3), "slow": 50}
    assert found.by_tag["slow"].count == 2


def test_search_counts_right_and_excluded_clips():
    clips = np.eye(20)
    truth = np.zeros((3, 20), dtype=bool)
    truth[:2, :10] = True  # the third query has too few answers to count
    excluded = ~truth
    queries = np.stack([np.r_[np.ones(10), np.zeros(10)], np.r_[np.zeros(10), np.ones(10)], np.ones(20)])
    found = search(queries, clips, truth, excluded)
    assert found.precision_at_10.value == 50
    assert found.excluded_at_10.value == 50
    assert found.chance.value == 50
    assert search(queries[1:], clips, truth[1:], excluded[1:]) is None
