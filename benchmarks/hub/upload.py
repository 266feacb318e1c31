"""What the embedded Hub does under load: memory with a 2 GB file, eight clients at once, kills during uploads.

    python benchmarks/hub/upload.py [--gigabytes 2]

Needs that much free disk three times over. Writes benchmarks/results/hub_upload.json.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ["HF_HUB_DISABLE_XET"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
sys.path.insert(0, str(Path(__file__).parents[1]))

from environment import save
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.errors import HfHubHTTPError

CLIENTS, COMMITS = 8, 25
_BLOCK = 1 << 20


class Server:
    """A `hedge-hf hub serve` in a process of its own."""

    def __init__(self, root: Path) -> None:
        """Start it on a free port."""
        code = "import sys; from hedge_hf.hub.serve import main; main(sys.argv[1:])"
        command = [sys.executable, "-c", code, str(root), "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.endpoint = [self.process.stdout.readline() for _ in range(4)][1].split("=")[1].strip()
        self.api = HfApi(endpoint=self.endpoint, token="hf_local")

    def peak_mb(self) -> float:
        """Return the most memory it has had resident so far, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6

    def kill(self) -> None:
        """End it with SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(root: Path) -> Iterator[Server]:
    """Serve a folder in a block."""
    server = Server(root)
    try:
        yield server
    finally:
        server.kill()


def write_random(path: Path, size: int) -> None:
    """Write `size` bytes, no two blocks alike."""
    block = os.urandom(_BLOCK)
    with path.open("wb") as file:
        for number in range(size // _BLOCK):
            file.write(number.to_bytes(8, "big") + block[8:])


def large_file(folder: Path, size: int) -> dict[str, Any]:
    """Send and fetch one large file and see what memory the server needs."""
    write_random(folder / "model.safetensors", size)
    with serving(folder / "hub") as server:
        server.api.create_repo("me/large")
        idle, start = server.peak_mb(), time.perf_counter()
        server.api.upload_file(
            repo_id="me/large", path_in_repo="model.safetensors", path_or_fileobj=folder / "model.safetensors"
        )
        up, uploaded = time.perf_counter() - start, server.peak_mb()
        start = time.perf_counter()
        server.api.hf_hub_download("me/large", "model.safetensors", local_dir=folder / "down")
        down, downloaded = time.perf_counter() - start, server.peak_mb()
    (folder / "down" / "model.safetensors").unlink()
    return {
        "bytes": size,
        "server_mb_idle": round(idle, 1),
        "server_mb_after_upload": round(uploaded, 1),
        "server_mb_after_download": round(downloaded, 1),
        "upload_seconds_with_hashing": round(up, 1),
        "download_seconds": round(down, 1),
    }


def many_clients(folder: Path) -> dict[str, Any]:
    """Let eight clients commit to one repo and to their own, each to the head it has seen."""
    with serving(folder / "many") as server:
        server.api.create_repo("me/shared")

        def work(client: int) -> int:
            api, conflicts = HfApi(endpoint=server.endpoint, token=f"hf_{client}"), 0
            api.create_repo(f"me/own-{client}")
            for step in range(COMMITS):
                name, content = f"{client}/{step}.bin", os.urandom(20_000)
                api.create_commit(f"me/own-{client}", [CommitOperationAdd(name, content)], commit_message="own")
                conflicts += _commit_until_it_fits(api, name, content)
            return conflicts

        start = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as threads:
            conflicts = sum(threads.map(work, range(CLIENTS)))
        seconds = time.perf_counter() - start
        wanted = CLIENTS * COMMITS
        own = [len(server.api.list_repo_files(f"me/own-{client}")) for client in range(CLIENTS)]
        return {
            "clients": CLIENTS,
            "commits_wanted": 2 * wanted,
            "commits_lost": 2 * wanted
            - (len(server.api.list_repo_commits("me/shared")) - 1)
            - sum(len(server.api.list_repo_commits(f"me/own-{client}")) - 1 for client in range(CLIENTS)),
            "files_lost": 2 * wanted - len(server.api.list_repo_files("me/shared")) - sum(own),
            "conflicts_answered_412": conflicts,
            "commits_per_second": round(2 * wanted / seconds, 1),
            "server_mb": round(server.peak_mb(), 1),
        }


def _commit_until_it_fits(api: HfApi, name: str, content: bytes) -> int:
    conflicts = 0
    while True:
        head = api.model_info("me/shared").sha
        try:
            add = CommitOperationAdd(name, content)
            api.create_commit("me/shared", [add], commit_message="shared", parent_commit=head)
            return conflicts
        except HfHubHTTPError as refused:
            if refused.response.status_code != 412:
                raise
            conflicts += 1


def killed(folder: Path, whole: int) -> dict[str, Any]:
    """Kill the client at several moments of an upload, then the server, and see whether the end is as without."""
    root, kills = folder / "killed", 0
    publish = "import sys; from pathlib import Path; from hedge_hf.hub.publish import upload; "
    publish += "upload(Path(sys.argv[1]), 'me/x', 'model')"
    source = folder / "source"
    source.mkdir()
    (source / "README.md").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    for number in range(3):
        write_random(source / f"{number}.safetensors", whole // 3)
    with serving(root) as server:
        environment = os.environ | {"HF_ENDPOINT": server.endpoint, "HF_TOKEN": "x", "HF_HOME": str(folder / "home")}
        for part in (0.1, 0.5, 0.9, 2.0):
            client = subprocess.Popen([sys.executable, "-c", publish, str(source)], env=environment)
            while client.poll() is None and _received(root) < part * whole:
                time.sleep(0.002)
            if client.poll() is None:
                client.kill()
                kills += 1
            client.wait()
        files = server.api.list_repo_files("me/x")
        commits = len(server.api.list_repo_commits("me/x"))
    blobs = [path for path in (root / "blobs").rglob("*") if path.is_file()]
    return {
        "kills": kills,
        "files": files,
        "commits_after_the_first": commits - 1,
        "blobs": len(blobs),
        "half_received_left": len(list((root / "incoming").iterdir())),
    }


def _received(root: Path) -> int:
    found = [*(root / "incoming").iterdir(), *(root / "blobs").glob("*/*")]
    return sum(path.stat().st_size for path in found if path.exists())


def main() -> None:
    """Run all three and save what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=2.0)
    size = int(parser.parse_args().gigabytes * 1e9) // _BLOCK * _BLOCK
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        large = large_file(folder, size)
        result = {"large_file": large, "many_clients": many_clients(folder), "killed": killed(folder, 300 << 20)}
    save("hub_upload", result)


if __name__ == "__main__":
    main()
