"""The steps of the schema: a module each, in order; the way from each earlier one keeps all."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from monitor.errors import StoreError
from monitor.model import Reach, Recipient, Shared
from monitor.store import Manner, Store
from monitor.store.db import connect
from monitor.store.migrations import Apply, steps
from monitor.store.schema import Schema
from monitor.store.upgrade import upgrade
from tests.store.values import MAIL, content, flagged, look, posting, see

NAMES = list(steps())


def test_the_steps_stand_in_the_order_of_their_numbers() -> None:
    assert sorted(NAMES) == NAMES
    assert NAMES[0] == "m0001_first"
    assert len({name[:5] for name in NAMES}) == len(NAMES)


def at_step(path: Path, count: int) -> None:
    """Make a database as the program wrote it that knew so many steps."""
    db = connect(path)
    upgrade(db, known=dict(list(steps().items())[:count]))
    db.close()


def copied(path: Path, source: Path) -> None:
    """Write into an older schema what a newer database holds, column by column."""
    db = connect(path)
    db.rows("PRAGMA foreign_keys = OFF")
    db.rows("ATTACH ? AS newer", [str(source)])
    tables = db.rows(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
        # A trigger fills the index of the words.
        " AND name NOT GLOB 'listing_grams*' AND name <> 'listing_terms'"
    )
    for table in (row["name"] for row in tables):
        columns = [row["name"] for row in db.rows(f"PRAGMA main.table_info({table})")]
        listed = ", ".join(columns)
        db.change(
            f"INSERT OR REPLACE INTO main.{table} ({listed}) SELECT {listed} FROM newer.{table}"
        )
    db.close()


@pytest.mark.parametrize("count", list(range(1, len(NAMES))))
def test_each_earlier_schema_keeps_all_and_works(tmp_path: Path, count: int) -> None:
    newest, path = tmp_path / "newest.db", tmp_path / "monitor.db"
    with Store.open(newest) as store:
        see(store, flagged(posting("1")), flagged(posting("2", "без призыва"), tier=None))
        store.keep(look(store).kept.capture)
        hits, alerts = store.hits.all(), store.outbox.alerts()
    at_step(path, count)
    copied(path, newest)
    before = content(path)

    with Store.open(path) as store:
        assert store.schema() == tuple(NAMES)
        assert store.check() == ""
        assert (store.hits.all(), store.outbox.alerts()) == (hits, alerts)
        assert len(store.captures.unread("north")) == 2
        see(store, flagged(posting("3", "новые слова")))
        store.outbox.form(MAIL.id, Manner(groups=False), now=hits[0].first_seen)

    aside = path.with_name(f"monitor.db.before-{NAMES[count]}")
    assert content(aside) == before
    assert aside.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("count", [4, NAMES.index("m0015_recipients")])
def test_a_message_owed_before_recipients_were_told_apart_is_owed_to_all(
    tmp_path: Path, count: int
) -> None:
    newest, path = tmp_path / "newest.db", tmp_path / "monitor.db"
    now = datetime(2026, 5, 4, tzinfo=UTC)
    with Store.open(newest) as store:
        see(store, flagged(posting()))
        store.outbox.form(MAIL.id, Manner(groups=True), now=now)
    at_step(path, count)
    copied(path, newest)
    has = Recipient("a@example.org", Reach.TAKEN, "250")
    lacks = Recipient("b@example.org", Reach.OWED, "451")

    with Store.open(path) as store:
        owed = store.outbox.claim(MAIL.id, now=now)
        assert owed is not None
        assert owed.recipients == ()
        store.outbox.shared(owed.id, Shared("250", (has, lacks)), now=now)
        again = store.outbox.claim(MAIL.id, now=now + timedelta(minutes=1))

    assert again is not None
    assert (again.id, again.recipients) == (owed.id, (has, lacks))


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    Store.open(tmp_path / "monitor.db").close()

    assert [file.name for file in tmp_path.iterdir()] == ["monitor.db"]


def test_of_several_starts_at_once_one_takes_the_step_and_keeps_what_was_before(
    tmp_path: Path,
) -> None:
    path = tmp_path / "monitor.db"
    at_step(path, 1)
    before = content(path)

    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(lambda _: Store.open(path).close(), range(8)):
            pass

    with Store.open(path) as store:
        assert store.schema() == tuple(NAMES)
    assert content(path.with_name(f"monitor.db.before-{NAMES[1]}")) == before


def broken(db: Database) -> None:
    db.execute("DROP TABLE schedules")
    db.execute("DROP TABLE no_such_table")


def later(**more: Apply) -> Mapping[str, Apply]:
    return {**steps(), **more}


def test_a_step_that_fails_changes_nothing_and_leaves_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    Store.open(path).close()
    before = content(path)
    db = connect(path)

    with pytest.raises(Exception, match="no_such_table"):
        upgrade(db, known=later(m9998_broken=broken))

    db.close()
    assert content(path) == before
    assert content(path.with_name("monitor.db.before-m9998_broken")) == before


def test_the_copy_is_made_anew_at_a_second_try(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    with Store.open(path) as store:
        path.with_name("monitor.db.before-m9998_note").write_text("of the first try")
        see(store, flagged(posting()))
    before = content(path)
    db = connect(path)

    upgrade(db, known=later(m9998_note=lambda db: db.execute("CREATE TABLE n (x INT) STRICT")))

    assert Schema(db, later(m9998_note=broken)).pending() == ()
    db.close()
    assert content(path.with_name("monitor.db.before-m9998_note")) == before


def test_where_the_copy_cannot_be_made_nothing_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    Store.open(path).close()
    (tmp_path / "monitor.db.before-m9998_broken").mkdir()
    (tmp_path / "monitor.db.before-m9998_broken" / "file").touch()
    before = content(path)
    db = connect(path)

    with pytest.raises(StoreError, match=r"copy that is made before cannot be; nothing was chang"):
        upgrade(db, known=later(m9998_broken=broken))

    db.close()
    assert content(path) == before
