"""The commands of `hf` against the embedded Hub, unmodified, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from huggingface_hub import HfApi

from hedge_hf.hub.local import LocalHub

RUN = """
import contextlib, io, json, sys
from huggingface_hub.cli.hf import app

for line in json.load(sys.stdin):
    shown, code = io.StringIO(), 0
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        try:
            app(line, prog_name="hf")
        except SystemExit as end:
            code = end.code or 0
        except Exception as error:
            code, _ = 1, shown.write(str(error))
    print(json.dumps([code, shown.getvalue()]))
"""
CARD = "---\nlicense: mit\ntags: [negation]\npipeline_tag: sentence-similarity\n---\n# card\n"


@pytest.fixture
def hf(local_hub: LocalHub, tmp_path: Path):
    """Run commands, given one a line; returns what each printed, and fails if one fails."""

    def run(lines: str) -> list[str]:
        commands = [line.split() for line in lines.strip().splitlines()]
        environment = os.environ | local_hub.environment() | {"HF_HOME": str(tmp_path / "home")}
        done = subprocess.run(
            [sys.executable, "-c", RUN],
            input=json.dumps(commands),
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        failed = [(command, shown) for command, (code, shown) in zip(commands, answers, strict=True) if code]
        assert not failed, failed
        return [shown for _, shown in answers]

    return run


@pytest.fixture
def folder(write) -> Path:
    return write("up", {"README.md": CARD.encode(), "w.safetensors": b"x" * 5000, "sub/c.json": b"{}"})


@pytest.fixture
def api(local_hub: LocalHub) -> HfApi:
    return HfApi(endpoint=local_hub.endpoint, token="hf_local")


def test_repos_and_files(hf, api, folder, tmp_path):
    who, *_, info, listed, tree, card, datasets, _, _, cache, storage, tags = hf(f"""
        auth whoami
        repos create m
        repos create me/d --type dataset --private
        repos create me/s --type space --space-sdk static
        upload me/m {folder} .
        upload me/m {folder}/README.md notes.md --commit-message=second
        upload me/d {folder} . --type dataset
        repos tag create me/m v1
        repos branch create me/m dev
        upload me/m {folder}/README.md dev.md --revision dev
        models info me/m
        models ls --author me --filter negation --sort last_modified --format json
        models ls me/m -R
        models card me/m
        datasets info me/d
        download me/m --local-dir {tmp_path}/down
        download me/d --type dataset
        cache verify me/d --type dataset
        repos ls
        repos tag list me/m
    """)
    assert "user: me" in who
    assert json.loads(info)["pipeline_tag"] == "sentence-similarity"
    assert [model["id"] for model in json.loads(listed)] == ["me/m"]
    assert "sub/c.json" in tree and "w.safetensors" in tree
    assert "# card" in card
    assert json.loads(datasets)["private"] is True
    assert "All checksums match" in cache
    assert "private" in storage and "me/s" in storage
    assert "refs/tags/v1" in tags
    assert (tmp_path / "down" / "w.safetensors").read_bytes() == b"x" * 5000
    assert "dev.md" in api.list_repo_files("me/m", revision="dev")
    hf("""
        repos delete-files me/m notes.md
        repos tag delete me/m v1 -y
        repos branch delete me/m dev
        repos settings me/m --private
        repos duplicate me/m me/copy
        repos move me/copy lab/copy
        cp hf://me/m/w.safetensors hf://me/m/w2.safetensors
        repos delete me/m -y
    """)
    assert not api.repo_exists("me/m")
    assert not api.repo_exists("me/copy")
    assert api.list_repo_files("lab/copy") == ["README.md", "sub/c.json", "w.safetensors"]
    assert api.model_info("lab/copy").private


def test_discussions_and_pull_requests(hf, api, folder, write):
    other = write("other", {"README.md": b"---\nlicense: mit\n---\n# other\n"})
    *_, listed, diff, info = hf(f"""
        repos create m
        upload me/m {folder} .
        upload me/m {other} . --create-pr
        discussions create me/m --title Question --body Why
        discussions comment me/m 2 --body Because
        discussions rename me/m 2 Answered
        discussions close me/m 2 -y
        discussions reopen me/m 2 -y
        discussions list me/m
        discussions diff me/m 1
        discussions info me/m 1
    """)
    assert "Answered" in listed
    assert "-# card\n+# other\n" in diff
    assert json.loads(info)["status"] == "open"
    assert api.list_repo_refs("me/m", include_pull_requests=True).pull_requests[0].ref == "refs/pr/1"
    hf("""
        download me/m README.md --revision refs/pr/1
        discussions merge me/m 1 -y
        discussions create me/m --title Draft --pull-request
    """)
    merged = api.get_discussion_details("me/m", 1)
    assert merged.status == "merged" and merged.merge_commit_oid == api.model_info("me/m").sha
    assert api.get_discussion_details("me/m", 3).status == "draft"
    assert "w.safetensors" in api.list_repo_files("me/m")


def test_collections(hf, api):
    hf("""
        repos create m
        collections create Mine --quiet
    """)
    slug = next(api.list_collections(owner="me")).slug
    hf(f"""
        collections add-item {slug} me/m model --note first
        collections update {slug} --title Ours
        collections info {slug}
        collections ls --owner me
    """)
    found = api.get_collection(slug)
    assert (found.title, found.items[0].item_id, found.items[0].note) == ("Ours", "me/m", "first")
    item = found.items[0].item_object_id
    hf(f"""
        collections update-item {slug} {item} --note second
        collections delete-item {slug} {item}
        collections delete {slug}
    """)
    assert list(api.list_collections()) == []
