from __future__ import annotations

import errno
import hashlib
import os
import shutil

import pytest
from huggingface_hub import HfApi
from this_hub import turn_to

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.hub.local import LocalHub
from hedge_hf.hub.publish import publish
from hedge_hf.hub.sending import Target, send
from hedge_hf.hub.server.blobs import Blobs
from hedge_hf.hub.server.users import NOBODY, User, Users
from hedge_hf.hub.staging import MANIFEST, additions, link_tree

CARD = b"---\nlicense: mit\n---\n# card\n"
FILES = {"README.md": CARD, "a.safetensors": b"a" * 3000, "b.safetensors": b"b" * 3000, "sub/config.json": b"{}"}


def put(folder, **options):
    target = Target("me/x", "model", **options)
    return publish(target, lambda staged: link_tree(folder, staged))


def test_one_commit_holds_all_files_and_the_manifest(this_hub, write):
    put(write("m", FILES), tag="v1")
    assert this_hub.list_repo_files("me/x") == sorted([*FILES, MANIFEST])
    assert [commit.title for commit in this_hub.list_repo_commits("me/x")] == ["Upload model", "initial commit"]
    assert this_hub.list_repo_files("me/x", revision="v1") == sorted([*FILES, MANIFEST])


def test_the_same_again_makes_no_commit_and_keeps_the_tag(this_hub, write):
    first = put(write("m", FILES), tag="v1")
    assert put(write("m", FILES), tag="v1") == first
    with pytest.raises(UsageError, match="has a tag v1 already"):
        put(write("m", FILES | {"new.txt": b"new"}), tag="v1")
    assert "new.txt" not in this_hub.list_repo_files("me/x")


def test_what_is_no_longer_published_is_removed_and_what_others_added_stays(this_hub, write):
    put(write("m", FILES))
    this_hub.upload_file(repo_id="me/x", path_in_repo="notes.md", path_or_fileobj=b"by hand")
    put(write("n", {"README.md": CARD, "a.safetensors": b"other"}))
    assert this_hub.list_repo_files("me/x") == sorted(["README.md", "a.safetensors", "notes.md", MANIFEST])


def test_what_others_wrote_is_replaced_only_when_asked_to(this_hub, write):
    this_hub.create_repo("me/x")
    this_hub.upload_file(repo_id="me/x", path_in_repo="README.md", path_or_fileobj=b"# mine")
    with pytest.raises(UsageError, match=r"me/x holds another README\.md, not put there .*--overwrite"):
        put(write("m", FILES))
    put(write("m", FILES), overwrite=True)
    this_hub.upload_file(repo_id="me/x", path_in_repo="sub/config.json", path_or_fileobj=b'{"edited": 1}')
    with pytest.raises(UsageError, match=r"holds another sub/config\.json"):
        put(write("m", FILES | {"sub/config.json": b'{"new": 1}'}))


def test_an_upload_that_broke_off_sends_only_what_is_missing(this_hub, write, monkeypatch, tmp_path):
    folder, received, receive = write("m", FILES), [], Blobs.receive

    async def until_the_second(self, chunks, sha256):
        if received:
            raise OSError(errno.ENOSPC, "No space left on device")
        received.append(sha256)
        await receive(self, chunks, sha256)

    monkeypatch.setattr(Blobs, "receive", until_the_second)
    with pytest.raises(HedgeError, match=r"has no room for me/x \(507\).*is in .*staging/models--me--x"):
        put(folder)
    staged = tmp_path / "home" / "hedge_hf" / "staging" / "models--me--x"
    assert (staged / MANIFEST).is_file()
    again = []

    async def note(self, chunks, sha256):
        again.append(sha256)
        await receive(self, chunks, sha256)

    monkeypatch.setattr(Blobs, "receive", note)
    put(folder)
    assert len(again) == 1 and again != received
    assert not staged.exists()
    assert len(this_hub.list_repo_commits("me/x")) == 2


def test_the_embedded_hub_is_not_asked_for_xet_where_it_is_installed(this_hub, write, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", False)
    monkeypatch.setattr("huggingface_hub.utils._runtime.is_package_available", lambda name: True)
    put(write("m", FILES))
    assert "a.safetensors" in this_hub.list_repo_files("me/x")


def test_a_hub_without_room_says_so_before_anything_is_sent(this_hub, write, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=2000)
    monkeypatch.setattr("hedge_hf.hub.server.writing.shutil.disk_usage", lambda path: usage)
    with pytest.raises(
        HedgeError, match=r"\(507\): No room on the hub's disk: 6,000 bytes are to come, 2,000 are free"
    ):
        put(write("m", FILES))


def test_a_disk_that_is_full_at_the_commit_says_so(this_hub, write, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    this_hub.create_repo("me/x")
    monkeypatch.setattr("hedge_hf.hub.server.store.write_atomically", full)
    with pytest.raises(HedgeError, match=r"has no room for me/x \(507\)"):
        put(write("m", FILES))


def test_a_private_repository_is_asked_for_in_vain_if_it_is_public(this_hub, write):
    put(write("m", FILES), private=True)
    assert this_hub.model_info("me/x").private
    this_hub.update_repo_settings("me/x", private=False)
    with pytest.raises(UsageError, match="me/x exists and is public"):
        put(write("m", FILES), private=True)


def test_a_namespace_of_others_and_a_wrong_token_are_one_line(tmp_path, monkeypatch, write):
    users = Users({hashlib.sha256(b"hf_ada").hexdigest(): User("ada")}, NOBODY)
    with LocalHub(tmp_path / "hub", users=users) as hub:
        turn_to(monkeypatch, hub.endpoint, "hf_ada", tmp_path / "home")
        with pytest.raises(
            HedgeError, match=r'\(403\): .*rights to write to the namespace "me"; check the namespace'
        ) as said:
            put(write("m", FILES))
        assert "\n" not in str(said.value)
        monkeypatch.setenv("HF_TOKEN", "hf_wrong")
        with pytest.raises(HedgeError, match=r"refuses access to me/x \(401\); check HF_TOKEN"):
            put(write("m", FILES))
        monkeypatch.delenv("HF_TOKEN")
        with pytest.raises(HedgeError, match="no Hub token: run"):
            put(write("m", FILES))


def test_somebody_elses_commit_in_between_is_not_lost(this_hub, write, monkeypatch):
    files, refs = additions(write("m", FILES)), HfApi.list_repo_refs
    this_hub.create_repo("me/x")

    def meanwhile(self, *arguments, **options):
        this_hub.upload_file(repo_id="me/x", path_in_repo="other.txt", path_or_fileobj=b"other")
        return refs(self, *arguments, **options)

    monkeypatch.setattr(HfApi, "list_repo_refs", meanwhile)
    with pytest.raises(HedgeError, match=r"me/x has changed meanwhile \(412\); give the command again"):
        send(Target("me/x", "model", tag="v1"), files)
    assert "other.txt" in this_hub.list_repo_files("me/x")


def test_a_local_file_that_cannot_be_read_is_named(this_hub, write):
    files = additions(write("m", FILES))
    os.remove(files[1].path_or_fileobj)
    with pytest.raises(HedgeError, match=r"a\.safetensors: No such file"):
        send(Target("me/x", "model"), files)
