"""Cron times, by the clock on the wall: each once, whatever the clock does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from apscheduler.triggers.cron import CronTrigger

from monitor.model import Cron

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_SHORTHANDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
}
_PART = re.compile(r"(\*|\w+)(?:-(\w+))?(?:/([1-9]\d*))?", re.ASCII)
_FIELD = re.compile(r"[a-z0-9*,/-]+", re.ASCII)
_START = datetime(2024, 1, 1, tzinfo=UTC)
_YEAR = timedelta(days=366)
_MOST_TIMES = 2_100
"""From which the longest gap is taken: a week of those that come every five minutes."""
_YEARS = 9
"""The 29th of February may be as far away (1896 to 1904)."""


def parse_cron(text: object) -> Cron:
    """Read a cron expression of five fields, or "@daily". Raises ValueError that says what is wrong."""
    if not isinstance(text, str):
        raise ValueError('five fields in quotes ("30 6 * * mon-fri")')
    cron = Cron(" ".join(_SHORTHANDS.get(text.strip().lower(), text).lower().split()))
    try:
        trigger = _trigger(cron)
    except (ValueError, TypeError, IndexError) as e:
        raise ValueError(f'five fields of cron ("30 6 * * mon-fri"): {e}') from e
    first = trigger.get_next_fire_time(None, _START)
    if first is None or first.year > _START.year + _YEARS:
        raise ValueError("a time that comes at all")
    return cron


@lru_cache(maxsize=1_000)
def longest_gap(cron: Cron) -> timedelta:
    """Give the longest time between two cron times of a year, or of a week of very frequent ones."""
    first, *others = islice(_times(cron, _START, zone=UTC), 2)
    gaps = [others[0] - first]
    pairs = islice(pairwise(_times(cron, first, zone=UTC)), _MOST_TIMES)
    gaps += [later - sooner for sooner, later in takewhile(_of_this_year, pairs)]
    return max(gaps)


def _of_this_year(pair: tuple[datetime, datetime]) -> bool:
    return pair[0] < _START + _YEAR


def next_time(cron: Cron, after: datetime, *, zone: tzinfo) -> datetime:
    """Give the first cron time after a moment, in UTC."""
    return next(_times(cron, after, zone=zone))


def _times(cron: Cron, after: datetime, *, zone: tzinfo) -> Iterator[datetime]:
    """Give cron times in UTC, from the first one after a moment on."""
    trigger = _trigger(cron)
    wall = after.astimezone(zone).replace(tzinfo=UTC)
    while True:
        # The library, made for one zone, skips and repeats days where clocks change. So it sees
        # the hands of the clock as if they were UTC, and which moment that is we say.
        wall = trigger.get_next_fire_time(None, wall + timedelta(microseconds=1))
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        if moment > after:
            yield moment


@lru_cache(maxsize=1_000)
def _trigger(cron: Cron) -> CronTrigger:
    fields = cron.text.split()
    if len(fields) != 5:
        raise ValueError(f"{len(fields)} fields were found")
    for field in fields:
        if not _FIELD.fullmatch(field):
            raise ValueError(f'"{field}" is not known here')
    minute, hour, day, month, weekday = fields
    if day != "*" and weekday != "*":
        raise ValueError(
            "a day of the month and a weekday: programs differ on which of them counts"
        )
    return CronTrigger(
        minute=minute,
        hour=hour,
        day=day,
        month=month,
        day_of_week=_weekdays(weekday),
        timezone=UTC,
    )


def _weekdays(field: str) -> str:
    """Write weekdays by name: to cron 0 and 7 are Sunday, to the library 0 is Monday."""
    days = {day for part in field.split(",") for day in _days(part)}
    return ",".join(_WEEKDAYS[day] for day in sorted(days))


def _days(part: str) -> Iterator[int]:
    found = _PART.fullmatch(part)
    if found is None:
        raise ValueError(f'"{part}" is no weekday')
    first, last, step = found.groups()
    begin = 0 if first == "*" else _day(first)
    end = 6 if first == "*" else _day(last or ("6" if step else first))
    while end < begin:
        end += 7
    return (day % 7 for day in range(begin, end + 1, int(step or 1)))


def _day(name: str) -> int:
    if name in _WEEKDAYS:
        return _WEEKDAYS.index(name)
    if name.isdecimal() and int(name) <= 7:
        return int(name)
    raise ValueError(f'"{name}" is no weekday')
