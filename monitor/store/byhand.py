"""Hits that a person found: adverts brought in by hand, and what a draw showed to be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.errors import StoreError
from monitor.model import Capture, Judged
from monitor.store.campaigns import Campaigns
from monitor.store.captures import Captures
from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db, Row
from monitor.store.hits import Hits
from monitor.store.listings import Listings
from monitor.store.postings import Noted, Postings, Shelved, Sight, fingerprint

BY_HAND = "by-hand"
"""Source of what was brought in: no place that is watched."""
LONGEST = 2_000
"""Characters of what a person says of where it was, and why."""


class Way(StrEnum):
    """How a person came by an advert."""

    URL = "url"
    TEXT = "text"
    PHOTO = "photo"
    """The words of a picture, typed or read by the phone."""
    DRAW = "draw"
    """In the daily draw of what the rules did not flag."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who found a hit, and how."""

    way: Way
    reviewer: str
    at: datetime
    place: str = ""
    """Where it was seen, in the reviewer's words."""
    note: str = ""
    was_flagged: bool = False
    """True where the rules would have flagged it too."""


@dataclass(frozen=True, slots=True)
class Brought:
    """How many adverts people brought in, and how many of them the rules flag."""

    all: int
    flagged: int


class ByHand:
    """The table `added`, and the hits that it speaks of."""

    def __init__(
        self, db: Db, captures: Captures, postings: Postings, hits: Hits, campaigns: Campaigns
    ) -> None:
        self._db = db
        self._captures = captures
        self._postings = postings
        self._hits = hits
        self._campaigns = campaigns
        self._listings = Listings(db)

    def keep(self, capture: Capture) -> int:
        """Keep what was fetched for a person, read already: no later run takes it up. Gives its id."""
        with self._db.writing():
            kept = self._captures.add(capture)
            self._captures.mark_read(kept.id)
        return kept.id

    def add(self, judged: Judged, *, capture: int, origin: Origin) -> str:
        """Make a posting of a kept capture a hit, whatever the rules say of it; give the hit's id.

        Words that were brought in before are the same hit, seen again. Nobody is alerted: people
        know of it already.
        """
        sight = Sight(capture, origin.at)
        with self._db.writing():
            noted = self._postings.note(judged, sight)
            return self._raise(judged, noted, sight, origin)

    def flag(self, shelved: Shelved, judged: Judged, origin: Origin) -> str:
        """Make a hit of a kept posting that was not flagged; call inside a write transaction."""
        self._postings.rejudge(shelved, judged.assessment, at=origin.at)
        return self._raise(judged, shelved.noted, shelved.sight, origin)

    def of(self, hit_id: str) -> Origin | None:
        """Say who found a hit; None for one that the rules found."""
        row = self._db.row("SELECT * FROM added WHERE hit_id = ?", [hit_id])
        return _origin(row) if row else None

    def known(self, text: str) -> tuple[str, ...]:
        """Name the hits of any source that have the same words."""
        rows = self._db.rows(
            "SELECT DISTINCT p.hit_id FROM versions v JOIN postings p ON p.id = v.posting_id"
            " WHERE v.fingerprint = ? AND v.fingerprint <> '' AND p.hit_id IS NOT NULL"
            " ORDER BY p.hit_id",
            [fingerprint(text)],
        )
        return tuple(row["hit_id"] for row in rows)

    def brought(self) -> Brought:
        """Count what people brought in from outside: no draw, for that is of watched places."""
        (row,) = self._db.rows(
            "SELECT count(*) AS n, coalesce(sum(was_flagged), 0) AS flagged FROM added"
            " WHERE way <> 'draw'"
        )
        return Brought(row["n"], row["flagged"])

    def _raise(self, judged: Judged, noted: Noted, sight: Sight, origin: Origin) -> str:
        self._postings.explain(noted, judged.assessment)
        outcome = self._hits.add(judged, noted, sight)
        self._campaigns.arrive(outcome.hit_id, judged, noted, at=sight.seen_at)
        self._listings.write(outcome.hit_id)
        self._note(outcome.hit_id, origin, was_flagged=judged.assessment.tier is not None)
        return outcome.hit_id

    def _note(self, hit_id: str, origin: Origin, *, was_flagged: bool) -> None:
        """Say who found a hit first; who brings it again changes nothing."""
        if not origin.reviewer.strip():
            raise StoreError("an advert is added in somebody's name")
        self._db.change(
            "INSERT INTO added (hit_id, way, reviewer, place, note, was_flagged, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hit_id) DO NOTHING",
            (
                hit_id,
                origin.way,
                storable(origin.reviewer.strip()),
                storable(origin.place.strip()[:LONGEST]),
                storable(origin.note.strip()[:LONGEST]),
                was_flagged,
                to_text(origin.at),
            ),
        )


def _origin(row: Row) -> Origin:
    return Origin(
        way=Way(row["way"]),
        reviewer=row["reviewer"],
        at=to_time(row["at"]),
        place=row["place"],
        note=row["note"],
        was_flagged=bool(row["was_flagged"]),
    )
