"""Which steps of the schema a database has had, and those that it lacks."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from sqlite_utils.migrations import Migrations

from monitor.errors import StoreError
from monitor.store.db import Db
from monitor.store.migrations import Apply, steps

SET = "monitor"
"""Under which name the table of applied steps lists ours."""


class Schema:
    """The schema's steps, all that ship unless others are named, and one database."""

    def __init__(self, db: Db, known: Mapping[str, Apply] | None = None) -> None:
        self._db = db
        self._known = steps() if known is None else known
        self._steps = Migrations(SET)
        for name, apply in self._known.items():
            self._steps(name=name)(apply)

    def applied(self) -> tuple[str, ...]:
        """Name the steps that the database has had; none for one that is new or not ours."""
        with self._db.said():
            return tuple(step.name for step in self._steps.applied(self._db.tables))

    def pending(self) -> tuple[str, ...]:
        """Name the steps that the database lacks."""
        applied = self.applied()
        return tuple(name for name in self._known if name not in applied)

    def refuse_newer(self) -> None:
        """Raise StoreError when a newer program wrote the database."""
        newer = sorted(set(self.applied()) - self._known.keys())
        if newer:
            raise StoreError(
                f"{self._db.name}: was written by a newer version of this program"
                f" (it has {newer[-1]}, this one knows up to {max(self._known)});"
                " update the program"
            )

    def apply(self) -> None:
        """Take all steps that the database lacks; call inside a write transaction."""
        self._steps.apply(self._db.tables)

    def strangers(self) -> tuple[str, ...]:
        """Name the triggers that none of the applied steps made: they run by themselves."""
        applied = set(self.applied())
        twin = Db(sqlite3.connect(":memory:", isolation_level=None), ":memory:")
        try:
            ours = {name: apply for name, apply in self._known.items() if name in applied}
            Schema(twin, ours).apply()
            known = _triggers(twin)
        finally:
            twin.close()
        return tuple(sorted(name for name, _ in _triggers(self._db) - known))


def _triggers(db: Db) -> frozenset[tuple[str, str]]:
    rows = db.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return frozenset((str(row["name"]), str(row["sql"])) for row in rows)
