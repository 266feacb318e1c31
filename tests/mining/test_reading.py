import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from retrieval_data import read, write_corpus, write_queries, write_rows

from hedge_hf.errors import UsageError
from hedge_hf.mining.reading import digest, read_corpus, read_queries


def test_positives_are_ids_lists_of_ids_or_texts(tmp_path):
    texts = ["a red lamp", "a green lamp", "no lamp"]
    for positive, expected in (("p1", [1]), ("No lamp!", [2]), (["p0", "p2"], [0, 2])):
        queries, _ = read(tmp_path, texts, {"which lamp?": positive})
        assert queries.positives.tolist() == expected
        assert queries.owners.tolist() == [0] * len(expected)


def test_a_text_under_another_id_is_the_same_passage(tmp_path):
    queries, corpus = read(tmp_path, ["A lamp.", "a boat", "a  lamp"], {"light": "p2"})
    assert corpus.texts.to_pylist() == ["A lamp.", "a boat"]
    assert corpus.ids.to_pylist() == ["p0", "p1"]
    assert queries.positives.tolist() == [0]


def test_rows_of_the_same_query_are_one_query_with_all_positives(tmp_path):
    corpus = read_corpus(str(write_corpus(tmp_path, ["a lamp", "a boat", "light"])))
    rows = [{"id": n, "query": text, "positive": f"p{n}"} for n, text in enumerate(["light", "Light!"])]
    queries = read_queries(str(write_rows(tmp_path / "q.jsonl", rows)), corpus)
    assert queries.texts.to_pylist() == ["light"]
    assert queries.ids.to_pylist() == ["0"]
    assert queries.positives.tolist() == [0, 1]
    assert queries.own.tolist() == [2]


def test_parquet_with_whole_numbers_as_ids(tmp_path):
    pq.write_table(pa.table({"id": [7, 8], "text": ["a lamp", "a boat"]}), tmp_path / "c.parquet")
    pq.write_table(pa.table({"query": ["light"], "positive": [[8]]}), tmp_path / "q.parquet")
    corpus = read_corpus(str(tmp_path / "c.parquet"))
    assert read_queries(str(tmp_path / "q.parquet"), corpus).positives.tolist() == [1]


def test_a_dataset_in_a_folder(tmp_path):
    (tmp_path / "set").mkdir()
    write_corpus(tmp_path / "set", ["a lamp", "a boat"]).rename(tmp_path / "set/train.jsonl")
    assert read_corpus(str(tmp_path / "set")).texts.to_pylist() == ["a lamp", "a boat"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "there are no rows; the columns are to be id, text"),
        ([{"id": "a", "words": "b"}], "column 'text' is missing; the columns are id, words"),
        ([{"id": "a", "text": " "}], "row 0: 'text' is empty"),
        ([{"id": "a", "text": "b"}, {"id": "a", "text": "c"}], "row 1: id 'a' occurs twice"),
        ([{"id": "a", "text": 1}], "column 'text' has type int64; it must hold texts"),
    ],
)
def test_a_bad_corpus_is_one_line(tmp_path, rows, message):
    with pytest.raises(UsageError, match=message) as caught:
        read_corpus(str(write_rows(tmp_path / "c.jsonl", rows)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("positive", "message"),
    [
        (None, "row 0: the query has no positive"),
        ([], "row 0: the query has no positive"),
        (["p0", None], "row 0: the query has no positive"),
        ("p9", "row 0: positive 'p9' is neither an id nor a text of the corpus"),
        (["p0", "p7"], "row 0: positive 'p7' is neither"),
        (0.5, "column 'positive' has type double"),
    ],
)
def test_a_bad_positive_is_one_line(tmp_path, positive, message):
    corpus = read_corpus(str(write_corpus(tmp_path, ["a lamp", "a boat"])))
    with pytest.raises(UsageError, match=message) as caught:
        read_queries(str(write_queries(tmp_path, {"light": positive})), corpus)
    assert "\n" not in str(caught.value)


def test_a_missing_or_damaged_file_is_one_line(tmp_path):
    (tmp_path / "bad.parquet").write_text("no parquet")
    (tmp_path / "bad.jsonl").write_text("{")
    for name in ("none.jsonl", "bad.parquet", "bad.jsonl"):
        with pytest.raises(UsageError, match=name) as caught:
            read_corpus(str(tmp_path / name))
        assert "\n" not in str(caught.value)


def test_hedgetriple_knows_its_groups():
    corpus = read_corpus("hedgetriple:groups")
    queries = read_queries("hedgetriple:groups", corpus)
    assert (queries.positives_per_query == 2).all()
    assert corpus.groups is not None and len(set(corpus.groups.tolist())) == len(queries)
    passages = read_corpus("hedgetriple")
    assert len(read_queries("hedgetriple", passages).owners) == len(passages.all_ids)


def test_the_digest_tells_lists_of_texts_apart():
    found = [["ab", "c"], ["a", "bc"], ["ab"], ["c", "ab"]]
    assert len({digest(pa.array(texts)) for texts in found}) == len(found)
    assert digest(pa.array(json.loads('["\\u00e9"]'))) == digest(pa.array(["é"]))


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (["x = 0", "x ≠ 0", "temperature > 30", "temperature < 30", "C", "C++", "दिन", "दान", "péché", "pêche"], 10),
        (["A lamp, on!", "a lamp on", "A  LAMP: on"], 1),
    ],
)
def test_symbols_and_marks_tell_passages_apart_and_punctuation_does_not(tmp_path, texts, kept):
    assert len(read_corpus(str(write_corpus(tmp_path, texts)))) == kept


def test_a_file_in_another_encoding_is_one_line(tmp_path):
    file = tmp_path / "corpus.jsonl"
    file.write_bytes('{"id": "p0", "text": "un pêcheur"}\n'.encode("latin-1"))
    with pytest.raises(UsageError, match=r"corpus\.jsonl: column 'text' is not UTF-8; save the file as UTF-8"):
        read_corpus(str(file))


def test_no_name_and_ids_of_two_queries_are_one_line(tmp_path):
    corpus = read_corpus(str(write_corpus(tmp_path, ["a lamp", "a boat"])))
    with pytest.raises(UsageError, match="the name of the data is empty"):
        read_queries("", corpus)
    rows = [{"id": "q", "query": text, "positive": "p0"} for text in ("light", "Light!", "dark")]
    with pytest.raises(UsageError, match="row 2: id 'q' occurs twice"):
        read_queries(str(write_rows(tmp_path / "q.jsonl", rows)), corpus)
    assert len(read_queries(str(write_rows(tmp_path / "q.jsonl", rows[:2])), corpus)) == 1
