"""Looks by when they began: pictures of a month, and retention, find theirs among a year's."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Index when each look began."""
    db.execute("CREATE INDEX runs_by_age ON runs (started_at)")
