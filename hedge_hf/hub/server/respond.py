"""Errors in the shape the Hub gives them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse

from hedge_hf.hub.server.records import Refused

_PRINTABLE = "".join(map(chr, range(32, 127)))


def refusal(refused: Refused) -> JSONResponse:
    """Return the answer for a refused request: JSON body and the Hub's `X-` headers."""
    headers = {"X-Error-Message": quote(refused.message, safe=_PRINTABLE)}
    if refused.code:
        headers["X-Error-Code"] = refused.code
    if refused.commit:
        headers["X-Repo-Commit"] = refused.commit
    body = {"error": refused.message, **refused.extra}
    return JSONResponse(body, refused.status, headers)


def on_refused(request: Request, error: Exception) -> JSONResponse:
    """Answer a `Refused` that a handler raised."""
    assert isinstance(error, Refused)
    return refusal(error)


def on_unknown(request: Request, error: Exception) -> JSONResponse:
    """Answer a path no route knows; an id without a namespace counts as a missing repo."""
    path = request.url.path
    if path.startswith(("/api/models/", "/api/datasets/", "/api/spaces/")) or "/resolve/" in path:
        return refusal(Refused(404, "Repository Not Found: a repo id is NAMESPACE/NAME", "RepoNotFound"))
    return refusal(Refused(404, "Not found: this hub has no such address"))


def on_wrong_method(request: Request, error: Exception) -> JSONResponse:
    """Answer a known path with an unknown method."""
    return refusal(Refused(405, f"{request.method} is not allowed here"))
