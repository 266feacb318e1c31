"""The HTTP application of the embedded Hub: one app over either kind of store."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.types import ASGIApp

from hedge_hf.hub.server import reading, writing
from hedge_hf.hub.server.access import Gate, Signer
from hedge_hf.hub.server.records import Refused, Store
from hedge_hf.hub.server.respond import on_refused, on_unknown, on_wrong_method


def create_app(store: Store, token: str | None = None) -> ASGIApp:
    """Return the app that serves a store.

    Args:
        store: What to serve.
        token: If set, every request needs `Authorization: Bearer TOKEN`.
    """
    app = Starlette(
        routes=[*writing.ROUTES, *reading.ROUTES],
        exception_handlers={Refused: on_refused, 404: on_unknown, 405: on_wrong_method},
    )
    app.router.redirect_slashes = False
    app.state.store = store
    app.state.signer = Signer()
    return Gate(app, token)
