"""Handlers that read: who am I, repos, trees, refs, commits and files."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from hedge_hf.hub.server import answers
from hedge_hf.hub.server.names import KINDS, checked_path, checked_repo
from hedge_hf.hub.server.records import Commit, Refused, Repo, Store


def store_of(request: Request) -> Store:
    """Return the store the app serves."""
    store: Store = request.app.state.store
    return store


def part(request: Request, name: str) -> str:
    """Return a decoded part of the address."""
    return unquote(request.path_params[name])


def repo_of(request: Request) -> Repo:
    """Return the repo the address names; without a kind it is a model."""
    kind = request.path_params.get("kinds", "models").removesuffix("s")
    return checked_repo(kind, part(request, "namespace"), part(request, "name"))


async def json_body(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body, or refuse the request with 400."""
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise Refused(400, "The body is not JSON") from error
    if not isinstance(body, dict):
        raise Refused(400, "The body is not a JSON object")
    return body


def text_field(body: dict[str, Any], name: str) -> str:
    """Return a text from a JSON body, or refuse the request with 400."""
    value = body.get(name)
    if not isinstance(value, str):
        raise Refused(400, f"{name} must be text")
    return value


def whoami(request: Request) -> Response:
    """GET /api/whoami-v2."""
    return JSONResponse(answers.whoami())


def list_repos(request: Request) -> Response:
    """GET /api/{kinds}: filters `author`, `search` and `limit`."""
    kind = request.path_params["kinds"].removesuffix("s")
    if kind not in KINDS:
        raise Refused(404, "Not found: this hub has no such address")
    author, search = request.query_params.get("author"), request.query_params.get("search", "").lower()
    repos = [
        repo
        for repo in store_of(request).repos(kind)
        if search in repo.id.lower() and author in (None, repo.id.split("/")[0])
    ]
    limit = request.query_params.get("limit", "")
    repos = repos[: int(limit)] if limit.isdecimal() else repos
    return JSONResponse([answers.repo_info(repo, store_of(request).commit_at(repo, "main")) for repo in repos])


def list_storage(request: Request) -> Response:
    """GET /api/settings/repositories, and the same below /api/organizations/{namespace}: `hf repos list`."""
    store, namespace = store_of(request), unquote(request.path_params.get("namespace", answers.USER))
    sizes: dict[Repo, tuple[str, int]] = {}
    for repo in (repo for kind in KINDS for repo in store.repos(kind)):
        if repo.id.startswith(f"{namespace}/"):
            commit = store.commit_at(repo, "main")
            sizes[repo] = (commit.date, sum(record.size for record in commit.files.values()))
    return JSONResponse(answers.storage_infos(sizes))


def info(request: Request) -> Response:
    """GET /api/{kinds}/{namespace}/{name}, and the same with /revision/{revision}."""
    repo = repo_of(request)
    revision = unquote(request.path_params.get("revision", "main"))
    return JSONResponse(answers.repo_info(repo, store_of(request).commit_at(repo, revision)))


def _changed(request: Request, repo: Repo, expand: str) -> dict[str, Commit]:
    if expand.lower() not in ("true", "1"):
        return {}
    return answers.last_changes(store_of(request).history(repo, part(request, "revision")))


def tree(request: Request) -> Response:
    """GET .../tree/{revision} and .../tree/{revision}/{path}: flags `recursive` and `expand`."""
    repo = repo_of(request)
    commit = store_of(request).commit_at(repo, part(request, "revision"))
    below = unquote(request.path_params.get("path", "")).rstrip("/")
    recursive = request.query_params.get("recursive", "").lower() in ("true", "1")
    changed = _changed(request, repo, request.query_params.get("expand", ""))
    return JSONResponse(
        answers.tree(commit, checked_path(below) if below else "", recursive, changed),
        headers={"X-Repo-Commit": commit.sha},
    )


async def paths_info(request: Request) -> Response:
    """POST .../paths-info/{revision}: `paths` and `expand`, as a form or as JSON."""
    if request.headers.get("content-type", "").startswith("application/json"):
        fields = await json_body(request)
        paths, expand = fields.get("paths", []), str(fields.get("expand", ""))
        paths = [paths] if isinstance(paths, str) else paths
    else:
        form = parse_qs((await request.body()).decode(errors="replace"))
        paths, expand = form.get("paths", []), form.get("expand", [""])[0]
    if not (isinstance(paths, list) and all(isinstance(path, str) for path in paths)):
        raise Refused(400, "paths must be strings")
    return await run_in_threadpool(_paths_info, request, paths, expand)


def _paths_info(request: Request, paths: list[str], expand: str) -> Response:
    repo = repo_of(request)
    commit = store_of(request).commit_at(repo, part(request, "revision"))
    return JSONResponse(answers.paths_info(commit, paths, _changed(request, repo, expand)))


def refs(request: Request) -> Response:
    """GET .../refs."""
    repo, store = repo_of(request), store_of(request)
    branches = answers.ref_infos(store.refs(repo, "heads"), "heads")
    return JSONResponse(
        {"branches": branches, "tags": answers.ref_infos(store.refs(repo, "tags"), "tags"), "converts": []}
    )


def commits(request: Request) -> Response:
    """GET .../commits/{revision}."""
    history = store_of(request).history(repo_of(request), part(request, "revision"))
    return JSONResponse([answers.commit_info(commit) for commit in history])


def resolve(request: Request) -> Response:
    """GET and HEAD .../resolve/{revision}/{path}: a file's bytes, whole or a range of them."""
    repo, path = repo_of(request), checked_path(part(request, "path"))
    commit = store_of(request).commit_at(repo, part(request, "revision"))
    record = commit.files.get(path)
    if record is None:
        raise Refused(404, f"Entry not found: {path}", "EntryNotFound", commit.sha)
    headers = {"X-Repo-Commit": commit.sha, "ETag": f'"{record.etag}"'}
    if record.lfs:
        headers |= {"X-Linked-Etag": f'"{record.etag}"', "X-Linked-Size": str(record.size)}
    content = store_of(request).content(repo, path, record)
    return FileResponse(content, headers=headers, media_type="application/octet-stream")


_REPO = "/api/{kinds}/{namespace}/{name}"
ROUTES = [
    Route("/api/whoami-v2", whoami),
    Route("/api/settings/repositories", list_storage),
    Route("/api/organizations/{namespace}/settings/repositories", list_storage),
    Route("/api/{kinds}", list_repos),
    Route(_REPO, info),
    Route(_REPO + "/revision/{revision}", info),
    Route(_REPO + "/tree/{revision}", tree),
    Route(_REPO + "/tree/{revision}/{path:path}", tree),
    Route(_REPO + "/paths-info/{revision}", paths_info, methods=["POST"]),
    Route(_REPO + "/refs", refs),
    Route(_REPO + "/commits/{revision}", commits),
    Route("/{namespace}/{name}/resolve/{revision}/{path:path}", resolve),
    Route("/{kinds}/{namespace}/{name}/resolve/{revision}/{path:path}", resolve),
]
