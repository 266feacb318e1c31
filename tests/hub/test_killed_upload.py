"""Uploads whose client or server is killed with SIGKILL, and clients that commit at the same time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import http_backoff
from this_hub import turn_to

from hedge_hf.errors import HedgeError
from hedge_hf.hub.local import LocalHub
from hedge_hf.hub.publish import upload

SIZE = 80_000_000
PUBLISH = """
import sys
from pathlib import Path
from hedge_hf.hub.publish import upload
upload(Path(sys.argv[1]), "me/x", "model")
"""
SERVE = "import sys; from hedge_hf.hub.serve import main; main(sys.argv[1:])"


@pytest.fixture
def folder(write) -> Path:
    files = {"README.md": b"---\nlicense: mit\n---\n", "big.safetensors": b"", "small.safetensors": b"s" * 5000}
    folder = write("m", files)
    with (folder / "big.safetensors").open("wb") as file:
        for block in range(SIZE // 1_000_000):
            file.write(block.to_bytes(8, "big") * 125_000)
    return folder


def await_upload(root: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until some of the large file has arrived."""
    while True:
        with suppress(FileNotFoundError):  # what has arrived is moved away
            if any(path.stat().st_size > 1_000_000 for path in listed(root / "incoming")):
                return
        assert process.poll() is None
        time.sleep(0.001)


def listed(folder: Path) -> list[Path]:
    return [Path(parent, name) for parent, _, names in os.walk(folder) for name in names]


def check_whole(root: Path, api: HfApi, folder: Path) -> None:
    names = ["README.md", "big.safetensors", "hedge_hf_manifest.json", "small.safetensors"]
    assert api.list_repo_files("me/x") == names
    assert len(api.list_repo_commits("me/x")) == 2
    blobs = listed(root / "blobs")
    assert len(blobs) == len(names)
    assert sum(blob.stat().st_size for blob in blobs if blob.stat().st_size > 5000) == SIZE


def test_a_killed_client_goes_on(local_hub: LocalHub, this_hub: HfApi, folder: Path, tmp_path: Path) -> None:
    environment = os.environ | local_hub.environment() | {"HF_HOME": str(tmp_path / "home")}
    process = subprocess.Popen([sys.executable, "-c", PUBLISH, str(folder)], env=environment)
    try:
        while not local_hub.root.exists():
            time.sleep(0.001)
        await_upload(local_hub.root, process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert this_hub.list_repo_files("me/x") == []
    upload(folder, "me/x", "model")
    check_whole(local_hub.root, this_hub, folder)
    assert listed(local_hub.root / "incoming") == []


def test_a_killed_server_loses_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "served"
    command = [sys.executable, "-c", SERVE, str(root), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        endpoint = [server.stdout.readline() for _ in range(4)][1].split("=")[1].strip()
        turn_to(monkeypatch, endpoint, "hf_local", tmp_path / "home")
        monkeypatch.setattr("huggingface_hub.lfs.http_backoff", partial(http_backoff, max_retries=0))
        with ThreadPoolExecutor(1) as threads:
            uploading = threads.submit(upload, folder, "me/x", "model")
            await_upload(root, server)
            server.send_signal(signal.SIGKILL)
            with pytest.raises(HedgeError, match=r"broke|does not answer") as said:
                uploading.result()
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    assert "\n" not in str(said.value)
    with LocalHub(root) as restarted:
        turn_to(monkeypatch, restarted.endpoint, "hf_local", tmp_path / "home")
        upload(folder, "me/x", "model")
        check_whole(root, HfApi(endpoint=restarted.endpoint, token="hf_local"), folder)


def test_eight_clients_lose_no_commit(local_hub: LocalHub) -> None:
    HfApi(endpoint=local_hub.endpoint, token="x").create_repo("me/shared")

    def work(client: int) -> int:
        api = HfApi(endpoint=local_hub.endpoint, token=f"hf_{client}")
        api.create_repo(f"me/own-{client}")
        conflicts = 0
        for step in range(4):
            name, content = f"{client}/{step}.txt", f"{client} {step}".encode()
            api.create_commit(f"me/own-{client}", [CommitOperationAdd(name, content)], commit_message="own")
            while True:
                head = api.model_info("me/shared").sha
                try:
                    add = CommitOperationAdd(name, content)
                    api.create_commit("me/shared", [add], commit_message="shared", parent_commit=head)
                    break
                except HfHubHTTPError as refused:
                    assert refused.response.status_code == 412
                    conflicts += 1
        return conflicts

    with ThreadPoolExecutor(8) as clients:
        list(clients.map(work, range(8)))
    api = HfApi(endpoint=local_hub.endpoint, token="x")
    assert len(api.list_repo_files("me/shared")) == 32
    assert len(api.list_repo_commits("me/shared")) == 33
    assert all(len(api.list_repo_files(f"me/own-{client}")) == 4 for client in range(8))
