"""Quiet hours: the parts of a day in which a host, or a reader of alerts, is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo

from monitor.model import Hours, Source

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"([01]\d|2[0-3]):([0-5]\d)"
_HOURS = re.compile(rf"(?:({'|'.join(DAYS)}) )?{_CLOCK}-(?:{_CLOCK}|24:00)", re.ASCII)
_WORDS = 'hours such as "22:00-07:00" or "sat 00:00-24:00"'
_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
_WEEK = timedelta(weeks=1)
_MINUTE = timedelta(minutes=1)


def parse_hours(text: object) -> Hours:
    """Read "23:00-06:30" or "sat 00:00-24:00". Raises ValueError with what is expected."""
    found = _HOURS.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(_WORDS)
    day, *clock = found.groups(default="0")
    begin, end = time(int(clock[0]), int(clock[1])), time(int(clock[2]), int(clock[3]))
    if begin == end and not found[0].endswith("24:00"):
        raise ValueError(f'{_WORDS}; a whole day is "00:00-24:00"')
    return Hours(begin, end, weekday=None if day == "0" else DAYS.index(day))


def leaves_no_time(quiet: Iterable[Hours]) -> bool:
    """Tell whether quiet hours leave no minute of some week for a look."""
    quiet = tuple(quiet)
    minutes = (_MONDAY + timedelta(minutes=minute) for minute in range(_WEEK // _MINUTE))
    return bool(quiet) and all(any(covers(hours, at) for hours in quiet) for at in minutes)


def is_quiet(source: Source, at: datetime) -> bool:
    """Tell whether a source is left alone at a time."""
    return any(covers(hours, at) for hours in source.quiet)


def end_of_quiet(source: Source, at: datetime) -> datetime:
    """Give the end of the quiet hours that a time falls into; the time itself when into none."""
    moved, before = at, datetime.min.replace(tzinfo=UTC)
    while before < moved < at + _WEEK:  # one may begin where another ends, in the end for ever
        before, moved = moved, max((_end(hours, moved) for hours in source.quiet), default=moved)
    return moved


def covers(hours: Hours, at: datetime, zone: tzinfo = UTC) -> bool:
    """Tell whether a time falls into hours; `zone` is that of hours which name none."""
    here = at.astimezone(hours.zone or zone)
    now, today = here.time(), here.weekday()
    begun = hours.weekday in (None, today) and now >= hours.begin
    if hours.begin < hours.end:
        return begun and now < hours.end
    return begun or (hours.weekday in (None, (today - 1) % 7) and now < hours.end)


def _end(hours: Hours, at: datetime) -> datetime:
    """Give the end of the quiet hours that cover a time; the time itself when they do not."""
    if not covers(hours, at):
        return at
    here = at.astimezone(hours.zone or UTC)
    day = here.date() if here.time() < hours.end else here.date() + timedelta(days=1)
    end = datetime.combine(day, hours.end, here.tzinfo).astimezone(UTC)
    return max(end, at)
