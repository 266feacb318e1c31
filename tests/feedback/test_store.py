import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.feedback.events import Event
from hedge_hf.feedback.store import FeedbackStore, _transaction

CORPUS = {"d1": "Aspirin is safe.", "d2": "Aspirin is not safe."}


def event(number=0, document="d1", label="up"):
    return Event(f"query {number}", document, label, f"2026-03-01T09:30:{number % 60:02d}+00:00", "u")


@pytest.fixture
def store(tmp_path):
    return FeedbackStore(tmp_path / "feedback.db", create=True)


def test_events_and_documents_are_kept(store):
    assert store.add([event(1), event(0, "d2", "down")], CORPUS | {"d3": "never shown"}) == 2
    again = FeedbackStore(store.path)
    assert [found.query for found in again.events()] == ["query 0", "query 1"]
    assert again.documents() == CORPUS


def test_the_same_event_is_kept_once(store):
    assert store.add([event(1)], CORPUS) == 1
    assert store.add([event(1), event(2)]) == 1
    assert len(store.events()) == 2


def test_the_newest_text_of_a_document_is_kept(store):
    store.add([event(1)], CORPUS)
    store.add([event(2)], {"d1": "Aspirin is mostly safe."})
    assert store.documents() == {"d1": "Aspirin is mostly safe."}


def test_an_unknown_document_adds_nothing(store):
    with pytest.raises(UsageError, match=r"document 'd9' is neither in the corpus nor in .*feedback.db"):
        store.add([event(1), event(2, "d9")], CORPUS)
    assert store.events() == [] and store.documents() == {}


def test_a_store_must_be_there_to_be_read(tmp_path):
    with pytest.raises(UsageError, match=r"none.db: no such file; `hedge-hf feedback import`"):
        FeedbackStore(tmp_path / "none.db")
    assert not list(tmp_path.iterdir())


def test_a_file_may_have_any_name(tmp_path):
    FeedbackStore(tmp_path / "what? 100%#1.db", create=True).add([event(1)], CORPUS)
    assert [file.name for file in tmp_path.iterdir()] == ["what? 100%#1.db"]
    assert len(FeedbackStore(tmp_path / "what? 100%#1.db").events()) == 1


def test_an_empty_file_is_no_store_to_a_reader(tmp_path):
    (tmp_path / "empty.db").touch()
    with pytest.raises(UsageError, match=r"empty.db is not a store of feedback"):
        FeedbackStore(tmp_path / "empty.db")
    assert not (tmp_path / "empty.db").read_bytes()


def test_a_store_that_is_gone_is_not_made_again_by_reading(store):
    store.path.unlink()
    with pytest.raises(HedgeError, match="cannot be used"):
        store.events()
    assert not store.path.exists()


def test_many_may_make_the_same_store_at_once(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        for number in range(30):
            together = threading.Barrier(4)

            def make(_, path=tmp_path / f"{number}.db", together=together):
                together.wait()
                return FeedbackStore(path, create=True)

            assert len(list(pool.map(make, range(4)))) == 4


def test_a_full_disk_is_one_line_and_loses_nothing(store, monkeypatch):
    store.add([event(0)], CORPUS)
    connect = sqlite3.connect

    def of_eight_pages(*arguments, **options):
        database = connect(*arguments, **options)
        database.execute("PRAGMA max_page_count = 8")
        return database

    monkeypatch.setattr(sqlite3, "connect", of_eight_pages)
    with pytest.raises(
        HedgeError, match=r"cannot be written \(.*full\); nothing was changed, free some space"
    ) as caught:
        store.add([event(number) for number in range(1000)])
    assert "\n" not in str(caught.value)
    assert len(store.events()) == 1


def test_a_transaction_that_sqlite_has_ended_keeps_its_own_error(store):
    database = sqlite3.connect(store.path, isolation_level=None)
    with pytest.raises(sqlite3.Error, match="the cause"), _transaction(database):
        database.execute("ROLLBACK")
        raise sqlite3.OperationalError("the cause")
    database.close()


def test_a_locked_store_is_one_line_and_loses_nothing(store):
    store.add([event(1)], CORPUS)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    hurried = FeedbackStore(store.path, wait=0.05)
    with pytest.raises(HedgeError, match="is locked by another process; nothing was changed") as caught:
        hurried.add([event(2)])
    assert "\n" not in str(caught.value)
    assert len(hurried.events()) == 1
    other.execute("ROLLBACK")
    other.close()
    assert hurried.add([event(2)]) == 1


def test_what_is_no_store_is_left_alone(tmp_path):
    text, other = tmp_path / "text.db", tmp_path / "other.db"
    text.write_text("no database, but text enough to be taken for one" * 100)
    with pytest.raises(HedgeError, match=r"text.db is damaged or no feedback store"):
        FeedbackStore(text, create=True)
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE accounts (name)")
    database.close()
    before = other.read_bytes()
    with pytest.raises(UsageError, match=r"other.db is not a store of feedback"):
        FeedbackStore(other, create=True)
    assert other.read_bytes() == before
    assert text.read_text().startswith("no database")


def test_a_damaged_store_is_one_line(store):
    store.add([event(number) for number in range(500)], CORPUS)
    sqlite3.connect(store.path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(store.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    store.path.write_bytes(content)
    with pytest.raises(HedgeError, match="damaged") as caught:
        FeedbackStore(store.path).events()
    assert "\n" not in str(caught.value)


def test_a_folder_or_an_unwritable_place_is_one_line(tmp_path):
    for path in (tmp_path, tmp_path / "none" / "feedback.db"):
        with pytest.raises(HedgeError, match="cannot be used"):
            FeedbackStore(path, create=True)


def test_a_store_of_another_version_is_refused(store):
    database = sqlite3.connect(store.path)
    database.execute("PRAGMA user_version = 9")
    database.close()
    with pytest.raises(UsageError, match="is a store of version 9"):
        FeedbackStore(store.path)


WRITER = """
import sys
from pathlib import Path
from hedge_hf.feedback.events import Event
from hedge_hf.feedback.store import FeedbackStore

store = FeedbackStore(Path(sys.argv[1]), create=True)
for number in range(40):
    time = f"2026-03-01T09:30:{number:02d}+00:00"
    store.add([Event("q", f"d{number}", "up", time, sys.argv[2])], {f"d{number}": f"text {number}"})
"""


def test_many_processes_create_and_write_one_store(tmp_path):
    path = tmp_path / "feedback.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), f"user {number}"], stderr=subprocess.PIPE)
        for number in range(4)
    ]
    for writer in writers:
        _, said = writer.communicate()
        assert writer.returncode == 0, said.decode()
    assert len(FeedbackStore(path).events()) == 160
    assert len(FeedbackStore(path).documents()) == 40


def test_a_killed_import_leaves_all_or_nothing(tmp_path):
    path = tmp_path / "feedback.db"
    FeedbackStore(path, create=True).add([event(0)], CORPUS)
    script = f"""
import os
from pathlib import Path
from hedge_hf.feedback.events import Event
from hedge_hf.feedback.store import FeedbackStore

def endless():
    for number in range(1000):
        if number == 900:
            os.kill(os.getpid(), 9)
        yield Event(f"killed {{number}}", "d1", "up", "2026-03-01T09:30:00+00:00")

FeedbackStore(Path({str(path)!r})).add(endless())
"""
    assert subprocess.run([sys.executable, "-c", script]).returncode == -9
    assert [found.query for found in FeedbackStore(path).events()] == ["query 0"]
