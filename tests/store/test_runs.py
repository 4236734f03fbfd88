"""Due times: as often as asked, later after faults, never not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.model import Fault, Run, Source
from monitor.store import Store
from tests.store.values import HOUR, NOW, SOURCE

FAULT = Fault("timeout", "north.example: no answer within 20 s")
SECOND = timedelta(seconds=1)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def run(at: datetime = NOW, fault: Fault | None = None) -> Run:
    return Run(SOURCE.id, at, at + SECOND, captured=2, unchanged=1, read=9, new=1, fault=fault)


def due_at(store: Store, now: datetime, source: Source = SOURCE) -> bool:
    return store.runs.due([source], now=now) == [source]


def test_a_source_never_watched_is_due(store: Store) -> None:
    assert due_at(store, NOW)


def test_a_source_is_due_again_after_its_interval(store: Store) -> None:
    store.runs.finish(run(), SOURCE)

    assert not due_at(store, NOW + HOUR * 0.99)
    assert due_at(store, NOW + HOUR * 1.05)


def test_an_hourly_cron_job_finds_an_hourly_source_due_within_a_few_minutes(store: Store) -> None:
    store.runs.finish(run(), SOURCE)

    assert due_at(store, NOW + HOUR * 1.05)


def test_the_run_comes_back(store: Store) -> None:
    store.runs.finish(run(fault=FAULT), SOURCE)

    state = store.runs.last()[SOURCE.id]
    assert state.run == run(fault=FAULT)
    assert (state.failures, state.last_ok) == (1, None)
    assert store.runs.of(SOURCE.id) == [run(fault=FAULT)]


def test_a_failing_source_is_asked_ever_later_but_four_times_a_day(store: Store) -> None:
    now, pauses = NOW, []

    for _ in range(8):
        store.runs.finish(run(now, FAULT), SOURCE, wait=timedelta())
        pauses.append(store.runs.last()[SOURCE.id].next_due - now)
        now += pauses[-1]

    assert pauses[0] < HOUR * 1.06
    assert pauses[2] > 3 * HOUR
    assert max(pauses) <= timedelta(hours=6) * 1.06
    assert store.runs.last()[SOURCE.id].failures == 8


def test_a_fault_that_the_server_has_no_part_in_slows_nothing_down(store: Store) -> None:
    for _ in range(5):
        store.runs.finish(run(fault=FAULT), SOURCE)

    assert due_at(store, NOW + HOUR * 1.05)


def test_the_pause_that_a_server_asked_for_is_kept(store: Store) -> None:
    store.runs.finish(run(fault=FAULT), SOURCE, wait=10 * HOUR)

    assert not due_at(store, NOW + 9.9 * HOUR)
    assert due_at(store, NOW + 10.6 * HOUR)


def test_one_good_run_ends_the_back_off(store: Store) -> None:
    for _ in range(5):
        store.runs.finish(run(fault=FAULT), SOURCE, wait=timedelta())

    store.runs.finish(run(), SOURCE)

    state = store.runs.last()[SOURCE.id]
    assert (state.failures, state.last_ok) == (0, NOW + SECOND)
    assert due_at(store, NOW + HOUR * 1.05)


def test_a_slow_source_at_fault_is_looked_at_three_times_within_a_day(store: Store) -> None:
    weekly, now = replace(SOURCE, every=timedelta(weeks=1)), NOW

    for _ in range(2):
        store.runs.finish(run(now, FAULT), weekly, wait=timedelta())
        now = store.runs.last()[SOURCE.id].next_due

    assert now - NOW < 24 * HOUR


def test_a_slow_source_that_stays_at_fault_is_asked_as_seldom_as_ever(store: Store) -> None:
    daily = replace(SOURCE, every=24 * HOUR)

    for _ in range(3):
        store.runs.finish(run(fault=FAULT), daily, wait=timedelta())

    assert not due_at(store, NOW + 23 * HOUR, daily)


@pytest.mark.parametrize("jump", [HOUR, timedelta(days=3650)])
def test_a_clock_set_back_skips_no_source_for_longer_than_a_day(
    store: Store, jump: timedelta
) -> None:
    store.runs.finish(run(NOW + jump), SOURCE)

    assert due_at(store, NOW + 2 * HOUR + timedelta(minutes=6))


def test_the_longest_waiting_goes_first(store: Store) -> None:
    south = replace(SOURCE, id="south")
    store.runs.finish(run(NOW), SOURCE)
    store.runs.finish(replace(run(NOW - HOUR), source_id="south"), south)

    assert store.runs.due([SOURCE, south], now=NOW + 9 * HOUR) == [south, SOURCE]


def test_a_run_that_only_read_what_lay_unread_moves_no_due_time(store: Store) -> None:
    store.runs.finish(run(), SOURCE)
    before = store.runs.last()[SOURCE.id].next_due

    store.runs.keep(run(NOW + HOUR))

    assert store.runs.last()[SOURCE.id].next_due == before
    assert len(store.runs.of(SOURCE.id)) == 2
