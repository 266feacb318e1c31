import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hedge_hf.mining.running_top import RunningTop


@settings(max_examples=50, deadline=None)
@given(passages=st.integers(1, 50), block=st.integers(1, 20), k=st.integers(1, 12), seed=st.integers(0, 99))
def test_the_best_of_a_stream_are_the_best_of_all(passages, block, k, seed):
    scores = np.random.default_rng(seed).permutation(6 * passages).reshape(6, passages).astype(np.float32)
    top = RunningTop(6, k)
    for first in range(0, passages, block):
        for part in (slice(0, 4), slice(4, 8)):
            top.add(part, np.ascontiguousarray(scores[part, first : first + block]), first)
    wanted = -np.sort(-scores, axis=1)[:, :k]
    there = wanted.shape[1]
    assert np.array_equal(-np.sort(-top.scores, axis=1)[:, :there], wanted)
    assert (np.sort(top.numbers, axis=1)[:, : k - there] == -1).all()
    found = np.take_along_axis(scores, np.maximum(top.numbers, 0), 1)
    assert np.array_equal(found[top.numbers >= 0], top.scores[top.numbers >= 0])
