"""Quiet hours: where they begin and end, over midnight and over a change of clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.model import Source
from monitor.timetable import is_quiet, leaves_no_time, parse_hours
from monitor.timetable.quiet import end_of_quiet

SOURCE = Source(id="a", kind="webpage", url="https://a.example/", every=timedelta(hours=1))


def quiet(*hours: str, zone: str = "UTC") -> Source:
    parsed = tuple(replace(parse_hours(one), zone=ZoneInfo(zone)) for one in hours)
    return replace(SOURCE, quiet=parsed)


def at(clock: str, day: int = 4) -> datetime:
    return datetime.fromisoformat(f"2026-05-{day:02}T{clock}:00+00:00")


@pytest.mark.parametrize(
    ("hours", "clock", "expected"),
    [
        ("23:00-06:30", "22:59", False),
        ("23:00-06:30", "23:00", True),
        ("23:00-06:30", "03:00", True),
        ("23:00-06:30", "06:29", True),
        ("23:00-06:30", "06:30", False),
        ("12:00-13:00", "12:30", True),
        ("12:00-13:00", "00:30", False),
        ("12:00-00:00", "23:59", True),
        ("12:00-24:00", "23:59", True),
        ("12:00-24:00", "00:00", False),
        ("mon 00:00-24:00", "12:00", True),
        ("tue 00:00-24:00", "12:00", False),
        ("sun 22:00-07:00", "06:00", True),
        ("mon 22:00-07:00", "06:00", False),
    ],
)
def test_the_end_is_not_in_it_and_midnight_may_be(hours: str, clock: str, expected: bool) -> None:
    assert is_quiet(quiet(hours), at(clock)) is expected


def test_a_source_without_quiet_hours_is_never_quiet() -> None:
    assert not is_quiet(SOURCE, at("03:00"))
    assert end_of_quiet(SOURCE, at("03:00")) == at("03:00")


def test_the_end_is_that_of_the_last_of_hours_that_follow_on_each_other() -> None:
    source = quiet("22:00-02:00", "02:00-04:00", "03:00-05:00")

    assert end_of_quiet(source, at("23:00")) == at("05:00", day=5)


def test_a_weekend_ends_on_monday_and_the_nights_about_it_with_their_mornings() -> None:
    source = quiet("22:00-02:00", "sat 00:00-24:00", "sun 00:00-24:00")

    assert end_of_quiet(source, at("23:00", day=8)) == at("02:00", day=11)


def test_hours_that_never_end_do_not_stop_the_reckoning() -> None:
    assert end_of_quiet(quiet("00:00-12:00", "12:00-24:00"), at("03:00")) > at("03:00", day=10)


def test_hours_are_those_of_the_clock_on_the_hosts_wall() -> None:
    source = quiet("23:00-06:00", zone="Asia/Almaty")

    assert is_quiet(source, at("18:00"))
    assert end_of_quiet(source, at("18:00")) == at("01:00", day=5)


def test_a_night_in_which_the_clock_is_set_forward_ends_in_time() -> None:
    source = quiet("23:00-02:30", zone="Europe/Berlin")
    night = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)

    end = end_of_quiet(source, night)

    assert timedelta(hours=1) <= end - night <= timedelta(hours=2, minutes=30)
    assert not is_quiet(source, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7-9",
        "23:00",
        "24:00-01:00",
        "07:00-07:00",
        "22:00-25:00",
        "xyz 01:00-02:00",
        7,
        [],
        "١٢:00-13:00",
    ],
)
def test_what_are_no_hours_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="hours such as"):
        parse_hours(text)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (["00:00-12:00", "12:00-00:00"], True),
        (["00:00-12:00", "12:01-00:00"], False),
        (["00:00-24:00"], True),
        (["sat 00:00-24:00", "sun 00:00-24:00"], False),
        ([], False),
    ],
)
def test_hours_that_leave_no_minute_are_seen(hours: list[str], expected: bool) -> None:
    assert leaves_no_time(parse_hours(one) for one in hours) is expected
