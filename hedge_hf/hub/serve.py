"""`hedge-hf hub serve DIR`: a Hub on this machine for unmodified clients, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path

from hedge_hf.errors import UsageError
from hedge_hf.hub.local import NO_TOKEN, LocalHub, is_loopback
from hedge_hf.hub.server.users import Users

TOKEN_VARIABLE = "HEDGE_HF_HUB_TOKEN"
DEFAULT_PORT = 7860


def main(argv: list[str]) -> None:
    """Serve a folder; prints the three `export` lines another shell needs.

    Args:
        argv: The arguments after `hub serve`.

    Raises:
        UsageError: If the folder, the address or the token does not fit.
    """
    options = _parser().parse_args(argv)
    token = _token()
    if token and options.users:
        raise UsageError(f"--users and {TOKEN_VARIABLE} exclude each other: unset one")
    if not (token or options.users or options.read_only or is_loopback(options.host)):
        raise UsageError(
            f"--host {options.host} lets others write here: set {TOKEN_VARIABLE}, give --users, or use --read-only"
        )
    hub = LocalHub(
        options.directory,
        read_only=options.read_only,
        token=token,
        users=Users.read(options.users) if options.users else None,
        host=options.host,
        port=options.port,
    )
    with hub:
        sys.stdout.write(_greeting(hub, options))
        sys.stdout.flush()
        _wait_for_interrupt()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hedge-hf hub serve", allow_abbrev=False, description=__doc__)
    parser.add_argument("directory", type=Path, metavar="DIR", help="folder with the repos; made if absent")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port, 0 for a free one (default: %(default)s)")
    parser.add_argument(
        "--read-only",
        action="store_true",
        help="refuse writes; DIR may be a plain tree of datasets/NAMESPACE/NAME/files, any revision is its now",
    )
    parser.add_argument(
        "--users", type=Path, metavar="FILE.yaml", help="users with token_sha256, organisations and role (read, write)"
    )
    parser.epilog = f"If the environment variable {TOKEN_VARIABLE} is set, clients must send it as their token."
    return parser


def _token() -> str | None:
    token = os.environ.get(TOKEN_VARIABLE)
    if token is not None and not (token and token.isascii() and token.isprintable() and " " not in token):
        raise UsageError(f"{TOKEN_VARIABLE} must be printable text without spaces: set it or unset it")
    return token


def _greeting(hub: LocalHub, options: argparse.Namespace) -> str:
    mode = " (read-only)" if options.read_only else ""
    token = f'"${TOKEN_VARIABLE}"' if hub.token else "TOKEN" if options.users else NO_TOKEN
    return (
        f"serving {hub.root}{mode} on {hub.endpoint}; Ctrl-C stops; in another shell:\n"
        f"export HF_ENDPOINT={hub.endpoint}\n"
        "export HF_HUB_DISABLE_XET=1\n"
        f"export HF_TOKEN={token}\n"
    )


def _wait_for_interrupt() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        sys.stdout.write("\nstopped\n")
