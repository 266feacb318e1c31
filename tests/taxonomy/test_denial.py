from __future__ import annotations

from hedge_hf.taxonomy.denial import DENIAL_CUES, DENIALS


def test_every_phrase_has_its_cue_and_a_place_for_what_is_denied() -> None:
    for denial in DENIALS:
        assert denial.cue in denial.phrase.lower()
        assert denial.phrase.count("{}") == 1
        assert denial.phrase.endswith(".") == (denial.place == "sentence")
    assert len(set(DENIALS)) == len(DENIALS)


def test_both_kinds_have_several_ways_that_end_a_description() -> None:
    for kind in ("things", "qualities"):
        assert sum(denial.of == kind and denial.place != "front" for denial in DENIALS) >= 5
    assert {"no", "without", "not", "free of", "lacks"} <= set(DENIAL_CUES)
