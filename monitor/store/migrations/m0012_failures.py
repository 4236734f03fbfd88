"""Readings that failed, apart from those with which the program ended."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Count what a page did to its reader beside what became of the program."""
    db.execute("ALTER TABLE captures ADD COLUMN failures INTEGER NOT NULL DEFAULT 0")
