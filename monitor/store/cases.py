"""Who works on a hit: whose it is, whose second opinion is asked for, who looks at it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Assignment:
    """A hit given to somebody; `who` is empty where it was given back."""

    hit_id: str
    who: str
    author: str
    at: datetime


class Cases:
    """The tables `assignments` (all that ever were) and `assigned` (whose each hit is now)."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def assign(self, hit_id: str, who: str, *, by: str, at: datetime) -> None:
        """Give a hit to somebody, to nobody where `who` is empty; twice the same changes nothing."""
        name, author = _name(who), _name(by)
        if not author:
            raise StoreError("a hit is given to somebody by somebody with a name")
        with self._db.writing():
            if not self._db.row("SELECT 1 FROM hits WHERE id = ?", [hit_id]):
                raise StoreError(f"there is no hit {hit_id}")
            if self.assigned(hit_id) == name:
                return
            self._db.insert(
                "INSERT INTO assignments (hit_id, who, author, at) VALUES (?, ?, ?, ?)",
                (hit_id, name, author, to_text(at)),
            )
            self._put(hit_id, name, at)

    def assigned(self, hit_id: str) -> str:
        """Name whose hit it is; empty where it is nobody's."""
        row = self._db.row("SELECT who FROM assigned WHERE hit_id = ?", [hit_id])
        return str(row["who"]) if row else ""

    def held(self, who: str, *, limit: int = 50) -> list[str]:
        """Name the hits that somebody has, the one given last first."""
        rows = self._db.rows(
            "SELECT hit_id FROM assigned WHERE who = ? ORDER BY since DESC, hit_id LIMIT ?",
            (who, limit),
        )
        return [row["hit_id"] for row in rows]

    def assignments(self, hit_id: str) -> list[Assignment]:
        """List to whom a hit was given, oldest first."""
        rows = self._db.rows("SELECT * FROM assignments WHERE hit_id = ? ORDER BY id", [hit_id])
        return [Assignment(hit_id, row["who"], row["author"], to_time(row["at"])) for row in rows]

    def _put(self, hit_id: str, who: str, at: datetime) -> None:
        self._db.change("DELETE FROM assigned WHERE hit_id = ?", [hit_id])
        if who:
            self._db.change(
                "INSERT INTO assigned (hit_id, who, since) VALUES (?, ?, ?)",
                (hit_id, who, to_text(at)),
            )


def _name(words: str) -> str:
    name = storable(words.strip())
    if len(name) > LONGEST_NAME:
        raise StoreError(f"a name has {LONGEST_NAME} letters at most")
    return name
