import pyarrow as pa
import pytest

from hedge_hf.data.schema import GROUPS, empty_table
from hedge_hf.data.views import VIEWS, groups_flat, n_tuples, pairs, triplets


def test_triplets_pair_every_hedge_with_every_negation(groups):
    rows = triplets(groups).to_pylist()
    assert len(rows) == 3 * 8
    assert rows[0] == {
        "anchor": "Lamp number 0 is safe.",
        "positive": "single hedge of lamp 0",
        "negative": "verbal negation of lamp 0",
        "hedge_type": "single",
        "negation_type": "verbal",
    }
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    assert all(row["anchor"].split()[2] == row["positive"][-1] == row["negative"][-1] for row in rows)


def test_triplets_without_hedges_take_the_anchor_as_positive(groups):
    rows = triplets(groups, hedge_types=(), negation_types=("affixal",)).to_pylist()
    assert len(rows) == 3
    assert all(row["positive"] == row["anchor"] and row["negation_type"] == "affixal" for row in rows)


def test_triplets_without_negations_are_pairs(groups):
    table = triplets(groups, negation_types=())
    assert table.column_names == ["anchor", "positive", "hedge_type"]
    assert len(table) == 3 * 2


def test_role_reversal_makes_negations_positives_of_each_other(groups):
    rows = triplets(groups, role_reversal=True).to_pylist()
    reversed_rows = [row for row in rows if "negation" in row["anchor"]]
    assert len(rows) == 3 * (8 + 12)
    assert len(reversed_rows) == 3 * 12
    for row in reversed_rows:
        assert "negation" in row["positive"] and row["positive"] != row["anchor"]
        assert "negation" not in row["negative"]
        assert (row["hedge_type"] is None) == row["negative"].startswith("Lamp")


def test_rows_stay_in_the_order_of_the_groups(groups):
    for view in (triplets, pairs):
        first_column = view(groups, role_reversal=True).column(0).to_pylist()
        numbers = [int("".join(filter(str.isdigit, text))) for text in first_column]
        assert numbers == sorted(numbers)


def test_n_tuples_give_one_column_per_negation_type(groups):
    table = n_tuples(groups)
    assert table.column_names == ["anchor", "positive", "negative_1", "negative_2", "negative_3", "negative_4"]
    assert len(table) == 3 * 2
    assert table["negative_3"][0].as_py() == "affixal negation of lamp 0"


def test_groups_flat_leaves_out_anchors_that_lack_a_type(groups):
    rows = groups.to_pylist()
    rows[1]["negations"] = rows[1]["negations"][:2]
    lacking = pa.Table.from_pylist(rows, schema=groups.schema)
    assert groups_flat(lacking)["anchor"].to_pylist() == ["Lamp number 0 is safe.", "Lamp number 2 is safe."]
    assert len(groups_flat(lacking, negation_types=("verbal",))) == 3
    assert len(triplets(lacking)) == 8 + 4 + 8


def test_pairs_score_hedges_1_and_negations_0(groups):
    for row in pairs(groups).to_pylist():
        assert row["score"] == (1.0 if "hedge" in row["sentence2"] else 0.0)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_views_work_on_slices_and_on_nothing(groups, view):
    assert view(groups.slice(1, 1)).equals(view(groups.take([1])))
    nothing = view(empty_table(GROUPS))
    assert len(nothing) == 0
    assert nothing.schema == view(groups).schema
