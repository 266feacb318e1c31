from __future__ import annotations

import numpy as np
import pytest

from hedge_hf.generate.audit.fifths import fifths, most_frequent


def test_a_part_is_divided_between_the_fifths_that_it_lies_in() -> None:
    found = fifths([0, 4, 0, 1, 0], [5, 5, 1, 2, 10])

    assert found == pytest.approx(
        np.array([[1, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0.2] * 5, [0, 0, 0.2, 0.4, 0.4], [1, 0, 0, 0, 0]])
    )


@pytest.mark.parametrize("length", range(1, 13))
def test_parts_spread_evenly_are_at_chance(length: int) -> None:
    shares = fifths(range(length), [length] * length)

    assert most_frequent(shares, range(length)).value == pytest.approx(0.2)


def test_the_most_frequent_fifth_is_over_all_parts_and_units_are_kept_together() -> None:
    sample = most_frequent(fifths([0, 0, 4, 2], [5, 5, 5, 5]), [7, 7, 9, 9])

    assert len(sample) == 2
    assert sample.value == 0.5
