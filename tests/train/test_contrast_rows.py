import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rows import make_group

from hedge_hf.data.schema import GROUPS
from hedge_hf.errors import UsageError
from hedge_hf.train.contrast_rows import BOTH_SIDES, COLUMNS, DrawGroups, contrast_rows

BATCH = {name: [make_group(number)[name] for number in range(20)] for name in make_group(0)}


def test_a_group_gives_its_anchor_a_hedge_and_two_different_negations():
    rows = DrawGroups(seed=0)(BATCH)
    assert list(rows) == BOTH_SIDES
    assert rows["anchor"] == BATCH["anchor"]
    for anchor, negation, hedge, other in zip(*rows.values(), strict=True):
        assert "hedge" in hedge
        assert "negation" in negation and "negation" in other and negation != other
        assert negation.split()[-1] == hedge.split()[-1] == anchor.split()[2]


def test_the_draw_depends_on_seed_epoch_and_id_alone():
    first, second = DrawGroups(seed=0), DrawGroups(seed=0)
    assert first(BATCH) == second(BATCH)
    backwards = second({name: values[::-1] for name, values in BATCH.items()})
    assert {name: values[::-1] for name, values in backwards.items()} == first(BATCH)
    second.epoch = 1
    assert first(BATCH) != second(BATCH)
    assert first(BATCH) != DrawGroups(seed=1)(BATCH)


def test_the_three_kinds_and_their_columns():
    rows = contrast_rows(DrawGroups(seed=0), max_anchors=5)
    assert {name: len(kind) for name, kind in rows.items()} == {"groups": 5, "contrast": 1817, "exclusion": 940}
    assert [list(kind[0]) for kind in rows.values()] == [BOTH_SIDES, COLUMNS, COLUMNS]


def test_groups_with_one_negation_are_left_out_and_counted(tmp_path, caplog):
    groups = [make_group(number) for number in range(40)]
    for group in groups[:30]:
        group["negations"] = group["negations"][:1]
    file = tmp_path / "groups.parquet"
    pq.write_table(pa.Table.from_pylist(groups, schema=GROUPS.arrow_schema), file)
    rows = contrast_rows(DrawGroups(seed=0), data_files=str(file))
    left = 40 - len(rows["groups"])
    assert 0 < len(rows["groups"]) <= 10
    assert "groups have one negation only and are left out" in caplog.text and left >= 30
    pq.write_table(pa.Table.from_pylist(groups[:30], schema=GROUPS.arrow_schema), file)
    with pytest.raises(UsageError, match="no group has two negations"):
        contrast_rows(DrawGroups(seed=0), data_files=str(file))


def test_patterns_are_held_out_of_the_groups_alone():
    patterns = ["neither-nor", "affixal-less", "embedded"]
    rows = contrast_rows(DrawGroups(seed=0), exclude_patterns=patterns)
    assert {name: len(kind) for name, kind in rows.items()} == {"groups": 1936, "contrast": 1817, "exclusion": 940}
    drawn = [text for row in rows["groups"] for text in (row["negation"], row["other_negation"])]
    assert len(drawn) == 2 * 1936 and not any("either" in text and " nor " in text for text in drawn)


def test_exclusion_queries_can_come_several_times():
    rows = contrast_rows(DrawGroups(0), exclusion_passes=3, max_anchors=5)
    assert {name: len(kind) for name, kind in rows.items()} == {"groups": 5, "contrast": 1817, "exclusion": 2820}


def test_without_role_reversal_a_group_gives_a_triplet():
    rows = DrawGroups(seed=0, role_reversal=False)(BATCH)
    assert list(rows) == ["anchor", "positive", "negative"]
    assert rows["anchor"] == BATCH["anchor"]
    assert all("hedge" in text for text in rows["positive"]) and all("negation" in text for text in rows["negative"])


def test_whole_groups_have_the_columns_of_groups_flat():
    rows = contrast_rows(None, max_anchors=5)
    negatives = [f"negative_{number}" for number in (1, 2, 3, 4)]
    assert rows["groups"].column_names == ["anchor", "positive_1", "positive_2", *negatives]
    assert list(rows["contrast"][0]) == COLUMNS
