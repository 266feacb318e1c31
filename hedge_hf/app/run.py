"""`hedge-hf app`: the page on this machine, or in a Space."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path
from typing import Any

from hedge_hf.app.groups import read_groups
from hedge_hf.app.journal import DecisionJournal
from hedge_hf.app.models import load_models
from hedge_hf.app.review import Review
from hedge_hf.cli import run
from hedge_hf.data.registration import NAME
from hedge_hf.errors import HedgeError, UsageError, require
from hedge_hf.generate.audit.sources import find
from hedge_hf.train.base import EMBEDDED

_SPACE_DISK = Path("/data")
_PORTS = range(1, 65536)


def main(argv: list[str]) -> None:
    """Load what the page needs and serve it until Ctrl-C.

    Args:
        argv: The arguments after `app`.

    Raises:
        UsageError: If an option does not fit.
        HedgeError: If a model or the journal cannot be read.
    """
    options = _parser().parse_args(argv)
    if options.port is not None and options.port not in _PORTS:
        raise UsageError(f"--port {options.port} is not between 1 and 65535")
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    require("gradio", "app")
    from hedge_hf.app.page import build, look

    review = Review(read_groups(find(options.dataset).groups), DecisionJournal(options.journal or _journal()))
    page = build(load_models(options.base, options.model), review)
    url = _serve(page, look(), options.port)
    sys.stdout.write(f"serving on {url}; decisions are kept in {review.journal.path}; Ctrl-C stops\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        sys.stdout.write("\nstopped\n")
    finally:
        page.close(verbose=False)


def _serve(page: Any, look: dict[str, Any], port: int | None) -> str:
    host = "0.0.0.0" if _in_space() else "127.0.0.1"
    try:
        _, url, _ = page.launch(
            server_name=host,
            server_port=port,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            app_kwargs={"middleware": _guards()},
            **look,
        )
    except OSError as error:
        place = f"--port {port} is" if port else "the ports from 7860 on are"
        raise HedgeError(f"{place} in use or may not be used; give another --port") from error
    return str(url)


def _guards() -> list[Any]:
    """Return what refuses, on this machine, names that a web page had point to it."""
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    return [] if _in_space() else [Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])]


def _in_space() -> bool:
    return "SPACE_ID" in os.environ


def _journal() -> Path:
    """Return the default journal: on the lasting disk of a Space where there is one."""
    return (_SPACE_DISK if _in_space() and os.access(_SPACE_DISK, os.W_OK) else Path()) / "review.jsonl"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hedge-hf app", description=__doc__, allow_abbrev=False)
    parser.add_argument("--base", default=EMBEDDED, help="encoder before training (default: %(default)s)")
    parser.add_argument(
        "--model", help="encoder after it, or a folder with an adapter for the base (default: the shipped adapter)"
    )
    parser.add_argument(
        "--dataset", default=NAME, help="what to review: hedgetriple, folder of a run, or file of groups"
    )
    parser.add_argument(
        "--journal", type=Path, metavar="FILE", help="where decisions are kept (default: review.jsonl)"
    )
    parser.add_argument("--port", type=int, help="port (default: the first free one from 7860)")
    return parser


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
