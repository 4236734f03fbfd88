"""Captures, postings, hits, alerts, runs: the first version's whole way."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Make all tables and indexes."""
    for statement in (*_CAPTURES, *_POSTINGS, *_HITS, *_OUTBOX, *_RUNS):
        db.execute(statement)


_CAPTURES = (
    """
    CREATE TABLE bodies (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        deflated BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE captures (
        id INTEGER PRIMARY KEY,
        source_id TEXT NOT NULL,
        url TEXT NOT NULL,
        role TEXT NOT NULL,
        key TEXT,
        depth INTEGER NOT NULL,
        fetched_at TEXT NOT NULL,
        status INTEGER NOT NULL,
        headers TEXT NOT NULL,
        body_sha256 TEXT NOT NULL REFERENCES bodies (sha256),
        final_url TEXT NOT NULL,
        redirects TEXT NOT NULL,
        address TEXT NOT NULL,
        truncated TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('unread', 'read', 'given_up')),
        attempts INTEGER NOT NULL,
        error TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX captures_by_url ON captures (source_id, url, id)",
    "CREATE INDEX captures_by_body ON captures (body_sha256)",
    "CREATE INDEX captures_not_read ON captures (state, id) WHERE state <> 'read'",
    """
    CREATE TABLE asked_details (
        source_id TEXT NOT NULL,
        url TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        PRIMARY KEY (source_id, url)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE onward_links (
        source_id TEXT NOT NULL,
        url TEXT NOT NULL,
        depth INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (source_id, url)
    ) STRICT, WITHOUT ROWID
    """,
)

_POSTINGS = (
    """
    CREATE TABLE postings (
        id INTEGER PRIMARY KEY,
        source_id TEXT NOT NULL,
        key TEXT NOT NULL,
        version INTEGER NOT NULL,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        hit_id TEXT REFERENCES hits (id),
        UNIQUE (source_id, key)
    ) STRICT
    """,
    "CREATE INDEX postings_by_hit ON postings (hit_id) WHERE hit_id IS NOT NULL",
    """
    CREATE TABLE versions (
        posting_id INTEGER NOT NULL REFERENCES postings (id),
        version INTEGER NOT NULL,
        text_sha256 TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        text TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        posted_at TEXT,
        forwarded_from TEXT NOT NULL,
        lang TEXT,
        capture_id INTEGER NOT NULL REFERENCES captures (id),
        seen_at TEXT NOT NULL,
        PRIMARY KEY (posting_id, version),
        UNIQUE (posting_id, text_sha256)
    ) STRICT
    """,
    "CREATE INDEX versions_by_fingerprint ON versions (fingerprint)",
    "CREATE INDEX versions_by_capture ON versions (capture_id)",
    """
    CREATE TABLE assessments (
        posting_id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        rules TEXT NOT NULL,
        label TEXT NOT NULL,
        tier TEXT,
        score REAL NOT NULL,
        lang TEXT NOT NULL,
        detail TEXT,
        judged_at TEXT NOT NULL,
        PRIMARY KEY (posting_id, version, rules),
        FOREIGN KEY (posting_id, version) REFERENCES versions (posting_id, version)
    ) STRICT, WITHOUT ROWID
    """,
)

_HITS = (
    """
    CREATE TABLE hits (
        id TEXT PRIMARY KEY,
        posting_id INTEGER NOT NULL UNIQUE REFERENCES postings (id),
        version INTEGER NOT NULL,
        rules TEXT NOT NULL,
        top_tier TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        FOREIGN KEY (posting_id, version, rules)
            REFERENCES assessments (posting_id, version, rules)
    ) STRICT
    """,
    "CREATE INDEX hits_by_age ON hits (first_seen)",
    """
    CREATE TABLE sightings (
        hit_id TEXT NOT NULL REFERENCES hits (id),
        posting_id INTEGER NOT NULL REFERENCES postings (id),
        seen_at TEXT NOT NULL,
        version INTEGER NOT NULL,
        capture_id INTEGER NOT NULL REFERENCES captures (id),
        PRIMARY KEY (hit_id, posting_id, seen_at)
    ) STRICT, WITHOUT ROWID
    """,
)

_OUTBOX = (
    """
    CREATE TABLE messages (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        formed_at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('owed', 'sent', 'dead')),
        attempts INTEGER NOT NULL DEFAULT 0,
        last_error TEXT NOT NULL DEFAULT '',
        owed_since TEXT NOT NULL,
        next_try_at TEXT NOT NULL,
        leased_until TEXT,
        sent_at TEXT,
        receipt TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX messages_owed ON messages (channel, attempts) WHERE state = 'owed'",
    """
    CREATE TABLE alerts (
        key TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        hit_id TEXT NOT NULL REFERENCES hits (id),
        version INTEGER NOT NULL,
        notice TEXT NOT NULL,
        created_at TEXT NOT NULL,
        message_id TEXT REFERENCES messages (id)
    ) STRICT
    """,
    "CREATE INDEX alerts_loose ON alerts (channel, created_at) WHERE message_id IS NULL",
    "CREATE INDEX alerts_by_message ON alerts (message_id)",
    "CREATE INDEX alerts_by_hit ON alerts (hit_id)",
)

_RUNS = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        source_id TEXT NOT NULL,
        started_at TEXT NOT NULL,
        finished_at TEXT NOT NULL,
        captured INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        read INTEGER NOT NULL,
        new INTEGER NOT NULL,
        sighted INTEGER NOT NULL,
        fault_code TEXT,
        fault_sentence TEXT
    ) STRICT
    """,
    "CREATE INDEX runs_by_source ON runs (source_id, id)",
    """
    CREATE TABLE schedules (
        source_id TEXT PRIMARY KEY,
        next_due TEXT NOT NULL,
        failures INTEGER NOT NULL,
        last_ok TEXT
    ) STRICT, WITHOUT ROWID
    """,
)
