"""Uploads a finished folder to the Hub that HF_ENDPOINT names, in one commit."""

from __future__ import annotations

import os
import re
from pathlib import Path

import httpx2
from huggingface_hub import HfApi, constants
from huggingface_hub.errors import (
    HfHubHTTPError,
    HFValidationError,
    LocalTokenNotFoundError,
)

from hedge_hf.errors import HedgeError, UsageError

CARDS = Path(__file__).parent.parent / "model_cards"
_NEVER = ["*.bin", "*.pt", "*.pth", "*.pkl", "checkpoint-*/**", ".*"]


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, in one line."""
    return re.sub(r"([\\`*_{}\[\]<>#!|~&$])", r"\\\1", " ".join(text.split()))


def upload(folder: Path, repo: str, repo_type: str, private: bool = False) -> str:
    """Upload a folder; pickles and checkpoints stay behind.

    Args:
        folder: What to upload; its README.md is the card.
        repo: Id of the repository, "namespace/name"; it is made if it does not exist.
        repo_type: "model", "dataset" or "space".
        private: Whether a new repository is private.

    Returns:
        The URL of the commit.

    Raises:
        UsageError: If the id is not valid.
        HedgeError: If the Hub does not answer or refuses.
    """
    endpoint = constants.ENDPOINT
    if repo.count("/") != 1:
        raise UsageError(f"--repo {repo!r} must have the form namespace/name")
    if endpoint.startswith("http://127.0.0.1"):
        os.environ.setdefault("HF_HUB_DISABLE_XET", "1")
    api = HfApi()
    try:
        api.create_repo(repo, repo_type=repo_type, private=private, exist_ok=True)
        commit = api.upload_folder(
            folder_path=folder,
            repo_id=repo,
            repo_type=repo_type,
            ignore_patterns=_NEVER,
            commit_message=f"Upload {repo_type}",
        )
    except HFValidationError as error:
        raise UsageError(f"--repo {repo!r}: {str(error).splitlines()[0]}") from error
    except LocalTokenNotFoundError as error:
        raise HedgeError("no Hub token: run `hf auth login` or set HF_TOKEN") from error
    except HfHubHTTPError as error:
        raise HedgeError(_refusal(error, endpoint, repo)) from error
    except (httpx2.HTTPError, OSError) as error:
        raise HedgeError(f"the Hub at {endpoint} does not answer ({error}); is HF_ENDPOINT right?") from error
    except (ValueError, KeyError) as error:
        raise HedgeError(f"{endpoint} does not answer as a Hub does ({error}); is HF_ENDPOINT right?") from error
    return str(commit.commit_url)


def _refusal(error: HfHubHTTPError, endpoint: str, repo: str) -> str:
    status = error.response.status_code
    if status in (401, 403):
        return f"the Hub at {endpoint} refuses access to {repo} ({status}); check HF_TOKEN and its write permission"
    return f"the Hub at {endpoint} refuses {repo} ({status}): {error.server_message or error}"
