"""Due times in the database: shared by `run` and `serve`, and proof against a clock that is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.model import Fault, Run, Source
from monitor.store import Store
from monitor.timetable import next_due, parse_hours
from tests.store.values import HOUR, NOW, SOURCE

FAULT = Fault("timeout", "north.example: no answer within 20 s")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SOUTH = replace(SOURCE, id="south", url="https://south.example/")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def looked(
    store: Store,
    source: Source = SOURCE,
    *,
    at: datetime = NOW,
    fault: Fault | None = None,
    wait: timedelta | None = None,
) -> datetime:
    """Keep a look; give when the source is due again."""
    store.runs.finish(Run(source.id, at, at + SECOND, fault=fault), source, wait=wait)
    return store.runs.last()[source.id].next_due


def due(store: Store, *sources: Source, now: datetime) -> list[str]:
    return [source.id for source in store.agenda.due(sources or [SOURCE], now=now)]


def test_a_source_never_looked_at_is_due(store: Store) -> None:
    store.agenda.enlist([SOURCE], now=NOW)

    assert due(store, now=NOW) == ["north"]


def test_to_enlist_a_source_again_changes_nothing(store: Store) -> None:
    at = looked(store)

    store.agenda.enlist([SOURCE], now=NOW)

    assert store.agenda.soonest(after=NOW) == at
    assert due(store, now=NOW) == []


def test_a_source_is_due_at_its_time_and_not_before(store: Store) -> None:
    at = looked(store)

    assert due(store, now=at - SECOND) == []
    assert due(store, now=at) == ["north"]


def test_a_little_too_early_is_early_enough_for_who_says_so(store: Store) -> None:
    at = looked(store)

    (early,) = store.agenda.due([SOURCE], now=at - 6 * MINUTE, early=True)

    assert early == SOURCE
    assert store.agenda.due([SOURCE], now=at - 7 * MINUTE, early=True) == []


def test_what_was_just_looked_at_is_not_looked_at_again_however_near_its_time_is(
    store: Store,
) -> None:
    near = next_due(SOURCE, after=NOW) - 4 * MINUTE

    at = looked(store, at=near)

    assert at < near + 5 * MINUTE
    assert store.agenda.due([SOURCE], now=near + SECOND, early=True) == []
    assert store.agenda.due([SOURCE], now=at, early=True) == [SOURCE]


@pytest.mark.parametrize("start", range(10))
def test_a_run_each_ten_minutes_looks_once_an_hour_at_an_hourly_source(
    store: Store, start: int
) -> None:
    """A look before its time stands for it: the next one is an hour later, not some minutes."""
    store.agenda.enlist([SOURCE], now=NOW)
    runs = [NOW + (start + 10 * step) * MINUTE for step in range(6 * 24)]

    looks = [
        looked(store, at=now) for now in runs if store.agenda.due([SOURCE], now=now, early=True)
    ]

    assert 24 <= len(looks) <= 25


def test_the_latest_by_its_own_interval_goes_first(store: Store) -> None:
    daily = replace(SOUTH, every=24 * HOUR)
    after = max(looked(store, daily), looked(store))

    assert due(store, daily, SOURCE, now=after + 9 * HOUR) == ["north", "south"]


def test_a_source_in_its_quiet_hours_is_left_alone_however_late_it_is(store: Store) -> None:
    quiet = replace(SOURCE, quiet=(parse_hours("09:00-10:00"),))
    store.agenda.enlist([quiet], now=NOW)

    assert due(store, quiet, now=NOW + 29 * MINUTE) == []
    assert due(store, quiet, now=NOW + 30 * MINUTE) == ["north"]


def test_a_source_that_is_not_asked_for_is_not_given(store: Store) -> None:
    store.agenda.enlist([SOURCE, SOUTH], now=NOW)

    assert due(store, SOUTH, now=NOW) == ["south"]


def test_one_good_look_ends_the_back_off(store: Store) -> None:
    for _ in range(5):
        looked(store, fault=FAULT, wait=timedelta())
    assert store.runs.last()["north"].failures == 5

    at = looked(store)

    state = store.runs.last()["north"]
    assert (state.failures, state.last_ok) == (0, NOW + SECOND)
    assert at <= NOW + 1.1 * HOUR


def test_a_source_whose_interval_was_made_shorter_does_not_wait_for_the_long_one(
    store: Store,
) -> None:
    looked(store, replace(SOURCE, every=timedelta(weeks=2)), at=NOW - DAY)

    store.agenda.enlist([SOURCE], now=NOW)

    assert due(store, now=NOW + 1.05 * HOUR) == ["north"]


def test_a_pause_that_a_server_asked_for_outlives_a_new_start(store: Store) -> None:
    at = looked(store, fault=FAULT, wait=20 * HOUR)

    store.agenda.enlist([SOURCE], now=NOW + HOUR)

    assert due(store, now=NOW + 19 * HOUR) == []
    assert due(store, now=at) == ["north"]


@pytest.mark.parametrize("jump", [HOUR, DAY, timedelta(days=3650)])
def test_a_clock_set_back_moves_due_times_along(store: Store, jump: timedelta) -> None:
    ahead = looked(store, at=NOW + jump), looked(store, SOUTH, at=NOW + jump - MINUTE)

    moved = store.agenda.mend(now=NOW)

    assert moved == jump
    assert due(store, SOURCE, SOUTH, now=NOW) == []
    assert {state.next_due for state in store.runs.last().values()} == {at - jump for at in ahead}


def test_how_far_a_clock_was_set_back_may_be_known_better(store: Store) -> None:
    at = looked(store, at=NOW + HOUR)

    assert store.agenda.mend(now=NOW, by=2 * HOUR) == 2 * HOUR

    assert store.runs.last()["north"].next_due == at - 2 * HOUR


def test_a_clock_that_is_right_moves_nothing(store: Store) -> None:
    at = looked(store)

    assert store.agenda.mend(now=NOW + 30 * SECOND) is None
    assert store.agenda.mend(now=NOW - 30 * SECOND) is None

    assert store.runs.last()["north"].next_due == at


def test_a_look_in_flight_while_the_clock_was_set_back_leaves_no_source_waiting(
    store: Store,
) -> None:
    looked(store, at=NOW + DAY)

    assert due(store, now=NOW) == ["north"]
