"""What is kept how long: where a hit stands, which bytes were let go, what was deleted and when."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add what retention asks for, and the indexes that deleting needs."""
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    # The digest of a page outlives its bytes: it still tells two pages apart.
    "ALTER TABLE bodies ADD COLUMN dropped_at TEXT",
    """
    CREATE TABLE standings (
        hit_id TEXT PRIMARY KEY REFERENCES hits (id),
        standing TEXT NOT NULL CHECK (standing IN ('confirmed', 'dismissed')),
        since TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE prunings (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        as_of TEXT NOT NULL,
        hits INTEGER NOT NULL,
        postings INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        page_bytes INTEGER NOT NULL,
        runs INTEGER NOT NULL
    ) STRICT
    """,
    # Without these each deleted capture or posting would read all sightings.
    "CREATE INDEX sightings_by_capture ON sightings (capture_id)",
    "CREATE INDEX sightings_by_posting ON sightings (posting_id)",
    "CREATE INDEX postings_loose ON postings (last_seen) WHERE hit_id IS NULL",
    "CREATE INDEX captures_by_age ON captures (fetched_at)",
)
