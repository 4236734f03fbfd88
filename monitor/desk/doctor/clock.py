"""The clock by itself and against what was written before; the time zone that people read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from monitor.desk.doctor.finding import Finding, World, bad, fine, look

ABOUT = "clock"
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that goes right shows less than the time of this program's writing."""
LITTLE = timedelta(minutes=1)
"""More than networks delay an answer's date."""
MUCH = timedelta(minutes=5)
"""Receivers of webhooks refuse a signature that is older (Standard Webhooks)."""
SET = "Let the machine set its clock by the network: `timedatectl set-ntp true`."


def look_over(world: World) -> Iterator[Finding]:
    """Look at the clock and the time zone; the way out tells later what other clocks say."""
    now = world.now
    if now < BUILT:
        yield bad(ABOUT, f"The clock shows {now:%Y-%m-%d}, which is long past.", SET)
    zone = world.config.timezone
    yield fine("time zone", f"{zone.key}: there it is {now.astimezone(zone):%Y-%m-%d %H:%M} now.")


def compare(ours: datetime, theirs: list[datetime]) -> Iterator[Finding]:
    """Hold our clock against those of the servers that answered; one alone may go wrong."""
    if not theirs:
        return
    ahead = ours - datetime.fromtimestamp(median(one.timestamp() for one in theirs), UTC)
    word = "ahead of" if ahead > timedelta(0) else "behind"
    told = f"The clock is {abs(ahead).total_seconds():.0f} s {word} those of the servers asked."
    if abs(ahead) > MUCH:
        yield bad(ABOUT, f"{told} Receivers will refuse our signatures.", SET)
    elif abs(ahead) > LITTLE:
        yield look(ABOUT, told, SET)
    else:
        yield fine(ABOUT, "The clock agrees with those of the servers asked.")
