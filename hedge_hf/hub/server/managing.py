"""Handlers of whole repos: made, deleted, moved, copied, hidden."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hedge_hf.hub.server.access import user_of
from hedge_hf.hub.server.names import checked_repo
from hedge_hf.hub.server.records import Refused, Repo
from hedge_hf.hub.server.requests import (
    json_body,
    own_repo_of,
    repo_of,
    text_field,
    url_of,
    wants_private,
    writable,
)


def _own(request: Request, repo: Repo) -> Repo:
    user_of(request).check_write(repo.namespace)
    return repo


def _repo_with_id(kind: str, identifier: str) -> Repo:
    namespace, _, name = identifier.partition("/")
    return checked_repo(kind, namespace, name)


async def create_repo(request: Request) -> Response:
    """POST /api/repos/create: 409 if the repo exists, with its url; 403 in a namespace of others."""
    store, body = writable(request), await json_body(request)
    namespace = str(body.get("organization") or user_of(request).name)
    kind, name = str(body.get("type") or "model"), text_field(body, "name")
    repo = _own(request, checked_repo(kind, namespace, name))
    answer = {"url": url_of(request, repo), "name": repo.id, "id": repo.id}
    try:
        await run_in_threadpool(store.create, repo, bool(wants_private(body)))
    except Refused as refused:
        raise Refused(refused.status, refused.message, refused.code, **answer) from refused
    return JSONResponse(answer)


async def delete_repo(request: Request) -> Response:
    """DELETE /api/repos/delete."""
    store, body = writable(request), await json_body(request)
    namespace = str(body.get("organization") or user_of(request).name)
    repo = _own(request, checked_repo(str(body.get("type") or "model"), namespace, text_field(body, "name")))
    await run_in_threadpool(store.delete, repo)
    return JSONResponse({})


async def move_repo(request: Request) -> Response:
    """POST /api/repos/move: 409 if the new name is taken."""
    store, body = writable(request), await json_body(request)
    kind = str(body.get("type") or "model")
    old, new = (_own(request, _repo_with_id(kind, text_field(body, key))) for key in ("fromRepo", "toRepo"))
    await run_in_threadpool(store.move, old, new)
    return JSONResponse({"url": url_of(request, new)})


async def duplicate_repo(request: Request) -> Response:
    """POST .../duplicate: a copy with the whole history; 409 if its name is taken."""
    store, repo, body = writable(request), repo_of(request), await json_body(request)
    copy = _own(request, _repo_with_id(repo.kind, text_field(body, "repository")))
    private = wants_private(body)
    answer = {"url": url_of(request, copy)}
    try:
        await run_in_threadpool(store.duplicate, repo, copy, store.is_private(repo) if private is None else private)
    except Refused as refused:
        raise Refused(refused.status, refused.message, refused.code, **answer) from refused
    return JSONResponse(answer)


async def settings(request: Request) -> Response:
    """PUT .../settings: `visibility`."""
    store, repo, body = writable(request), own_repo_of(request), await json_body(request)
    if body.get("gated"):
        raise Refused(400, "This hub has no gated repos: make it private")
    private = wants_private(body)
    if private is not None:
        await run_in_threadpool(store.set_private, repo, private)
    return JSONResponse({})


_REPO = "/api/{kinds}/{namespace}/{name}"
ROUTES = [
    Route("/api/repos/create", create_repo, methods=["POST"]),
    Route("/api/repos/delete", delete_repo, methods=["DELETE"]),
    Route("/api/repos/move", move_repo, methods=["POST"]),
    Route(_REPO + "/duplicate", duplicate_repo, methods=["POST"]),
    Route(_REPO + "/settings", settings, methods=["PUT"]),
]
