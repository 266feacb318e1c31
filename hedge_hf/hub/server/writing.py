"""Handlers that write: repos, uploads, commits, branches and tags."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hedge_hf.hub.server import answers
from hedge_hf.hub.server.blobs import is_lfs
from hedge_hf.hub.server.changes import read_changes
from hedge_hf.hub.server.names import checked_path, checked_repo, is_sha256
from hedge_hf.hub.server.reading import json_body, part, repo_of, store_of, text_field
from hedge_hf.hub.server.records import Refused, Repo
from hedge_hf.hub.server.store import DEFAULT_BRANCH, StoredRepos

_COMMIT_BYTES_IN_MEMORY = 1 << 20


def _writable(request: Request) -> StoredRepos:
    store = store_of(request)
    if store.read_only or not isinstance(store, StoredRepos):
        raise Refused(403, "This hub is read-only")
    return store


def _url(request: Request, repo: Repo) -> str:
    return f"{request.base_url}{repo.web_path}"


def _named_repo(body: dict[str, Any]) -> Repo:
    namespace = body.get("organization") or answers.USER
    return checked_repo(str(body.get("type") or "model"), str(namespace), text_field(body, "name"))


async def validate_yaml(request: Request) -> Response:
    """POST /api/validate-yaml: the embedded Hub accepts every card."""
    return JSONResponse({"errors": [], "warnings": []})


async def create_repo(request: Request) -> Response:
    """POST /api/repos/create: 409 if the repo exists, with its url."""
    store, repo = _writable(request), _named_repo(await json_body(request))
    answer = {"url": _url(request, repo), "name": repo.id, "id": repo.id}
    try:
        await run_in_threadpool(store.create, repo)
    except Refused as refused:
        raise Refused(refused.status, refused.message, refused.code, **answer) from refused
    return JSONResponse(answer)


async def delete_repo(request: Request) -> Response:
    """DELETE /api/repos/delete."""
    store, repo = _writable(request), _named_repo(await json_body(request))
    await run_in_threadpool(store.delete, repo)
    return JSONResponse({})


def _refuse_pull_request(request: Request) -> None:
    if request.query_params.get("create_pr"):
        raise Refused(400, "This hub has no pull requests: commit to a branch")


def _is_file_plan(file: Any) -> bool:
    return isinstance(file, dict) and isinstance(file.get("path"), str) and isinstance(file.get("size"), int)


async def preupload(request: Request) -> Response:
    """POST .../preupload/{revision}: says for each file whether to send it as LFS, and what is there now."""
    store, repo = _writable(request), repo_of(request)
    _refuse_pull_request(request)
    files = (await json_body(request)).get("files")
    if not isinstance(files, list) or not all(map(_is_file_plan, files)):
        raise Refused(400, "files must be a list of objects with path and size")
    commit = await run_in_threadpool(store.commit_at, repo, part(request, "revision"))
    plans: list[dict[str, Any]] = []
    for file in files:
        path = checked_path(file["path"])
        mode = "lfs" if is_lfs(path, file["size"]) else "regular"
        plan: dict[str, Any] = {"path": path, "uploadMode": mode, "shouldIgnore": False}
        plans.append({**plan, "oid": commit.files[path].etag} if path in commit.files else plan)
    return JSONResponse({"files": plans})


async def lfs_batch(request: Request) -> Response:
    """POST .../{name}.git/info/lfs/objects/batch: where to send each content the hub lacks."""
    store, repo = _writable(request), repo_of(request)
    await run_in_threadpool(store.commit_at, repo, DEFAULT_BRANCH)
    body = await json_body(request)
    objects = body.get("objects")
    if body.get("operation") != "upload" or not isinstance(objects, list):
        raise Refused(400, "Only the LFS operation 'upload' is served here")
    plans = [_lfs_plan(request, store, item) for item in objects]
    return JSONResponse({"transfer": "basic", "objects": plans})


def _lfs_plan(request: Request, store: StoredRepos, item: Any) -> dict[str, Any]:
    oid = item.get("oid") if isinstance(item, dict) else None
    if not isinstance(oid, str) or not is_sha256(oid):
        raise Refused(400, "An LFS oid is 64 hexadecimal digits")
    plan: dict[str, Any] = {"oid": oid, "size": item.get("size")}
    if store.blobs.size(oid) is None:
        target = f"{request.base_url}lfs/{oid}"
        signature = request.app.state.signer.sign(oid)
        upload = {"href": f"{target}?signature={signature}"}
        plan["actions"] = {"upload": upload, "verify": {"href": f"{target}/verify"}}
    return plan


async def lfs_upload(request: Request) -> Response:
    """PUT /lfs/{oid}: the address carries a signature instead of the request a token."""
    store, oid = _writable(request), part(request, "oid")
    request.app.state.signer.check(oid, request.query_params.get("signature", ""))
    await store.blobs.receive(request.stream(), oid)
    return JSONResponse({})


async def lfs_verify(request: Request) -> Response:
    """POST /lfs/{oid}/verify."""
    store, oid = _writable(request), part(request, "oid")
    if not is_sha256(oid) or store.blobs.size(oid) is None:
        raise Refused(404, "This content was not uploaded", "EntryNotFound")
    return JSONResponse({})


async def commit(request: Request) -> Response:
    """POST .../commit/{branch}: the changes as ndjson, put on disk first if they are large."""
    store, repo = _writable(request), repo_of(request)
    _refuse_pull_request(request)
    with tempfile.SpooledTemporaryFile(_COMMIT_BYTES_IN_MEMORY, dir=str(store.blobs.incoming)) as body:
        async for chunk in request.stream():
            body.write(chunk)
        body.seek(0)
        sha = await run_in_threadpool(_commit, store, repo, part(request, "branch"), body)
    url = f"{_url(request, repo)}/commit/{sha}"
    return JSONResponse({"success": True, "commitOid": sha, "commitUrl": url, "hookOutput": ""})


def _commit(store: StoredRepos, repo: Repo, branch: str, body: IO[bytes]) -> str:
    store.commit_at(repo, branch)
    return store.commit(repo, branch, read_changes(body, store.blobs)).sha


async def branch(request: Request) -> Response:
    """POST and DELETE .../branch/{branch}; `startingPoint` may be any revision."""
    store, repo, name = _writable(request), repo_of(request), part(request, "branch")
    if request.method == "DELETE":
        await run_in_threadpool(store.delete_ref, repo, "heads", name)
    else:
        start = (await json_body(request)).get("startingPoint") or DEFAULT_BRANCH
        await run_in_threadpool(store.create_ref, repo, "heads", name, str(start))
    return JSONResponse({})


async def create_tag(request: Request) -> Response:
    """POST .../tag/{revision} with the tag's name in the body."""
    store, repo, revision = _writable(request), repo_of(request), part(request, "revision")
    name = text_field(await json_body(request), "tag")
    await run_in_threadpool(store.create_ref, repo, "tags", name, revision)
    return JSONResponse({})


async def delete_tag(request: Request) -> Response:
    """DELETE .../tag/{tag}."""
    store, repo = _writable(request), repo_of(request)
    await run_in_threadpool(store.delete_ref, repo, "tags", part(request, "revision"))
    return JSONResponse({})


_REPO = "/api/{kinds}/{namespace}/{name}"
_BATCH = "/{namespace}/{name}.git/info/lfs/objects/batch"
ROUTES = [
    Route("/api/validate-yaml", validate_yaml, methods=["POST"]),
    Route("/api/repos/create", create_repo, methods=["POST"]),
    Route("/api/repos/delete", delete_repo, methods=["DELETE"]),
    Route(_REPO + "/preupload/{revision}", preupload, methods=["POST"]),
    Route(_REPO + "/commit/{branch}", commit, methods=["POST"]),
    Route(_REPO + "/branch/{branch}", branch, methods=["POST", "DELETE"]),
    Route(_REPO + "/tag/{revision}", create_tag, methods=["POST"]),
    Route(_REPO + "/tag/{revision}", delete_tag, methods=["DELETE"]),
    Route(_BATCH, lfs_batch, methods=["POST"]),
    Route("/{kinds}" + _BATCH, lfs_batch, methods=["POST"]),
    Route("/lfs/{oid}", lfs_upload, methods=["PUT"]),
    Route("/lfs/{oid}/verify", lfs_verify, methods=["POST"]),
]
