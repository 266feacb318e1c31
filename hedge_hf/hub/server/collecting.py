"""Handlers of collections."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hedge_hf.hub.server.access import user_of
from hedge_hf.hub.server.collections import Collections, checked_text
from hedge_hf.hub.server.names import KINDS, checked_repo
from hedge_hf.hub.server.records import Refused, Repo
from hedge_hf.hub.server.requests import count, json_body, part, sees, store_of, stored, text_field, writable
from hedge_hf.hub.server.store import DEFAULT_BRANCH, StoredRepos

_TEXTS = ("title", "description", "theme")


def list_all(request: Request) -> Response:
    """GET /api/collections: filters `owner`, `item` (`models/NAMESPACE/NAME`) and `limit`."""
    store, query = store_of(request), request.query_params
    found = Collections(store.root).all() if isinstance(store, StoredRepos) else []
    shown = [
        _visible(request, one)
        for one in found
        if query.get("owner") in (None, one["owner"]["name"])
        and query.get("item") in (None, *(f"{item['type']}s/{item['id']}" for item in one["items"]))
        and _may_see(request, one)
    ]
    for one in shown:
        del one["position"]  # clients count for themselves
    return JSONResponse(shown[: count(request, "limit", len(shown))])


def get(request: Request) -> Response:
    """GET /api/collections/{namespace}/{name}: items that who asks may not see are left out."""
    return JSONResponse(_visible(request, _seen(request, Collections(stored(request).root))))


async def create(request: Request) -> Response:
    """POST /api/collections: 409 with its slug if the title is taken."""
    store, body = writable(request), await json_body(request)
    namespace = checked_repo("model", text_field(body, "namespace"), "x").namespace
    user_of(request).check_write(namespace)
    description = str(body.get("description") or "")
    title, private = text_field(body, "title"), bool(body.get("private"))
    found = await run_in_threadpool(Collections(store.root).create, namespace, title, description, private)
    return JSONResponse(found)


async def change(request: Request) -> Response:
    """PATCH and DELETE /api/collections/{namespace}/{name}."""
    collections, slug = _own(request)
    if request.method == "DELETE":
        await run_in_threadpool(collections.delete, slug)
        return JSONResponse({})
    body = await json_body(request)
    changes: dict[str, Any] = {name: text_field(body, name) for name in _TEXTS if name in body}
    for name in changes.keys() - {"theme"}:
        checked_text(name, changes[name])
    if "private" in body:
        changes["private"] = bool(body["private"])
    if "position" in body:
        changes["position"] = _position(body)
    found = await run_in_threadpool(collections.update, slug, changes)
    return JSONResponse({"data": _visible(request, found)})


async def add_item(request: Request) -> Response:
    """POST .../items: 404 if there is no such repo, 409 if it is in the collection."""
    collections, slug = _own(request)
    body = await json_body(request)
    item = body.get("item")
    if not isinstance(item, dict) or item.get("type") not in KINDS:
        raise Refused(400, "item must have an id and a type: model, dataset or space")
    identifier, kind, note = text_field(item, "id"), text_field(item, "type"), str(body.get("note") or "")
    namespace, _, name = identifier.partition("/")
    repo = checked_repo(kind, namespace, name)
    if not await run_in_threadpool(_exists, request, repo):
        raise Refused(404, f"Repository Not Found: {repo.folder}", "RepoNotFound")
    found = await run_in_threadpool(collections.add, slug, identifier, kind, note)
    return JSONResponse(_visible(request, found))


async def change_item(request: Request) -> Response:
    """PATCH and DELETE .../items/{item}."""
    (collections, slug), item = _own(request), part(request, "item")
    if request.method == "DELETE":
        await run_in_threadpool(collections.delete_item, slug, item)
    else:
        body = await json_body(request)
        note = text_field(body, "note") if "note" in body else None
        position = _position(body) if "position" in body else None
        await run_in_threadpool(collections.update_item, slug, item, note, position)
    return JSONResponse({})


def _slug(request: Request) -> str:
    return f"{part(request, 'namespace')}/{part(request, 'name')}"


def _may_see(request: Request, found: dict[str, Any]) -> bool:
    return not found["private"] or user_of(request).belongs_to(found["owner"]["name"])


def _seen(request: Request, collections: Collections) -> dict[str, Any]:
    found = collections.get(_slug(request))
    if not _may_see(request, found):
        raise Refused(404, f"Collection not found: {found['slug']}")
    return found


def _own(request: Request) -> tuple[Collections, str]:
    collections = Collections(writable(request).root)
    found = _seen(request, collections)
    user_of(request).check_write(found["owner"]["name"])
    return collections, found["slug"]


def _exists(request: Request, repo: Repo) -> bool:
    try:
        stored(request).commit_at(repo, DEFAULT_BRANCH)
    except Refused:
        return False
    return sees(request, repo)


def _visible(request: Request, found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "items": [item for item in found["items"] if _exists(request, Repo(item["type"], item["id"]))]}


def _position(body: dict[str, Any]) -> int:
    position = body["position"]
    if not isinstance(position, int) or position < 0:
        raise Refused(400, "position must be a number from 0")
    return position


_ONE = "/api/collections/{namespace}/{name}"
ROUTES = [
    Route("/api/collections", list_all),
    Route("/api/collections", create, methods=["POST"]),
    Route(_ONE, get),
    Route(_ONE, change, methods=["PATCH", "DELETE"]),
    Route(_ONE + "/items", add_item, methods=["POST"]),
    Route(_ONE + "/items/{item}", change_item, methods=["PATCH", "DELETE"]),
]
