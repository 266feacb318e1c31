from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from datasets import load_dataset
from huggingface_hub import DatasetCard, HfApi
from this_hub import turn_to

from hedge_hf.errors import UsageError
from hedge_hf.evaluation.tasks.counterfactual import items
from hedge_hf.hub import publish_dataset

SCRIPTS = Path(__file__).parents[2] / "dataset_scripts"
CONCLUSIONS = [
    {
        "docid": "1_0",
        "target_text": "The drug may improve sleep.",
        "target_direction_span": "improve",
        "target_modality_span": "may",
        "input_studies": [{"source_text": "Sleep improved."}, {"source_text": "It slightly improved."}],
    },
    {
        "docid": "2_0",
        "target_text": "Nothing is known of it.",
        "target_direction_span": "",
        "target_modality_span": "",
        "input_studies": [{"source_text": "No trial."}],
    },
]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"script_{name}", SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.py")), ids=lambda path: path.stem)
def test_each_script_says_what_it_needs(path):
    header = re.match(r"# /// script\n((?:# .*\n)+?)# ///\n", path.read_text(encoding="utf-8"))
    needs = tomllib.loads(re.sub(r"^# ", "", header[1], flags=re.MULTILINE))
    assert needs["requires-python"] == ">=3.11"
    assert [need.split("[")[0] for need in needs["dependencies"]] == ["hedge-hf"]


def test_hedgetriple_is_the_folder_that_is_published(tmp_path):
    script("hedgetriple").main([str(tmp_path / "out")])
    (tmp_path / "published").mkdir()
    publish_dataset.stage(tmp_path / "published")
    assert contents(tmp_path / "out") == contents(tmp_path / "published")


def test_contrast_twice_is_the_same_and_loads(tmp_path):
    main = script("hedgetriple_contrast").main
    main([str(tmp_path / "out")])
    first = contents(tmp_path / "out")
    main([str(tmp_path / "out")])
    assert contents(tmp_path / "out") == first
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    card = DatasetCard.load(tmp_path / "out" / "README.md")
    assert [config["config_name"] for config in card.data.configs] == ["contrast", "exclusion", "constructions"]
    assert "| `contrast` | 1,817 | 95 | 101 | id, domain, q1, q2, doc1, doc2 |" in card.text
    assert "| `constructions` |  |  | 160 | id, construction, anchor, same, opposite |" in card.text
    rows = load_dataset(str(tmp_path / "out"), split="test", cache_dir=str(tmp_path / "cache"))
    assert rows.to_list() == load_dataset("hedgetriple", "contrast", split="test").to_list()


def test_counterfactual_holds_changes_and_on_request_texts(tmp_path):
    module = script("counterfactual")
    changes = list(module.construct(CONCLUSIONS, with_texts=False))
    assert changes == [
        {"docid": "1_0", "kind": "direction", "start": 13, "span": "improve", "replacement": "worsen"},
        {"docid": "1_0", "kind": "modality", "start": 9, "span": "may", "replacement": "will"},
    ]
    texts = list(module.construct(CONCLUSIONS, with_texts=True))
    assert [row["altered"] for row in texts] == [item["altered"] for item in items(CONCLUSIONS)]
    for change, row in zip(changes, texts, strict=True):
        end = change["start"] + len(change["span"])
        assert row["altered"] == row["faithful"][: change["start"]] + change["replacement"] + row["faithful"][end:]


@pytest.mark.parametrize("with_texts", [False, True])
def test_the_card_of_counterfactual_tells_of_the_licence(tmp_path, monkeypatch, with_texts):
    module = script("counterfactual")
    rows = load_dataset("json", data_files=str(_json(tmp_path)), split="train", cache_dir=str(tmp_path / "cache"))
    monkeypatch.setattr(module, "load_dataset", lambda *_, **__: rows)
    module.main([str(tmp_path / "out"), *(["--with-texts"] if with_texts else [])])
    card = DatasetCard.load(tmp_path / "out" / "README.md")
    assert card.data.license == ("other" if with_texts else "cc-by-4.0")
    assert ("Keep this repository private" in card.text) is with_texts
    (rows,) = load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache")).values()
    assert ("evidence" in rows.column_names) is with_texts


def _json(folder: Path) -> Path:
    path = folder / "m3.jsonl"
    path.write_text("\n".join(map(json.dumps, CONCLUSIONS)))
    return path


def test_a_made_folder_can_be_published(local_hub, tmp_path, capsys, monkeypatch):
    turn_to(monkeypatch, local_hub.endpoint, "hf_local", tmp_path / "home")
    script("hedgetriple_contrast").main([str(tmp_path / "out")])
    publish_dataset.main([str(tmp_path / "out"), "--repo", "me/contrast"])
    assert 'load_dataset("me/contrast") loads it' in capsys.readouterr().out
    assert "contrast/test.parquet" in HfApi(endpoint=local_hub.endpoint, token="x").list_repo_files(
        "me/contrast", repo_type="dataset"
    )


@pytest.mark.parametrize("name", ["hedgetriple", "hedgetriple_contrast"])
def test_a_folder_with_other_things_is_left_alone(tmp_path, name):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="holds other things"):
        script(name).main([str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
