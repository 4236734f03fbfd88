"""Which hits belong together, what ties them, and what a person moved."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add campaigns with their members, and how wording and contacts are found again."""
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    "CREATE TABLE campaigns (id INTEGER PRIMARY KEY AUTOINCREMENT, made_at TEXT NOT NULL) STRICT",
    # `by_hand` is who put it there; empty for the rules, which then may move it.
    """
    CREATE TABLE members (
        hit_id TEXT PRIMARY KEY REFERENCES hits (id) ON DELETE CASCADE,
        campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
        alike REAL NOT NULL,
        by_hand TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX members_by_campaign ON members (campaign_id)",
    """
    CREATE TABLE sketches (
        id INTEGER PRIMARY KEY,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        posting_id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        digests BLOB NOT NULL,
        library TEXT NOT NULL,
        seed INTEGER NOT NULL,
        UNIQUE (hit_id, fingerprint)
    ) STRICT
    """,
    """
    CREATE TABLE bands (
        key INTEGER NOT NULL,
        sketch_id INTEGER NOT NULL REFERENCES sketches (id) ON DELETE CASCADE,
        PRIMARY KEY (key, sketch_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX bands_by_sketch ON bands (sketch_id)",
    """
    CREATE TABLE contact_uses (
        contact TEXT NOT NULL,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        PRIMARY KEY (contact, hit_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX contact_uses_by_hit ON contact_uses (hit_id)",
    # Pairs that a person split, lower id first: the rules never make them one.
    """
    CREATE TABLE campaigns_apart (
        one INTEGER NOT NULL REFERENCES campaigns (id),
        other INTEGER NOT NULL REFERENCES campaigns (id),
        PRIMARY KEY (one, other),
        CHECK (one < other)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX campaigns_apart_by_other ON campaigns_apart (other)",
    """
    CREATE TABLE campaign_moves (
        id INTEGER PRIMARY KEY,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        came_from INTEGER NOT NULL,
        went_to INTEGER NOT NULL,
        by_hand TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX campaign_moves_by_hit ON campaign_moves (hit_id)",
)
