"""Where a hit was seen, and the kept pages that prove it; read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.store.codec import pairs_from_json, to_time, words_from_json
from monitor.store.db import Db, Row

MOST = 50
"""Places listed; an advert pasted everywhere has hundreds."""
FEW = 8
"""Other hits of its campaign that are named."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address at which a hit's words stood."""

    key: str
    url: str
    first_seen: datetime
    last_seen: datetime
    times: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A capture as it was kept, without its bytes."""

    sha256: str
    url: str
    final_url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    redirects: tuple[str, ...]
    address: str
    truncated: str
    size: int
    is_kept: bool
    """False once the bytes were let go; the digest stays."""


@dataclass(frozen=True, slots=True)
class Circle:
    """The campaign of a hit, and its members seen last."""

    campaign: int
    size: int
    others: tuple[str, ...] = ()


class Trails:
    """Reads `sightings`, `versions`, `captures` and `members` of one hit, however many they are."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def places(self, hit_id: str) -> list[Place]:
        """List where a hit was seen, the place seen last first; 50 at most."""
        rows = self._db.rows(
            "SELECT p.key, v.url, min(s.seen_at) AS first, max(s.seen_at) AS last, count(*) AS n"
            " FROM sightings s JOIN postings p ON p.id = s.posting_id"
            " JOIN versions v ON v.posting_id = s.posting_id AND v.version = s.version"
            " WHERE s.hit_id = ? GROUP BY p.id, v.url ORDER BY last DESC, p.id LIMIT ?",
            (hit_id, MOST),
        )
        return [
            Place(row["key"], row["url"], to_time(row["first"]), to_time(row["last"]), row["n"])
            for row in rows
        ]

    def proofs(self, hit_id: str) -> list[Proof]:
        """Give the capture that first showed the hit's words as they stand, and the last one."""
        first = self._proof(
            "JOIN bodies b ON b.sha256 = c.body_sha256"
            " JOIN versions v ON v.capture_id = c.id JOIN hits h ON h.posting_id = v.posting_id"
            " AND h.version = v.version WHERE h.id = ?",
            hit_id,
        )
        last = self._proof(
            "JOIN bodies b ON b.sha256 = c.body_sha256"
            " JOIN sightings s ON s.capture_id = c.id WHERE s.hit_id = ?"
            " ORDER BY s.seen_at DESC, c.id DESC LIMIT 1",
            hit_id,
        )
        found = [one for one in (first, last) if one]
        return list(dict.fromkeys(found))

    def circle(self, hit_id: str) -> Circle | None:
        """Give a hit's campaign; None while it was not grouped."""
        row = self._db.row(
            "SELECT m.campaign_id, (SELECT count(*) FROM members o"
            " WHERE o.campaign_id = m.campaign_id) AS size FROM members m WHERE m.hit_id = ?",
            [hit_id],
        )
        if row is None:
            return None
        others = self._db.rows(
            "SELECT m.hit_id FROM members m JOIN hits h ON h.id = m.hit_id"
            " WHERE m.campaign_id = ? AND m.hit_id <> ? ORDER BY h.last_seen DESC, h.id LIMIT ?",
            (row["campaign_id"], hit_id, FEW),
        )
        return Circle(row["campaign_id"], row["size"], tuple(one["hit_id"] for one in others))

    def named(self, start: str) -> list[str]:
        """Give the ids of the hits that begin so; two at most."""
        rows = self._db.rows(
            "SELECT id FROM hits WHERE id >= ? AND id < ? ORDER BY id LIMIT 2", (start, f"{start}~")
        )
        return [row["id"] for row in rows]

    def _proof(self, joined: str, hit_id: str) -> Proof | None:
        row = self._db.row(
            f"SELECT c.*, b.size, b.dropped_at FROM captures c {joined}",  # noqa: S608 - words of ours
            [hit_id],
        )
        return _proof(row) if row else None


def _proof(row: Row) -> Proof:
    return Proof(
        sha256=row["body_sha256"],
        url=row["url"],
        final_url=row["final_url"],
        fetched_at=to_time(row["fetched_at"]),
        status=row["status"],
        headers=pairs_from_json(row["headers"]),
        redirects=words_from_json(row["redirects"]),
        address=row["address"],
        truncated=row["truncated"],
        size=row["size"],
        is_kept=row["dropped_at"] is None,
    )
