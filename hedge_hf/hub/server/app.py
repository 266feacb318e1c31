"""The HTTP application of the embedded Hub: one app over either kind of store."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp

from hedge_hf.hub.server import collecting, discussing, managing, reading, writing
from hedge_hf.hub.server.access import Gate, Signer
from hedge_hf.hub.server.records import Refused, Store
from hedge_hf.hub.server.respond import on_disconnect, on_refused, on_system_error, on_unknown, on_wrong_method
from hedge_hf.hub.server.users import Users


def create_app(store: Store, users: Users) -> ASGIApp:
    """Return the app that serves a store to its users."""
    app = Starlette(
        routes=[*collecting.ROUTES, *managing.ROUTES, *writing.ROUTES, *reading.ROUTES, *discussing.ROUTES],
        exception_handlers={
            Refused: on_refused,
            OSError: on_system_error,
            ClientDisconnect: on_disconnect,
            404: on_unknown,
            405: on_wrong_method,
        },
    )
    app.router.redirect_slashes = False
    app.state.store = store
    app.state.signer = Signer()
    return Gate(app, users)
