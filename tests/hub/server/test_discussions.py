from __future__ import annotations

from pathlib import Path

import pytest
from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi
from huggingface_hub.errors import HfHubHTTPError, RevisionNotFoundError


@pytest.fixture
def api(local_hub):
    api = HfApi(endpoint=local_hub.endpoint, token="hf_local")
    api.create_repo("me/x")
    operations = [CommitOperationAdd(name, name.encode()) for name in ("a.txt", "b.txt", "c.bin")]
    api.create_commit("me/x", operations, commit_message="first")
    return api


def propose(api, **files):
    operations = [CommitOperationAdd(f"{name}.txt", text.encode()) for name, text in files.items()]
    return api.create_commit("me/x", operations, commit_message="Better", create_pr=True)


def test_a_merge_keeps_what_happened_on_main_meanwhile(api):
    made = propose(api, a="new a")
    api.upload_file(repo_id="me/x", path_in_repo="b.txt", path_or_fileobj=b"new b")
    api.create_commit("me/x", [CommitOperationDelete("c.bin")], commit_message="more", revision=made.pr_revision)
    api.merge_pull_request("me/x", made.pr_num)
    assert api.list_repo_files("me/x") == ["a.txt", "b.txt"]
    contents = [Path(api.hf_hub_download("me/x", name)).read_text() for name in ("a.txt", "b.txt")]
    assert contents == ["new a", "new b"]
    with pytest.raises(HfHubHTTPError, match="no open pull request"):
        api.merge_pull_request("me/x", made.pr_num)
    with pytest.raises(HfHubHTTPError, match="is merged"):
        api.change_discussion_status("me/x", made.pr_num, "closed")


def test_a_conflict_is_409_and_names_the_files(api):
    made = propose(api, a="theirs", b="same")
    for name, text in (("a.txt", b"ours"), ("b.txt", b"same")):
        api.upload_file(repo_id="me/x", path_in_repo=name, path_or_fileobj=text)
    assert api.get_discussion_details("me/x", made.pr_num).conflicting_files == ["a.txt"]
    with pytest.raises(HfHubHTTPError, match=r"Conflicts with main: a\.txt") as refused:
        api.merge_pull_request("me/x", made.pr_num)
    assert refused.value.response.status_code == 409
    assert api.get_discussion_details("me/x", made.pr_num).status == "open"


def test_the_diff_shows_text_and_names_what_is_none(api):
    operations = [
        CommitOperationAdd("a.txt", b"line"),
        CommitOperationAdd("w.safetensors", b"x"),
        CommitOperationDelete("b.txt"),
    ]
    made = api.create_commit("me/x", operations, commit_message="m", create_pr=True)
    diff = api.get_discussion_details("me/x", made.pr_num).diff
    assert "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a.txt\n+line\n" in diff
    assert "+++ /dev/null" in diff
    assert "diff --git a/w.safetensors b/w.safetensors\nBinary files differ\n" in diff


def test_lists_are_filtered(api):
    api.create_discussion("me/x", "Question")
    propose(api, a="x")
    api.change_discussion_status("me/x", 1, "closed", comment="done")
    assert [one.num for one in api.get_repo_discussions("me/x")] == [2, 1]
    assert [one.num for one in api.get_repo_discussions("me/x", discussion_type="pull_request")] == [2]
    assert [one.num for one in api.get_repo_discussions("me/x", discussion_status="closed")] == [1]
    assert [event.type for event in api.get_discussion_details("me/x", 1).events] == [
        "comment",
        "comment",
        "status-change",
    ]


def test_what_is_not_there_is_404(api):
    with pytest.raises(HfHubHTTPError) as refused:
        api.get_discussion_details("me/x", 7)
    assert refused.value.response.status_code == 404
    with pytest.raises(RevisionNotFoundError):
        api.list_repo_files("me/x", revision="refs/pr/7")
    with pytest.raises(RevisionNotFoundError):
        api.upload_file(repo_id="me/x", path_in_repo="a", path_or_fileobj=b"a", revision="refs/pr/7")
