import numpy as np
import pytest
from datasets import Dataset, DatasetDict

from hedge_hf.errors import UsageError
from hedge_hf.train.curriculum import InOrder, easy_to_hard


class Base:
    """Texts are angles in degrees."""

    def encode(self, texts, normalize_embeddings):
        angles = np.radians([float(text) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def dataset(**columns):
    return Dataset.from_dict(columns)


@pytest.mark.parametrize(
    "rows",
    [
        dataset(q1=["0"] * 3, q2=["0"] * 3, doc1=["0", "0", "0"], doc2=["20", "90", "50"]),
        dataset(anchor=["9"] * 3, positive=["0", "0", "0"], negative=["20", "90", "50"]),
        dataset(anchor=["9"] * 3, positive_1=["0"] * 3, negative_1=["7"] * 3, negative_2=["20", "90", "50"]),
    ],
)
def test_the_least_similar_come_first(rows):
    last = rows.column_names[-1]
    assert easy_to_hard(rows, Base())[last] == ["90", "50", "20"]
    assert easy_to_hard(DatasetDict(a=rows), Base())["a"][last] == ["90", "50", "20"]


def test_rows_that_come_twice_come_in_two_passes():
    rows = dataset(anchor=["9"] * 4, positive=["0"] * 4, negative=["20", "20", "90", "90"])
    assert easy_to_hard(rows, Base())["negative"] == ["90", "20", "90", "20"]


def test_rows_without_negatives_are_refused():
    with pytest.raises(UsageError, match="a curriculum needs rows with negatives"):
        easy_to_hard(dataset(anchor=["9"], positive=["0"]), Base())


@pytest.mark.parametrize(("drop_last", "batches"), [(False, [[0, 1], [2, 3], [4]]), (True, [[0, 1], [2, 3]])])
def test_batches_are_in_order(drop_last, batches):
    sampler = InOrder(dataset(anchor=list("abcde")), batch_size=2, drop_last=drop_last)
    assert list(sampler) == batches and len(sampler) == len(batches)
