from __future__ import annotations

import errno

import pytest

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.hub import pull as command
from hedge_hf.hub.publish import publish
from hedge_hf.hub.pull import pull
from hedge_hf.hub.sending import Target
from hedge_hf.hub.staging import MANIFEST, link_tree

FILES = {"README.md": b"---\nlicense: mit\n---\n", "data/train.parquet": b"PAR1", "empty.txt": b""}


@pytest.fixture
def published(this_hub, write):
    folder = write("d", FILES)
    publish(Target("me/d", "dataset", tag="v1"), lambda staged: link_tree(folder, staged))
    return this_hub


def test_a_repository_comes_back_as_it_was_published(published, tmp_path, capsys):
    command.main(["me/d", "--type", "dataset", "--revision", "v1", "--out", str(tmp_path / "out")])
    assert "3 files checked" in capsys.readouterr().out
    for name, content in FILES.items():
        assert (tmp_path / "out" / name).read_bytes() == content
    assert pull("me/d", tmp_path / "out", "dataset") == 3


def test_a_file_that_is_not_what_was_published_is_named(published, tmp_path):
    published.upload_file(
        repo_id="me/d", repo_type="dataset", path_in_repo="data/train.parquet", path_or_fileobj=b"PAR2"
    )
    with pytest.raises(HedgeError, match=r"train\.parquet is not what was published"):
        pull("me/d", tmp_path / "out", "dataset")


def test_a_repository_of_others_is_pulled_unchecked(this_hub, tmp_path):
    this_hub.create_repo("me/m")
    this_hub.upload_file(repo_id="me/m", path_in_repo="a.txt", path_or_fileobj=b"a")
    assert pull("me/m", tmp_path / "out") is None
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"a"


def test_a_manifest_cannot_name_files_outside(this_hub, tmp_path):
    (tmp_path / "secret").write_text("x")
    text = b'{"files": {"../secret": {"sha256": "0"}}}'
    this_hub.create_repo("me/m")
    this_hub.upload_file(repo_id="me/m", path_in_repo=MANIFEST, path_or_fileobj=text)
    with pytest.raises(HedgeError, match=r"\.\./secret is missing"):
        pull("me/m", tmp_path / "out")


def test_what_is_not_there_is_one_line(published, tmp_path):
    with pytest.raises(HedgeError, match=r"has no me/d that you may see \(404\)"):
        pull("me/d", tmp_path / "out", "model")
    with pytest.raises(HedgeError, match="me/d has no such revision"):
        pull("me/d", tmp_path / "out", "dataset", "v9")


def test_a_full_disk_of_ones_own_is_not_blamed_on_the_hub(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(command, "snapshot_download", full)
    with pytest.raises(HedgeError, match="this machine: No space left on device"):
        pull("me/d", tmp_path / "out")


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="holds other things"):
        pull("me/d", tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        pull("me/d", tmp_path / "mine.txt")
    with pytest.raises(UsageError, match="must have the form namespace/name"):
        pull("d", tmp_path / "out")
