"""What an arrival leaves to be done where campaigns are large, finished in small steps.

Two campaigns of thousands of hits become one by a row; their hits are moved here, so that no hit
waits for it. Until then lists show two campaigns, and new arrivals know that they are one.
"""

from __future__ import annotations

from monitor.store.db import Db

MOST = 30
"""Rows that an arrival writes: 3 ms of a processor, somewhat less than all else that it does."""
MOST_AFTER = 500
"""Rows in a transaction of their own: whoever else writes waits some 40 ms for it."""


class Settling:
    """The tables `mergers` and `respreads`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def merge(self, target: int, absorbed: int) -> None:
        """Make two campaigns one, with the pairs that stay apart from either; call in a write transaction."""
        self._db.change("UPDATE mergers SET target = ? WHERE target = ?", (target, absorbed))
        self._db.change("INSERT INTO mergers (absorbed, target) VALUES (?, ?)", (absorbed, target))
        self._db.change(
            "INSERT OR IGNORE INTO campaigns_apart (one, other)"
            " SELECT min(?1, o.id), max(?1, o.id) FROM (SELECT CASE one WHEN ?2 THEN other"
            " ELSE one END AS id FROM campaigns_apart WHERE ?2 IN (one, other)) o WHERE o.id <> ?1",
            (target, absorbed),
        )
        self._db.change("DELETE FROM campaigns_apart WHERE ? IN (one, other)", [absorbed])

    def step(self, most: int) -> bool:
        """Write so many rows of what is left, and tell whether more is; call in a write transaction."""
        while row := self._db.row("SELECT absorbed, target FROM mergers LIMIT 1"):
            most -= self._move(row["absorbed"], row["target"], most) + 1
            if most <= 0:
                return True
        while row := self._db.row("SELECT group_id FROM respreads LIMIT 1"):
            most -= self._respread(row["group_id"], most) + 1
            if most <= 0:
                return True
        return False

    def finish(self) -> None:
        """Do all that is left in small transactions."""
        while self._is_owed():
            with self._db.writing():
                self.step(MOST_AFTER)

    def finish_within(self) -> None:
        """Do all that is left at once, for a person who waits for it; call in a write transaction."""
        while self.step(MOST_AFTER):
            pass

    def _is_owed(self) -> bool:
        return bool(self._db.row("SELECT 1 FROM mergers UNION ALL SELECT 1 FROM respreads LIMIT 1"))

    def _move(self, absorbed: int, target: int, most: int) -> int:
        """Move hits to the campaign that stays; the other goes with its last one."""
        moved = self._db.change(
            "UPDATE members SET campaign_id = ? WHERE hit_id IN"
            " (SELECT hit_id FROM members WHERE campaign_id = ? LIMIT ?)",
            (target, absorbed, most),
        )
        if moved < most:
            self._db.change("DELETE FROM campaigns WHERE id = ?", [absorbed])
        return moved

    def _respread(self, group: int, most: int) -> int:
        """Write how widely a group is spread where it was not yet."""
        (new,) = self._db.rows(_SPREAD, [group])
        written = self._db.change(_RESPREAD, (group, new["spread"], most))
        if written < most:
            self._db.change("DELETE FROM respreads WHERE group_id = ?", [group])
        return written


# As the triggers of `m0014_mergers` say it.
_SPREAD = """
    SELECT CASE WHEN count(*) < 2 THEN 0 WHEN count(*) < 4 THEN 1 WHEN count(*) < 8 THEN 2
    WHEN count(*) < 16 THEN 3 ELSE 4 END AS spread
    FROM (SELECT 1 FROM spreads WHERE group_id = ? LIMIT 16)
"""
_RESPREAD = """
    UPDATE listings SET spread = ?2 WHERE id IN (
        SELECT id FROM listings WHERE group_id = ?1 AND spread < ?2 UNION ALL
        SELECT id FROM listings WHERE group_id = ?1 AND spread > ?2 LIMIT ?3
    )
"""
