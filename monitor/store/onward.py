"""Older pages still to be turned: a kill or a fault between two pages must not hide the second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.store.codec import storable
from monitor.store.db import Db

ATTEMPTS = 3
"""Failed fetches after which an older page is given up; the fault of each stands in its run."""


@dataclass(frozen=True, slots=True)
class Onward:
    """An older page, and how many pages were turned to get there."""

    url: str
    depth: int


class Onwards:
    """The table `onward_links`, written with the page that named them."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def owed(self, source_id: str) -> list[Onward]:
        """List the older pages that a source still owes us, the nearest first."""
        rows = self._db.rows(
            "SELECT url, depth FROM onward_links WHERE source_id = ? ORDER BY depth, url",
            (source_id,),
        )
        return [Onward(row["url"], row["depth"]) for row in rows]

    def add(self, source_id: str, links: Iterable[Onward]) -> None:
        """Owe these pages; call inside the transaction that records the page naming them."""
        for link in links:
            self._db.change(
                "INSERT INTO onward_links (source_id, url, depth) VALUES (?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (source_id, storable(link.url), link.depth),
            )

    def drop(self, source_id: str, url: str) -> None:
        """Owe a page no more; call inside the transaction that records it."""
        self._db.change(
            "DELETE FROM onward_links WHERE source_id = ? AND url = ?", (source_id, storable(url))
        )

    def failed(self, source_id: str, url: str) -> None:
        """Count a failed fetch, and owe the page no more after the last try."""
        with self._db.writing():
            self._db.change(
                "UPDATE onward_links SET attempts = attempts + 1 WHERE source_id = ? AND url = ?",
                (source_id, storable(url)),
            )
            self._db.change(
                "DELETE FROM onward_links WHERE source_id = ? AND attempts >= ?",
                (source_id, ATTEMPTS),
            )
