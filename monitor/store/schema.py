"""Bring a database to this program's schema, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from monitor.errors import StoreError
from monitor.store.migrations import Apply, steps

if TYPE_CHECKING:
    from monitor.store.db import Db

SET = "monitor"
"""Under which name the table of applied steps lists ours."""


def migrate(db: Db, name: str, *, known: Mapping[str, Apply] | None = None) -> None:
    """Bring the database to this program's schema; refuse one that a newer program wrote.

    `known` are the steps; None means all that ship.
    """
    known = steps() if known is None else known
    migrations = _migrations(known)
    with db.said():
        applied = [step.name for step in migrations.applied(db.tables)]
    newer = sorted(set(applied) - known.keys())
    if newer:
        raise StoreError(
            f"{name}: was written by a newer version of this program (it has {newer[-1]},"
            f" this one knows up to {max(known)}); update the program"
        )
    if len(applied) < len(known):
        with db.writing():
            migrations.apply(db.tables)


def _migrations(known: Mapping[str, Apply]) -> Migrations:
    migrations = Migrations(SET)
    for step, apply in known.items():
        migrations(name=step)(apply)
    return migrations
