from __future__ import annotations

from audit_rows import make_row, numbered

from hedge_hf.generate.audit.counts import Counts
from hedge_hf.generate.audit.coverage import LISTED, Coverage
from hedge_hf.generate.audit.notices import Notice, notices, weights_of


def noticed(rows: list[dict]) -> list[Notice]:
    counts, coverage = Counts(), Coverage()
    for row in rows:
        counts.add(row)
        coverage.add(row)
    return notices(counts.of_types(), coverage.cues, weights_of(coverage.cues))


def in_proportion() -> list[dict]:
    return [
        make_row(f"Anchor {n}.", *((kind, cues[n % len(cues)], cues[n % len(cues)]) for kind, cues in LISTED.items()))
        for n in range(400)
    ]


def test_a_set_in_proportion_has_no_warnings() -> None:
    assert noticed(in_proportion()) == []


def test_an_overused_cue_gets_a_small_weight() -> None:
    rows = in_proportion()
    for row in rows[:100]:
        row["hedges"][0] = {"type": "single", "cue": "Perhaps", "text": "perhaps"}
    (notice,) = noticed(rows)

    assert notice.subject == "single: perhaps"
    assert "25." in notice.finding
    assert notice.fix == "ask for the cue with weight 0.25"


def test_a_cue_that_is_not_listed_can_be_overused_too() -> None:
    rows = in_proportion()
    for row in rows[:100]:
        row["hedges"][0] = {"type": "single", "cue": "methinks", "text": "methinks"}

    assert [notice.subject for notice in noticed(rows)] == ["single: methinks"]


def test_a_few_variants_are_no_excess() -> None:
    rows = numbered(9, *((kind, cues[0], cues[0]) for kind, cues in LISTED.items()))

    assert noticed(rows) == []


def test_a_type_with_few_rows_gets_a_large_weight() -> None:
    rows = in_proportion()
    for row in rows[20:]:
        row["negations"] = [variant for variant in row["negations"] if variant["type"] != "lexical"]
    (notice,) = noticed(rows)

    assert notice.subject == "lexical"
    assert notice.finding == "1.0% of the variants; an even share is 16.7%"
    assert notice.fix == "ask for the type with weight 4"


def test_variants_without_their_cue_are_noticed() -> None:
    rows = in_proportion()
    for row in rows[:5]:
        row["negations"][0]["text"] = "Quite another text."
    (notice,) = noticed(rows)

    assert notice == Notice("verbal", "5 of 400 variants do not contain their cue", "filter variants by their cue")
