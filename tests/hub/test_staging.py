from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from huggingface_hub import constants

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.hub.publish import publish
from hedge_hf.hub.sending import Target
from hedge_hf.hub.staging import MANIFEST, additions, link_tree, manifest, read_manifest, staging

CARD = b"---\nlicense: mit\n---\n# card\n"


def test_pickles_checkpoints_and_hidden_files_stay_behind(write):
    names = (
        "README.md", "model.safetensors", "1_Pooling/config.json", "training_args.bin", "1_Dense/weights.pt",
        "old.ckpt", "a.pickle", "sub/b.joblib",
        "checkpoint-5/model.safetensors", ".env", "sub/.secret", "__pycache__/x.pyc", "pkg/__pycache__/x.pyc",
    )  # fmt: skip
    folder = write("m", dict.fromkeys(names, b"x"))
    assert [file.path_in_repo for file in additions(folder)] == [
        "1_Pooling/config.json",
        "README.md",
        "model.safetensors",
    ]


def test_links_are_staged_without_a_second_copy(write, tmp_path):
    source = write("m", {"sub/model.safetensors": b"weights"})
    link_tree(source, tmp_path / "staged")
    staged = tmp_path / "staged" / "sub" / "model.safetensors"
    assert os.path.samefile(staged, source / "sub" / "model.safetensors")


def test_a_manifest_comes_back(write):
    folder = write("m", {"a.txt": b"a", "b/c.txt": b"c"})
    (folder / MANIFEST).write_bytes(manifest("me/x", "model", additions(folder)))
    listed = read_manifest(folder / MANIFEST)
    assert listed.keys() == {"a.txt", "b/c.txt"}
    assert listed["a.txt"] == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


def test_what_writes_cards_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(HedgeError, match="jinja2 is not installed"):
        publish(Target("me/x", "model"), lambda folder: None, dry_run=True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": []}', '{"files": {"a": {}}}'])
def test_a_damaged_manifest_is_one_line(write, text):
    folder = write("m", {MANIFEST: text.encode()})
    with pytest.raises(HedgeError, match="is damaged"):
        read_manifest(folder / MANIFEST)


def test_nothing_to_publish_is_said(tmp_path):
    with pytest.raises(UsageError, match="no files to publish"):
        additions(tmp_path)


def test_two_publications_of_one_repository_do_not_mix():
    with staging("me/x", "model") as folder, FileLock(f"{folder.with_name('models--me--y')}.lock"):
        with pytest.raises(HedgeError, match="me/y is being published by another process"), staging("me/y", "model"):
            pass
        with staging("me/x", "dataset") as other:
            assert other != folder


def test_a_full_disk_of_ones_own_is_one_line():
    def full(folder):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(HedgeError, match=r"staging/models--me--x: No space left on device"):
        publish(Target("me/x", "model"), full)


def test_a_dry_run_shows_files_and_card_and_leaves_nothing(write, capsys, tmp_path):
    folder = write("m", {"README.md": CARD, "w.safetensors": b"x" * 2500})
    assert publish(Target("me/x", "model"), lambda staged: link_tree(folder, staged), dry_run=True) is None
    shown = capsys.readouterr().out
    assert "w.safetensors      2.5 kB" in shown and "2 files, 2.5 kB; nothing was sent" in shown and "# card" in shown
    assert not list((tmp_path / "home").rglob("*.safetensors"))


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (b"---\nlicense: [mit\n---\n", r"the YAML of README\.md is broken: while parsing"),
        (b"---\n- a\n- b\n---\n", r"README\.md is no card"),
        (b"---\nmodel-index:\n- name: x\n  results:\n  - task: {}\n---\n", r"README\.md is no card"),
        (b"\xff\xfe", r"README\.md is no card"),
        (None, r"README\.md is no card: .*No such file"),
    ],
)
def test_a_broken_card_is_found_before_anything_is_sent(write, card, reason):
    folder = write("m", {"w.safetensors": b"x"} | ({"README.md": card} if card else {}))
    with pytest.raises(UsageError, match=reason) as said:
        publish(Target("me/x", "model"), lambda staged: link_tree(folder, staged))
    assert "\n" not in str(said.value)
    assert not (Path(constants.HF_HOME) / "hedge_hf" / "staging" / "models--me--x").exists()
