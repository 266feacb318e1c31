from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub import HfApi
from huggingface_hub.errors import RevisionNotFoundError

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.hub import mirror as command
from hedge_hf.hub.local import LocalHub
from hedge_hf.hub.mirror import mirror
from hedge_hf.hub.server.changes import Changes
from hedge_hf.hub.server.discussions import Discussions
from hedge_hf.hub.server.records import Repo
from hedge_hf.hub.server.store import StoredRepos

DATASET = Repo("dataset", "org/d")
FILES = {"README.md": b"# card", "empty.txt": b"", "data/train.parquet": b"PAR1" * 500}


@pytest.fixture
def source(this_hub, write):
    """A dataset of two commits, the first with a tag."""
    this_hub.create_repo("org/d", repo_type="dataset")
    this_hub.upload_folder(repo_id="org/d", repo_type="dataset", folder_path=write("d", FILES))
    this_hub.create_tag("org/d", tag="v1", repo_type="dataset")
    this_hub.upload_file(repo_id="org/d", repo_type="dataset", path_in_repo="new.txt", path_or_fileobj=b"new")
    return this_hub


def test_a_mirror_has_the_same_files_under_the_same_commits(source, tmp_path, capsys):
    command.main(["org/d", "--type", "dataset", "--root", str(tmp_path / "mirror")])
    assert "4 files, 2,009 bytes fetched" in capsys.readouterr().out
    with LocalHub(tmp_path / "mirror", read_only=True) as hub:
        there = HfApi(endpoint=hub.endpoint, token="x")
        for revision in ("main", "v1"):
            expected = source.dataset_info("org/d", revision=revision, files_metadata=True)
            found = there.dataset_info("org/d", revision=revision, files_metadata=True)
            assert (found.sha, found.siblings) == (expected.sha, expected.siblings)
        pinned = source.list_repo_refs("org/d", repo_type="dataset").tags[0].target_commit
        assert there.list_repo_files("org/d", repo_type="dataset", revision=pinned) == sorted(FILES)
        path = there.hf_hub_download("org/d", "data/train.parquet", repo_type="dataset", cache_dir=tmp_path / "cache")
        assert Path(path).read_bytes() == FILES["data/train.parquet"]


def test_again_fetches_nothing_and_follows_main(source, tmp_path):
    store = StoredRepos(tmp_path / "mirror")
    assert mirror(DATASET, store).files == 4
    assert mirror(DATASET, store).files == 0
    made = source.upload_file(repo_id="org/d", repo_type="dataset", path_in_repo="new.txt", path_or_fileobj=b"newer")
    assert mirror(DATASET, store).files == 1
    assert store.commit_at(DATASET, "main").sha == made.oid


def test_a_proposal_outlives_a_mirror_that_moves_on(source, tmp_path):
    store = StoredRepos(tmp_path / "mirror")
    mirror(DATASET, store)
    changes, discussions = Changes("own", steps=[("own.txt", store.blobs.add(b"own"))]), Discussions(store)
    number, _ = discussions.propose(DATASET, "me", "main", changes)
    source.upload_file(repo_id="org/d", repo_type="dataset", path_in_repo="new.txt", path_or_fileobj=b"newer")
    mirror(DATASET, store)
    assert discussions.changes(DATASET, number).keys() == {"own.txt"}
    assert discussions.conflicts(DATASET, number) == []


def test_an_interrupted_mirror_goes_on(source, tmp_path, monkeypatch):
    store, fetched, download = StoredRepos(tmp_path / "mirror"), [], command.hf_hub_download

    def until_the_second(repo, name, **options):
        if len(fetched) == 2:
            raise ConnectionError("gone")
        fetched.append(name)
        return download(repo, name, **options)

    monkeypatch.setattr(command, "_THREADS", 1)
    monkeypatch.setattr(command, "hf_hub_download", until_the_second)
    with pytest.raises(HedgeError, match="does not answer"):
        mirror(DATASET, store)
    assert store.repos("dataset") == []
    monkeypatch.setattr(command, "hf_hub_download", download)
    assert mirror(DATASET, store).files == 4 - sum(name.endswith(".parquet") for name in fetched)
    assert list((tmp_path / "mirror" / "incoming").iterdir()) == []


def test_a_private_repo_stays_private(source, tmp_path):
    source.update_repo_settings("org/d", repo_type="dataset", private=True)
    store = StoredRepos(tmp_path / "mirror")
    mirror(DATASET, store)
    assert store.is_private(DATASET)


def test_one_revision_becomes_main(source, tmp_path):
    store = StoredRepos(tmp_path / "mirror")
    done = mirror(DATASET, store, ["v1"])
    assert done.commits == {"v1": store.commit_at(DATASET, "main").sha}
    assert "new.txt" not in store.commit_at(DATASET, "v1").files


def test_a_damaged_file_is_not_kept(source, tmp_path, monkeypatch):
    def damaged(*arguments, **options):
        path = tmp_path / "damaged"
        path.write_bytes(b"damaged")
        return str(path)

    monkeypatch.setattr(command, "hf_hub_download", damaged)
    monkeypatch.setattr(command, "_THREADS", 1)
    store = StoredRepos(tmp_path / "mirror")
    with pytest.raises(HedgeError, match=r"org/d/.* came damaged"):
        mirror(DATASET, store)
    assert not list((tmp_path / "mirror" / "blobs").rglob("*/*"))


def test_a_hub_that_names_places_outside_is_refused(source, tmp_path, monkeypatch):
    store, info, tree = StoredRepos(tmp_path / "mirror"), HfApi.repo_info, HfApi.list_repo_tree
    secret = tmp_path / "secret"
    secret.write_bytes(b"x" * 2000)

    def elsewhere(*arguments, **options):
        for file in tree(*arguments, **options):
            if getattr(file, "lfs", None):
                file.lfs.sha256 = f"../../{secret.name}"
            yield file

    monkeypatch.setattr(HfApi, "list_repo_tree", elsewhere)
    with pytest.raises(HedgeError, match="a content that cannot be kept"):
        mirror(DATASET, store)

    def moved(*arguments, **options):
        found = info(*arguments, **options)
        found.sha = "../../../out"
        return found

    monkeypatch.setattr(HfApi, "repo_info", moved)
    with pytest.raises(HedgeError, match="a commit that cannot be kept"):
        mirror(DATASET, store)
    with pytest.raises(HedgeError, match=r"has '\.\.', which cannot be kept"):
        mirror(DATASET, store, [".."])
    assert not store.repos("dataset")


def test_what_cannot_be_mirrored_is_one_line(source, tmp_path):
    store = StoredRepos(tmp_path / "mirror")
    with pytest.raises(HedgeError, match="has no org/none that you may see"):
        mirror(Repo("dataset", "org/none"), store)
    with pytest.raises(HedgeError, match="org/d has no such revision"):
        mirror(DATASET, store, ["v9"])
    store.create(DATASET)
    with pytest.raises(UsageError, match="has a datasets/org/d of its own"):
        mirror(DATASET, store)
    with pytest.raises(UsageError, match="neither empty nor a hub's folder"):
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "x").write_text("x")
        command.main(["org/d", "--root", str(tmp_path / "full")])
    with pytest.raises(RevisionNotFoundError):
        source.dataset_info("org/d", revision="v9")
