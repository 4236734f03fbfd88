"""Campaigns as a list shows them: how large, how much of each waits, how widely it is spread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model import Tier
from monitor.store.codec import to_time, words_from_json
from monitor.store.db import Db, Row


class Rank(StrEnum):
    """What comes first."""

    URGENT = "urgent"
    """What waits, by its most urgent tier, how widely it is spread, and how new it is."""
    NEWEST = "newest"
    """What had a new hit last."""
    LARGEST = "largest"
    SPREAD = "spread"
    """What most sources show."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A campaign in a list."""

    id: int
    hits: int
    waiting: int
    """Hits that nobody decided on."""
    confirmed: int
    sources: int
    langs: tuple[str, ...]
    tier: Tier
    """The most urgent of its hits."""
    first_seen: datetime
    newest: datetime
    """When its last hit was first seen."""
    title: str
    text: str
    """How its most urgent hit begins, not masked."""


class Bundles:
    """Reads `listings` by campaign."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def all(
        self, rank: Rank = Rank.URGENT, *, least: int = 2, waits: bool = False, at: int, size: int
    ) -> tuple[list[Bundle], int]:
        """List campaigns of so many hits from one place in the order on, and count them all.

        With `waits` only those with a hit that nobody decided on.
        """
        rows = self._db.rows(
            f"SELECT *, count(*) OVER () AS total FROM ({_GROUPS})"  # noqa: S608 - all words are ours
            f" ORDER BY {_ORDERS[rank]}, group_id LIMIT ? OFFSET ?",
            (least, waits, size, at),
        )
        return [_bundle(row, self._more(row)) for row in rows], rows[0]["total"] if rows else 0

    def _more(self, row: Row) -> Row:
        return self._db.rows(_MORE, (row["group_id"],))[0]


_GROUPS = (
    "SELECT group_id, count(*) AS hits, sum(stage = 'unreviewed') AS waiting,"
    " min(tier) AS tier, max(spread) AS spread, max(first_seen) AS newest"
    " FROM listings INDEXED BY listings_by_group WHERE group_id > 0"
    " GROUP BY group_id HAVING hits >= ?1 AND (NOT ?2 OR waiting)"
)
_ORDERS = {
    Rank.URGENT: "waiting = 0, tier, spread DESC, newest DESC",
    Rank.NEWEST: "newest DESC",
    Rank.LARGEST: "hits DESC",
    Rank.SPREAD: "spread DESC, hits DESC",
}
_MORE = """
    SELECT v.title, substr(v.text, 1, 600) AS text,
        (SELECT min(first_seen) FROM listings o WHERE o.group_id = ?1) AS first_seen,
        (SELECT count(*) FROM listings o WHERE o.group_id = ?1 AND o.stage = 'confirmed')
            AS confirmed,
        (SELECT count(*) FROM spreads s WHERE s.group_id = ?1) AS sources,
        (SELECT json_group_array(DISTINCT lang) FROM listings o WHERE o.group_id = ?1) AS langs
    FROM listings l JOIN hits h ON h.id = l.hit_id
    JOIN versions v ON v.posting_id = h.posting_id AND v.version = h.version
    WHERE l.group_id = ?1 ORDER BY l.turn, l.id LIMIT 1
"""


def _bundle(row: Row, more: Row) -> Bundle:
    return Bundle(
        id=row["group_id"],
        hits=row["hits"],
        waiting=row["waiting"],
        confirmed=more["confirmed"],
        sources=more["sources"],
        langs=tuple(sorted(words_from_json(more["langs"]))),
        tier=Tier(row["tier"]),
        first_seen=to_time(more["first_seen"]),
        newest=to_time(row["newest"]),
        title=more["title"],
        text=more["text"],
    )
