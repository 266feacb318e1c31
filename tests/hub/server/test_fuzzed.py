"""Whatever is asked for, a hub answers with an error of its own and touches nothing outside its folder."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from huggingface_hub import HfApi
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hedge_hf.hub.local import LocalHub

PIECES = st.sampled_from(
    ["..", ".", "...", "/", "//", "\\", "%2e%2e", "%2f", "%5c", "%00", "~", "etc", "passwd", "hedge-hub.json", "me",
     "x", "main", "refs", "heads", "pr", "1", "blobs", "repos", "models", "collections", ".git", "\0", "é", "secret",
     "a.txt"]
)  # fmt: skip
NAMES = st.one_of(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.text(min_size=1, max_size=20))
SHAPES = st.sampled_from(
    ["/me/x/resolve/main/{0}", "/me/x/resolve/{0}/a.txt", "/{0}/{1}/resolve/main/a.txt", "/{0}", "/{0}/{1}/{2}",
     "/api/models/{0}/{1}", "/api/models/me/x/tree/main/{0}", "/api/models/me/x/tree/{0}", "/api/{0}/me/x",
     "/api/models/me/x/revision/{0}", "/api/models/me/x/discussions/{0}", "/api/models/me/x/commits/{0}",
     "/api/collections/{0}/{1}", "/api/collections/me/{0}", "/lfs/{0}", "/api/organizations/{0}/settings/repositories"]
)  # fmt: skip
WRITES = st.sampled_from(
    [("POST", "/api/repos/create"), ("DELETE", "/api/repos/delete"), ("POST", "/api/repos/move"),
     ("POST", "/api/models/me/x/tag/main"), ("POST", "/api/models/me/x/branch/{0}"), ("POST", "/api/collections"),
     ("DELETE", "/api/models/me/x/tag/{0}"), ("DELETE", "/api/models/me/x/branch/{0}"),
     ("POST", "/api/models/me/x/preupload/main"), ("POST", "/api/models/me/x/commit/{0}"),
     ("POST", "/api/models/me/x/paths-info/main"), ("PUT", "/api/models/me/x/settings"),
     ("POST", "/api/models/me/x/duplicate"), ("POST", "/me/x.git/info/lfs/objects/batch"),
     ("POST", "/api/models/me/x/discussions"), ("POST", "/api/models/me/x/discussions/1/merge")]
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), NAMES, st.just("\ud800")),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
KEYS = st.sampled_from(
    ["name", "organization", "type", "fromRepo", "toRepo", "tag", "startingPoint", "namespace", "title", "files",
     "paths", "visibility", "repository", "objects", "operation", "description", "pullRequest", "path", "key", "value"]
)  # fmt: skip
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret").write_text("secret of the machine")
    with LocalHub(outside / "hub") as hub:
        api = HfApi(endpoint=hub.endpoint, token="hf_local")
        api.create_repo("me/x")
        api.upload_file(repo_id="me/x", path_in_repo="a.txt", path_or_fileobj=b"a")
        yield hub


def ask(hub: LocalHub, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(hub.endpoint).netloc, timeout=10)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", "localhost")
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    answer = response.read()
    connection.close()
    return response.status, answer


def outside(hub: LocalHub) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in hub.root.parent.rglob("*")
        if path.is_file() and hub.root not in path.parents
    }


def encoded(text: str, escape: bool) -> str:
    return quote(text, safe="" if escape else "/%~.", errors="replace")


@QUICK
@given(shape=SHAPES, names=st.tuples(NAMES, NAMES, NAMES), escape=st.booleans())
def test_reading_stays_inside(hub, shape, names, escape):
    status, answer = ask(hub, "GET", shape.format(*(encoded(name, escape) for name in names)))
    assert status < 500
    assert b"secret of the machine" not in answer and b"root:" not in answer and b'"format": 1' not in answer


@QUICK
@given(write=WRITES, name=NAMES, body=st.dictionaries(KEYS, VALUES, max_size=5))
def test_writing_stays_inside(hub, write, name, body):
    before = outside(hub)
    method, path = write
    status, _ = ask(hub, method, path.format(encoded(name, True)), json.dumps(body).encode())
    assert status < 500
    assert outside(hub) == before
    assert {path.name for path in hub.root.iterdir()} == {
        "blobs", "collections", "hedge-hub.json", "incoming", "locks", "repos",
    }  # fmt: skip


@QUICK
@given(
    path=st.one_of(NAMES, st.just("\ud800")),
    operation=st.sampled_from(["file", "deletedFile", "deletedFolder", "lfsFile"]),
)
def test_commits_stay_inside(hub, path, operation):
    before = outside(hub)
    lines = [
        {"key": "header", "value": {"summary": path}},
        {"key": operation, "value": {"path": path, "content": "x"}},
    ]
    body = "\n".join(json.dumps(line) for line in lines).encode()
    status, _ = ask(hub, "POST", "/api/models/me/x/commit/main", body)
    assert status < 500
    assert outside(hub) == before
