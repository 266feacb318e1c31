"""Who asks: the gate in front of all handlers, and signed upload addresses."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hedge_hf.hub.server.records import Refused
from hedge_hf.hub.server.respond import refusal
from hedge_hf.hub.server.users import NOBODY, User, Users

_READING = ("GET", "HEAD")


class Gate:
    """ASGI middleware: finds out who asks and has routes see percent-encoded paths.

    Clients encode slashes inside a revision or a path (`refs%2Fpr%2F1`), and only the encoded path tells them
    from separators; handlers decode each part. Uploads carry no token, as on the real Hub, where the address
    is signed: see `Signer`. Web pages, which send `Origin` with whatever they change, may not write: a page somebody
    visits could otherwise write to the hub on their machine.
    """

    def __init__(self, app: ASGIApp, users: Users) -> None:
        """Guard `app`."""
        self.app = app
        self.users = users

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 401, or pass on."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        scope = {**scope, "path": scope["raw_path"].decode("latin-1")}
        request = Request(scope)
        upload = request.method == "PUT" and scope["path"].startswith("/lfs/")
        if request.method not in _READING and "origin" in request.headers:
            return await refusal(Refused(403, "Web pages may not write here"))(scope, receive, send)
        try:
            request.state.user = NOBODY if upload else self.users.find(request.headers.get("authorization"))
        except Refused as refused:
            return await refusal(refused)(scope, receive, send)
        return await self.app(scope, receive, send)


def user_of(request: Request) -> User:
    """Return who sends a request."""
    user: User = request.state.user
    return user


class Signer:
    """Signs the address of one upload, so that only who asked with the token can use it."""

    def __init__(self) -> None:
        """Draw a key that lives as long as the server."""
        self._key = secrets.token_bytes(32)

    def sign(self, sha256: str) -> str:
        """Return the signature for a content."""
        return hmac.new(self._key, sha256.encode(), hashlib.sha256).hexdigest()

    def check(self, sha256: str, signature: str) -> None:
        """Raise Refused (403) unless the signature is ours."""
        if not hmac.compare_digest(self.sign(sha256).encode(), signature.encode()):
            raise Refused(403, "Invalid upload signature: ask for the upload again")
