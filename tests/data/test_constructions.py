from collections import Counter

import pyarrow.parquet as pq

from hedge_hf.data.builder import SEED_FOLDER
from hedge_hf.data.splits import normalise, text_ids
from hedge_hf.taxonomy import NOVEL_CONSTRUCTION_NAMES

TABLE = pq.read_table(SEED_FOLDER / "constructions.parquet")
TEXTS = ("anchor", "same", "opposite")


def words(text):
    return {word.strip(".,;:") for word in text.lower().split()}


def overlap(first, second):
    return len(words(first) & words(second)) / len(words(first) | words(second))


def test_there_are_forty_of_each_in_the_order_of_their_ids():
    assert Counter(TABLE["construction"].to_pylist()) == dict.fromkeys(NOVEL_CONSTRUCTION_NAMES, 40)
    assert TABLE["id"].to_pylist() == text_ids(TABLE["anchor"]) == sorted(TABLE["id"].to_pylist())


def test_texts_are_sentences_of_8_to_24_words_and_all_different():
    texts = [text for column in TEXTS for text in TABLE[column].to_pylist()]
    assert all(8 <= len(text.split()) <= 24 and text[0].isupper() and text.endswith(".") for text in texts)
    assert len(set(texts)) == 3 * 160


def test_no_text_is_in_the_groups():
    groups = pq.read_table(SEED_FOLDER / "groups.parquet")
    lists = [groups[column].combine_chunks().flatten().field("text") for column in ("hedges", "negations")]
    known = {text for part in (groups["anchor"], *lists) for text in normalise(part).to_pylist()}
    assert not known & {text for column in TEXTS for text in normalise(TABLE[column]).to_pylist()}


def test_the_words_alone_rarely_tell_which_is_right():
    told = [overlap(row["anchor"], row["same"]) > overlap(row["anchor"], row["opposite"]) for row in TABLE.to_pylist()]
    assert sum(told) / len(told) < 0.15
