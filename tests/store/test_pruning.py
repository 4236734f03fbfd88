"""Retention: each class goes in its time; what is unread, owed or evidence never does."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import monitor.store.pruning
from monitor.model import Run, Tier
from monitor.store import Manner, Pruned, Retention, Standing, Store
from tests.store.values import (
    HOUR,
    MAIL,
    NOW,
    OFFER,
    SOURCE,
    capture,
    content,
    edited,
    flagged,
    look,
    posting,
    see,
)

DAY = timedelta(days=1)
YEAR = 365 * DAY
RETENTION = Retention(
    pages=30 * DAY,
    postings=100 * DAY,
    dismissed=60 * DAY,
    hits=200 * DAY,
    confirmed=500 * DAY,
    runs=400 * DAY,
)
INNOCENT = flagged(posting("9", "Продаю велосипед, 5000 рублей"), tier=None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "monitor.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def prune(store: Store, *, at: datetime, retention: Retention = RETENTION) -> Pruned:
    pruned = Pruned()
    for batch in store.pruning.find(retention, now=at).batches(2):
        pruned += store.pruning.remove(batch, retention, now=at)
    store.pruning.finish(pruned, retention, now=at, at=at)
    assert store.cut_log()
    assert store.check() == ""
    return pruned


def deliver(store: Store, *, at: datetime = NOW) -> None:
    store.outbox.form(MAIL.id, Manner(groups=True), now=at)
    while message := store.outbox.claim(MAIL.id, now=at):
        store.outbox.sent(message.id, "250 taken", now=at)


def run(at: datetime) -> Run:
    return Run(SOURCE.id, at, at + HOUR, captured=1, unchanged=0, read=3, new=0)


def hit_of(store: Store) -> str:
    (hit,) = store.hits.all()
    return hit.id


def texts(path: Path) -> bytes:
    """All bytes of all the database's files."""
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_nothing_goes_before_its_time(store: Store, path: Path) -> None:
    see(store, flagged(posting()), INNOCENT)
    deliver(store)
    before = content(path)

    pruned = prune(store, at=NOW + 29 * DAY)

    after = content(path)
    assert pruned == Pruned()
    assert {name: rows for name, rows in after.items() if name != "prunings"} == {
        name: rows for name, rows in before.items() if name != "prunings"
    }


def test_a_page_without_hits_loses_its_bytes_and_keeps_its_digest(store: Store) -> None:
    record = look(store, INNOCENT)
    store.record(record)
    digest = record.kept.capture.sha256

    pruned = prune(store, at=NOW + 31 * DAY)

    assert (pruned.pages, pruned.postings) == (1, 0)
    assert pruned.page_bytes > 0
    assert store.captures.body(digest) is None
    assert store.captures.get(record.kept.id) is None
    assert store.postings.unknown(SOURCE.id, ["9"]) == set()


def test_a_page_whose_bytes_went_is_kept_anew_when_it_comes_again(store: Store) -> None:
    store.record(look(store, INNOCENT))
    prune(store, at=NOW + 31 * DAY)

    kept = store.keep(look(store, INNOCENT).kept.capture)

    assert store.captures.latest(SOURCE.id, SOURCE.url) is not None
    assert store.captures.body(kept.capture.sha256) == kept.capture.body


def test_the_evidence_of_a_hit_stays_though_other_pages_go(store: Store) -> None:
    first = look(store, flagged(posting()), at=NOW)
    middle = look(store, flagged(posting()), at=NOW + HOUR)
    edit = look(store, edited(flagged(posting()), OFFER + " 300 000"), at=NOW + 2 * HOUR)
    later = look(store, edited(flagged(posting()), OFFER + " 300 000"), at=NOW + 3 * HOUR)
    last = look(store, edited(flagged(posting()), OFFER + " 300 000"), at=NOW + 4 * HOUR)
    for record in (first, middle, edit, later, last):
        store.record(record, takers=[MAIL])

    assert prune(store, at=NOW + 31 * DAY).pages == 2

    kept = [store.captures.body(one.kept.capture.sha256) for one in (first, edit, last)]
    gone = [store.captures.body(one.kept.capture.sha256) for one in (middle, later)]
    assert None not in kept
    assert gone == [None, None]
    assert len(store.hits.sightings(hit_of(store))) == 5


def test_an_unread_page_is_never_let_go(store: Store) -> None:
    kept = store.keep(capture())

    prune(store, at=NOW + 10 * YEAR)

    assert store.captures.get(kept.id) == kept


def what_is_left(path: Path) -> set[str]:
    """Name the tables with rows, but those by which SQLite itself counts and indexes."""
    own = {"sqlite_sequence", "listing_grams_data", "listing_grams_config"}
    return {name for name, rows in content(path).items() if rows} - own


def test_words_that_were_not_flagged_go_with_all_that_belongs_to_them(
    store: Store, path: Path
) -> None:
    store.record(look(store, INNOCENT))

    assert prune(store, at=NOW + 101 * DAY).postings == 1
    prune(store, at=NOW + 102 * DAY)

    assert what_is_left(path) == {"_sqlite_migrations", "prunings"}


def test_words_that_still_stand_there_stay(store: Store) -> None:
    see(store, INNOCENT)
    see(store, INNOCENT, at=NOW + 90 * DAY)

    assert prune(store, at=NOW + 101 * DAY).postings == 0


@pytest.mark.parametrize(
    ("standing", "days"),
    [(None, 200), (Standing.DISMISSED, 60), (Standing.CONFIRMED, 500)],
)
def test_a_hit_goes_in_the_time_of_where_it_stands(
    store: Store, path: Path, standing: Standing | None, days: int
) -> None:
    see(store, flagged(posting()))
    deliver(store)
    store.hits.stand(hit_of(store), standing, at=NOW)

    assert prune(store, at=NOW + days * DAY).hits == 0
    assert prune(store, at=NOW + (days + 1) * DAY).hits == 1
    prune(store, at=NOW + (days + 2) * DAY)

    assert what_is_left(path) == {"_sqlite_migrations", "prunings"}


def test_a_dismissed_hit_is_kept_from_the_decision_on(store: Store) -> None:
    see(store, flagged(posting()))
    deliver(store)
    store.hits.stand(hit_of(store), Standing.DISMISSED, at=NOW + 30 * DAY)

    assert prune(store, at=NOW + 61 * DAY).hits == 0
    assert prune(store, at=NOW + 91 * DAY).hits == 1


def test_a_decision_that_was_taken_back_no_longer_counts(store: Store) -> None:
    see(store, flagged(posting()))
    deliver(store)
    store.hits.stand(hit_of(store), Standing.DISMISSED, at=NOW)
    store.hits.stand(hit_of(store), None, at=NOW)

    assert prune(store, at=NOW + 61 * DAY).hits == 0


def test_by_default_no_hit_ever_goes_but_a_dismissed_one(store: Store) -> None:
    see(store, flagged(posting("1")), flagged(posting("2", "второе")))
    deliver(store)
    store.hits.stand(store.hits.all()[0].id, Standing.CONFIRMED, at=NOW)

    assert prune(store, at=NOW + 50 * YEAR, retention=Retention()).hits == 0


def test_a_hit_whose_alert_is_owed_stays(store: Store) -> None:
    see(store, flagged(posting()))
    store.hits.stand(hit_of(store), Standing.DISMISSED, at=NOW)

    assert prune(store, at=NOW + YEAR).hits == 0
    deliver(store, at=NOW + YEAR)
    assert prune(store, at=NOW + YEAR).hits == 1
    assert store.outbox.alerts() == []


def test_a_message_stays_while_it_tells_of_a_hit_that_does(store: Store, path: Path) -> None:
    see(store, flagged(posting("1")), flagged(posting("2", "второе")))
    deliver(store)
    gone, kept = (hit.id for hit in store.hits.all())
    store.hits.stand(gone, Standing.DISMISSED, at=NOW)

    prune(store, at=NOW + 61 * DAY)

    assert [one.alert.hit_id for one in store.outbox.alerts(state="sent")] == [kept]
    assert len(content(path)["messages"]) == 1


def test_a_re_post_that_became_another_hit_outlives_the_first(store: Store) -> None:
    see(store, flagged(posting("1")))
    see(store, flagged(posting("2")), at=NOW + HOUR)
    see(store, flagged(posting("2", "Совсем другие слова о контракте")), at=NOW + 2 * HOUR)
    deliver(store, at=NOW + 2 * HOUR)
    first, second = sorted(store.hits.all(), key=lambda hit: hit.posting.key)
    store.hits.stand(second.id, Standing.DISMISSED, at=NOW)

    assert prune(store, at=NOW + 61 * DAY).hits == 1

    assert [hit.id for hit in store.hits.all()] == [first.id]
    assert len(store.hits.sightings(first.id)) == 2


def test_the_last_run_of_a_source_stays(store: Store) -> None:
    store.runs.finish(run(NOW), SOURCE)
    store.runs.finish(run(NOW + DAY), SOURCE)

    assert prune(store, at=NOW + 2 * YEAR).runs == 1
    assert [one.started_at for one in store.runs.of(SOURCE.id)] == [NOW + DAY]


def test_alarms_go_once_they_are_old_and_have_arrived(store: Store, path: Path) -> None:
    other = sqlite3.connect(path)
    for state in ("sent", "owed"):
        other.execute(
            "INSERT INTO messages (id, channel, formed_at, state, owed_since, next_try_at, sent_at)"
            " VALUES (?1, 'ops', ?2, ?1, ?2, ?2, ?2)",
            (state, NOW.isoformat()),
        )
        other.execute(
            "INSERT INTO alarms (key, channel, said, raised_at, message_id)"
            " VALUES (?1, 'ops', '{}', ?2, ?1)",
            (state, NOW.isoformat()),
        )
    other.commit()
    other.close()

    prune(store, at=NOW + 399 * DAY)
    kept = len(content(path)["alarms"])
    prune(store, at=NOW + 401 * DAY)

    assert kept == 2
    assert [row[0] for row in content(path)["alarms"]] == ["owed"]
    assert [row[0] for row in content(path)["messages"]] == ["owed"]


def test_what_was_seen_after_it_was_found_to_be_old_stays(store: Store) -> None:
    see(store, flagged(posting()), INNOCENT)
    deliver(store)
    at = NOW + 201 * DAY
    leaving = store.pruning.find(RETENTION, now=at)
    see(store, flagged(posting()), INNOCENT, at=at)

    gone = [store.pruning.remove(batch, RETENTION, now=at) for batch in leaving.batches()]

    assert (leaving.hits, leaving.postings) != ((), ())
    assert sum(one.hits + one.postings for one in gone) == 0


def test_measuring_changes_nothing_and_says_what_goes(store: Store, path: Path) -> None:
    for number in range(30):
        one = flagged(posting(str(number), f"слова {number}"), Tier.T1 if number % 3 else None)
        see(store, one, at=NOW + number * HOUR)
    deliver(store)
    before, at = content(path), NOW + 250 * DAY

    told = store.pruning.measure(store.pruning.find(RETENTION, now=at))

    assert content(path) == before
    assert prune(store, at=at) == told
    assert (told.hits, told.postings, told.pages) == (20, 10, 30)


def test_what_went_stands_nowhere_in_the_files(store: Store, path: Path) -> None:
    for number in range(400):
        words = f"ТАЙНОЕСЛОВО {number} " * (1 + number % 60)
        see(store, flagged(posting(str(number), words)), at=NOW + number * HOUR)
    deliver(store, at=NOW + 400 * HOUR)
    assert "ТАЙНОЕСЛОВО".encode() in texts(path)

    assert prune(store, at=NOW + YEAR).hits == 400

    assert texts(path).count("ТАЙНОЕСЛОВО".encode()) == 0


def live(store: Store, chance: random.Random, *, days: int) -> dict[str, tuple[Standing, datetime]]:
    """Let a source have a life: adverts come, are edited, re-posted, told of, decided on."""
    decided: dict[str, tuple[Standing, datetime]] = {}
    for day in range(days):
        at = NOW + day * DAY
        keys = chance.sample("abcdefgh", chance.randint(0, 4))
        texts = [f"слова {chance.randint(0, 3)}" for _ in keys]
        tiers = [chance.choice((Tier.T1, Tier.T2, None)) for _ in keys]
        rows = zip(keys, texts, tiers, strict=True)
        see(store, *(flagged(posting(key, text), tier) for key, text, tier in rows), at=at)
        if chance.random() < 0.5:
            deliver(store, at=at)
        for hit in chance.sample(store.hits.all(), min(1, store.hits.count())):
            decided[hit.id] = chance.choice(list(Standing)), at
            store.hits.stand(hit.id, decided[hit.id][0], at=at)
    return decided


@pytest.mark.parametrize("seed", range(6))
def test_whatever_a_source_lived_through_what_is_to_stay_stays_whole(
    store: Store, seed: int
) -> None:
    chance = random.Random(seed)
    decided = live(store, chance, days=60)
    at = NOW + chance.randint(30, 600) * DAY
    times = {Standing.CONFIRMED: RETENTION.confirmed, Standing.DISMISSED: RETENTION.dismissed}
    owed = {one.alert.hit_id for one in store.outbox.alerts(state="owed")}
    expected = {}
    for hit in store.hits.all():
        standing, since = decided.get(hit.id, (None, NOW))
        kept = times.get(standing) or RETENTION.hits
        if hit.id in owed or max(hit.last_seen, since) + (kept or DAY) >= at:
            expected[hit.id] = (hit, store.hits.versions(hit.id), store.hits.sightings(hit.id))
    told = store.pruning.measure(store.pruning.find(RETENTION, now=at))

    pruned = prune(store, at=at)

    assert pruned == told
    assert {hit.id for hit in store.hits.all()} == expected.keys()
    for hit, versions, sightings in expected.values():
        assert store.hits.find(hit.id) == [hit]
        assert store.hits.versions(hit.id) == versions
        assert store.hits.sightings(hit.id) == sightings
        for evidence in (*(one.posting for one in versions), sightings[0], sightings[-1]):
            assert store.captures.body(evidence.capture_sha256) is not None


def test_pruning_is_due_once_a_day_and_after_a_jump_of_the_clock(store: Store) -> None:
    assert store.pruning.is_due(now=NOW)
    store.pruning.finish(Pruned(), RETENTION, now=NOW, at=NOW)

    assert not store.pruning.is_due(now=NOW + 23 * HOUR)
    assert store.pruning.is_due(now=NOW + 24 * HOUR)
    assert store.pruning.is_due(now=NOW - HOUR)


def test_times_before_the_first_year_keep_for_ever() -> None:
    for_ever = Retention(pages=timedelta(weeks=999_999))

    assert for_ever.cuts(NOW).pages == ""


def test_a_jump_of_the_clock_makes_nothing_old_at_once(store: Store) -> None:
    assert store.pruning.as_of(now=NOW) == NOW
    store.pruning.finish(Pruned(), RETENTION, now=NOW, at=NOW)

    assert store.pruning.as_of(now=NOW + 10 * YEAR) == NOW + 2 * DAY
    store.pruning.finish(Pruned(), RETENTION, now=NOW + 2 * DAY, at=NOW + 10 * YEAR)

    assert not store.pruning.is_due(now=NOW + 10 * YEAR + HOUR)
    assert store.pruning.is_due(now=NOW + HOUR)
    assert store.pruning.as_of(now=NOW + HOUR) == NOW + HOUR


@dataclass(frozen=True)
class Reference:
    """A foreign key of one column or more, by the first of them."""

    table: str
    column: str
    to: str
    on_delete: str


def references(path: Path) -> list[Reference]:
    connection = sqlite3.connect(path)
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    found = [
        Reference(table, row[3], row[2], row[6])
        for (table,) in names
        for row in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        if row[1] == 0
    ]
    connection.close()
    return found


def test_every_reference_is_found_by_an_index(store: Store, path: Path) -> None:
    """Deleting what is referred to looks for who refers to it: without an index, in all rows."""
    connection = sqlite3.connect(path)

    plans = {
        reference: connection.execute(
            f"EXPLAIN QUERY PLAN SELECT 1 FROM {reference.table} WHERE {reference.column} = 1"
        ).fetchall()[0][3]
        for reference in references(path)
    }

    connection.close()
    assert {one: plan for one, plan in plans.items() if not plan.startswith("SEARCH")} == {}


@pytest.mark.parametrize("to", ["hits", "postings"])
def test_every_table_that_refers_to_what_goes_goes_with_it(
    store: Store, path: Path, to: str
) -> None:
    """A new table brings its DELETE into `pruning.py`, or says ON DELETE CASCADE."""
    told = Path(monitor.store.pruning.__file__).read_text(encoding="utf-8")

    silent = {
        one.table
        for one in references(path)
        if one.to == to
        and one.on_delete != "CASCADE"
        and f"DELETE FROM {one.table} WHERE" not in told
        and f"UPDATE {one.table} SET {one.column} = NULL" not in told
    }

    assert silent == set()
