"""A Hub-compatible server on this machine, files in a folder: the embedded stand-in for huggingface.co."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from hedge_hf.errors import HedgeError, UsageError, require
from hedge_hf.hub.server.folder import PlainFolder
from hedge_hf.hub.server.layout import is_store
from hedge_hf.hub.server.records import Store
from hedge_hf.hub.server.store import StoredRepos
from hedge_hf.hub.server.users import EVERYBODY, Users

if TYPE_CHECKING:
    import uvicorn

NO_TOKEN = "hf_local"
_START_SECONDS = 30.0
_STOP_SECONDS = 5


class LocalHub:
    """Serves a folder as a Hub while the `with` block runs, in a thread.

    ```python
    with LocalHub(Path("my-hub")) as hub:
        subprocess.run(["hf", "upload", "me/model", "folder"], env={**os.environ, **hub.environment()})
    ```

    Clients read `HF_ENDPOINT` when they are imported, so a process that has imported them needs
    `HfApi(endpoint=hub.endpoint)` instead.
    """

    def __init__(
        self,
        root: Path,
        *,
        read_only: bool = False,
        token: str | None = None,
        users: Users | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Open the folder; the server starts on entering.

        Args:
            root: Folder with the repos; made if absent, unless `read_only`.
            read_only: Refuse writes. `root` may then also be a plain tree of `datasets/NAMESPACE/NAME/files`.
            token: If set, what clients must send; whoever does may do everything.
            users: Instead of one token, users with their own, who see public repos and write to their namespaces.
            host: Address to listen on.
            port: Port to listen on; 0 takes a free one.

        Raises:
            HedgeError: If starlette or uvicorn is not installed.
            UsageError: If the folder does not fit.
        """
        require("starlette", extra="hub")
        require("uvicorn", extra="hub")
        self.root = Path(root)
        self.token = token
        self._users = users or Users.of_token(token)
        self.host = host
        self.port = port
        self._store = open_store(self.root, read_only)
        self._stop: Callable[[], None] | None = None

    @property
    def endpoint(self) -> str:
        """The address for `HF_ENDPOINT`; before entering, with the port asked for."""
        return f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"

    def environment(self) -> dict[str, str]:
        """Return the three variables that turn unmodified clients to this hub."""
        return {
            "HF_ENDPOINT": self.endpoint,
            "HF_HUB_DISABLE_XET": "1",
            "HF_TOKEN": self.token or NO_TOKEN,
        }

    def __enter__(self) -> LocalHub:
        """Start to serve.

        Raises:
            UsageError: If the address cannot be listened on.
            HedgeError: If the server does not come up.
        """
        listener = _listen(self.host, self.port)
        self.port = listener.getsockname()[1]
        server = _server(self._store, self._users, self.host)
        thread = threading.Thread(target=server.run, args=([listener],), name="local-hub", daemon=True)

        def stop() -> None:
            server.should_exit = True
            thread.join()
            listener.close()

        thread.start()
        self._stop = stop
        _await_start(server, thread, self.endpoint)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop to serve; requests under way get a few seconds to end."""
        if self._stop:
            self._stop()


def open_store(root: Path, read_only: bool) -> Store:
    """Return the store for a folder: repos with history, or a plain tree if read-only and not a hub's folder.

    Raises:
        UsageError: If the folder does not fit.
    """
    if read_only and not is_store(root):
        return PlainFolder(root)
    return StoredRepos(root, read_only)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot listen on {host}:{port}: {reason}; choose another with --port") from error


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _server(store: Store, users: Users, host: str) -> uvicorn.Server:
    """Return the server; one that asks for no token is deaf to names that a web page had point to this machine."""
    import uvicorn
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from hedge_hf.hub.server.app import create_app

    app = create_app(store, users)
    if users.without_token is EVERYBODY and is_loopback(host):
        app = TrustedHostMiddleware(app, ["127.0.0.1", "localhost", host], www_redirect=False)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    return uvicorn.Server(config)


def _await_start(server: uvicorn.Server, thread: threading.Thread, endpoint: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise HedgeError(f"the hub on {endpoint} did not start")
        time.sleep(0.01)
