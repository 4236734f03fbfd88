"""What people bring in: adverts added by hand, daily draws of what was not flagged, misled words."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add whence a hit came that no rule found, the draws with their answers, and misled words."""
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE added (
        hit_id TEXT PRIMARY KEY REFERENCES hits (id) ON DELETE CASCADE,
        way TEXT NOT NULL CHECK (way IN ('url', 'text', 'photo', 'draw')),
        reviewer TEXT NOT NULL,
        place TEXT NOT NULL,
        note TEXT NOT NULL,
        was_flagged INTEGER NOT NULL CHECK (was_flagged IN (0, 1)),
        at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # Each draw takes from what was first seen from `since` on and before `until`.
    """
    CREATE TABLE draws (
        id INTEGER PRIMARY KEY,
        since TEXT NOT NULL,
        until TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL
    ) STRICT
    """,
    # Counted when it was drawn: what retention lets go later does not change a share.
    """
    CREATE TABLE draw_strata (
        draw_id INTEGER NOT NULL REFERENCES draws (id),
        stratum TEXT NOT NULL,
        population INTEGER NOT NULL,
        PRIMARY KEY (draw_id, stratum)
    ) STRICT, WITHOUT ROWID
    """,
    # Without its posting a row still says where it came from, and its answer still counts.
    """
    CREATE TABLE drawn (
        id INTEGER PRIMARY KEY,
        draw_id INTEGER NOT NULL REFERENCES draws (id),
        stratum TEXT NOT NULL,
        posting_id INTEGER REFERENCES postings (id),
        version INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX drawn_by_draw ON drawn (draw_id)",
    "CREATE INDEX drawn_by_posting ON drawn (posting_id)",
    """
    CREATE TABLE draw_answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        drawn_id INTEGER NOT NULL REFERENCES drawn (id),
        answer TEXT NOT NULL CHECK (answer IN ('advert', 'no_advert', 'unsure')),
        label TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        at TEXT NOT NULL,
        supersedes INTEGER UNIQUE REFERENCES draw_answers (id)
    ) STRICT
    """,
    "CREATE INDEX draw_answers_by_drawn ON draw_answers (drawn_id, id)",
    "CREATE UNIQUE INDEX draw_answers_first ON draw_answers (drawn_id) WHERE supersedes IS NULL",
    """
    CREATE TRIGGER draw_answers_stay BEFORE UPDATE ON draw_answers
    BEGIN SELECT raise(ABORT, 'draw_answers are appended, never edited'); END
    """,
    # `words` misled as `signal`; `phrase` is the longer one that is to say so.
    """
    CREATE TABLE misled_words (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        hit_id TEXT NOT NULL REFERENCES hits (id) ON DELETE CASCADE,
        signal TEXT NOT NULL,
        words TEXT NOT NULL,
        phrase TEXT NOT NULL,
        lang TEXT NOT NULL,
        note TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'open'
            CHECK (state IN ('open', 'shown', 'decides', 'dropped')),
        settled_by TEXT NOT NULL DEFAULT '',
        settled_at TEXT
    ) STRICT
    """,
    "CREATE INDEX misled_words_by_hit ON misled_words (hit_id)",
)
