"""Handlers of discussions and pull requests."""

from __future__ import annotations

import difflib
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hedge_hf.hub.server.access import user_of
from hedge_hf.hub.server.discussions import Discussions
from hedge_hf.hub.server.records import FileRecord, Refused, Repo
from hedge_hf.hub.server.requests import count, json_body, own_repo_of, repo_of, stored, text_field, url_of, writable
from hedge_hf.hub.server.store import DEFAULT_BRANCH, StoredRepos

_PAGE = 50
_DIFF_MAX_BYTES = 1_000_000


def list_all(request: Request) -> Response:
    """GET .../discussions: filters `type`, `status` and `author`, pages `p` of 50."""
    query, repo = request.query_params, repo_of(request)
    found = [
        one
        for one in Discussions(stored(request)).all(repo)
        if query.get("author") in (None, one["author"]["name"])
        and query.get("status", "all") in ("all", "open" if one["status"] == "draft" else one["status"])
        and query.get("type", "all") in ("all", "pull_request" if one["isPullRequest"] else "discussion")
    ]
    start = _PAGE * count(request, "p", 0)
    shown = [_with_repo(one, repo) for one in found[start : start + _PAGE]]
    return JSONResponse({"discussions": shown, "count": len(found), "start": start})


def details(request: Request) -> Response:
    """GET .../discussions/{number}: with `diff`, the changes of a pull request."""
    repo, store, number = repo_of(request), stored(request), _number(request)
    discussions = Discussions(store)
    found = _with_repo(discussions.get(repo, number), repo)
    if found["isPullRequest"]:
        changes = {"base": f"refs/heads/{DEFAULT_BRANCH}", "mergeCommitId": found.get("mergeCommitId")}
        still_open = found["status"] != "merged"
        found |= {"changes": changes, "filesWithConflicts": discussions.conflicts(repo, number) if still_open else []}
        if request.query_params.get("diff"):
            changed = discussions.changes(repo, number)
            found["diff"] = "".join(_diff(store, path, *files) for path, files in changed.items())
    return JSONResponse(found)


async def start(request: Request) -> Response:
    """POST .../discussions: opens one; whoever sees the repo may."""
    store, repo, author = writable(request), repo_of(request), _author(request)
    body = await json_body(request)
    title, text = text_field(body, "title"), text_field(body, "description")
    found = await run_in_threadpool(Discussions(store).start, repo, author, title, text, bool(body.get("pullRequest")))
    return JSONResponse({"num": found["num"], "url": f"{url_of(request, repo)}/discussions/{found['num']}"})


async def comment(request: Request) -> Response:
    """POST .../discussions/{number}/comment."""
    text = text_field(await json_body(request), "comment")
    return JSONResponse({"newMessage": await _add(request, repo_of(request), "comment", text=text)})


async def rename(request: Request) -> Response:
    """POST .../discussions/{number}/title."""
    title = text_field(await json_body(request), "title")
    return JSONResponse({"newTitle": await _add(request, own_repo_of(request), "title-change", title=title)})


async def change_status(request: Request) -> Response:
    """POST .../discussions/{number}/status: `open` or `closed`."""
    body = await json_body(request)
    status = text_field(body, "status")
    if status not in ("open", "closed"):
        raise Refused(400, "status must be open or closed")
    repo = own_repo_of(request)
    if body.get("comment"):
        await _add(request, repo, "comment", text=text_field(body, "comment"))
    return JSONResponse({"newStatus": await _add(request, repo, "status-change", status=status)})


async def merge(request: Request) -> Response:
    """POST .../discussions/{number}/merge: 409 if files conflict."""
    store, repo = writable(request), own_repo_of(request)
    await run_in_threadpool(Discussions(store).merge, repo, _number(request), _author(request))
    return JSONResponse({})


async def _add(request: Request, repo: Repo, kind: str, **data: Any) -> dict[str, Any]:
    store, author = writable(request), _author(request)
    return await run_in_threadpool(Discussions(store).add, repo, _number(request), author, kind, **data)


def _author(request: Request) -> str:
    user = user_of(request)
    user.check_write(user.name)
    return user.name


def _number(request: Request) -> int:
    number = request.path_params["number"]
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Refused(404, f"Discussion not found: {number[:80]!r}")
    return int(number)


def _with_repo(found: dict[str, Any], repo: Repo) -> dict[str, Any]:
    return {**found, "repo": {"name": repo.id, "type": repo.kind}}


def _diff(store: StoredRepos, path: str, before: FileRecord | None, after: FileRecord | None) -> str:
    head = f"diff --git a/{path} b/{path}\n"
    old, new = _lines(store, before), _lines(store, after)
    if old is None or new is None:
        return f"{head}Binary files differ\n"
    names = f"a/{path}" if before else "/dev/null", f"b/{path}" if after else "/dev/null"
    return head + "".join(
        line if line.endswith("\n") else f"{line}\n" for line in difflib.unified_diff(old, new, *names)
    )


def _lines(store: StoredRepos, file: FileRecord | None) -> list[str] | None:
    if file is None:
        return []
    if file.lfs or file.size > _DIFF_MAX_BYTES:
        return None
    try:
        return store.blobs.path(file.sha256).read_text(encoding="utf-8").splitlines(keepends=True)
    except UnicodeDecodeError:
        return None


_ALL = "/api/{kinds}/{namespace}/{name}/discussions"
_ONE = _ALL + "/{number}"
ROUTES = [
    Route(_ALL, list_all),
    Route(_ALL, start, methods=["POST"]),
    Route(_ONE, details),
    Route(_ONE + "/comment", comment, methods=["POST"]),
    Route(_ONE + "/title", rename, methods=["POST"]),
    Route(_ONE + "/status", change_status, methods=["POST"]),
    Route(_ONE + "/merge", merge, methods=["POST"]),
]
