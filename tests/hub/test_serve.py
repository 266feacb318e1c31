from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from huggingface_hub import HfApi

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.hub.local import LocalHub
from hedge_hf.hub.serve import main


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run the command on a free port; yields the process and its four lines of greeting."""
    code = "import sys; from hedge_hf.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, "hub", "serve", *arguments, "--port", "0"]
    package = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": package, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, [process.stdout.readline().rstrip("\n") for _ in range(4)]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_prints_three_exports_and_stops_on_interrupt(tmp_path: Path) -> None:
    with serving(str(tmp_path / "hub")) as (process, lines):
        endpoint = lines[1].removeprefix("export HF_ENDPOINT=")
        assert endpoint.startswith("http://127.0.0.1:")
        assert lines[2:] == ["export HF_HUB_DISABLE_XET=1", "export HF_TOKEN=hf_local"]
        api = HfApi(endpoint=endpoint, token="hf_local")
        assert api.create_repo("x").repo_id == "me/x"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "\nstopped\n"


def test_killed_server_keeps_what_was_committed(tmp_path: Path) -> None:
    with serving(str(tmp_path / "hub")) as (process, lines):
        api = HfApi(endpoint=lines[1].removeprefix("export HF_ENDPOINT="), token="hf_local")
        api.create_repo("me/x")
        api.upload_file(repo_id="me/x", path_in_repo="a.parquet", path_or_fileobj=b"PAR1")
        process.kill()
    with LocalHub(tmp_path / "hub") as hub:
        assert HfApi(endpoint=hub.endpoint, token="hf_local").list_repo_files("me/x") == ["a.parquet"]


def test_never_prints_the_token(tmp_path: Path) -> None:
    with serving(str(tmp_path / "hub"), HEDGE_HF_HUB_TOKEN="s3cret") as (process, lines):
        endpoint = lines[1].removeprefix("export HF_ENDPOINT=")
        assert lines[3] == 'export HF_TOKEN="$HEDGE_HF_HUB_TOKEN"'
        HfApi(endpoint=endpoint, token="s3cret").create_repo("me/x")
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert "s3cret" not in "".join(lines) + process.stdout.read()


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEDGE_HF_HUB_TOKEN", raising=False)


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        main([str(tmp_path / "file")])


def test_a_full_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="neither empty nor a hub's folder"):
        main([str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_read_only_wants_repos(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to serve"):
        main([str(tmp_path / "absent"), "--read-only"])


def test_a_taken_port_is_refused(local_hub: LocalHub, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1:{local_hub.port}"):
        main([str(tmp_path / "other"), "--port", str(local_hub.port)])


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_an_impossible_port_is_refused(tmp_path: Path, port: str) -> None:
    with pytest.raises(UsageError, match="cannot listen on"):
        main([str(tmp_path / "other"), f"--port={port}"])


@pytest.mark.parametrize("token", ["", "two words", "new\nline", "ü"])
def test_an_unusable_token_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("HEDGE_HF_HUB_TOKEN", token)
    with pytest.raises(UsageError, match="HEDGE_HF_HUB_TOKEN must be printable"):
        main([str(tmp_path / "hub")])


def test_open_writes_to_the_network_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lets others write"):
        main([str(tmp_path / "hub"), "--host", "0.0.0.0"])


def test_users_have_tokens_of_their_own(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"hf_ada").hexdigest()
    (tmp_path / "users.yaml").write_text(f"ada: {{token_sha256: {digest}}}\n")
    with serving(str(tmp_path / "hub"), "--users", str(tmp_path / "users.yaml")) as (_, lines):
        endpoint = lines[1].removeprefix("export HF_ENDPOINT=")
        assert lines[3] == "export HF_TOKEN=TOKEN"
        assert HfApi(endpoint=endpoint, token="hf_ada").create_repo("x").repo_id == "ada/x"


def test_users_that_cannot_be_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"none\.yaml: .*No such file"):
        main([str(tmp_path / "hub"), "--users", str(tmp_path / "none.yaml")])
    monkeypatch.setenv("HEDGE_HF_HUB_TOKEN", "s3cret")
    with pytest.raises(UsageError, match="exclude each other"):
        main([str(tmp_path / "hub"), "--users", str(tmp_path / "none.yaml")])


def test_missing_packages_name_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(HedgeError, match=r"hedge-hf\[hub\]"):
        main([str(tmp_path / "hub")])
    assert not (tmp_path / "hub").exists()
