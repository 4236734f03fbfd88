"""When a source is due next: its grid or its cron times, back-off, quiet hours."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from monitor.model import Source
from monitor.timetable.cron import next_time
from monitor.timetable.quiet import end_of_quiet, is_quiet

LONGEST_PAUSE = timedelta(hours=6)
"""A failing source is still asked four times a day, or as often as it always was."""
RECHECK = timedelta(hours=8)
"""After its first and its second fault a source is looked at within it, however seldom else: three
looks within a day tell whether it is ill."""
JITTER = 0.01
"""Part of the interval by which a look may come after its due time, so that no rhythm shows. Two
looks may so be that much nearer or further apart; the rest of a tenth is for a slow host's queue."""
CRON_JITTER = timedelta(minutes=1)
"""At most, for a cron time: a hundred sources of the same minute are spread over it."""
LEAST_GAP = 0.05
"""Part of the interval; a due time that follows a late look sooner than this is left out."""
SLACK = 0.1
"""Part of the interval by which `run` takes a source early rather than a whole round late; more
than LEAST_GAP, or an hourly `run` would look at some hourly sources every other hour."""
SPREAD_AFTER_QUIET = timedelta(hours=1)
"""At most; the sources of a host are spread over it when the host's quiet hours end."""

_DOUBLINGS = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def next_due(
    source: Source,
    *,
    after: datetime,
    failures: int = 0,
    wait: timedelta | None = None,
    chance: float = 0.0,
) -> datetime:
    """Say when a source is due again that was looked at `after`.

    `failures` is how many looks in a row went wrong; `wait` a pause that the server's answer asks
    for, None when the fault is no reason to slow down; `chance`, 0 to 1, moves the time a little.
    """
    earliest = after + _back_off(source, failures, wait)
    due = _regular(source, earliest)
    if failures in (1, 2):
        due = min(due, max(earliest, after + RECHECK))
    return _after_quiet(source, due + _jitter(source) * chance)


def slack(source: Source) -> timedelta:
    """Say by how much `run` may be too early: it does not know when it is called again."""
    return CRON_JITTER if source.cron else source.every * SLACK


def lateness(
    source: Source, due: datetime, *, now: datetime, since: datetime
) -> tuple[float, float]:
    """Say how much a source's turn has come: the greater goes first, in intervals of its own.

    What was due by `since` is a backlog of a start or a sleep, and may wait for one interval:
    until then whatever comes due meanwhile goes first, or a round of thousands of sources would
    cost those their period. From then on it counts like the rest, so that none waits for ever.
    """
    late = (now - due) / source.every
    return (late if due > since else (now - since) / source.every - 1, late)


def _back_off(source: Source, failures: int, wait: timedelta | None) -> timedelta:
    """Give the least pause; up to one interval is what the grid or the cron brings by itself."""
    if wait is None or not failures:
        return timedelta()
    doubled = source.every * (1 << min(failures - 1, _DOUBLINGS))
    pause = max(source.every, min(doubled, LONGEST_PAUSE))
    return max(pause - source.every, wait)


def _regular(source: Source, after: datetime) -> datetime:
    """Give the next time by cron or grid."""
    if source.cron:
        return next_time(source.cron, after, zone=source.timezone or UTC)
    first = _EPOCH + source.every * _share(source.id)
    passed = (after + source.every * LEAST_GAP - first) // source.every
    return first + source.every * (passed + 1)


def _jitter(source: Source) -> timedelta:
    most = source.every * JITTER
    return min(most, CRON_JITTER) if source.cron else most


@lru_cache(maxsize=10_000)
def _share(source_id: str) -> float:
    """Give a number from 0 to below 1, always the same one for a source."""
    return int.from_bytes(hashlib.sha256(source_id.encode()).digest()[:6]) / 2**48


def _after_quiet(source: Source, due: datetime) -> datetime:
    """Move a time out of the quiet hours; their end is not everybody's moment."""
    end = end_of_quiet(source, due)
    if end == due:
        return due
    later = end + min(source.every, SPREAD_AFTER_QUIET) * _share(source.id)
    return end if is_quiet(source, later) else later
