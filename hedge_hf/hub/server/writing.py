"""Handlers that write into a repo: uploads, commits, branches and tags."""

from __future__ import annotations

import shutil
import tempfile
from typing import IO, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hedge_hf.hub.server.access import user_of
from hedge_hf.hub.server.blobs import is_lfs
from hedge_hf.hub.server.cards import front_matter
from hedge_hf.hub.server.changes import read_changes
from hedge_hf.hub.server.discussions import Discussions
from hedge_hf.hub.server.names import checked_path, is_sha256
from hedge_hf.hub.server.records import Refused, Repo
from hedge_hf.hub.server.requests import (
    json_body,
    own_repo_of,
    part,
    repo_of,
    text_field,
    url_of,
    writable,
)
from hedge_hf.hub.server.store import DEFAULT_BRANCH, StoredRepos

_COMMIT_BYTES_IN_MEMORY = 1 << 20


async def validate_yaml(request: Request) -> Response:
    """POST /api/validate-yaml: 400 for a card whose metadata is no YAML."""
    content = text_field(await json_body(request), "content")
    try:
        metadata = front_matter(content)
    except ValueError as error:
        return JSONResponse({"errors": [{"message": str(error)}], "warnings": []}, 400)
    warnings = [] if metadata else [{"message": "empty or missing yaml metadata in repo card"}]
    return JSONResponse({"errors": [], "warnings": warnings})


def _target(request: Request) -> tuple[Repo, bool]:
    """Return the repo to commit to, and whether it is to be a pull request, which whoever sees it may open."""
    proposal = bool(request.query_params.get("create_pr"))
    repo = repo_of(request) if proposal else own_repo_of(request)
    user_of(request).check_write(user_of(request).name if proposal else repo.namespace)
    return repo, proposal


def _is_file_plan(file: Any) -> bool:
    return isinstance(file, dict) and isinstance(file.get("path"), str) and isinstance(file.get("size"), int)


async def preupload(request: Request) -> Response:
    """POST .../preupload/{revision}: says for each file whether to send it as LFS, and what is there now."""
    store, (repo, _) = writable(request), _target(request)
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
    """POST .../{name}.git/info/lfs/objects/batch: where to send what the hub lacks; 507 without room."""
    store, repo = writable(request), repo_of(request)
    user_of(request).check_write(user_of(request).name)
    await run_in_threadpool(store.commit_at, repo, DEFAULT_BRANCH)
    body = await json_body(request)
    objects = body.get("objects")
    if body.get("operation") != "upload" or not isinstance(objects, list):
        raise Refused(400, "Only the LFS operation 'upload' is served here")
    plans = [_lfs_plan(request, store, item) for item in objects]
    _check_room(store, sum(plan["size"] for plan in plans if "actions" in plan))
    return JSONResponse({"transfer": "basic", "objects": plans})


def _check_room(store: StoredRepos, wanted: int) -> None:
    free = shutil.disk_usage(store.root).free
    if wanted > free:
        raise Refused(507, f"No room on the hub's disk: {wanted:,} bytes are to come, {free:,} are free")


def _lfs_plan(request: Request, store: StoredRepos, item: Any) -> dict[str, Any]:
    oid, size = (item.get("oid"), item.get("size")) if isinstance(item, dict) else (None, None)
    if not isinstance(oid, str) or not is_sha256(oid) or not isinstance(size, int) or size < 0:
        raise Refused(400, "An LFS object has an oid of 64 hexadecimal digits and a size")
    plan: dict[str, Any] = {"oid": oid, "size": size}
    if store.blobs.size(oid) is None:
        target = f"{request.base_url}lfs/{oid}"
        signature = request.app.state.signer.sign(oid)
        upload = {"href": f"{target}?signature={signature}"}
        plan["actions"] = {"upload": upload, "verify": {"href": f"{target}/verify"}}
    return plan


async def lfs_upload(request: Request) -> Response:
    """PUT /lfs/{oid}: the address carries a signature instead of the request a token."""
    store, oid = writable(request), part(request, "oid")
    request.app.state.signer.check(oid, request.query_params.get("signature", ""))
    await store.blobs.receive(request.stream(), oid)
    return JSONResponse({})


async def lfs_verify(request: Request) -> Response:
    """POST /lfs/{oid}/verify."""
    store, oid = writable(request), part(request, "oid")
    if not is_sha256(oid) or store.blobs.size(oid) is None:
        raise Refused(404, "This content was not uploaded", "EntryNotFound")
    return JSONResponse({})


async def commit(request: Request) -> Response:
    """POST .../commit/{branch}: the changes as ndjson, put on disk first if they are large.

    With `create_pr`, they become a pull request instead.
    """
    store, (repo, proposal), author = writable(request), _target(request), user_of(request).name
    with tempfile.SpooledTemporaryFile(_COMMIT_BYTES_IN_MEMORY, dir=str(store.blobs.incoming)) as body:
        async for chunk in request.stream():
            body.write(chunk)
        body.seek(0)
        sha, number = await run_in_threadpool(_commit, store, repo, part(request, "branch"), body, author, proposal)
    url = url_of(request, repo)
    answer = {"success": True, "commitOid": sha, "commitUrl": f"{url}/commit/{sha}", "hookOutput": ""}
    return JSONResponse({**answer, "pullRequestUrl": f"{url}/discussions/{number}"} if number else answer)


def _commit(
    store: StoredRepos, repo: Repo, branch: str, body: IO[bytes], author: str, proposal: bool
) -> tuple[str, int | None]:
    store.commit_at(repo, branch)
    changes = read_changes(body, store.blobs)
    changes.author = author
    if not proposal:
        return store.commit(repo, branch, changes).sha, None
    number, made = Discussions(store).propose(repo, author, branch, changes)
    return made.sha, number


async def branch(request: Request) -> Response:
    """POST and DELETE .../branch/{branch}; `startingPoint` may be any revision."""
    store, repo, name = writable(request), own_repo_of(request), part(request, "branch")
    if request.method == "DELETE":
        await run_in_threadpool(store.delete_ref, repo, "heads", name)
    else:
        start = (await json_body(request)).get("startingPoint") or DEFAULT_BRANCH
        await run_in_threadpool(store.create_ref, repo, "heads", name, str(start))
    return JSONResponse({})


async def create_tag(request: Request) -> Response:
    """POST .../tag/{revision} with the tag's name in the body."""
    store, repo, revision = writable(request), own_repo_of(request), part(request, "revision")
    name = text_field(await json_body(request), "tag")
    await run_in_threadpool(store.create_ref, repo, "tags", name, revision)
    return JSONResponse({})


async def delete_tag(request: Request) -> Response:
    """DELETE .../tag/{tag}."""
    store, repo = writable(request), own_repo_of(request)
    await run_in_threadpool(store.delete_ref, repo, "tags", part(request, "revision"))
    return JSONResponse({})


_REPO = "/api/{kinds}/{namespace}/{name}"
_BATCH = "/{namespace}/{name}.git/info/lfs/objects/batch"
ROUTES = [
    Route("/api/validate-yaml", validate_yaml, methods=["POST"]),
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
