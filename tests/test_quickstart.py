import json

import pytest
from rich.console import Console

from hedge_hf import quickstart
from hedge_hf.errors import HedgeError

RECIPE = """
model_name_or_path: all-MiniLM-L6-v2
max_anchors: 8
max_steps: 2
per_device_train_batch_size: 4
learning_rate: 1.0e-5
"""


@pytest.mark.slow
def test_the_whole_way(tmp_path, monkeypatch, capfd):
    recipe = tmp_path / "short.yaml"
    recipe.write_text(RECIPE)
    monkeypatch.setattr(quickstart, "RECIPE", str(recipe))
    output = tmp_path / "run"
    quickstart.quickstart(output, Console())
    said = capfd.readouterr().out
    assert "PASS: geometry preservation" in said
    assert 'load_dataset("me/hedgetriple"): 16,816 training triplets' in said
    assert 'SentenceTransformer("me/minilm-hedge")' in said
    report = json.loads((output / "evaluation" / "evaluation.json").read_text())
    tasks = report["comparison"]["tuned"]["tasks"].values()
    assert {task["dataset"] for task in tasks} == {"hedgetriple"}
    assert [next(iter(task["scores"].values()))["count"] for task in tasks][:4] == [101, 51, 119, 119]
    assert "<svg" in (output / "evaluation" / "evaluation.html").read_text()
    assert (output / "model" / "README.md").read_text().startswith("---\nbase_model: sentence-transformers/")


def test_a_failing_step_stops_the_rest(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(quickstart, "RECIPE", "encoder/odd")
    with pytest.raises(HedgeError, match="failed with exit code 2"):
        quickstart.quickstart(tmp_path / "run", Console())
    assert "encoder/odd: no such file" in capfd.readouterr().err
