"""Counts over time that pictures are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise

from monitor.store.codec import to_text
from monitor.store.db import Db

MOST_SUMS = 5_000
"""Hits whose sums are read for a picture, evenly chosen: a middle of more is hardly another."""


class By(StrEnum):
    """What adverts are counted by."""

    TIER = "tier"
    LANGUAGE = "lang"
    SOURCE = "source_id"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Tick:
    """So many in one stretch of time, by its number."""

    at: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A sum that an advert offers."""

    seen_at: datetime
    source_id: str
    purpose: str
    period: str
    """Empty when it is not said."""
    currency: str
    """Empty when nothing decides it."""
    amount: Decimal
    """The middle of a range; the one end that is named where the other is open."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How the looks at a source went in one hour."""

    hour: datetime
    source_id: str
    looks: int
    faults: int


class Trends:
    """Reads `listings` and what hangs on it, and `runs`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def hits(self, by: By, edges: Sequence[datetime]) -> list[Tick]:
        """Count new hits between each two edges of time."""
        return [
            Tick(at, row["name"], row["n"])
            for at, (begin, end) in enumerate(pairwise(edges))
            for row in self._db.rows(
                f"SELECT {by.value} AS name, count(*) AS n FROM listings"  # noqa: S608 - one of By
                " WHERE first_seen >= ? AND first_seen < ? GROUP BY 1 ORDER BY 1",
                (to_text(begin), to_text(end)),
            )
        ]

    def nations(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        """Count the hits of a time by whom they call for (ISO 3166-1), most first."""
        rows = self._db.rows(
            "SELECT n.nation, count(*) AS n FROM listings l"
            " JOIN listing_nations n ON n.listing_id = l.id"
            " WHERE l.first_seen >= ? AND l.first_seen <= ? GROUP BY n.nation ORDER BY 2 DESC, 1",
            (to_text(since), to_text(until)),
        )
        return [(row["nation"], row["n"]) for row in rows]

    def sums(self, since: datetime, until: datetime) -> list[Offered]:
        """List what hits of a time offer, sum by sum; of very many hits only an even part."""
        time = (to_text(since), to_text(until))
        (there,) = self._db.rows(
            "SELECT count(*) AS n FROM listings WHERE first_seen >= ? AND first_seen <= ?", time
        )
        every = max(1, -(-there["n"] // MOST_SUMS))
        rows = self._db.rows(_SUMS, (*time, every))
        return [
            Offered(
                _hour(row["hour"]),
                row["source_id"],
                row["purpose"],
                row["period"],
                row["currency"],
                amount,
            )
            for row in rows
            if (amount := _middle(row["low"], row["high"])) is not None
        ]

    def looks(self, since: datetime, until: datetime) -> list[Looked]:
        """Count by hour how the looks at each source went; single adverts' pages are no fault."""
        rows = self._db.rows(
            "SELECT substr(started_at, 1, 13) AS hour, source_id, count(*) AS n,"
            " sum(fault_code IS NOT NULL AND NOT partial) AS faults FROM runs"
            " WHERE started_at >= ? AND started_at <= ? GROUP BY 1, 2 ORDER BY 1, 2",
            (to_text(since), to_text(until)),
        )
        return [
            Looked(_hour(row["hour"]), row["source_id"], row["n"], row["faults"]) for row in rows
        ]


_SUMS = (
    "SELECT substr(l.first_seen, 1, 13) AS hour, l.source_id,"
    " f.value ->> '$.value.purpose' AS purpose, coalesce(f.value ->> '$.value.period', '') AS period,"
    " coalesce(f.value ->> '$.value.currency', '') AS currency,"
    " f.value ->> '$.value.low' AS low, f.value ->> '$.value.high' AS high"
    " FROM (SELECT id, hit_id, source_id, first_seen FROM listings"
    " WHERE first_seen >= ? AND first_seen <= ? AND id % ? = 0) l"
    " JOIN hits h ON h.id = l.hit_id JOIN assessments a ON a.posting_id = h.posting_id"
    " AND a.version = h.version AND a.rules = h.rules JOIN json_each(a.detail, '$.findings') f"
    " WHERE f.value ->> '$.value.purpose' IS NOT NULL"
)


def _hour(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00:00").replace(tzinfo=UTC)


def _middle(low: str | None, high: str | None) -> Decimal | None:
    """Give the middle of a range; None where neither end is a number."""
    try:
        ends = [Decimal(str(end)) for end in (low, high) if end is not None]
    except InvalidOperation:
        return None
    return sum(ends, Decimal()) / len(ends) if ends and all(e.is_finite() for e in ends) else None
