"""Cut a stretch of time into days, weeks or months, as the clock on the deployment's wall has them."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Span(StrEnum):
    """How far back a picture looks; each has at most 31 buckets, so that its labels can be read."""

    MONTH = "month"
    """30 days."""
    QUARTER = "quarter"
    """13 weeks."""
    YEAR = "year"
    """12 months."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A day, or the first day of a week or month."""

    day: date
    begin: datetime


def buckets(span: Span, *, now: datetime, zone: ZoneInfo) -> tuple[Bucket, ...]:
    """Give the buckets up to the one that `now` is in, oldest first."""
    today = now.astimezone(zone).date()
    match span:
        case Span.MONTH:
            days = [today - timedelta(days=back) for back in range(29, -1, -1)]
        case Span.QUARTER:
            monday = today - timedelta(days=today.weekday())
            days = [monday - timedelta(weeks=back) for back in range(12, -1, -1)]
        case Span.YEAR:
            days = [_month(today, back) for back in range(11, -1, -1)]
    return tuple(Bucket(day, datetime.combine(day, time(), zone)) for day in days)


def place(moment: datetime, among: Sequence[Bucket]) -> int | None:
    """Give the number of the bucket that a moment is in; None before the first."""
    at = bisect.bisect_right(among, moment, key=lambda bucket: bucket.begin) - 1
    return at if at >= 0 else None


def _month(today: date, back: int) -> date:
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
