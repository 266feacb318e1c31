"""Handlers that read: who am I, repos, trees, refs, commits and files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from hedge_hf.hub.server import answers
from hedge_hf.hub.server.access import user_of
from hedge_hf.hub.server.cards import metadata_of
from hedge_hf.hub.server.names import KINDS, checked_path
from hedge_hf.hub.server.records import Commit, Refused, Repo, Store
from hedge_hf.hub.server.repo_folders import DEFAULT_BRANCH
from hedge_hf.hub.server.requests import count, json_body, own_repo_of, part, repo_of, sees, store_of
from hedge_hf.hub.server.users import DEFAULT_USER

_PAGE = 1000
_SORTS = ("createdAt", "lastModified")


def whoami(request: Request) -> Response:
    """GET /api/whoami-v2."""
    user = user_of(request)
    if not user.name:
        raise Refused(401, "Invalid username or password.")
    return JSONResponse(answers.whoami(user))


def list_repos(request: Request) -> Response:
    """GET /api/{kinds}: filters `author`, `search` and `filter` (tags); `sort`, `limit`, and pages by `skip`."""
    kind = request.path_params["kinds"].removesuffix("s")
    if kind not in KINDS:
        raise Refused(404, "Not found: this hub has no such address")
    store, query = store_of(request), request.query_params
    author, search = query.get("author"), query.get("search", "").lower()
    tags = {*query.getlist("filter"), *query.getlist("pipeline_tag")}
    found = [
        _info(store, repo, commit)
        for repo, commit in _seen(request, kind)
        if search in repo.id.lower() and author in (None, repo.namespace)
    ]
    shown = [info for info in found if tags <= {*info["tags"]}]
    if (by := query.get("sort")) in _SORTS:
        shown.sort(key=lambda info: info[by], reverse=True)
    start, size = count(request, "skip", 0), min(count(request, "limit", _PAGE), _PAGE)
    following = URL(str(request.url)).include_query_params(skip=start + size)
    headers = {"Link": f'<{following}>; rel="next"'} if start + size < len(shown) else {}
    return JSONResponse(shown[start : start + size], headers=headers)


def _seen(request: Request, kind: str) -> Iterator[tuple[Repo, Commit]]:
    """Yield the repos of one kind that who asks may see, with their state; one just being deleted is left out."""
    store = store_of(request)
    for repo in store.repos(kind):
        with suppress(Refused):
            if sees(request, repo):
                yield repo, store.commit_at(repo, DEFAULT_BRANCH)


def list_storage(request: Request) -> Response:
    """GET /api/settings/repositories, and the same below /api/organizations/{namespace}: `hf repos list`."""
    store = store_of(request)
    namespace = unquote(request.path_params.get("namespace", user_of(request).name or DEFAULT_USER))
    sizes: dict[Repo, tuple[str, bool, int]] = {}
    for repo, commit in (found for kind in KINDS for found in _seen(request, kind)):
        if repo.namespace == namespace:
            size = sum(record.size for record in commit.files.values())
            sizes[repo] = (commit.date, store.is_private(repo), size)
    return JSONResponse(answers.storage_infos(sizes))


def info(request: Request) -> Response:
    """GET /api/{kinds}/{namespace}/{name}, and the same with /revision/{revision}."""
    repo, store = repo_of(request), store_of(request)
    return JSONResponse(
        _info(store, repo, store.commit_at(repo, unquote(request.path_params.get("revision", DEFAULT_BRANCH))))
    )


def _info(store: Store, repo: Repo, commit: Commit) -> dict[str, Any]:
    readme = commit.files.get("README.md")
    card = metadata_of(store.content(repo, "README.md", readme), readme.size, readme.sha256) if readme else {}
    created = store.created(repo) or commit.date
    return answers.repo_info(repo, commit, created, store.is_private(repo), card)


def auth_check(request: Request) -> Response:
    """GET .../auth-check, and the same with /write."""
    repo = own_repo_of(request) if request.url.path.endswith("/write") else repo_of(request)
    store_of(request).commit_at(repo, DEFAULT_BRANCH)
    return JSONResponse({})


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
    found = {"branches": branches, "tags": answers.ref_infos(store.refs(repo, "tags"), "tags"), "converts": []}
    if request.query_params.get("include_prs"):
        found["pullRequests"] = answers.ref_infos(store.refs(repo, "pr"), "pr")
    return JSONResponse(found)


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
    if headers["ETag"] in request.headers.get("if-none-match", "").split(", "):
        return Response(status_code=304, headers=headers)
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
    Route(_REPO + "/auth-check", auth_check),
    Route(_REPO + "/auth-check/write", auth_check),
    Route(_REPO + "/commits/{revision}", commits),
    Route("/{namespace}/{name}/resolve/{revision}/{path:path}", resolve),
    Route("/{kinds}/{namespace}/{name}/resolve/{revision}/{path:path}", resolve),
]
