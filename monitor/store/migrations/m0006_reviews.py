"""What reviewers decided, noted and did: appended, with who and when, never edited."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add decisions, notes, tags, actions, and what is left of decisions on hits that went."""
    for statement in (*_TABLES, *(_unalterable(table) for table in _APPENDED), *_TRIGGERS):
        db.execute(statement)


_TABLES = (
    # `stands` is the decision in force after this row: itself, or what an undo went back to.
    """
    CREATE TABLE reviews (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        rules TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN
            ('confirmed', 'not_an_offer', 'unsure', 'duplicate', 'escalated', 'undone')),
        reason TEXT NOT NULL,
        label TEXT NOT NULL,
        duplicate_of TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        supersedes INTEGER UNIQUE REFERENCES reviews (id),
        stands INTEGER REFERENCES reviews (id)
    ) STRICT
    """,
    "CREATE INDEX reviews_by_hit ON reviews (hit_id, id)",
    # `supersedes` of its own says that a decision has one successor; this, that there is one first.
    "CREATE UNIQUE INDEX reviews_first ON reviews (hit_id) WHERE supersedes IS NULL",
    "CREATE INDEX reviews_by_stands ON reviews (stands)",
    # Where each hit is now, so that a queue needs no history.
    """
    CREATE TABLE decided (
        hit_id TEXT PRIMARY KEY REFERENCES hits (id) ON DELETE CASCADE,
        last INTEGER NOT NULL,
        stands INTEGER,
        decision TEXT,
        version INTEGER
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE notes (
        id INTEGER PRIMARY KEY,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        author TEXT NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX notes_by_hit ON notes (hit_id)",
    """
    CREATE TABLE tags (
        id INTEGER PRIMARY KEY,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        is_set INTEGER NOT NULL CHECK (is_set IN (0, 1)),
        author TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX tags_by_hit ON tags (hit_id, tag)",
    """
    CREATE TABLE actions (
        id INTEGER PRIMARY KEY,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        what TEXT NOT NULL CHECK (what IN ('reported', 'answered', 'taken_down', 'passed_on')),
        whom TEXT NOT NULL,
        text TEXT NOT NULL,
        author TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX actions_by_hit ON actions (hit_id)",
    # Without a word of the advert or a name: dismissed hits go first, and precision must not rise
    # because of it.
    """
    CREATE TABLE outcomes (
        decision TEXT NOT NULL,
        source_id TEXT NOT NULL,
        lang TEXT NOT NULL,
        label TEXT NOT NULL,
        tier TEXT,
        signals TEXT NOT NULL,
        decided_at TEXT NOT NULL
    ) STRICT
    """,
)
_APPENDED = ("reviews", "notes", "tags", "actions")


def _unalterable(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table}"
        f" BEGIN SELECT raise(ABORT, '{table} are appended, never edited'); END"
    )


_TRIGGERS = (
    # What was put aside for other words is not put aside any more, nor let go as such.
    """
    CREATE TRIGGER hits_reworded AFTER UPDATE OF version ON hits WHEN NEW.version <> OLD.version
    BEGIN DELETE FROM standings WHERE hit_id = NEW.id AND standing = 'dismissed'; END
    """,
)
