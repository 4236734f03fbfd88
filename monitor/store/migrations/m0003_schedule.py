"""When each due time was set, to see that the clock was set back since."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Add the moment of setting, and the order of due times."""
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = (
    "ALTER TABLE schedules ADD COLUMN set_at TEXT NOT NULL"
    " DEFAULT '0001-01-01T00:00:00.000000+00:00'",
    "CREATE INDEX schedules_by_due ON schedules (next_due)",
)
