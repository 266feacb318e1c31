import pyarrow as pa
import pytest
from rows import make_group

from hedge_hf.data.held_out import check_patterns, hold_out
from hedge_hf.data.schema import GROUPS
from hedge_hf.errors import UsageError

NEITHER = {"text": "Neither lamp nor candle.", "type": "absolute", "cue": "Neither"}
USELESS = {"text": "The lamp is useless.", "type": "affixal", "cue": "useless"}
NOT = {"text": "The lamp is not safe.", "type": "verbal", "cue": "not"}


def table(*negations):
    rows = [make_group(number) | {"negations": list(chosen)} for number, chosen in enumerate(negations)]
    return pa.Table.from_pylist(rows, schema=GROUPS.arrow_schema)


def test_negations_of_a_pattern_go_and_so_do_groups_without_negations():
    groups = table([NEITHER, NOT, USELESS], [NEITHER], [NOT], [USELESS, NEITHER])
    held_out = hold_out(groups, ["neither-nor"])
    assert held_out.schema == groups.schema
    assert held_out["id"].to_pylist() == ["id-0", "id-2", "id-3"]
    assert held_out["negations"].to_pylist() == [[NOT, USELESS], [NOT], [USELESS]]
    assert hold_out(groups, ["neither-nor", "affixal-less"])["negations"].to_pylist() == [[NOT], [NOT]]


def test_slices_and_nothing_are_held_out_alike():
    groups = table([NEITHER, NOT], [USELESS, NOT], [NEITHER])
    assert (
        hold_out(groups.slice(1), ["affixal-less"]).to_pylist() == hold_out(groups, ["affixal-less"]).to_pylist()[1:]
    )
    assert hold_out(groups.slice(3), ["affixal-less"]).to_pylist() == []


def test_patterns_are_checked():
    check_patterns(["embedded", "approximate"])
    with pytest.raises(UsageError, match="unknown pattern 'odd'; the patterns are neither-nor, affixal-less"):
        check_patterns(["embedded", "odd"])
    with pytest.raises(UsageError, match="must be a list"):
        check_patterns("embedded")
