"""By which route and when an alert goes, how messages were gathered, and what ails the monitor."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add what routes, digests, the storm guard and the operator's alarms ask for."""
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    "ALTER TABLE alerts ADD COLUMN route TEXT NOT NULL DEFAULT ''",
    # A digest's time; NULL goes at once.
    "ALTER TABLE alerts ADD COLUMN held_until TEXT",
    "ALTER TABLE messages ADD COLUMN kind TEXT NOT NULL DEFAULT 'plain'"
    " CHECK (kind IN ('plain', 'digest', 'storm'))",
    "ALTER TABLE messages ADD COLUMN last_try_at TEXT",
    # 1 where the receiver's last answer was that it will never take this message.
    "ALTER TABLE messages ADD COLUMN refused INTEGER NOT NULL DEFAULT 0",
    # What is formed or failed lately is counted at each round.
    "CREATE INDEX messages_recent ON messages (channel, formed_at)",
    "CREATE INDEX messages_unsent ON messages (channel) WHERE state <> 'sent'",
    # What the operator was last told of; a row goes when all is well again.
    """
    CREATE TABLE troubles (
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        state TEXT NOT NULL,
        since TEXT NOT NULL,
        sentence TEXT NOT NULL,
        measure INTEGER NOT NULL,
        PRIMARY KEY (kind, about)
    ) STRICT, WITHOUT ROWID
    """,
)
