"""The file: private, synchronous, upright, and refused in plain words when it cannot be used."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import Store
from monitor.store.db import connect
from tests.store.values import SOURCE, capture


def test_database_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "monitor.db"

    with Store.open(path) as store:
        store.keep(capture())
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}

    assert modes == {0o600}


def test_a_lax_mode_is_tightened(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    path.touch(mode=0o644)

    Store.open(path).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", 10000)],
)
def test_commits_survive_power_loss_by_these_settings(
    tmp_path: Path, pragma: str, value: object
) -> None:
    db = connect(tmp_path / "monitor.db")

    row = db.rows(f"PRAGMA {pragma}")[0]

    db.close()
    assert list(row.values()) == [value]


def test_every_table_of_ours_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    Store.open(path).close()

    connection = sqlite3.connect(path)
    tables = connection.execute("PRAGMA table_list").fetchall()
    connection.close()

    lax = {name for _, name, kind, _, _, strict in tables if kind == "table" and not strict}
    assert {name for name in lax if not name.startswith(("sqlite_", "_sqlite_"))} == set()


def test_migrations_run_once(tmp_path: Path) -> None:
    Store.open(tmp_path / "monitor.db").close()

    with Store.open(tmp_path / "monitor.db") as store:
        assert store.check() == ""


def test_a_newer_schema_is_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('monitor', 'm9999_later', '2030-01-01')"
    )
    connection.commit()
    connection.close()

    with pytest.raises(StoreError, match=r"newer version .*m9999_later.* update the program"):
        Store.open(path)


def test_a_file_that_is_no_database_is_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    path.write_bytes(b"these are the notes of a meeting " * 100)

    with pytest.raises(StoreError, match=r"monitor\.db: is not a database of this program"):
        Store.open(path)


def test_a_folder_that_cannot_be_made_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="cannot be used as the database"):
        Store.open(tmp_path / "file" / "monitor.db")


def test_a_fault_inside_a_transaction_leaves_nothing_of_it() -> None:
    db = connect(":memory:")
    db.change("CREATE TABLE words (word TEXT) STRICT")

    def half() -> None:
        with db.writing():
            db.change("INSERT INTO words VALUES ('half')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()

    assert db.rows("SELECT * FROM words") == []
    db.close()


def test_a_part_of_a_transaction_is_undone_alone_and_goes_with_the_whole() -> None:
    db = connect(":memory:")
    db.change("CREATE TABLE words (word TEXT) STRICT")

    def write(word: str, *, fails: bool) -> None:
        with db.writing():
            db.change("INSERT INTO words VALUES (?)", [word])
            if fails:
                raise ZeroDivisionError

    def whole(*, fails: bool) -> None:
        with db.writing():
            write("kept", fails=False)
            with pytest.raises(ZeroDivisionError):
                write("lost", fails=True)
            write("last", fails=fails)

    with pytest.raises(ZeroDivisionError):
        whole(fails=True)
    lost = db.rows("SELECT word FROM words")
    whole(fails=False)

    assert lost == []
    assert [row["word"] for row in db.rows("SELECT word FROM words")] == ["kept", "last"]
    db.close()


def test_a_full_disk_is_told_and_keeps_nothing_half_written(tmp_path: Path) -> None:
    class Small(sqlite3.Connection):
        """A disk with room for the schema and little else."""

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]
            self.execute("PRAGMA max_page_count = 200")

    with Store.open(tmp_path / "monitor.db", factory=Small) as store:
        with pytest.raises(StoreError, match="disk is full"):
            store.keep(capture(body=bytes(str(list(range(200_000))), "ascii")))
        kept = store.keep(capture())

        assert store.captures.unread(SOURCE.id) == [kept.id]
        assert store.check() == ""


def test_two_processes_writing_at_once_both_succeed(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    Store.open(path).close()

    def keep_many() -> None:
        with Store.open(path) as store:
            for number in range(25):
                store.keep(capture(body=b"%d" % number))

    writers = [threading.Thread(target=keep_many) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with Store.open(path) as store:
        assert len(store.captures.unread(SOURCE.id)) == 100
