from __future__ import annotations

import os
import subprocess
import sys

import pytest

from hedge_hf.errors import UsageError
from hedge_hf.hub import publish_metrics

LOAD = """
import evaluate
scores = [[[0.9, 0.2], [0.3, 0.8]], [[0.9, 0.2], [0.7, 0.6]]]
print(evaluate.load("me/pairs-of-nevir").compute(predictions=scores)["paired_accuracy"])
"""


def test_evaluate_loads_a_published_metric_under_any_name(this_hub, local_hub, tmp_path, capsys):
    publish_metrics.main(["nevir", "--repo", "me/pairs-of-nevir", "--tag", "v1"])
    assert 'evaluate.load("me/pairs-of-nevir") loads it' in capsys.readouterr().out
    environment = os.environ | local_hub.environment() | {"HF_HOME": str(tmp_path / "other"), "HF_HUB_OFFLINE": "0"}
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, env=environment)
    assert done.stdout.strip() == "0.5", done.stderr
    assert this_hub.space_info("me/pairs-of-nevir").card_data.tags[:2] == ["evaluate", "metric"]


@pytest.mark.parametrize("name", publish_metrics.names())
def test_every_metric_can_be_staged(name, tmp_path):
    publish_metrics.stage(name, f"me/{name}", tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "README.md", "app.py", "requirements.txt", "scores.py", f"{name}.py",
    }  # fmt: skip
    card = (tmp_path / "README.md").read_text()
    assert f'evaluate.load("me/{name}")' in card and "hedge_hf/metrics/" not in card


def test_an_unknown_metric_is_a_usage_error():
    with pytest.raises(UsageError, match="no metric 'bleu'; give one of cannot, counterfactual"):
        publish_metrics.main(["--repo", "me/bleu", "--dry-run"])
    with pytest.raises(UsageError, match="a Space of a metric cannot be called 'app'"):
        publish_metrics.main(["nevir", "--repo", "me/app", "--dry-run"])
