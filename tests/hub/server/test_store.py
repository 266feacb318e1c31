from __future__ import annotations

import asyncio
import hashlib
import json
import os
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hedge_hf.errors import UsageError
from hedge_hf.hub.server.blobs import git_blob_id, is_lfs
from hedge_hf.hub.server.changes import Changes, apply_changes, read_changes
from hedge_hf.hub.server.folder import PlainFolder
from hedge_hf.hub.server.names import checked_path, checked_repo, checked_revision, is_ref_name
from hedge_hf.hub.server.records import FileRecord, Refused, Repo
from hedge_hf.hub.server.store import StoredRepos

REPO = Repo("model", "me/x")


@pytest.fixture
def store(tmp_path: Path) -> StoredRepos:
    store = StoredRepos(tmp_path / "hub")
    store.create(REPO)
    return store


def adding(store: StoredRepos, path: str, text: str, parent: str | None = None) -> Changes:
    return Changes(f"add {path}", "", parent, [(path, store.blobs.add(text.encode()))])


def refused(status: int, code: str = "") -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: (error.status, error.code) == (status, code))


@pytest.mark.parametrize(
    ("path", "size", "expected"),
    [
        ("a/train.parquet", 10, True),
        ("MODEL.SAFETENSORS", 10, True),
        ("plot.png", 1, True),
        ("README.md", 10, False),
        ("big.json", 10_000_001, True),
        ("big.json", 10_000_000, False),
        ("empty.bin", 0, False),
    ],
)
def test_lfs_goes_by_extension_or_size(path: str, size: int, expected: bool) -> None:
    assert is_lfs(path, size) is expected


def test_git_blob_id_is_gits() -> None:
    assert git_blob_id(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/.", "a\\b", "a\0b", "a\nb", "a/"),
        *(".git/config", "sub/.GIT/hooks", "\ud800", "x" * 1001),
    ],
)
def test_bad_paths_are_refused(path: str) -> None:
    with refused(400):
        checked_path(path)


@pytest.mark.parametrize("path", ["README.md", ".gitattributes", "a/b c/ü.txt", "a..b", "1_Pooling/config.json"])
def test_good_paths_pass(path: str) -> None:
    assert checked_path(path) == path


@pytest.mark.parametrize("name", ["", "..", ".", ".hidden", "a/b", "a\\b", "a\0", "a..b", "x.git", "a b", "x" * 97])
def test_bad_repo_names_are_refused(name: str) -> None:
    with refused(404, "RepoNotFound"):
        checked_repo("model", "me", name)
    with refused(404, "RepoNotFound"):
        checked_repo("model", name, "x")


def test_unknown_kind_is_refused() -> None:
    with refused(404, "RepoNotFound"):
        checked_repo("bucket", "me", "x")


@pytest.mark.parametrize(
    "name", ["", "..", "a/../b", "/a", "a/", "-a", "a b", "a\\b", "a\0", "refs/x/1", "x" * 201, "a/" * 80 + "a"]
)
def test_bad_revisions_are_refused(name: str) -> None:
    assert not is_ref_name(name)
    with refused(404, "RevisionNotFound"):
        checked_revision(name)


@pytest.mark.parametrize("name", ["main", "v1.0", "feature/x", "a" * 40])
def test_good_revisions_pass(name: str) -> None:
    assert checked_revision(name) == name


def test_commit_moves_the_branch_and_keeps_history(store: StoredRepos) -> None:
    first = store.commit(REPO, "main", adding(store, "a.txt", "one"))
    second = store.commit(REPO, "main", adding(store, "b/c.txt", "two"))
    assert list(store.commit_at(REPO, "main").files) == ["a.txt", "b/c.txt"]
    assert list(store.commit_at(REPO, first.sha).files) == ["a.txt"]
    assert store.commit_at(REPO, second.sha[:8]) == second
    titles = [commit.title for commit in store.history(REPO, "main")]
    assert titles == ["add b/c.txt", "add a.txt", "initial commit"]
    assert store.content(REPO, "a.txt", second.files["a.txt"]).read_text() == "one"


def test_a_repo_that_is_deleted_meanwhile_is_not_found(store: StoredRepos, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = store.commit(REPO, "main", adding(store, "a.txt", "one")).sha
    (store.root / "repos" / REPO.folder / "commits" / f"{sha}.json").unlink()
    with refused(404, "RevisionNotFound"):
        StoredRepos(store.root).commit_at(REPO, "main")


def test_a_new_process_sees_everything(store: StoredRepos) -> None:
    commit = store.commit(REPO, "main", adding(store, "a.txt", "one"))
    store.create_ref(REPO, "tags", "v1", "main")
    again = StoredRepos(store.root)
    assert again.repos("model") == [REPO]
    assert again.commit_at(REPO, "main") == commit
    assert again.refs(REPO, "tags") == {"v1": commit.sha}


def test_stale_parent_is_refused_and_changes_nothing(store: StoredRepos) -> None:
    stale = store.commit_at(REPO, "main").sha
    head = store.commit(REPO, "main", adding(store, "a.txt", "one", parent=stale[:7]))
    with refused(412):
        store.commit(REPO, "main", adding(store, "b.txt", "two", parent=stale))
    assert store.commit_at(REPO, "main") == head


def test_a_failure_before_the_branch_moves_leaves_the_old_tree(
    store: StoredRepos, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.commit_at(REPO, "main")
    changes = adding(store, "a.txt", "one")
    replace = os.replace

    def dies_at_the_branch(source: str, target: Path) -> None:
        if target.name == "main":
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr("os.replace", dies_at_the_branch)
    with pytest.raises(KeyboardInterrupt):
        store.commit(REPO, "main", changes)
    monkeypatch.undo()
    again = StoredRepos(store.root)
    assert again.commit_at(REPO, "main") == before
    assert list(again.refs(REPO, "heads")) == ["main"]
    assert list(again.commit(REPO, "main", changes).files) == ["a.txt"]


def test_two_stores_over_one_folder_lose_no_commit(store: StoredRepos) -> None:
    stores = [store, StoredRepos(store.root)]

    def work(number: int) -> None:
        for step in range(5):
            writer = stores[number % 2]
            writer.commit(REPO, "main", adding(writer, f"{number}-{step}.txt", "x"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.commit_at(REPO, "main").files) == 20
    assert len(store.history(REPO, "main")) == 21


def test_refs(store: StoredRepos) -> None:
    head = store.commit(REPO, "main", adding(store, "a.txt", "one"))
    store.create_ref(REPO, "heads", "feature/x", head.sha)
    moved = store.commit(REPO, "feature/x", adding(store, "b.txt", "two"))
    assert store.refs(REPO, "heads") == {"feature/x": moved.sha, "main": head.sha}
    with refused(409):
        store.create_ref(REPO, "heads", "main", "main")
    with refused(400):
        store.create_ref(REPO, "tags", "../../main", "main")
    with refused(404, "RevisionNotFound"):
        store.create_ref(REPO, "tags", "v1", "nowhere")
    with refused(403):
        store.delete_ref(REPO, "heads", "main")
    with refused(404, "RevisionNotFound"):
        store.delete_ref(REPO, "tags", "v1")
    store.delete_ref(REPO, "heads", "feature/x")
    assert list(store.refs(REPO, "heads")) == ["main"]


def test_create_and_delete(store: StoredRepos) -> None:
    with refused(409):
        store.create(REPO)
    store.delete(REPO)
    with refused(404, "RepoNotFound"):
        store.commit_at(REPO, "main")
    with refused(404, "RepoNotFound"):
        store.delete(REPO)
    store.create(REPO)
    assert store.commit_at(REPO, "main").files == {}


def test_changes_delete_files_and_folders() -> None:
    record = FileRecord("0" * 40, "0" * 64, 1, lfs=False)
    files = {"a/x": record, "a/y": record, "ab": record, "c": record}
    assert list(apply_changes(files, Changes(steps=[("a/", None), ("c", None)]))) == ["ab"]
    assert list(files) == ["a/x", "a/y", "ab", "c"]
    with refused(404, "EntryNotFound"):
        apply_changes(files, Changes(steps=[("zzz", None)]))
    with refused(400):
        apply_changes(files, Changes(steps=[("c/d", record)]))


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[]",
        b'"text"',
        b'{"key": "file"}',
        b'{"key": "magic", "value": {}}',
        b'{"key": "file", "value": {"path": "a", "content": "%%%", "encoding": "base64"}}',
        b'{"key": "file", "value": {"path": "../a", "content": "", "encoding": "base64"}}',
        b'{"key": "header", "value": {"summary": "x", "parentCommit": "x"}}',
        b'{"key": "header", "value": ' + b"[" * 100_000,
        b'{"key": "header", "value": {"summary": "x", "parentCommit": 12345}}',
        b'{"key": "file", "value": {"path": 3, "content": ""}}',
        b'{"key": "deletedFolder", "value": {"path": "/"}}',
        json.dumps({"key": "lfsFile", "value": {"path": "a", "oid": "0" * 64, "size": 1}}).encode(),
        b'{"key": "lfsFile", "value": {"path": "a", "oid": "../../etc", "size": 1}}',
    ],
)
def test_malformed_commit_lines_are_refused(store: StoredRepos, line: bytes) -> None:
    with refused(400):
        read_changes([line], store.blobs)


def test_upload_with_wrong_hash_keeps_nothing(store: StoredRepos) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"some"
        yield b"thing"

    with refused(400):
        asyncio.run(store.blobs.receive(chunks(), "0" * 64))
    sha256 = hashlib.sha256(b"something").hexdigest()
    assert store.blobs.size("0" * 64) is None
    asyncio.run(store.blobs.receive(chunks(), sha256))
    assert store.blobs.path(sha256).read_bytes() == b"something"
    assert list(store.blobs.incoming.iterdir()) == []


def test_leftovers_of_a_killed_server_go_after_a_day(store: StoredRepos) -> None:
    old, young = store.blobs.incoming / "old", store.blobs.incoming / "young"
    old.mkdir()
    (old / "part").write_text("x")
    young.write_text("x")
    os.utime(old, (0, 0))
    StoredRepos(store.root)
    assert list(store.blobs.incoming.iterdir()) == [young]


def test_store_wants_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        StoredRepos(tmp_path / "file")
    with pytest.raises(UsageError, match="neither empty nor a hub's folder"):
        StoredRepos(tmp_path)
    with pytest.raises(UsageError, match="cannot write to"):
        StoredRepos(Path("/proc/hub"))


def test_plain_folder_has_one_commit_for_any_revision(tmp_path: Path) -> None:
    folder = tmp_path / "datasets" / "org" / "name"
    (folder / "data").mkdir(parents=True)
    (folder / "README.md").write_text("card")
    (folder / "data" / "test.parquet").write_bytes(b"PAR1")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "secret").write_text("x")
    (tmp_path.parent / "outside.txt").write_text("x")
    (folder / "link.txt").symlink_to(tmp_path.parent / "outside.txt")
    (tmp_path / "datasets" / "org" / "away").symlink_to(tmp_path.parent)
    store, repo = PlainFolder(tmp_path), Repo("dataset", "org/name")
    commit = store.commit_at(repo, "main")
    assert list(commit.files) == ["README.md", "data/test.parquet"]
    assert store.commit_at(repo, "ab" * 20) == commit == PlainFolder(tmp_path).commit_at(repo, "v1")
    assert store.repos("dataset") == [repo]
    assert store.refs(repo, "heads") == {"main": commit.sha}
    (folder / "README.md").write_text("CARD")
    assert store.commit_at(repo, "main").sha != commit.sha
    with refused(404, "RepoNotFound"):
        store.commit_at(Repo("model", "org/name"), "main")
    with refused(404, "RepoNotFound"):
        store.commit_at(Repo("dataset", "org/away"), "main")


def test_plain_folder_without_repos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to serve"):
        PlainFolder(tmp_path)


def test_a_copy_keeps_branches_of_any_name_and_moves_do_not_overwrite(tmp_path: Path) -> None:
    store = StoredRepos(tmp_path)
    one, other = Repo("model", "incoming/x"), Repo("model", "me/y")
    for repo in (one, other):
        store.create(repo, private=repo is one)
    store.create_ref(one, "heads", "private", "main")
    copy = Repo("model", "me/copy")
    store.duplicate(one, copy, private=False)
    assert store.refs(copy, "heads").keys() == {"main", "private"}
    assert store.is_private(one) and not store.is_private(copy)
    with refused(409):
        store.move(one, other)
    with refused(409):
        store.move(one, one)
    with refused(409):
        store.duplicate(one, other, private=False)
    assert store.commit_at(one, "main").files == store.commit_at(other, "main").files == {}
    store.move(one, Repo("model", "me/z"))
    assert [repo.id for repo in store.repos("model")] == ["me/copy", "me/y", "me/z"]
    assert store.created(Repo("model", "me/z"))
    with refused(404, "RepoNotFound"):
        store.delete(one)
    assert list((tmp_path / "incoming").iterdir()) == []
