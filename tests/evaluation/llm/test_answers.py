import json

import pytest

from hedge_hf.evaluation.llm.answers import Answers


@pytest.fixture
def adapter(tmp_path):
    """The folder of an adapter, beside that of its base."""
    for name in ("base", "adapter"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.safetensors").write_bytes(b"weights")
    about = {"peft_type": "LORA", "base_model_name_or_path": str(tmp_path / "base")}
    (tmp_path / "adapter" / "adapter_config.json").write_text(json.dumps(about))
    return tmp_path / "adapter"


def ask(folder, model, settings=None):
    asked = []
    found = Answers(folder).get(str(model), settings or {}, ["So?"], lambda: asked.append(1) or ["Yes"])
    assert found == ["Yes"]
    return bool(asked)


def test_answers_are_kept_by_model_and_settings(adapter, tmp_path):
    assert ask(tmp_path, adapter)
    assert not ask(tmp_path, adapter)
    assert ask(tmp_path, adapter, {"tokens": 9})
    assert ask(tmp_path, "some/model")
    assert ask(None, adapter)


@pytest.mark.parametrize("changed", ["adapter", "base"])
def test_new_weights_are_asked_anew(adapter, tmp_path, changed):
    ask(tmp_path, adapter)
    (tmp_path / changed / "model.safetensors").write_bytes(b"other weights")
    assert ask(tmp_path, adapter)


def test_another_version_is_asked_anew(adapter, tmp_path, monkeypatch):
    ask(tmp_path, adapter)
    monkeypatch.setattr("hedge_hf.evaluation.llm.answers.__version__", "0")
    assert ask(tmp_path, adapter)
