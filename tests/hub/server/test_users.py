from __future__ import annotations

import hashlib

import pytest
from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

from hedge_hf.errors import UsageError
from hedge_hf.hub.local import LocalHub
from hedge_hf.hub.server.users import Users

FILE = """
ada: {{token_sha256: {ada}, organisations: [lab]}}
bob: {{token_sha256: {bob}}}
eve: {{token_sha256: {eve}, role: read, organisations: [lab]}}
"""


@pytest.fixture
def hub(tmp_path):
    digests = {name: hashlib.sha256(f"hf_{name}".encode()).hexdigest() for name in ("ada", "bob", "eve")}
    (tmp_path / "users.yaml").write_text(FILE.format(**digests))
    with LocalHub(tmp_path / "hub", users=Users.read(tmp_path / "users.yaml")) as hub:
        yield hub


def client(hub, name):
    return HfApi(endpoint=hub.endpoint, token=f"hf_{name}" if name else False)


def status(call, *arguments, **options):
    with pytest.raises(HfHubHTTPError) as refused:
        call(*arguments, **options)
    return refused.value.response.status_code


def test_each_token_is_somebody(hub):
    who = client(hub, "ada").whoami()
    assert (who["name"], [org["name"] for org in who["orgs"]]) == ("ada", ["lab"])
    assert client(hub, "eve").whoami()["auth"]["accessToken"]["role"] == "read"
    assert status(client(hub, "mallory").whoami) == 401


def test_writing_needs_a_namespace_of_ones_own(hub):
    assert client(hub, "ada").create_repo("x").repo_id == "ada/x"
    assert client(hub, "ada").create_repo("lab/x").repo_id == "lab/x"
    assert status(client(hub, "ada").create_repo, "bob/x") == 403
    assert status(client(hub, "eve").create_repo, "lab/y") == 403
    assert status(client(hub, "").create_repo, "ada/y") == 401
    for call in (
        lambda api: api.upload_file(repo_id="ada/x", path_in_repo="a", path_or_fileobj=b"a"),
        lambda api: api.delete_repo("ada/x"),
        lambda api: api.move_repo("ada/x", "bob/x"),
        lambda api: api.create_tag("ada/x", tag="v1"),
        lambda api: api.create_branch("ada/x", branch="b"),
        lambda api: api.update_repo_settings("ada/x", private=True),
    ):
        assert status(call, client(hub, "bob")) == 403


def test_private_repos_are_for_members_and_look_absent_to_others(hub):
    ada = client(hub, "ada")
    ada.create_repo("lab/secret", private=True)
    ada.upload_file(repo_id="lab/secret", path_in_repo="a.txt", path_or_fileobj=b"a")
    assert client(hub, "eve").list_repo_files("lab/secret") == ["a.txt"]
    for name in ("bob", ""):
        other = client(hub, name)
        with pytest.raises(RepositoryNotFoundError) as refused:
            other.model_info("lab/secret")
        assert refused.value.response.status_code == 404
        assert status(other.auth_check, "lab/secret") == status(other.auth_check, "lab/none") == 404
        assert not other.file_exists("lab/secret", "a.txt")
        assert list(other.list_models()) == []
        assert status(other.duplicate_repo, "lab/secret", "bob/copy") in (401, 404)
    ada.update_repo_settings("lab/secret", private=False)
    assert [model.id for model in client(hub, "").list_models()] == ["lab/secret"]


def test_whoever_sees_a_repo_may_propose_but_not_merge(hub):
    ada, bob = client(hub, "ada"), client(hub, "bob")
    ada.create_repo("ada/x")
    made = bob.upload_file(repo_id="ada/x", path_in_repo="a", path_or_fileobj=b"a", create_pr=True)
    assert made.pr_revision == "refs/pr/1"
    assert status(bob.merge_pull_request, "ada/x", 1) == 403
    assert status(client(hub, "").create_discussion, "ada/x", "t") == 401
    ada.merge_pull_request("ada/x", 1)
    assert ada.list_repo_files("ada/x") == ["a"]


def test_collections_belong_to_a_namespace(hub):
    ada, bob = client(hub, "ada"), client(hub, "bob")
    ada.create_repo("ada/secret", private=True)
    found = ada.create_collection("Ours", namespace="lab")
    assert len(ada.add_collection_item(found.slug, "ada/secret", "model").items) == 1
    assert bob.get_collection(found.slug).items == []
    assert status(bob.add_collection_item, found.slug, "ada/secret", "model") == 403
    assert status(bob.create_collection, "Mine", namespace="lab") == 403
    hidden = ada.create_collection("Hidden", private=True)
    assert status(bob.get_collection, hidden.slug) == 404
    assert [one.title for one in bob.list_collections()] == ["Ours"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "give users by their names"),
        ("[a]", "give users by their names"),
        ("{a: [", "while parsing"),
        (f"{{a: {{token_sha256: '{'0' * 64}'}}, b: {{token_sha256: '{'0' * 64}'}}}}", "two users have the same token"),
        ("a/b: {token_sha256: x}", "cannot be a namespace"),
        ("ada: {token: x}", "has the keys token_sha256"),
        ("ada: {token_sha256: x}", "needs token_sha256"),
        (f"ada: {{token_sha256: '{'0' * 64}', role: admin}}", "role is read or write"),
        (f"ada: {{token_sha256: '{'0' * 64}', organisations: lab}}", "organisations is a list"),
    ],
)
def test_a_wrong_file_is_a_usage_error(tmp_path, text, reason):
    (tmp_path / "users.yaml").write_text(text)
    with pytest.raises(UsageError, match=reason) as said:
        Users.read(tmp_path / "users.yaml")
    assert "\n" not in str(said.value)
