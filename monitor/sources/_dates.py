"""Times as pages and feeds state them, Russian words too: always aware UTC, or None."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_LONGEST = 100
_WORDS = re.compile(
    r"(?P<day>\d{1,2})\s+(?P<month>[а-я]{3,8})\.?,?\s+(?P<year>\d{4})(?P<rest>.{0,40})"
)
_DOTS = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?P<rest>.{0,40})")
_RELATIVE = re.compile(r"(?P<word>сегодня|вчера|today|yesterday)(?P<rest>.{0,40})")
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s*(?P<zone>[+-]\d{2}:?\d{2})?")


def moment(text: str, seen: datetime) -> datetime | None:
    """Read a time; `seen` says what today is. A time without zone is taken as UTC."""
    text = " ".join(text[:_LONGEST].split())
    try:
        found = _iso(text) or _mail(text) or _words(text.lower(), seen)
        return found.astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _mail(text: str) -> datetime | None:
    """RFC 2822, as RSS has it."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _words(text: str, seen: datetime) -> datetime | None:
    if found := _RELATIVE.search(text):
        day = seen - timedelta(days=found["word"] in ("вчера", "yesterday"))
        return _at(day, found["rest"])
    if found := _WORDS.search(text):
        number = next((n for n, m in enumerate(_MONTHS, 1) if found["month"].startswith(m)), 0)
    elif found := _DOTS.search(text):
        number = int(found["month"])
    if not found:
        return None
    day = datetime(int(found["year"]), number, int(found["day"]), tzinfo=UTC)
    return _at(day, found["rest"])


def _at(day: datetime, rest: str) -> datetime:
    """Set the clock that follows a day; midnight when none does."""
    clock = _CLOCK.search(rest)
    start = day.replace(hour=0, minute=0, second=0, microsecond=0)
    if clock is None:
        return start
    zone = clock["zone"]
    moved = start.replace(hour=int(clock["hour"]), minute=int(clock["minute"]))
    return moved.replace(tzinfo=datetime.strptime(zone, "%z").tzinfo) if zone else moved
