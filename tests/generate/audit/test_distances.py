from __future__ import annotations

from collections import Counter

from audit_rows import make_row

from hedge_hf.generate.audit.distances import BINS, Distances, histogram


def test_distances_are_levenshtein_in_characters_and_in_words() -> None:
    distances = Distances()
    distances.add(
        make_row(
            "The lamp is on.",
            ("single", "perhaps", "The lamp is perhaps on."),
            ("multi", "it seems", "It seems the lamp is on."),
            ("verbal", "isn't", "The lamp isn't on."),
            ("lexical", "off", "The lamp is off."),
        )
    )
    types = distances.of_types()

    assert {name: (one.characters.mean, one.words.mean) for name, one in types.items()} == {
        "single": (8, 1),
        "multi": (10, 2),
        "verbal": (3, 1),
        "lexical": (2, 1),
        "absolute": (0, 0),
        "affixal": (0, 0),
    }
    assert types["single"].characters.counts == [0, 0, 1] + [0] * (BINS - 3)
    assert types["multi"].words.counts == [0, 0, 1] + [0] * (BINS - 3)


def test_a_histogram_has_mean_median_and_an_open_last_bin() -> None:
    found = histogram(Counter({1: 1, 4: 2, 9: 1, 1000: 1}), width=4)

    assert (found.mean, found.median, found.width) == (1018 / 5, 4, 4)
    assert found.counts == [1, 2, 1] + [0] * (BINS - 4) + [1]
    assert histogram(Counter({1: 1, 3: 1}), width=1).median == 1
    assert histogram(Counter(), width=1).counts == [0] * BINS
