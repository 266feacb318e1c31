"""Errors in the shape the Hub gives them."""

from __future__ import annotations

import errno
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from hedge_hf.hub.server.records import Refused

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
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


def on_system_error(request: Request, error: Exception) -> JSONResponse:
    """Answer a full disk with 507, and pass on whatever else the system says."""
    if not (isinstance(error, OSError) and error.errno in _FULL):
        raise error
    return refusal(Refused(507, "No room on the hub's disk"))


def on_disconnect(request: Request, error: Exception) -> JSONResponse:
    """End a request whose client went away; nobody reads the answer."""
    assert isinstance(error, ClientDisconnect)
    return refusal(Refused(400, "The client went away"))


def on_unknown(request: Request, error: Exception) -> JSONResponse:
    """Answer a path no route knows; an id without a namespace counts as a missing repo."""
    path = request.url.path
    if path.startswith(("/api/models/", "/api/datasets/", "/api/spaces/")) or "/resolve/" in path:
        return refusal(Refused(404, "Repository Not Found: a repo id is NAMESPACE/NAME", "RepoNotFound"))
    return refusal(Refused(404, "Not found: this hub has no such address"))


def on_wrong_method(request: Request, error: Exception) -> JSONResponse:
    """Answer a known path with an unknown method."""
    return refusal(Refused(405, f"{request.method} is not allowed here"))
