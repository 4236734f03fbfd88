"""Who may use the desk, from which browsers, how often somebody guessed, and what each did."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add accounts, sittings, known browsers, guesses and the log of what people did."""
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    # Nobody is deleted: a name in a decision must never become another person's.
    # `totp_step` is the last step of 30 seconds whose code was taken: none is taken twice.
    """
    CREATE TABLE users (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL CHECK (role IN ('viewer', 'reviewer', 'coordinator', 'admin')),
        language TEXT NOT NULL DEFAULT '',
        password TEXT NOT NULL,
        password_at TEXT NOT NULL,
        is_first_password INTEGER NOT NULL CHECK (is_first_password IN (0, 1)),
        totp_secret TEXT NOT NULL DEFAULT '',
        totp_offered TEXT NOT NULL DEFAULT '',
        totp_step INTEGER NOT NULL DEFAULT -1,
        made_at TEXT NOT NULL,
        disabled_at TEXT
    ) STRICT
    """,
    # Of tokens only a hash stands here: who reads a copy of this file can use none of them.
    """
    CREATE TABLE sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        token TEXT NOT NULL UNIQUE,
        user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        csrf TEXT NOT NULL,
        peer TEXT NOT NULL,
        agent TEXT NOT NULL,
        made_at TEXT NOT NULL,
        seen_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX sessions_by_user ON sessions (user_id)",
    # Browsers in which somebody signed in before: strangers' guesses do not shut these out.
    """
    CREATE TABLE devices (
        token TEXT PRIMARY KEY,
        user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX devices_by_user ON devices (user_id)",
    # `account` is a hash of the name as typed, known or not: people type passwords there.
    # `known` is the browser or sitting that guessed; empty for strangers.
    """
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        peer TEXT NOT NULL,
        known TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX attempts_by_account ON attempts (account)",
    "CREATE INDEX attempts_by_peer ON attempts (peer)",
    "CREATE INDEX attempts_by_known ON attempts (known)",
    "CREATE INDEX attempts_by_at ON attempts (at)",
    """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        about TEXT NOT NULL,
        peer TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX audit_by_who ON audit (who, id)",
    "CREATE INDEX audit_by_what ON audit (what, id)",
    "CREATE INDEX audit_by_at ON audit (at)",
    """
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    BEGIN SELECT raise(ABORT, 'the audit log is appended, never edited'); END
    """,
)
