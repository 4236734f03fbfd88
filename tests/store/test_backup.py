"""Copies: whole, private, made while others write; put back so that nothing of either is lost."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import Retention, Store, inspect, restore
from tests.store.values import HOUR, NOW, content, flagged, posting, see


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "monitor.db"


def fill(path: Path, count: int = 3) -> dict[str, list[tuple[object, ...]]]:
    with Store.open(path) as store:
        for number in range(count):
            one = flagged(posting(str(number), f"слова {number}"))
            see(store, one, at=NOW + number * HOUR)
    return content(path)


def names(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def test_a_copy_is_equal_and_its_owners_only(path: Path) -> None:
    filled, target = fill(path), path.with_name("copy.db")

    with Store.open(path) as store:
        store.copy_to(target)

    assert content(target) == filled
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    found = inspect(target)
    assert (found.hits, found.alerts, found.captures) == (3, 3, 3)


def test_a_copy_made_during_writes_is_whole_and_restores_to_equal_hits_and_alerts(
    path: Path,
) -> None:
    fill(path, 1)
    copies: list[Path] = []
    stop = threading.Event()

    def write() -> None:
        with Store.open(path) as store:
            for number in range(1, 10_000):
                see(store, flagged(posting(str(number), f"слова {number}")))
                if stop.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    with Store.open(path) as store:
        while len(copies) < 12:
            copies.append(path.with_name(f"copy-{len(copies)}.db"))
            store.copy_to(copies[-1])
    stop.set()
    writer.join()

    found = [inspect(copy) for copy in copies]
    assert found[-1].hits > found[0].hits
    for copy, one in zip(copies, found, strict=True):
        restored = path.with_name(f"restored-{copy.name}")
        restore(copy, restored, now=NOW)
        with Store.open(restored) as store:
            hits = {hit.id for hit in store.hits.all(limit=100_000)}
            assert len(hits) == one.hits
            assert {owed.alert.hit_id for owed in store.outbox.alerts()} == hits
    last = content(path)
    assert all(set(content(copies[-1])[name]) <= set(last[name]) for name in ("hits", "alerts"))


def test_restoring_gives_the_copys_content_and_sets_the_former_aside(path: Path) -> None:
    copy = path.with_name("copy.db")
    copied = fill(path)
    with Store.open(path) as store:
        store.copy_to(copy)
    newer = fill(path, 5)

    aside = restore(copy, path, now=NOW)

    assert content(path) == copied
    assert aside is not None
    assert aside.name == "monitor.db.before-restore-20260504T093000Z"
    assert content(aside) == newer
    assert {"monitor.db-wal", "monitor.db.restoring"} & names(path) == set()


def test_what_stands_in_the_log_of_the_former_goes_with_it(path: Path) -> None:
    copy = path.with_name("copy.db")
    fill(path, 1)
    with Store.open(path) as store:
        store.copy_to(copy)
    copied = content(copy)
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM hits").fetchall()
    newer = fill(path, 4)
    assert path.with_name("monitor.db-wal").stat().st_size > 0

    aside = restore(copy, path, now=NOW)
    reader.close()

    assert content(path) == copied
    assert aside is not None
    assert content(aside) == newer


def test_a_damaged_database_is_replaced_and_set_aside_as_it_is(path: Path) -> None:
    copy = path.with_name("copy.db")
    copied = fill(path)
    with Store.open(path) as store:
        store.copy_to(copy)
    path.write_bytes(b"\0" * 5000)

    aside = restore(copy, path, now=NOW)

    assert content(path) == copied
    assert aside is not None
    assert aside.read_bytes() == b"\0" * 5000


def test_a_copy_restores_where_there_was_nothing(path: Path, tmp_path: Path) -> None:
    copied = fill(path)

    assert restore(path, tmp_path / "new" / "monitor.db", now=NOW) is None

    assert content(tmp_path / "new" / "monitor.db") == copied


def of_a_newer_program(copy: Path) -> None:
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE _sqlite_migrations SET name = 'm9999_later' WHERE id = 1")
    connection.commit()
    connection.close()


def with_a_hit_of_no_posting(copy: Path) -> None:
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE sightings SET hit_id = 'nowhere'")
    connection.commit()
    connection.close()


def with_a_torn_page(copy: Path) -> None:
    blob = bytearray(copy.read_bytes())
    for start in range(8192, len(blob), 8192):
        blob[start : start + 64] = b"\xff" * 64
    copy.write_bytes(blob)


def with_a_trigger_of_somebody(copy: Path) -> None:
    connection = sqlite3.connect(copy)
    connection.execute("CREATE TRIGGER tidy AFTER INSERT ON captures BEGIN DELETE FROM hits; END")
    connection.close()


def of_another_program(copy: Path) -> None:
    copy.unlink()
    connection = sqlite3.connect(copy)
    connection.execute("CREATE TABLE notes (words TEXT)")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (of_a_newer_program, "was written by a newer version .*m9999.*update the program"),
        (with_a_hit_of_no_posting, "is damaged .*points nowhere.*; take an older copy"),
        (with_a_torn_page, "is damaged"),
        (with_a_trigger_of_somebody, "holds triggers that this program never made .tidy."),
        (of_another_program, "is not a database of this program"),
        (lambda copy: copy.write_text("minutes of a meeting " * 99), "is not a database of this"),
        (Path.unlink, "there is no such file"),
    ],
)
def test_a_copy_that_cannot_be_used_is_refused_and_nothing_is_touched(
    path: Path, spoil: Callable[[Path], object], words: str
) -> None:
    copy = path.with_name("copy.db")
    filled = fill(path)
    with Store.open(path) as store:
        store.copy_to(copy)
    spoil(copy)

    with pytest.raises(StoreError, match=f"copy.db: {words}"):
        restore(copy, path, now=NOW)

    assert content(path) == filled
    assert names(path) - {"copy.db"} == {"monitor.db"}


@pytest.mark.parametrize("target", ["nowhere/copy.db", "monitor.db/copy.db"])
def test_a_copy_that_cannot_be_written_is_told_plainly(path: Path, target: str) -> None:
    fill(path, 1)

    with (
        Store.open(path) as store,
        pytest.raises(StoreError, match=r"copy\.db: the copy cannot be written \("),
    ):
        store.copy_to(path.parent / target)


def test_what_was_deleted_is_in_no_later_copy(path: Path) -> None:
    with Store.open(path) as store:
        see(store, flagged(posting("1", "ТАЙНОЕСЛОВО"), tier=None))
        store.prune(Retention(), now=NOW + timedelta(days=800))
        store.copy_to(path.with_name("copy.db"))

    assert "ТАЙНОЕСЛОВО".encode() not in path.with_name("copy.db").read_bytes()


def test_size_tells_what_fills_the_file_and_how_fast_it_grows(path: Path) -> None:
    fill(path, 4)

    with Store.open(path) as store:
        size = store.size(now=NOW + timedelta(days=2))

        assert (size.hits, size.postings, size.captures) == (4, 4, 4)
        assert size.file == path.stat().st_size
        assert size.first == NOW
        assert 0 < size.a_day < size.pages
        assert size.days_left == (size.disk + size.free) // size.a_day


def test_an_empty_database_has_a_size_too(path: Path) -> None:
    with Store.open(path) as store:
        size = store.size(now=NOW)

    assert (size.a_day, size.days_left, size.first) == (0, None, None)


def test_compacting_gives_room_back_and_keeps_all(path: Path) -> None:
    fill(path, 1)
    with Store.open(path) as store:
        for number in range(40):
            see(store, flagged(posting(f"x{number}", f"иначе {number} " * 2000), tier=None))
        at = NOW + timedelta(days=800)
        store.prune(Retention(), now=at)
        before = store.size(now=at)

        store.compact()

        after = store.size(now=at)
        assert (after.free, after.hits) == (0, before.hits)
        assert after.file < before.file / 2
        assert store.check() == ""
