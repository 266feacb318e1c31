import json
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import get_dataset_config_names, load_dataset, load_dataset_builder
from rows import make_group, make_groups

import hedge_hf  # noqa: F401
from hedge_hf.data import registration
from hedge_hf.data.validation import InvalidDataError
from hedge_hf.errors import UsageError
from hedge_hf.taxonomy import pattern_names_of


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")


@pytest.fixture
def generated(tmp_path):
    path = tmp_path / "generated.parquet"
    pq.write_table(make_groups(200), path)
    return path


def write_jsonl(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def test_default_config_is_triplets():
    rows = load_dataset("hedgetriple")
    assert rows["train"].column_names == ["anchor", "positive", "negative", "hedge_type", "negation_type"]
    assert {name: len(split) for name, split in rows.items()} == {"train": 16816, "validation": 896, "test": 952}


def test_config_names():
    assert get_dataset_config_names("hedgetriple") == [
        "triplets", "n-tuples", "groups-flat", "pairs", "sft", "sft-reasoning", "groups", "contrast", "exclusion",
        "constructions",
    ]  # fmt: skip


def test_no_anchor_straddles_the_splits():
    splits = load_dataset("hedgetriple", "groups")
    anchors = [set(split["anchor"]) for split in splits.values()]
    assert sum(map(len, anchors)) == len(set.union(*anchors)) == 2333


def test_streaming_gives_the_same_rows():
    stored = load_dataset("hedgetriple", "n-tuples", split="test")
    streamed = load_dataset("hedgetriple", "n-tuples", split="test", streaming=True)
    assert list(streamed) == stored.to_list()


def test_ablation_keeps_the_chosen_types():
    rows = load_dataset("hedgetriple", negation_types=["affixal"], hedge_types=[], split="test")
    assert set(rows["negation_type"]) == {"affixal"}
    assert rows["anchor"] == rows["positive"]


def test_patterns_are_held_out_of_groups_and_views():
    options = {"exclude_patterns": ["approximate", "embedded"], "split": "test"}
    groups = load_dataset("hedgetriple", "groups", **options)
    negations = [variant for row in groups for variant in row["negations"]]
    assert not any(pattern_names_of(variant) & {"approximate", "embedded"} for variant in negations)
    assert set(load_dataset("hedgetriple", "triplets", **options)["negative"]) == {
        variant["text"] for variant in negations
    }
    for config in ("n-tuples", "groups-flat", "pairs"):
        rows = load_dataset("hedgetriple", config, **options)
        assert 0 < len(rows) < len(load_dataset("hedgetriple", config, split="test"))


def test_constructions_are_for_testing_only(tmp_path):
    rows = load_dataset("hedgetriple", "constructions")
    assert list(rows) == ["test"]
    assert rows["test"].column_names == ["id", "construction", "anchor", "same", "opposite"]
    own = write_jsonl(tmp_path / "own.jsonl", rows["test"].to_list()[:3])
    for data_files in (own, {"train": own}):
        mine = load_dataset("hedgetriple", "constructions", data_files=data_files)
        assert {name: len(split) for name, split in mine.items()} == {"test": 3}


def test_smaller_sets_are_prefixes_of_larger_ones():
    small, large = (load_dataset("hedgetriple", "groups", max_anchors=n, split="train")["id"] for n in (10, 30))
    assert list(small) == list(large)[:10]


def test_sources_are_filtered(generated):
    rows = load_dataset("hedgetriple", "groups", data_files=str(generated), sources=["first"], split="train")
    assert set(rows["source"]) == {"first"}


def test_data_files_are_split_by_hash_or_as_given(generated):
    by_hash = load_dataset("hedgetriple", "groups", data_files=str(generated))
    assert sum(map(len, by_hash.values())) == 200
    assert len(by_hash["train"]) > 160
    given = load_dataset("hedgetriple", "groups", data_files={"train": str(generated), "test": str(generated)})
    assert {name: len(split) for name, split in given.items()} == {"train": 200, "test": 200}


def test_a_split_without_rows_is_left_out(tmp_path):
    file = write_jsonl(tmp_path / "two.jsonl", [make_group(0), make_group(1)])
    assert list(load_dataset("hedgetriple", data_files=file)) == ["train"]
    with pytest.raises(UsageError, match="no rows are left"):
        load_dataset("hedgetriple", data_files=file, sources=["odd"])


def test_a_split_whose_groups_have_no_row_in_a_view_is_left_out(tmp_path):
    whole, partial = make_group(0), make_group(1)
    partial["negations"] = partial["negations"][:1]
    files = {"train": write_jsonl(tmp_path / "a.jsonl", [whole]), "test": write_jsonl(tmp_path / "b.jsonl", [partial])}
    assert set(load_dataset("hedgetriple", "triplets", data_files=files)) == {"train", "test"}
    assert set(load_dataset("hedgetriple", "groups-flat", data_files=files)) == {"train"}
    with pytest.raises(UsageError, match="no rows are left for 'groups-flat'"):
        load_dataset("hedgetriple", "groups-flat", data_files=files["test"])


def test_processes_share_files_without_loss(tmp_path):
    for part in range(3):
        pq.write_table(make_groups(90).slice(part * 30, 30), tmp_path / f"part-{part}.parquet")
    rows = load_dataset("hedgetriple", "groups", data_files=str(tmp_path / "*.parquet"), num_proc=2)
    assert sorted(identifier for split in rows.values() for identifier in split["id"]) == sorted(
        f"id-{n}" for n in range(90)
    )


def test_jsonl_and_parquet_give_the_same(tmp_path, generated):
    lines = write_jsonl(tmp_path / "rows.jsonl", [make_group(number) for number in range(200)])
    from_lines, from_parquet = (
        load_dataset("hedgetriple", data_files=str(file), split="train") for file in (lines, generated)
    )
    assert from_lines.to_list() == from_parquet.to_list()


def broken(**changes):
    return [make_group(0), make_group(1) | changes]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{k: v for k, v in make_group(0).items() if k != "hedges"}], "column 'hedges' is missing"),
        ([make_group(0) | {"anchor": 3}], "column 'anchor' has type int64; it must be string"),
        (broken(hedges=[]), "row 1 .*'hedges' is an empty list"),
        (broken(anchor=" "), "row 1 .*'anchor' is empty"),
        (broken(id="id-0"), "'id' 'id-0' occurs twice"),
        (broken(negations=[{"text": "x", "type": "odd", "cue": "x"}]), "'negations' has an unknown type"),
        (broken(negations=[{"text": "LAMP number 1 is safe", "type": "verbal", "cue": "x"}]), "repeats its anchor"),
        (broken(negations=[{"text": "x", "type": "verbal"}]), "'negations' has an empty cue"),
    ],
)
def test_a_broken_row_is_named(tmp_path, rows, message):
    file = write_jsonl(tmp_path / "rows.jsonl", rows)
    with pytest.raises(InvalidDataError, match=message) as caught:
        load_dataset("hedgetriple", "groups", data_files=file)
    assert file in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "content"), [("x.parquet", b"no parquet"), ("x.jsonl", b"{no json"), ("x.csv", b"")])
def test_an_unreadable_file_is_named(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidDataError, match=name):
        load_dataset("hedgetriple", data_files=str(tmp_path / name))


@pytest.mark.parametrize(
    ("config", "options", "message"),
    [
        ("triplets", {"negation_types": ["verbal", "odd"]}, "unknown type 'odd'; the types are verbal"),
        ("triplets", {"negation_types": [], "hedge_types": []}, "both empty"),
        ("triplets", {"max_anchors": 0}, "at least 1"),
        ("n-tuples", {"role_reversal": True}, "use 'triplets' or 'pairs'"),
        ("n-tuples", {"hedge_types": []}, "needs a positive"),
        ("contrast", {"hedge_types": ["multi"]}, "no effect on 'contrast'"),
        ("contrast", {"sources": ["seed"]}, "no effect on 'contrast'"),
        ("groups", {"exclude_patterns": ["odd"]}, "unknown pattern 'odd'; the patterns are neither-nor"),
        ("groups", {"exclude_patterns": "embedded"}, r"must be a list, as in \[embedded\]"),
        ("exclusion", {"exclude_patterns": ["embedded"]}, "no effect on 'exclusion'"),
        ("constructions", {"max_anchors": 0}, "at least 1"),
    ],
)
def test_options_are_checked(config, options, message):
    with pytest.raises(UsageError, match=message):
        load_dataset("hedgetriple", config, **options)


def test_an_unknown_config_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"odd.*triplets"):
        load_dataset("hedgetriple", "odd")


def test_fingerprint_follows_version_and_data(monkeypatch):
    before = load_dataset_builder("hedgetriple").cache_dir
    assert load_dataset_builder("hedgetriple").cache_dir == before
    monkeypatch.setattr(registration, "__version__", "0.0.0")
    assert load_dataset_builder("hedgetriple").cache_dir != before


def test_other_names_go_the_usual_way(tmp_path):
    pq.write_table(pa.table({"text": ["a"]}), tmp_path / "x.parquet")
    assert load_dataset("parquet", data_files=str(tmp_path / "x.parquet"), split="train")["text"][:] == ["a"]


def test_importing_the_package_imports_no_torch():
    code = "import sys, hedge_hf; assert 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
