"""Cron times: what people write, by the wall's clock, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from monitor.model import Cron
from monitor.timetable import longest_gap, parse_cron
from monitor.timetable.cron import next_time

MONDAY = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
BERLIN = ZoneInfo("Europe/Berlin")


def following(text: str, after: datetime = MONDAY, zone: ZoneInfo = UTC_ZONE) -> datetime:
    return next_time(parse_cron(text), after, zone=zone)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45 9 * * *", "2026-05-04 09:45"),
        ("30 9 * * *", "2026-05-05 09:30"),
        ("*/20 * * * *", "2026-05-04 09:40"),
        ("0 6-8,22 * * *", "2026-05-04 22:00"),
        ("0 0 1 * *", "2026-06-01 00:00"),
        ("0 0 29 2 *", "2028-02-29 00:00"),
        ("0 12 * JAN *", "2027-01-01 12:00"),
        ("@hourly", "2026-05-04 10:00"),
        ("  0   0 * *  * ", "2026-05-05 00:00"),
    ],
)
def test_the_next_time_is_the_one_that_cron_means(text: str, expected: str) -> None:
    assert f"{following(text):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [
        ("0", {"Sun"}),
        ("7", {"Sun"}),
        ("1", {"Mon"}),
        ("mon", {"Mon"}),
        ("1-5", {"Mon", "Tue", "Wed", "Thu", "Fri"}),
        ("mon-fri", {"Mon", "Tue", "Wed", "Thu", "Fri"}),
        ("6,7", {"Sat", "Sun"}),
        ("5-7", {"Fri", "Sat", "Sun"}),
        ("sat-mon", {"Sat", "Sun", "Mon"}),
        ("*/3", {"Sun", "Wed", "Sat"}),
        ("1-5/2", {"Mon", "Wed", "Fri"}),
    ],
)
def test_a_weekdays_number_is_that_of_cron_where_sunday_is_0_and_7(
    weekdays: str, expected: set[str]
) -> None:
    found, at = set(), MONDAY
    for _ in range(14):
        at = following(f"0 3 * * {weekdays}", at)
        found.add(f"{at:%a}")

    assert found == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "0 fields"),
        ("0 9 * *", "4 fields"),
        ("0 0 9 * * *", "6 fields"),
        ("61 * * * *", "61"),
        ("0 25 * * *", "25"),
        ("0 9 * * 8", "no weekday"),
        ("0 9 * * someday", "no weekday"),
        ("0 9 * * mon#2", "not known here"),
        ("0 9 L * *", "five fields"),
        ("0 9 13 * 5", "programs differ"),
        ("0 0 30 2 *", "comes at all"),
        ("@reboot", "1 fields"),
        (9, "in quotes"),
    ],
)
def test_what_cron_does_not_mean_is_refused(text: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_cron(text)


@pytest.mark.parametrize(
    ("around", "hour"),
    [
        (datetime(2026, 3, 25, tzinfo=UTC), 2),  # 02:30 does not exist on the 29th
        (datetime(2026, 10, 21, tzinfo=UTC), 2),  # 02:30 comes twice on the 25th
        (datetime(2026, 3, 25, tzinfo=UTC), 9),
    ],
)
def test_a_daily_time_comes_once_on_each_day_that_the_clock_is_changed(
    around: datetime, hour: int
) -> None:
    days, at = [], around
    for _ in range(8):
        at = following(f"30 {hour} * * *", at, BERLIN)
        days.append(at.astimezone(BERLIN).date())

    assert [later - sooner for sooner, later in pairwise(days)] == [timedelta(days=1)] * 7


def test_a_time_is_meant_by_the_clock_of_its_zone() -> None:
    almaty = following("0 9 * * *", MONDAY, ZoneInfo("Asia/Almaty"))

    assert almaty == datetime(2026, 5, 5, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("0 * * * *", 1),
        ("0 9 * * *", 24),
        ("0 9 * * mon-fri", 72),
        ("*/5 8-20 * * 1-5", 59 + 1 / 12),
    ],
)
def test_the_longest_gap_counts_nights_and_weekends(text: str, hours: float) -> None:
    assert longest_gap(Cron(text)) == timedelta(hours=hours)
