"""Quiet hours: the parts of a day in which a host is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from monitor.model import Hours, Source

_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def parse_hours(text: object) -> Hours:
    """Read "23:00-06:30". Raises ValueError with what is expected."""
    words = 'hours such as "23:00-06:30"'
    if not isinstance(text, str) or not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", text, re.ASCII):
        raise ValueError(words)
    begin, end = (_time(part, words) for part in text.split("-"))
    if begin == end:
        raise ValueError(f"{words}; all day is enabled = false")
    return Hours(begin, end)


def leaves_no_time(quiet: Iterable[Hours]) -> bool:
    """Tell whether quiet hours leave no minute of some day for a look."""
    quiet = tuple(quiet)
    minutes = (_DAY + timedelta(minutes=minute) for minute in range(24 * 60))
    return bool(quiet) and all(any(_covers(hours, at) for hours in quiet) for at in minutes)


def is_quiet(source: Source, at: datetime) -> bool:
    """Tell whether a source is left alone at a time."""
    return any(_covers(hours, at) for hours in source.quiet)


def end_of_quiet(source: Source, at: datetime) -> datetime:
    """Give the end of the quiet hours that a time falls into; the time itself when into none."""
    moved = at
    for _ in source.quiet:  # one may begin where another ends
        moved = max(_end(hours, moved) for hours in source.quiet)
    return moved


def _covers(hours: Hours, at: datetime) -> bool:
    now = at.astimezone(hours.zone or UTC).time()
    if hours.begin < hours.end:
        return hours.begin <= now < hours.end
    return now >= hours.begin or now < hours.end


def _end(hours: Hours, at: datetime) -> datetime:
    """Give the end of the quiet hours that cover a time; the time itself when they do not."""
    if not _covers(hours, at):
        return at
    here = at.astimezone(hours.zone or UTC)
    day = here.date() if here.time() < hours.end else here.date() + timedelta(days=1)
    end = datetime.combine(day, hours.end, here.tzinfo).astimezone(UTC)
    return max(end, at)


def _time(text: str, words: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as e:
        raise ValueError(words) from e
