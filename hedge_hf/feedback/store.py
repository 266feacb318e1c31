"""Keeps feedback in one SQLite file that several processes may read and write at the same time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.feedback.events import Event

_APPLICATION = 0x48454447  # "HEDG"
_VERSION = 1
_WAIT_SECONDS = 30.0
_TABLES = """
CREATE TABLE documents (id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    query TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents (id),
    label TEXT NOT NULL,
    time TEXT NOT NULL,
    user TEXT NOT NULL,
    UNIQUE (query, document_id, label, time, user)
);
"""


class FeedbackStore:
    """Events of feedback, and the texts of the documents that they are about.

    ```python
    store = FeedbackStore(Path("feedback.db"), create=True)
    store.add([Event("safe drugs", "d17", "not_this", now())], {"d17": "Drugs that are not safe ..."})
    ```

    The file is in WAL mode, which needs a local disk: readers never wait, writers wait for each other. What is added
    is written whole or not at all, and the same event twice is kept once, so an import that was interrupted can be
    given again.
    """

    def __init__(self, path: Path, create: bool = False, wait: float = _WAIT_SECONDS) -> None:
        """Open a store.

        Args:
            path: The file.
            create: Make an empty store if there is no such file.
            wait: Seconds to wait for another writer.

        Raises:
            UsageError: If there is no such file, or it is not a feedback store.
            HedgeError: If it is damaged, locked, or cannot be written.
        """
        self.path = path
        self._wait = wait
        if not create and not path.is_file():
            raise UsageError(f"{path}: no such file; `hedge-hf feedback import` or `add` makes a store")
        with self._connected(create) as database:
            if _number(database, "application_id") != _APPLICATION:
                self._prepare(database, create)
            version = _number(database, "user_version")
            if version != _VERSION:
                raise UsageError(
                    f"{path} is a store of version {version}, not {_VERSION}; export it with its own release"
                )
            with suppress(sqlite3.OperationalError):  # while others use the file it stays as it is, and works too
                database.execute("PRAGMA journal_mode = WAL")

    def add(self, events: Iterable[Event], corpus: Mapping[str, str] | None = None) -> int:
        """Add events in one transaction: all of them or, after an error, none.

        Args:
            events: The events.
            corpus: The texts of documents by id; a document that has had feedback before may be left out. The text
                given last is kept.

        Returns:
            How many were new.

        Raises:
            UsageError: If a document is neither in the corpus nor in the store.
            HedgeError: If the store is damaged, locked or cannot be written.
        """
        with self._connected() as database, _transaction(database):
            added = 0
            for event in events:
                self._keep_document(database, event.document_id, corpus or {})
                added += database.execute(
                    "INSERT OR IGNORE INTO events (query, document_id, label, time, user) VALUES (?, ?, ?, ?, ?)",
                    astuple(event),
                ).rowcount
            return added

    def events(self) -> list[Event]:
        """Return all events, in the order of their times."""
        with self._connected() as database:
            order = "ORDER BY time, number"
            rows = database.execute(f"SELECT query, document_id, label, time, user FROM events {order}").fetchall()
        return [Event(*row) for row in rows]

    def documents(self) -> dict[str, str]:
        """Return the texts of the documents with feedback, by id."""
        with self._connected() as database:
            return dict(database.execute("SELECT id, text FROM documents ORDER BY id").fetchall())

    def _keep_document(self, database: sqlite3.Connection, identifier: str, corpus: Mapping[str, str]) -> None:
        if identifier in corpus:
            text = corpus[identifier]
            upsert = "ON CONFLICT (id) DO UPDATE SET text = excluded.text"
            database.execute(f"INSERT INTO documents (id, text) VALUES (?, ?) {upsert}", (identifier, text))
        elif not database.execute("SELECT 1 FROM documents WHERE id = ?", (identifier,)).fetchone():
            raise UsageError(
                f"document {identifier!r} is neither in the corpus nor in {self.path}; give the corpus that has it"
            )

    def _prepare(self, database: sqlite3.Connection, create: bool) -> None:
        """Make the tables, unless another process has done so in the meantime."""
        with _transaction(database):
            if _number(database, "application_id") == _APPLICATION:
                return
            if not create or database.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise UsageError(f"{self.path} is not a store of feedback; give another file")
            for statement in _TABLES.split(";\n"):
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {_APPLICATION}")
            database.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def _connected(self, create: bool = False) -> Iterator[sqlite3.Connection]:
        place = f"{self.path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
        try:
            database = sqlite3.connect(place, timeout=self._wait, isolation_level=None, uri=True)
            try:
                database.execute("PRAGMA foreign_keys = ON")
                yield database
            finally:
                database.close()
        except sqlite3.Error as error:
            raise HedgeError(f"{self.path} {_reason(error)}") from error


def _number(database: sqlite3.Connection, pragma: str) -> int:
    [number] = database.execute(f"PRAGMA {pragma}").fetchone()
    return number


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # a full disk has ended it already
            database.execute("ROLLBACK")
        raise


def _reason(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "is locked by another process; nothing was changed, try again when that one is done"
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return f"cannot be written ({error}); nothing was changed, free some space"
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return f"is damaged or no feedback store ({error}); put a copy in its place, or import the JSON lines again"
    return f"cannot be used ({error}); nothing was changed"
