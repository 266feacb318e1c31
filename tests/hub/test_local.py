from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from hedge_hf.errors import UsageError
from hedge_hf.hub.local import LocalHub


def client(hub: LocalHub, token: str = "hf_local") -> HfApi:
    return HfApi(endpoint=hub.endpoint, token=token)


def raw(
    hub: LocalHub, method: str, path: str, content: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Send a request whose path no client library tidies up."""
    connection = http.client.HTTPConnection(urlsplit(hub.endpoint).netloc, timeout=10)
    connection.request(method, path, content, headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, body


def run_client(hub: LocalHub, home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **hub.environment(), "HF_HOME": str(home)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, cwd=home.parent)
    assert result.returncode == 0, result.stdout + result.stderr
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "upload"
    (folder / "nested dir").mkdir(parents=True)
    (folder / "README.md").write_text("# card\n")
    (folder / "empty.bin").write_bytes(b"")
    (folder / "weights.safetensors").write_bytes(bytes(range(256)) * 5000)
    (folder / "nested dir" / "ünïcode #1?.json").write_text("{}")
    return folder


FILES = ["README.md", "empty.bin", "nested dir/ünïcode #1?.json", "weights.safetensors"]


@pytest.mark.parametrize("kind", ["model", "dataset"])
def test_upload_download_round_trip(local_hub: LocalHub, folder: Path, tmp_path: Path, kind: str) -> None:
    api = client(local_hub)
    url = api.create_repo("me/x", repo_type=kind)
    assert (url.repo_id, url.repo_type) == ("me/x", kind)
    first = api.upload_folder(repo_id="me/x", repo_type=kind, folder_path=folder)
    again = api.upload_folder(repo_id="me/x", repo_type=kind, folder_path=folder)
    assert again.oid == first.oid
    assert api.list_repo_files("me/x", repo_type=kind) == FILES
    copy = Path(api.snapshot_download("me/x", repo_type=kind, cache_dir=tmp_path / "cache"))
    assert copy.name == first.oid
    for name in FILES:
        assert (copy / name).read_bytes() == (folder / name).read_bytes()
    infos = {info.path: info for info in api.get_paths_info("me/x", FILES, repo_type=kind)}
    assert [name for name in FILES if infos[name].lfs] == ["weights.safetensors"]


def test_tree_expanded_names_the_last_commit_of_each_file(local_hub: LocalHub, folder: Path) -> None:
    api = client(local_hub)
    api.create_repo("me/x")
    first = api.upload_folder(repo_id="me/x", folder_path=folder)
    second = api.upload_file(repo_id="me/x", path_in_repo="README.md", path_or_fileobj=b"new")
    entries = {entry.path: entry for entry in api.list_repo_tree("me/x", expand=True)}
    assert entries["README.md"].last_commit.oid == second.oid
    assert entries["weights.safetensors"].last_commit.oid == first.oid
    assert [entry.path for entry in api.list_repo_tree("me/x", "nested dir")] == [FILES[2]]
    assert [commit.commit_id for commit in api.list_repo_commits("me/x")][:2] == [second.oid, first.oid]


def test_delete_branch_and_tag(local_hub: LocalHub, folder: Path) -> None:
    api = client(local_hub)
    api.create_repo("me/x")
    first = api.upload_folder(repo_id="me/x", folder_path=folder)
    api.create_tag("me/x", tag="v1.0")
    api.create_branch("me/x", branch="try/this")
    api.create_branch("me/x", branch="try/this", exist_ok=True)
    api.delete_file("README.md", "me/x", revision="try/this")
    api.delete_folder("nested dir", "me/x")
    assert api.list_repo_files("me/x", revision="try/this") == FILES[1:]
    assert api.list_repo_files("me/x") == [FILES[0], FILES[1], FILES[3]]
    assert api.list_repo_files("me/x", revision="v1.0") == FILES
    refs = api.list_repo_refs("me/x")
    assert [branch.name for branch in refs.branches] == ["main", "try/this"]
    assert [(tag.name, tag.target_commit) for tag in refs.tags] == [("v1.0", first.oid)]
    api.delete_tag("me/x", tag="v1.0")
    api.delete_branch("me/x", branch="try/this")
    with pytest.raises(RevisionNotFoundError):
        api.list_repo_files("me/x", revision="v1.0")


def test_restart_keeps_everything(local_hub: LocalHub, folder: Path, tmp_path: Path) -> None:
    api = client(local_hub)
    api.create_repo("me/x")
    commit = api.upload_folder(repo_id="me/x", folder_path=folder)
    with LocalHub(local_hub.root) as restarted:
        api = client(restarted)
        assert api.model_info("me/x").sha == commit.oid
        path = api.hf_hub_download("me/x", "weights.safetensors", cache_dir=tmp_path / "cache")
        assert Path(path).read_bytes() == (folder / "weights.safetensors").read_bytes()
        assert [model.id for model in api.list_models(author="me")] == ["me/x"]


def test_concurrent_commits_lose_nothing(local_hub: LocalHub) -> None:
    client(local_hub).create_repo("me/x")
    failures: list[Exception] = []

    def work(number: int) -> None:
        api = client(local_hub)
        try:
            for step in range(3):
                operation = CommitOperationAdd(f"{number}/{step}.bin", f"{number} {step}".encode())
                api.create_commit("me/x", [operation], commit_message=f"{number}/{step}")
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(client(local_hub).list_repo_files("me/x")) == 24
    assert len(client(local_hub).list_repo_commits("me/x")) == 25


def test_errors_are_the_hubs(local_hub: LocalHub, tmp_path: Path) -> None:
    api = client(local_hub)
    api.create_repo("me/x")
    with pytest.raises(HfHubHTTPError, match="already created"):
        api.create_repo("me/x")
    assert api.create_repo("me/x", exist_ok=True).repo_id == "me/x"
    for missing in ("me/y", "no-namespace"):
        with pytest.raises(RepositoryNotFoundError):
            api.model_info(missing)
        with pytest.raises(RepositoryNotFoundError):
            api.hf_hub_download(missing, "config.json", cache_dir=tmp_path)
    with pytest.raises(RevisionNotFoundError):
        api.model_info("me/x", revision="nowhere")
    with pytest.raises(EntryNotFoundError):
        api.hf_hub_download("me/x", "config.json", cache_dir=tmp_path)
    with pytest.raises(EntryNotFoundError):
        api.delete_file("config.json", "me/x")
    assert not api.file_exists("me/x", "config.json")


def test_stale_parent_is_412(local_hub: LocalHub) -> None:
    api = client(local_hub)
    api.create_repo("me/x")
    stale = api.model_info("me/x").sha
    api.upload_file(repo_id="me/x", path_in_repo="a", path_or_fileobj=b"a", parent_commit=stale)
    with pytest.raises(HfHubHTTPError) as caught:
        api.upload_file(repo_id="me/x", path_in_repo="a", path_or_fileobj=b"b", parent_commit=stale)
    assert caught.value.response.status_code == 412


def test_ranges_and_headers(local_hub: LocalHub, folder: Path) -> None:
    api = client(local_hub)
    api.create_repo("me/x")
    commit = api.upload_folder(repo_id="me/x", folder_path=folder)
    content, path = (folder / "weights.safetensors").read_bytes(), "/me/x/resolve/main/weights.safetensors"
    status, headers, body = raw(local_hub, "HEAD", path)
    assert (status, body, headers["content-length"]) == (200, b"", str(len(content)))
    assert headers["x-repo-commit"] == commit.oid
    assert headers["x-linked-size"] == str(len(content))
    assert headers["x-linked-etag"] == headers["etag"]
    status, headers, body = raw(local_hub, "GET", path, Range="bytes=1000-1999")
    assert (status, body) == (206, content[1000:2000])
    assert headers["content-range"] == f"bytes 1000-1999/{len(content)}"
    assert raw(local_hub, "GET", path, Range="bytes=-5")[2] == content[-5:]
    assert raw(local_hub, "GET", path, Range=f"bytes={len(content)}-")[0] == 416
    status, headers, _ = raw(local_hub, "HEAD", "/me/x/resolve/main/absent.json")
    assert (status, headers["x-error-code"], headers["x-repo-commit"]) == (404, "EntryNotFound", commit.oid)


def test_storage_listing(local_hub: LocalHub) -> None:
    api = client(local_hub)
    for repo_id, kind in (("me/x", "model"), ("me/y", "dataset"), ("org/z", "dataset")):
        api.create_repo(repo_id, repo_type=kind)
        api.upload_file(repo_id=repo_id, repo_type=kind, path_in_repo="a.txt", path_or_fileobj=b"four")
    mine = [(repo.id, repo.type, repo.storage, repo.storage_percent) for repo in api.list_user_repos()]
    assert mine == [("me/x", "model", 4, 50), ("me/y", "dataset", 4, 50)]
    assert [repo.id for repo in api.list_user_repos("org")] == ["org/z"]


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"not json", b"\xff", b'{"name": 3}', b'{"name": null}'])
def test_a_malformed_request_to_create_is_400(shared_hub: LocalHub, body: bytes) -> None:
    status, _, answer = raw(shared_hub, "POST", "/api/repos/create", body)
    assert status == 400
    assert b"error" in answer


TRAVERSALS = [
    "/me/x/resolve/main/../../../../etc/passwd",
    "/me/x/resolve/main/..%2f..%2fhedge-hub.json",
    "/me/x/resolve/main/%2e%2e/%2e%2e/hedge-hub.json",
    "/me/x/resolve/main/%2Fetc%2Fpasswd",
    "/me/x/resolve/main//etc/passwd",
    "/me/x/resolve/main/..%5c..%5chedge-hub.json",
    "/me/x/resolve/main/a%00b",
    "/me/x/resolve/..%2f..%2fheads%2fmain/a.txt",
    "/me/x/resolve/%2e%2e/a.txt",
    "/me/x/resolve/main%00/a.txt",
    "/me/..%2f..%2fx/resolve/main/a.txt",
    "/../../etc/passwd",
    "/%2e%2e/x/resolve/main/a.txt",
    "/datasets/me/%2e%2e/resolve/main/a.txt",
    "/etc/me/x/resolve/main/a.txt",
    "/api/models/me/..%2f..",
    "/api/models/%2e%2e/%2e%2e",
    "/api/models/me%5c..%5c/x",
    "/api/models/me/x%00",
    "/api/models/me/x/tree/main/%2e%2e%2f%2e%2e",
    "/api/models/me/x/tree/..%2f..%2fmain",
    "/api/models/me/x/revision/%2e%2e%2f%2e%2e%2fcommits",
    "/api/..%2f/me/x",
    "/api/%2e%2e",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_traversal_is_refused(shared_hub: LocalHub, path: str) -> None:
    status, _, body = raw(shared_hub, "GET", path)
    assert status in (400, 404)
    assert b"format" not in body
    assert b"root:" not in body


@pytest.fixture(scope="module")
def shared_hub(tmp_path_factory: pytest.TempPathFactory) -> object:
    with LocalHub(tmp_path_factory.mktemp("hub")) as hub:
        client(hub).create_repo("me/x")
        client(hub).upload_file(repo_id="me/x", path_in_repo="a.txt", path_or_fileobj=b"a")
        yield hub


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b", "a\\b", "a\0b", ".git/config"])
def test_commits_to_bad_paths_are_refused(shared_hub: LocalHub, path: str) -> None:
    api = client(shared_hub)
    operation = CommitOperationAdd("placeholder", b"x")
    operation.path_in_repo = path
    with pytest.raises(HfHubHTTPError) as caught:
        api.create_commit("me/x", [operation], commit_message="escape")
    assert caught.value.response.status_code == 400
    assert api.list_repo_files("me/x") == ["a.txt"]


def test_uploads_need_a_signature_and_the_right_bytes(shared_hub: LocalHub) -> None:
    oid = "0" * 64
    assert raw(shared_hub, "PUT", f"/lfs/{oid}")[0] == 403
    assert raw(shared_hub, "PUT", "/lfs/..%2f..%2fx?signature=0")[0] == 403
    assert raw(shared_hub, "POST", f"/lfs/{oid}/verify")[0] == 404


def test_token_is_asked_for(tmp_path: Path, folder: Path) -> None:
    with LocalHub(tmp_path / "hub", token="s3cret") as hub:
        api = client(hub, token="s3cret")
        assert api.whoami()["name"] == "me"
        api.create_repo("me/x")
        api.upload_folder(repo_id="me/x", folder_path=folder)
        assert api.list_repo_files("me/x") == FILES
        path = api.hf_hub_download("me/x", "weights.safetensors", cache_dir=tmp_path / "cache")
        assert Path(path).stat().st_size == 256 * 5000
        status, headers, _ = raw(hub, "GET", "/api/models/me/x")
        assert (status, headers["x-error-message"]) == (401, "Invalid username or password.")
        status, headers, body = raw(hub, "GET", "/me/x/resolve/main/README.md", Authorization="Bearer wrong")
        assert (status, headers["x-error-message"]) == (401, "Invalid credentials in Authorization header")
        assert b"card" not in body
        with pytest.raises(HfHubHTTPError, match="401"):
            client(hub, token="wrong").create_repo("me/y")
        assert hub.environment()["HF_TOKEN"] == "s3cret"


def test_web_pages_may_not_write(local_hub: LocalHub) -> None:
    body = b'{"name": "x"}'
    status, _, answer = raw(local_hub, "POST", "/api/repos/create", body, Origin="http://evil.example")
    assert (status, b"Web pages may not write" in answer) == (403, True)
    assert raw(local_hub, "GET", "/api/models", Origin="http://evil.example")[:1] == (200,)
    assert list(client(local_hub).list_models()) == []
    assert raw(local_hub, "GET", "/api/models", Host="evil.example")[:1] == (400,)
    assert raw(local_hub, "GET", "/api/models", Host="localhost:1")[:1] == (200,)


def test_what_the_client_has_already_is_304(local_hub: LocalHub) -> None:
    client(local_hub).create_repo("me/x")
    client(local_hub).upload_file(repo_id="me/x", path_in_repo="a.txt", path_or_fileobj=b"a")
    etag = raw(local_hub, "HEAD", "/me/x/resolve/main/a.txt")[1]["etag"]
    assert raw(local_hub, "GET", "/me/x/resolve/main/a.txt", **{"If-None-Match": etag})[::2] == (304, b"")
    assert raw(local_hub, "GET", "/me/x/resolve/main/a.txt", **{"If-None-Match": '"0"'})[::2] == (200, b"a")


def test_lists_come_in_pages_and_sorted(local_hub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    api = client(local_hub)
    for number in range(5):
        api.create_repo(f"me/{number}")
    monkeypatch.setattr("hedge_hf.hub.server.reading._PAGE", 2)
    assert [model.id for model in api.list_models()] == [f"me/{number}" for number in range(5)]
    assert [model.id for model in api.list_models(limit=3)] == ["me/0", "me/1", "me/2"]
    api.upload_file(repo_id="me/2", path_in_repo="a", path_or_fileobj=b"a")
    assert next(iter(api.list_models(sort="last_modified"))).id == "me/2"


def test_read_only_serves_a_plain_folder_and_refuses_writes(tmp_path: Path) -> None:
    repo = tmp_path / "tree" / "datasets" / "org" / "name"
    repo.mkdir(parents=True)
    (repo / "data.jsonl").write_text('{"text": "not safe"}\n')
    with LocalHub(tmp_path / "tree", read_only=True) as hub:
        api = client(hub)
        pinned = "eab99575c01c6a8e39f8d2adc6e3c3adcfe84413"
        path = api.hf_hub_download(
            "org/name", "data.jsonl", repo_type="dataset", revision=pinned, cache_dir=tmp_path / "cache"
        )
        assert Path(path).read_text() == '{"text": "not safe"}\n'
        writes = [
            lambda: api.create_repo("me/x"),
            lambda: api.delete_repo("org/name", repo_type="dataset"),
            lambda: api.create_tag("org/name", tag="v1", repo_type="dataset"),
            lambda: api.create_branch("org/name", branch="b", repo_type="dataset"),
            lambda: api.upload_file(repo_id="org/name", repo_type="dataset", path_in_repo="a", path_or_fileobj=b"a"),
        ]
        for write in writes:
            with pytest.raises(HfHubHTTPError) as caught:
                write()
            assert caught.value.response.status_code == 403
    assert [path.name for path in repo.iterdir()] == ["data.jsonl"]


def test_read_only_serves_a_hubs_folder_with_its_history(local_hub: LocalHub, folder: Path) -> None:
    client(local_hub).create_repo("me/x")
    client(local_hub).upload_folder(repo_id="me/x", folder_path=folder)
    with LocalHub(local_hub.root, read_only=True) as hub:
        assert client(hub).list_repo_files("me/x") == FILES
        assert len(client(hub).list_repo_commits("me/x")) == 2
        with pytest.raises(HfHubHTTPError, match="read-only"):
            client(hub).create_repo("me/y")


def test_port_in_use_is_a_usage_error(local_hub: LocalHub, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot listen on"), LocalHub(tmp_path / "b", port=local_hub.port):
        pass


DATASETS = """
from datasets import Dataset, load_dataset
rows = {"anchor": ["It is safe.", "He may come."], "negative": ["It is not safe.", "He will not come."]}
Dataset.from_dict(rows).push_to_hub("me/negations")
Dataset.from_dict(rows).push_to_hub("me/negations", "second", set_default=False)
assert load_dataset("me/negations", split="train").to_dict() == rows
assert load_dataset("me/negations", "second", split="train").to_dict() == rows
streamed = list(load_dataset("me/negations", split="train", streaming=True))
assert [row["anchor"] for row in streamed] == rows["anchor"]
"""


def test_datasets_push_load_and_stream(local_hub: LocalHub, tmp_path: Path) -> None:
    run_client(local_hub, tmp_path / "home", sys.executable, "-c", DATASETS)
    files = client(local_hub).list_repo_files("me/negations", repo_type="dataset")
    assert files == ["README.md", "data/train-00000-of-00001.parquet", "second/train-00000-of-00001.parquet"]


def test_hf_command_line(local_hub: LocalHub, folder: Path, tmp_path: Path) -> None:
    hf, home = str(Path(sys.executable).with_name("hf")), tmp_path / "home"
    run_client(local_hub, home, hf, "repos", "create", "cli-model")
    run_client(local_hub, home, hf, "upload", "me/cli-model", str(folder), ".")
    run_client(local_hub, home, hf, "download", "me/cli-model", "--local-dir", str(tmp_path / "copy"))
    assert (tmp_path / "copy" / "README.md").read_text() == "# card\n"
    assert (tmp_path / "copy" / "weights.safetensors").stat().st_size == 256 * 5000
