"""What handlers read from a request: the repo it names, whether the user may see or change it, its JSON body."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request

from hedge_hf.hub.server.access import user_of
from hedge_hf.hub.server.names import checked_repo, encodes
from hedge_hf.hub.server.records import Refused, Repo, Store
from hedge_hf.hub.server.store import StoredRepos


def store_of(request: Request) -> Store:
    """Return the store the app serves."""
    store: Store = request.app.state.store
    return store


def stored(request: Request) -> StoredRepos:
    """Return the store if it is more than a plain folder; else there is nothing of what is asked for."""
    store = store_of(request)
    if not isinstance(store, StoredRepos):
        raise Refused(404, "This hub serves a plain folder, without this")
    return store


def writable(request: Request) -> StoredRepos:
    """Return the store if it takes writes, or refuse the request with 403."""
    store = store_of(request)
    if store.read_only or not isinstance(store, StoredRepos):
        raise Refused(403, "This hub is read-only")
    return store


def part(request: Request, name: str) -> str:
    """Return a decoded part of the address."""
    return unquote(request.path_params[name])


def sees(request: Request, repo: Repo) -> bool:
    """Tell whether who asks may know of a repo."""
    store = store_of(request)
    return not store.is_private(repo) or user_of(request).belongs_to(repo.namespace)


def repo_of(request: Request) -> Repo:
    """Return the repo the address names; without a kind it is a model.

    Raises:
        Refused: 404 RepoNotFound if it is private to others, as if it did not exist.
    """
    kind = request.path_params.get("kinds", "models").removesuffix("s")
    repo = checked_repo(kind, part(request, "namespace"), part(request, "name"))
    if not sees(request, repo):
        raise Refused(404, f"Repository Not Found: {repo.folder}", "RepoNotFound")
    return repo


def own_repo_of(request: Request) -> Repo:
    """Return the repo the address names, if who asks may write to it."""
    repo = repo_of(request)
    user_of(request).check_write(repo.namespace)
    return repo


def url_of(request: Request, repo: Repo) -> str:
    """Return the address of a repo's page."""
    return f"{request.base_url}{repo.web_path}"


async def json_body(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body, or refuse the request with 400."""
    try:
        body = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The body is not JSON") from error
    if not isinstance(body, dict) or not encodes(json.dumps(body, ensure_ascii=False)):
        raise Refused(400, "The body is not a JSON object in UTF-8")
    return body


def count(request: Request, name: str, otherwise: int) -> int:
    """Return a number from 0 in the query of the address; anything else counts as absent."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def text_field(body: dict[str, Any], name: str) -> str:
    """Return a text from a JSON body, or refuse the request with 400."""
    value = body.get(name)
    if not isinstance(value, str):
        raise Refused(400, f"{name} must be text")
    return value


def wants_private(body: dict[str, Any]) -> bool | None:
    """Return what `visibility`, or `private`, in a JSON body says; None if neither is there."""
    visibility = body.get("visibility")
    if visibility not in (None, "public", "private"):
        raise Refused(400, "visibility must be public or private")
    if visibility is not None:
        return visibility == "private"
    return bool(body["private"]) if body.get("private") is not None else None
