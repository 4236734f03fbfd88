"""What each source usually yields, in what state it is, and the alarms that its operator is owed."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add what a look yielded, the habit and state of each source, and the operator's alarms."""
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    "ALTER TABLE runs ADD COLUMN shown INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE runs ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE runs ADD COLUMN partial INTEGER NOT NULL DEFAULT 0",
    # Looks by the hour of the week (UTC, Monday 0 h is 0) with what they showed; old ones fade.
    """
    CREATE TABLE habits (
        source_id TEXT NOT NULL,
        slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 167),
        looks REAL NOT NULL,
        shown REAL NOT NULL,
        bare REAL NOT NULL,
        brought REAL NOT NULL,
        pending INTEGER NOT NULL,
        PRIMARY KEY (source_id, slot)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE healths (
        source_id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        since TEXT NOT NULL,
        sentence TEXT NOT NULL,
        suspected TEXT,
        suspected_since TEXT,
        suspected_sentence TEXT NOT NULL,
        suspected_looks INTEGER NOT NULL,
        known_since TEXT NOT NULL,
        fresh_at TEXT,
        bare_since TEXT,
        missed REAL NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE alarms (
        key TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        said TEXT NOT NULL,
        raised_at TEXT NOT NULL,
        message_id TEXT REFERENCES messages (id)
    ) STRICT
    """,
    "CREATE INDEX alarms_loose ON alarms (channel, raised_at) WHERE message_id IS NULL",
    "CREATE INDEX alarms_by_message ON alarms (message_id)",
    "CREATE VIEW owing AS SELECT key, message_id FROM alerts"
    " UNION ALL SELECT key, message_id FROM alarms",
)
