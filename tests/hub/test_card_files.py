from pathlib import Path

import pytest

from hedge_hf.errors import UsageError
from hedge_hf.hub.card_files import check_measured

COMMAND = "hedge-hf evaluate"


@pytest.fixture
def model(tmp_path):
    for name in ("mine", "other"):
        (tmp_path / name / "model").mkdir(parents=True)
    return tmp_path / "mine" / "model"


def test_the_folder_itself_is_known_by_any_of_its_names(model, tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to(model)
    monkeypatch.chdir(tmp_path / "other")
    for name in (str(model), "../mine/model", "../mine/./model/", str(tmp_path / "link")):
        check_measured(name, model, "me/x", COMMAND)
    monkeypatch.chdir(model)
    check_measured(str(model), Path(), "me/x", COMMAND)


def test_a_folder_of_another_machine_is_known_by_run_and_model(model):
    check_measured("/gpu/runs/mine/model", model, "me/x", COMMAND)
    with pytest.raises(UsageError, match=r"is of /gpu/runs/other/model, not of .*; give what hedge-hf evaluate"):
        check_measured("/gpu/runs/other/model", model, "me/x", COMMAND)


def test_the_repository_is_the_model_too(model):
    check_measured("me/x", model, "me/x", COMMAND)
    with pytest.raises(UsageError, match="is of me/y, not of"):
        check_measured("me/y", model, "me/x", COMMAND)


def test_another_folder_is_refused(model, tmp_path):
    with pytest.raises(UsageError, match="the evaluation is of"):
        check_measured(str(tmp_path / "other" / "model"), model, "me/x", COMMAND)
