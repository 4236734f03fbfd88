"""Hits: postings worth a person's time, each one once, however often and under whatever key seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from monitor.model import Hit, Judged, Tier
from monitor.store.codec import to_text, to_time
from monitor.store.db import Db, Row
from monitor.store.postings import JUDGED, Noted, Sight, fingerprint, judged_of


class Change(Enum):
    """What one look changed about a hit."""

    NEW = "new"
    RAISED = "raised"
    """More urgent than it ever was, by an edit or by better rules."""
    SEEN = "seen"
    """Seen again, at a time it was not noted for."""
    NOTHING = "nothing"


class Standing(Enum):
    """What reviewers decided on a hit; one that nobody decided on has none."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The hit that a flagged posting belongs to, and what the look changed about it."""

    hit_id: str
    version: int
    change: Change


@dataclass(frozen=True, slots=True)
class Sighting:
    """When and where a hit's words stood: `key` differs from the hit's own for a re-post."""

    seen_at: datetime
    key: str
    url: str
    version: int
    capture_sha256: str


def hit_id(source_id: str, key: str) -> str:
    """Name a hit: the same posting of the same source has the same name in any database."""
    return hashlib.sha256(f"{source_id}\n{key}".encode()).hexdigest()[:12]


class Hits:
    """The tables `hits` and `sightings`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def note(self, judged: Judged, noted: Noted, sight: Sight) -> Outcome | None:
        """Count a flagged posting as a hit, new or not; None when it is not flagged.

        Call inside the write transaction that noted the posting.
        """
        return self.add(judged, noted, sight) if judged.assessment.tier else None

    def add(self, judged: Judged, noted: Noted, sight: Sight) -> Outcome:
        """Count a posting as a hit, flagged or not: a person may know better."""
        owner = self._owner(judged, noted)
        if owner is None:
            owner = self._insert(judged, noted, sight)
            self._see(owner, noted, sight)
            return Outcome(owner, noted.version, Change.NEW)
        seen = self._see(owner, noted, sight)
        if self._update(owner, judged, noted, sight):
            return Outcome(owner, noted.version, Change.RAISED)
        return Outcome(owner, noted.version, Change.SEEN if seen else Change.NOTHING)

    def _owner(self, judged: Judged, noted: Noted) -> str | None:
        """Find the hit that these words belong to; None when they make one of their own.

        A re-post whose words were edited into others leaves the hit it once repeated.
        """
        if noted.hit_id and self._is_origin(noted):
            return noted.hit_id
        twin = self._db.row(
            "SELECT p.hit_id FROM versions v JOIN postings p ON p.id = v.posting_id"
            " WHERE v.fingerprint = ? AND v.fingerprint <> '' AND p.source_id = ?"
            " AND p.hit_id IS NOT NULL AND p.id <> ?"
            " ORDER BY p.hit_id IS ? DESC, p.id LIMIT 1",
            (
                fingerprint(judged.posting.text),
                judged.posting.source_id,
                noted.posting_id,
                noted.hit_id,
            ),
        )
        return twin["hit_id"] if twin else None

    def _is_origin(self, noted: Noted) -> bool:
        return bool(
            self._db.row(
                "SELECT 1 FROM hits WHERE id = ? AND posting_id = ?",
                (noted.hit_id, noted.posting_id),
            )
        )

    def _insert(self, judged: Judged, noted: Noted, sight: Sight) -> str:
        new = hit_id(judged.posting.source_id, judged.posting.key)
        self._db.change(
            "INSERT INTO hits (id, posting_id, version, rules, top_tier, first_seen, last_seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                new,
                noted.posting_id,
                noted.version,
                judged.assessment.rules,
                judged.assessment.tier or Tier.T3,
                to_text(sight.seen_at),
                to_text(sight.seen_at),
            ),
        )
        return new

    def _see(self, owner: str, noted: Noted, sight: Sight) -> bool:
        """Add a sighting; False when this very look was noted before."""
        seen_at = to_text(sight.seen_at)
        self._db.change(
            "UPDATE postings SET hit_id = ? WHERE id = ? AND hit_id IS NOT ?",
            (owner, noted.posting_id, owner),
        )
        added = self._db.change(
            "INSERT INTO sightings (hit_id, posting_id, seen_at, version, capture_id)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (owner, noted.posting_id, seen_at, noted.version, sight.capture_id),
        )
        self._db.change(
            "UPDATE hits SET first_seen = min(first_seen, ?), last_seen = max(last_seen, ?)"
            " WHERE id = ?",
            (seen_at, seen_at, owner),
        )
        return bool(added)

    def _update(self, owner: str, judged: Judged, noted: Noted, sight: Sight) -> bool:
        """Show the newest flagged words of the hit's own posting; True when it became more urgent."""
        self._db.change(
            "UPDATE hits SET version = ?, rules = ? WHERE id = ? AND posting_id = ?"
            " AND last_seen <= ?",
            (
                noted.version,
                judged.assessment.rules,
                owner,
                noted.posting_id,
                to_text(sight.seen_at),
            ),
        )
        raised = self._db.change(
            "UPDATE hits SET top_tier = ? WHERE id = ? AND top_tier > ?",
            (judged.assessment.tier, owner, judged.assessment.tier),
        )
        return bool(raised)

    def stand(self, hit_id: str, standing: Standing | None, *, at: datetime) -> None:
        """Set where a hit stands with the reviewers, for retention; None takes a decision back."""
        with self._db.writing():
            self.keep_as(hit_id, standing, at=at)

    def keep_as(self, hit_id: str, standing: Standing | None, *, at: datetime) -> None:
        """Do what `stand` does inside a write transaction of the caller's."""
        self._db.change("DELETE FROM standings WHERE hit_id = ?", (hit_id,))
        if standing is not None:
            self._db.change(
                "INSERT INTO standings (hit_id, standing, since) VALUES (?, ?, ?)",
                (hit_id, standing.value, to_text(at)),
            )

    def count(self) -> int:
        """How many hits there are."""
        return int(self._db.rows("SELECT count(*) AS n FROM hits")[0]["n"])

    def all(
        self, *, tier: Tier | None = None, source: str | None = None, limit: int = 100
    ) -> list[Hit]:
        """List hits, the newest first; a tier or a source of None means any."""
        rows = self._db.rows(
            f"{_HIT} WHERE (? IS NULL OR a.tier = ?) AND (? IS NULL OR p.source_id = ?)"
            " GROUP BY h.id ORDER BY h.first_seen DESC, h.id LIMIT ?",
            (tier, tier, source, source, limit),
        )
        return [_hit(row) for row in rows]

    def find(self, prefix: str) -> list[Hit]:
        """Give the hits whose id starts so."""
        rows = self._db.rows(
            f"{_HIT} WHERE h.id >= ? AND h.id < ? GROUP BY h.id ORDER BY h.id",
            (prefix.lower(), f"{prefix.lower()}~"),
        )
        return [_hit(row) for row in rows]

    def give(self, ids: Iterable[str]) -> list[Hit]:
        """Give the hits of these ids in their order, without those that are not there."""
        rows = (self._db.row(f"{_HIT} WHERE h.id = ? GROUP BY h.id", [one]) for one in ids)
        return [_hit(row) for row in rows if row]

    def versions(self, hit_id: str) -> list[Judged]:
        """List the kept versions of a hit's own posting, oldest first, by the latest rules."""
        rows = self._db.rows(
            f"{JUDGED}, max(a.judged_at) FROM hits h JOIN postings p ON p.id = h.posting_id"
            " JOIN versions v ON v.posting_id = p.id JOIN captures c ON c.id = v.capture_id"
            " JOIN assessments a ON a.posting_id = p.id AND a.version = v.version"
            " WHERE h.id = ? GROUP BY v.version ORDER BY v.version",
            (hit_id,),
        )
        return [judged_of(row) for row in rows]

    def sightings(self, hit_id: str) -> list[Sighting]:
        """List when and where a hit was seen, oldest first."""
        rows = self._db.rows(
            "SELECT s.seen_at, s.version, p.key, v.url, c.body_sha256 FROM sightings s"
            " JOIN postings p ON p.id = s.posting_id"
            " JOIN versions v ON v.posting_id = s.posting_id AND v.version = s.version"
            " JOIN captures c ON c.id = s.capture_id"
            " WHERE s.hit_id = ? ORDER BY s.seen_at, p.id",
            (hit_id,),
        )
        return [
            Sighting(
                to_time(row["seen_at"]), row["key"], row["url"], row["version"], row["body_sha256"]
            )
            for row in rows
        ]


_WITH_TABLES = (
    ", h.id AS hit_id, h.first_seen, h.last_seen, count(s.hit_id) AS sightings"
    " FROM hits h JOIN postings p ON p.id = h.posting_id"
    " JOIN versions v ON v.posting_id = p.id AND v.version = h.version"
    " JOIN captures c ON c.id = v.capture_id"
    " JOIN assessments a ON a.posting_id = p.id AND a.version = h.version AND a.rules = h.rules"
    " LEFT JOIN sightings s ON s.hit_id = h.id"
)
_HIT = JUDGED + _WITH_TABLES


def _hit(row: Row) -> Hit:
    judged = judged_of(row)
    return Hit(
        id=row["hit_id"],
        posting=judged.posting,
        assessment=judged.assessment,
        first_seen=to_time(row["first_seen"]),
        last_seen=to_time(row["last_seen"]),
        sightings=row["sightings"],
    )
