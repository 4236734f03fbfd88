"""Due times: as often as asked on average, spread, later after faults, never not at all."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Source
from monitor.timetable import is_quiet, lateness, next_due, parse_cron, parse_hours, slack

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SOURCE = Source(id="north", kind="webpage", url="https://north.example/", every=HOUR)


def sources(count: int, every: timedelta = HOUR) -> list[Source]:
    return [replace(SOURCE, id=f"s{number}", every=every) for number in range(count)]


def looks(source: Source, late: timedelta, count: int = 50) -> list[datetime]:
    """Look as soon as due, or so much later, again and again."""
    chance, times = random.Random(7), [NOW]
    for _ in range(count):
        due = next_due(source, after=times[-1], chance=chance.random())
        times.append(due + late * chance.random())
    return times[1:]


def test_every_look_comes_within_a_tenth_of_its_interval() -> None:
    times = looks(SOURCE, late=HOUR * 0.04)

    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert min(gaps) > HOUR * 0.9
    assert max(gaps) < HOUR * 1.1


@pytest.mark.parametrize("late", [0.0, 0.3, 0.9])
def test_looks_that_are_late_do_not_add_up(late: float) -> None:
    times = looks(SOURCE, late=HOUR * late, count=100)

    assert abs((times[-1] - times[0]) - 99 * HOUR) < HOUR


def test_sources_that_were_all_looked_at_at_once_are_spread_over_their_interval() -> None:
    due = [next_due(source, after=NOW) for source in sources(2_000)]

    a_minute = Counter((time - NOW) // MINUTE for time in due)
    assert len(a_minute) >= 60
    assert max(a_minute.values()) < 3 * 2_000 / 60


def test_a_look_that_was_nearly_a_round_late_is_not_followed_at_once_by_the_next() -> None:
    after = next_due(SOURCE, after=NOW) - MINUTE

    assert next_due(SOURCE, after=after) - after == HOUR + MINUTE


@pytest.mark.parametrize("offset", range(0, 60, 4))
def test_an_hourly_run_looks_at_an_hourly_source_each_time(offset: int) -> None:
    """Whatever the source's own minute of the hour is."""
    at = NOW + offset * MINUTE
    for _ in range(6):
        due = next_due(SOURCE, after=at, chance=0.99)
        at += HOUR

        assert due <= at + slack(SOURCE)


def test_a_failing_source_is_asked_ever_later_but_four_times_a_day() -> None:
    now, pauses = next_due(SOURCE, after=NOW), []

    for failures in range(1, 9):
        due = next_due(SOURCE, after=now, failures=failures, wait=timedelta())
        pauses.append((due - now) / HOUR)
        now = due

    assert pauses == pytest.approx([1, 2, 4, 6, 6, 6, 6, 6])


def test_a_fault_that_the_server_has_no_part_in_slows_nothing_down() -> None:
    assert next_due(SOURCE, after=NOW, failures=9) - NOW <= HOUR * 1.05


def test_the_pause_that_a_server_asked_for_is_kept() -> None:
    due = next_due(SOURCE, after=NOW, failures=1, wait=10 * HOUR)

    assert 10 * HOUR <= due - NOW <= 11.1 * HOUR


@pytest.mark.parametrize("failures", [1, 2])
def test_a_slow_source_at_fault_is_looked_at_again_within_eight_hours(failures: int) -> None:
    weekly = replace(SOURCE, every=timedelta(weeks=1))
    due = next_due(weekly, after=NOW, failures=failures, wait=timedelta())

    assert due - NOW <= timedelta(hours=8)


def test_a_slow_source_that_stays_at_fault_is_asked_as_seldom_as_ever() -> None:
    daily = replace(SOURCE, every=24 * HOUR)
    due = next_due(daily, after=NOW, failures=3, wait=timedelta())

    assert NOW < due <= NOW + 25.2 * HOUR


def in_turn(due: dict[Source, datetime], now: datetime) -> list[str]:
    """Order sources, looked at since NOW, by whose turn it is."""

    def late(source: Source) -> tuple[float, float]:
        return lateness(source, due[source], now=now, since=NOW)

    return [source.id for source in sorted(due, key=late, reverse=True)]


DAILY = replace(SOURCE, id="daily", every=24 * HOUR)
OFTEN = replace(SOURCE, id="often", every=MINUTE)


def test_who_is_the_latest_by_its_own_interval_comes_first() -> None:
    due = {DAILY: NOW + MINUTE, SOURCE: NOW + 5 * MINUTE, OFTEN: NOW + 8 * MINUTE}

    assert in_turn(due, NOW + 9 * MINUTE) == ["often", "north", "daily"]


def test_of_a_backlog_too_the_latest_by_its_own_interval_comes_first() -> None:
    due = {DAILY: NOW - 30 * HOUR, SOURCE: NOW - 2 * HOUR, OFTEN: NOW - MINUTE}

    assert in_turn(due, NOW) == ["north", "daily", "often"]


def test_a_backlog_waits_for_what_comes_due_meanwhile_but_not_for_ever() -> None:
    due = {OFTEN: NOW - HOUR, SOURCE: NOW + 0.5 * MINUTE}

    assert in_turn(due, NOW + 0.5 * MINUTE) == ["north", "often"]
    assert in_turn(due, NOW + 2 * MINUTE) == ["often", "north"]


def test_a_source_of_cron_comes_at_its_time_and_at_most_a_minute_later() -> None:
    source = replace(SOURCE, every=24 * HOUR, cron=parse_cron("0 12 * * *"))
    noon = NOW.replace(hour=12, minute=0)

    assert next_due(source, after=NOW) == noon
    assert next_due(source, after=NOW, chance=1.0) == noon + MINUTE
    assert next_due(source, after=noon) == noon + 24 * HOUR


def test_a_daily_run_finds_what_is_due_by_cron_in_the_same_minute() -> None:
    source = replace(SOURCE, every=24 * HOUR, cron=parse_cron("0 12 * * *"))
    due = next_due(source, after=NOW, chance=0.9)

    assert due <= NOW.replace(hour=12, minute=0) + slack(source)


def test_what_falls_into_quiet_hours_is_spread_after_their_end() -> None:
    night = parse_hours("09:00-18:00")
    due = [
        next_due(replace(source, quiet=(night,)), after=NOW) for source in sources(200, 0.5 * HOUR)
    ]

    end = NOW.replace(hour=18, minute=0)
    assert all(end <= time <= end + 0.5 * HOUR for time in due)
    assert len({(time - end) // MINUTE for time in due}) >= 28


@given(
    every=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(weeks=4)),
    passed=st.timedeltas(timedelta(), timedelta(weeks=500)),
    failures=st.integers(0, 100),
    wait=st.none() | st.timedeltas(timedelta(), timedelta(days=1)),
    begin=st.integers(0, 23),
    length=st.integers(1, 23),
    chance=st.floats(0, 1),
)
def test_a_due_time_is_ahead_in_reach_and_not_in_quiet_hours(
    every: timedelta,
    passed: timedelta,
    failures: int,
    wait: timedelta | None,
    begin: int,
    length: int,
    chance: float,
) -> None:
    hours = parse_hours(f"{begin:02}:30-{(begin + length) % 24:02}:30")
    source, after = replace(SOURCE, every=every, quiet=(hours,)), NOW + passed

    due = next_due(source, after=after, failures=failures, wait=wait, chance=chance)

    assert due > after
    assert due - after <= 2.2 * max(every, timedelta(hours=6)) + timedelta(days=2, hours=2)
    assert not is_quiet(source, due)
