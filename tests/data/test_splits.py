import pyarrow as pa
import pyarrow.parquet as pq

from hedge_hf.data.builder import SEED_FOLDER
from hedge_hf.data.splits import SPLITS, normalise, split_of, text_ids


def test_normalise_forgets_case_spacing_and_punctuation():
    texts = pa.array(["The  Lamp,\tis SAFE!", "the lamp is safe", "ﬁne"])
    assert normalise(texts).to_pylist() == ["the lamp is safe", "the lamp is safe", "fine"]


def test_the_ids_of_the_shipped_groups_are_those_of_their_anchors():
    table = pq.read_table(SEED_FOLDER / "groups.parquet")
    assert text_ids(table["anchor"]) == table["id"].to_pylist()


def test_split_is_the_same_for_texts_that_normalise_alike():
    first, second = split_of(pa.array(["The lamp is safe.", "the LAMP is safe"]))
    assert first == second


def test_shares_are_near_90_5_5():
    splits = split_of(pa.array([f"sentence {number}" for number in range(20_000)]))
    shares = [(splits == index).mean() for index in range(len(SPLITS))]
    assert abs(shares[0] - 0.90) < 0.01
    assert abs(shares[1] - 0.05) < 0.01
    assert abs(shares[2] - 0.05) < 0.01


def test_the_hash_is_fixed_for_ever():
    texts = pa.array(["The old harbour town is inhabited.", "Nobody came.", "A", "It rained all week."])
    assert split_of(texts).tolist() == split_of(pa.chunked_array([texts])).tolist()
    assert text_ids(texts)[0] == "000e4be49319f1fa"
