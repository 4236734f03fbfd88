"""Who has a hit, whose second opinion is asked for, who saw contacts, and who looks at it now."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add assignments, second opinions, looks at contacts, and presence."""
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    # `who` is empty where a hit was given back.
    """
    CREATE TABLE assignments (
        id INTEGER PRIMARY KEY,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        who TEXT NOT NULL,
        author TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX assignments_by_hit ON assignments (hit_id)",
    # Whose each hit is now, so that a queue needs no history.
    """
    CREATE TABLE assigned (
        hit_id TEXT PRIMARY KEY REFERENCES hits (id) ON DELETE CASCADE,
        who TEXT NOT NULL,
        since TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX assigned_by_who ON assigned (who)",
    # A question and, once it is closed, its answer; then neither changes any more.
    """
    CREATE TABLE opinions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        asker TEXT NOT NULL,
        asked TEXT NOT NULL CHECK (asked <> asker),
        words TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        decision TEXT CHECK (decision IN ('confirmed', 'not_an_offer', 'unsure', 'duplicate',
            'escalated', 'declined', 'withdrawn')),
        reason TEXT NOT NULL DEFAULT '',
        answer TEXT NOT NULL DEFAULT '',
        closed_at TEXT,
        CHECK ((decision IS NULL) = (closed_at IS NULL))
    ) STRICT
    """,
    "CREATE INDEX opinions_by_hit ON opinions (hit_id)",
    "CREATE UNIQUE INDEX opinions_open ON opinions (asked, hit_id) WHERE closed_at IS NULL",
    """
    CREATE TRIGGER opinions_stay BEFORE UPDATE ON opinions WHEN OLD.closed_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'an opinion that was given is never edited'); END
    """,
    # `until` is when the contacts are hidden again.
    """
    CREATE TABLE reveals (
        id INTEGER PRIMARY KEY,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        until TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX reveals_by_hit ON reveals (hit_id, who)",
    """
    CREATE TABLE presence (
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        who TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        PRIMARY KEY (hit_id, who)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX presence_by_age ON presence (seen_at)",
)
