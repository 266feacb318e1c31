from __future__ import annotations

import pytest
from audit_rows import make_row

from hedge_hf.generate.audit.coverage import LISTED, Coverage, affix_of
from hedge_hf.taxonomy import AFFIXES, PATTERN_NAMES


@pytest.mark.parametrize(
    ("cue", "affix"),
    [
        ("unsafe", "un-"),
        ("uninhabited", "un-"),
        ("insufficiently", "in-"),
        ("anti-tank", "anti-"),
        ("seatless", "-less"),
        ("asymptomatic", "a-"),
        ("was unhappy with", "un-"),
        ("lacked", ""),
    ],
)
def test_the_affix_of_a_cue_is_the_listed_or_the_longest(cue: str, affix: str) -> None:
    assert affix_of(cue) == affix


def test_listed_words_have_their_own_affix() -> None:
    assert all(affix_of(word) == affix.form for affix in AFFIXES for word in affix.words)


def test_cues_affixes_and_patterns_that_occur_are_marked() -> None:
    coverage = Coverage()
    coverage.add(
        make_row(
            "A.",
            ("single", "Perhaps", "Perhaps A."),
            ("single", "conceivably-ish", "Conceivably-ish A."),
            ("affixal", "harmless", "It is harmless."),
            ("affixal", "seatless", "It is seatless."),
            ("affixal", "gone", "It is gone."),
            ("absolute", "neither", "Neither A nor B."),
        )
    )
    coverage.add(make_row("B.", ("single", "maybe", "Maybe B."), ("verbal", "not", "Not B."), language="de"))
    figures = coverage.figures()

    single = figures.types["single"]
    assert (single.listed, single.found, single.share_listed) == (len(LISTED["single"]), 1, 0.5)
    assert "perhaps" not in single.missing
    assert "maybe" in single.missing and len(single.missing) == single.listed - 1
    assert figures.types["verbal"].found == 0 and figures.types["verbal"].share_listed == 0.0
    assert {name: count for name, count in figures.affixes.items() if count} == {"-less": 2, "": 1}
    assert {name: count for name, count in figures.patterns.items() if count} == {"affixal-less": 2, "neither-nor": 1}
    assert tuple(figures.patterns) == PATTERN_NAMES
