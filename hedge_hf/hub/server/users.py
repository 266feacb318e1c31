"""Who may do what: users with their tokens' hashes and the namespaces they may write to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hedge_hf.errors import UsageError, one_line
from hedge_hf.hub.server.names import is_repo_part, is_sha256
from hedge_hf.hub.server.records import Refused

DEFAULT_USER = "me"
_KEYS = {"token_sha256", "organisations", "role"}


@dataclass(frozen=True)
class User:
    """Somebody who asks.

    Attributes:
        name: The namespace of their own; empty for somebody without a token.
        organisations: Further namespaces they belong to; None for all there are.
        role: "write", or "read" if the token may not change anything.
    """

    name: str
    organisations: tuple[str, ...] | None = ()
    role: str = "write"

    def belongs_to(self, namespace: str) -> bool:
        """Tell whether private repos of a namespace are visible to them."""
        return self.organisations is None or (bool(self.name) and namespace in (self.name, *self.organisations))

    def check_write(self, namespace: str) -> None:
        """Raise Refused unless they may write to a namespace: 401 without a token, else 403."""
        if not self.name:
            raise Refused(401, "Invalid username or password.")
        if self.role != "write":
            raise Refused(403, "This token may read only")
        if not self.belongs_to(namespace):
            raise Refused(403, f'You don\'t have the rights to write to the namespace "{namespace}"')


EVERYBODY = User(DEFAULT_USER, organisations=None)
NOBODY = User("")


@dataclass(frozen=True)
class Users:
    """Those a hub knows.

    Attributes:
        by_token: The users by the sha256 of their tokens.
        without_token: Whom a request without a token counts as; None to refuse it.
    """

    by_token: dict[str, User]
    without_token: User | None

    @classmethod
    def of_token(cls, token: str | None) -> Users:
        """Return the one user `me` of all namespaces: whoever sends the token, or everybody without one."""
        return cls({_sha256(token): EVERYBODY}, None) if token else cls({}, EVERYBODY)

    @classmethod
    def read(cls, path: Path) -> Users:
        """Read a YAML file of users; requests without a token see what is public.

        ```yaml
        ada:
          token_sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
          organisations: [lab]
          role: write
        ```

        Raises:
            UsageError: If the file cannot be read or a user is not written like this.
        """
        try:
            listed = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise UsageError(f"--users {path}: {one_line(error)}") from error
        if not isinstance(listed, dict) or not listed:
            raise UsageError(f"--users {path}: give users by their names, each with token_sha256")
        users = [_user(path, str(name), entry) for name, entry in listed.items()]
        by_token = dict(users)
        if len(by_token) < len(users):
            raise UsageError(f"--users {path}: two users have the same token; give each their own")
        return cls(by_token, NOBODY)

    def find(self, authorization: str | None) -> User:
        """Return who sends an `Authorization` header, or none.

        Raises:
            Refused: 401 if a token is needed, or the one sent is not known.
        """
        if self.without_token is EVERYBODY:
            return EVERYBODY
        if authorization is None:
            if self.without_token is None:
                raise Refused(401, "Invalid username or password.")
            return self.without_token
        user = self.by_token.get(_sha256(authorization.removeprefix("Bearer ")))
        if user is None or not authorization.startswith("Bearer "):
            raise Refused(401, "Invalid credentials in Authorization header")
        return user


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _user(path: Path, name: str, entry: Any) -> tuple[str, User]:
    where = f"--users {path}: {name[:80]!r}"
    if not is_repo_part(name):
        raise UsageError(f"{where} cannot be a namespace; use letters, digits and ._-")
    if not isinstance(entry, dict) or not entry.keys() <= _KEYS:
        raise UsageError(f"{where} has the keys token_sha256, organisations and role")
    digest, organisations, role = entry.get("token_sha256"), entry.get("organisations", []), entry.get("role", "write")
    if not isinstance(digest, str) or not is_sha256(digest):
        raise UsageError(f"{where} needs token_sha256, the 64 digits that `printf TOKEN | sha256sum` prints")
    if not isinstance(organisations, list) or not all(
        isinstance(one, str) and is_repo_part(one) for one in organisations
    ):
        raise UsageError(f"{where}: organisations is a list of namespaces")
    if role not in ("read", "write"):
        raise UsageError(f"{where}: role is read or write, not {role!r}")
    return digest, User(name, tuple(organisations), role)
