import json

import pytest
from tiny_clap import save_tiny_clap

from hedge_hf.errors import HedgeError
from hedge_hf.evaluation.clap.evaluate import ClapEvaluation
from hedge_hf.evaluation.clap.run import main


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return save_tiny_clap(tmp_path_factory.mktemp("clap") / "model")


def test_a_model_is_measured_shown_and_reported(model, tiny_music, tmp_path, capsys):
    main([str(model), tiny_music, "--report", str(tmp_path / "out")])
    shown = capsys.readouterr().out
    for text in ("search among 12 clips", "R@10", "median rank", "fully negated", "original > part > full", "drums"):
        assert text in shown
    report = json.loads((tmp_path / "out" / "evaluation.json").read_text())
    found = ClapEvaluation.from_json(report["clapevaluation"])
    assert (found.model, found.data, found.rows) == (str(model), tiny_music, 12)
    assert list(found.retrieval) == ["original", "appended", "part", "full"]
    assert all(0 <= one.value <= 100 for level in found.retrieval.values() for one in level.recall.values())
    assert report["versions"]["transformers"]
    assert (tmp_path / "out" / "evaluation.png").read_bytes().startswith(b"\x89PNG")


def test_two_calls_give_the_same_scores(model, tiny_music, tmp_path):
    for name in ("one", "two"):
        main([str(model), tiny_music, "--report", str(tmp_path / name)])
    one, two = (json.loads((tmp_path / name / "evaluation.json").read_text()) for name in ("one", "two"))
    assert one["clapevaluation"] == two["clapevaluation"]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["none/such"], "none/such: no CLAP model with its processor"),
        (["MODEL", "none/such"], "none/such: no dataset with a split test"),
        (["MODEL", "MUSIC", "--split", "validation"], "no split validation; put its files"),
        (["MODEL", "MUSIC", "--tags_column", "labels"], "no column 'labels'"),
        (["MODEL", "MUSIC", "--max_rows", "1"], "of 1 captions can be negated .*; two are needed"),
        (["MODEL", "MUSIC", "--vocabulary", "none.yaml"], "none.yaml: no vocabulary"),
    ],
)
def test_a_wrong_call_is_one_line(model, tiny_music, argv, message):
    known = {"MODEL": str(model), "MUSIC": tiny_music}
    with pytest.raises(HedgeError, match=message) as caught:
        main([known.get(word, word) for word in argv])
    assert "\n" not in str(caught.value)
