"""What a Hub, or the way to it, can answer instead of doing what was asked: each as one line with its fix."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from huggingface_hub import constants, get_token
from huggingface_hub.errors import (
    HfHubHTTPError,
    HFValidationError,
    LocalEntryNotFoundError,
    LocalTokenNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import validate_repo_id

from hedge_hf.errors import HedgeError, UsageError, one_line

_BROKEN_CARD = "Invalid metadata in README.md"
_NO_TOKEN = "no Hub token: run `hf auth login` or set HF_TOKEN"
_HERE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)
_NO_SPACE = (413, 507)


@contextmanager
def refusals(repo: str) -> Iterator[None]:
    """Turn what `huggingface_hub` raises inside the block into one line.

    Args:
        repo: What is asked about, for the message.

    Raises:
        UsageError: If the request was wrong: an id that is not valid, a card that is not YAML.
        HedgeError: If the Hub refuses, is full, cannot be reached or is no Hub.
    """
    try:
        yield
    except HedgeError:
        raise
    except (OSError, httpx2.HTTPError, ValueError, KeyError, RuntimeError) as error:
        wraps = isinstance(error, (RuntimeError, LocalEntryNotFoundError))
        raise _as_line((wraps and error.__cause__) or error, repo) from error


def checked_id(repo: str, option: str = "--repo") -> str:
    """Return an id with its namespace, or raise UsageError that names the option."""
    if repo.count("/") != 1:
        raise UsageError(f"{option} {repo!r} must have the form namespace/name")
    try:
        validate_repo_id(repo)
    except HFValidationError as error:
        raise UsageError(f"{option} {repo!r}: {one_line(error)}") from error
    return repo


def _as_line(error: BaseException, repo: str) -> HedgeError:
    endpoint = constants.ENDPOINT
    if isinstance(error, HFValidationError):
        return UsageError(f"--repo {repo!r}: {one_line(error)}")
    if isinstance(error, LocalTokenNotFoundError):
        return HedgeError(_NO_TOKEN)
    if isinstance(error, HfHubHTTPError):
        return HedgeError(_refusal(error, endpoint, repo))
    if isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout)):
        return HedgeError(f"the Hub at {endpoint} does not answer ({one_line(error)}); is HF_ENDPOINT right?")
    if isinstance(error, httpx2.HTTPError):
        return HedgeError(
            f"the connection to {endpoint} broke ({one_line(error)}); give the command again, it goes on"
        )
    if isinstance(error, OSError) and (error.filename or error.errno in _HERE):
        return HedgeError(f"{error.filename or 'this machine'}: {error.strerror}")
    if isinstance(error, OSError):
        return HedgeError(f"the Hub at {endpoint} does not answer ({one_line(error)}); is HF_ENDPOINT right?")
    if str(error).startswith(_BROKEN_CARD):
        return UsageError(f"the card of {repo} is refused: {one_line(error)}")
    return HedgeError(f"{endpoint} does not answer as a Hub does ({one_line(error)}); is HF_ENDPOINT right?")


def _refusal(error: HfHubHTTPError, endpoint: str, repo: str) -> str:
    status, said = error.response.status_code, one_line(error.server_message or error)
    if isinstance(error, RevisionNotFoundError):
        return f"{repo} has no such revision; `hf repos tag list {repo}` shows its tags"
    if isinstance(error, RepositoryNotFoundError):
        return f"{endpoint} has no {repo} that you may see ({status}); check its name, its type and HF_TOKEN"
    if status == 401 and get_token() is None:
        return _NO_TOKEN
    if status == 401:
        return f"the Hub at {endpoint} refuses access to {repo} (401); check HF_TOKEN"
    if status == 403:
        return (
            f"the Hub at {endpoint} refuses access to {repo} (403): {said}; check the namespace and the token's role"
        )
    if status == 429:
        return f"the Hub at {endpoint} gets too many requests (429); give the command again later, it goes on"
    if status == 412:
        return f"{repo} has changed meanwhile (412); give the command again"
    if status in _NO_SPACE:
        return f"the Hub at {endpoint} has no room for {repo} ({status}): {said}; make room and give the command again"
    return f"the Hub at {endpoint} refuses {repo} ({status}): {said}"
