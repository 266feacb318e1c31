from __future__ import annotations

import pytest
from audit_rows import make_row

from hedge_hf.generate.audit.counts import CUES_KEPT, Counts, CueCount, entropy, fold


def counted(*rows: dict) -> Counts:
    counts = Counts()
    for row in rows:
        counts.add(row)
    return counts


def test_variants_are_counted_by_type_cue_and_source() -> None:
    rows = [
        make_row("A.", ("single", "Perhaps", "Perhaps A."), ("verbal", "isn’t", "It isn't A."), source="wiki"),
        make_row("B.", ("single", "perhaps", "Perhaps B."), ("verbal", "is not", "It is not B.")),
        make_row("C.", ("single", "maybe", "C, maybe."), ("verbal", "is  not", "It is not C.")),
        make_row("D.", ("single", "perhaps", "Perhaps D."), ("verbal", "not", "No D."), language="de"),
    ]
    counts = counted(*rows)
    types = counts.of_types()

    assert (counts.anchors, counts.sources, counts.languages) == (4, {"wiki": 1, "news": 3}, {"en": 3, "de": 1})
    assert list(types) == ["single", "multi", "verbal", "absolute", "affixal", "lexical"]
    assert (types["single"].rows, types["single"].share, types["single"].sources) == (4, 0.5, {"news": 3, "wiki": 1})
    assert types["single"].cues == [
        CueCount("perhaps", 3, 0.75, {"news": 2, "wiki": 1}),
        CueCount("maybe", 1, 0.25, {"news": 1}),
    ]
    assert [(cue.cue, cue.count) for cue in types["verbal"].cues] == [("is not", 2), ("isn't", 1), ("not", 1)]
    assert (types["single"].without_cue, types["verbal"].without_cue) == (0, 1)
    assert (types["multi"].rows, types["multi"].cues, types["multi"].entropy) == (0, [], 0.0)


def test_entropy_is_in_bits_and_evenness_a_share_of_its_maximum() -> None:
    assert entropy([5]) == 0.0
    assert entropy([]) == 0.0
    assert entropy([1, 1, 1, 1]) == 2.0
    assert entropy([2, 1, 1]) == 1.5

    rows = [make_row(f"{cue}.", ("single", cue, cue), ("verbal", "not", "not")) for cue in ("a", "b", "c", "d")]
    rows.append(make_row("e.", ("single", "a", "a"), ("verbal", "not", "not")))
    types = counted(*rows).of_types()

    bits = 2 / 5 * 1.321928 + 3 / 5 * 2.321928
    assert types["single"].entropy == pytest.approx(bits, abs=1e-6)
    assert types["single"].evenness == pytest.approx(bits / 2, abs=1e-6)
    assert types["verbal"].evenness == 0.0


def test_the_most_frequent_cues_are_kept() -> None:
    rows = [
        make_row(f"{n}.", ("single", f"cue {n}", f"cue {n}"), ("verbal", "not", "not")) for n in range(CUES_KEPT + 9)
    ]
    single = counted(*rows, rows[CUES_KEPT + 5]).of_types()["single"]

    assert (single.distinct_cues, len(single.cues)) == (CUES_KEPT + 9, CUES_KEPT)
    assert single.cues[0].cue == f"cue {CUES_KEPT + 5}"


def test_cues_are_folded_to_the_taxonomys_spelling() -> None:
    assert fold(" None  Of") == "none of"
    assert fold("Isn’t") == "isn't"
