import ast
import os
import subprocess
import sys

import pytest
from huggingface_hub import HfApi, RepoCard

from hedge_hf.app.run import _parser
from hedge_hf.errors import UsageError
from hedge_hf.hub.publish_space import PACKAGE, main, stage


def arguments_of(app):
    [call] = [node for node in ast.walk(ast.parse(app)) if isinstance(node, ast.Call)]
    return ast.literal_eval(call.args[0])


def test_the_space_names_its_encoders_and_what_it_installs(tmp_path):
    stage(tmp_path, "all-MiniLM-L6-v2", "me/tuned")
    card = RepoCard.load(tmp_path / "README.md", repo_type="space")
    assert card.data.sdk == "gradio" and card.data.sdk_version == "6.31.0" and card.data.app_file == "app.py"
    assert card.data.models == ["sentence-transformers/all-MiniLM-L6-v2", "me/tuned"]
    assert PACKAGE in (tmp_path / "requirements.txt").read_text().splitlines()
    app = (tmp_path / "app.py").read_text()
    options = _parser().parse_args(arguments_of(app))
    assert (options.base, options.model) == ("sentence-transformers/all-MiniLM-L6-v2", "me/tuned")


def test_without_a_model_the_space_takes_the_shipped_adapter(tmp_path):
    stage(tmp_path, "all-MiniLM-L6-v2", None, "git+https://example.org/hedge_hf")
    options = _parser().parse_args(arguments_of((tmp_path / "app.py").read_text()))
    assert options.model is None
    assert "git+https://example.org/hedge_hf" in (tmp_path / "requirements.txt").read_text().splitlines()


def test_an_adapter_needs_its_base(tmp_path):
    with pytest.raises(UsageError, match="--model is missing"):
        stage(tmp_path, "me/other", None)


@pytest.mark.parametrize("name", ["me/my/model", "two words", "-x", "a..b"])
def test_what_is_no_hub_id_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match="no Hub id"):
        stage(tmp_path, "all-MiniLM-L6-v2", name)
    assert not list(tmp_path.iterdir())


def test_a_folder_must_be_published_first(tmp_path, tiny_encoder):
    with pytest.raises(UsageError, match="hedge-hf publish model"):
        stage(tmp_path, "all-MiniLM-L6-v2", tiny_encoder)


def test_the_dry_run_sends_nothing(capsys, no_hub):
    main(["--repo", "me/try", "--dry-run"])
    assert "requirements.txt" in capsys.readouterr().out


def test_the_space_is_on_the_hub(local_hub, tmp_path):
    environment = os.environ | local_hub.environment() | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "0"}
    code = 'from hedge_hf.hub.publish_space import main; main(["--repo", "me/try", "--model", "me/tuned"])'
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Published me/try" in done.stdout
    files = HfApi(endpoint=local_hub.endpoint, token="x").list_repo_files("me/try", repo_type="space")
    assert {"README.md", "app.py", "requirements.txt"} <= {*files}
