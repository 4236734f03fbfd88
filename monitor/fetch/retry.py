"""Read Retry-After (RFC 9110, 10.2.3), whatever a server writes into it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DAY = 86_400.0
"""Seconds; longer wishes are cut to it, or one answer could blind us for a year."""

_SECONDS = re.compile(r"[0-9]+")
_LONGEST = 64  # characters; no date is longer, and `int` raises on thousands of digits
_DIGITS_PAST_A_DAY = 6


def wait_asked(value: str, *, now: datetime, date: str = "") -> float | None:
    """Give the seconds to wait, above 0 and at most a day; None for no, past or absurd wishes.

    `date` is the answer's own Date header: against it a Retry-After date holds even where the
    server's clock, or ours, is wrong.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        digits = value.lstrip("0") or "0"
        return _bounded(DAY if len(digits) >= _DIGITS_PAST_A_DAY else float(digits))
    until = http_date(value)
    if until is None:
        return None
    return _bounded((until - (http_date(date) or now)).total_seconds())


def _bounded(seconds: float) -> float | None:
    return min(seconds, DAY) if seconds > 0 else None


def http_date(written: str) -> datetime | None:
    """Read the time of a header, whatever a server writes into it; None for what is none."""
    if len(written) > _LONGEST:
        return None
    try:
        moment = parsedate_to_datetime(written)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
