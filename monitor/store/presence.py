"""Who looks at a hit now, and who was shown its contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store.codec import to_text, to_time
from monitor.store.db import Db

LINGERS = timedelta(minutes=10)
"""How long somebody is taken to be in a hit after the last sign: without scripts a page gives one
sign only, and a long advert is read for minutes."""
FRESH = timedelta(seconds=30)
"""A sign younger than this is not written again: looking costs no write at each reload."""
SHOWN = timedelta(minutes=10)
"""How long contacts stay shown to who asked for them."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who looks at a hit, and when we last heard so."""

    who: str
    seen_at: datetime


class Presences:
    """The table `presence`; rows that nobody renews are let go."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def look(self, hit_id: str, who: str, *, at: datetime) -> tuple[Present, ...]:
        """Note that somebody looks at a hit; give the others who do."""
        here = self._here(hit_id, at)
        if not any(one.who == who and abs(at - one.seen_at) < FRESH for one in here):
            self._note(hit_id, who, at)
        return tuple(one for one in here if one.who != who)

    def leave(self, hit_id: str, who: str) -> None:
        """Note that somebody is done with a hit."""
        with self._db.writing():
            self._db.change("DELETE FROM presence WHERE hit_id = ? AND who = ?", (hit_id, who))

    def _here(self, hit_id: str, at: datetime) -> list[Present]:
        rows = self._db.rows(
            "SELECT who, seen_at FROM presence WHERE hit_id = ? AND seen_at >= ?"
            " ORDER BY seen_at DESC, who",
            (hit_id, to_text(at - LINGERS)),
        )
        return [Present(row["who"], to_time(row["seen_at"])) for row in rows]

    def _note(self, hit_id: str, who: str, at: datetime) -> None:
        with self._db.writing():
            self._db.change("DELETE FROM presence WHERE seen_at < ?", [to_text(at - LINGERS)])
            self._db.change(
                "INSERT INTO presence (hit_id, who, seen_at) SELECT id, ?, ? FROM hits WHERE id = ?"
                " ON CONFLICT (hit_id, who) DO UPDATE SET seen_at = excluded.seen_at",
                (who, to_text(at), hit_id),
            )


class Reveals:
    """The table `reveals`: each time contacts were asked for, and until when they are shown."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def show(self, hit_id: str, who: str, *, at: datetime) -> None:
        """Show a hit's contacts to somebody for a while."""
        with self._db.writing():
            self._db.insert(
                "INSERT INTO reveals (hit_id, who, at, until) SELECT id, ?, ?, ? FROM hits"
                " WHERE id = ?",
                (who, to_text(at), to_text(at + SHOWN), hit_id),
            )

    def hide(self, hit_id: str, who: str, *, at: datetime) -> None:
        """Hide them again before the time."""
        with self._db.writing():
            self._db.change(
                "UPDATE reveals SET until = ?1 WHERE hit_id = ?2 AND who = ?3 AND until > ?1",
                (to_text(at), hit_id, who),
            )

    def until(self, hit_id: str, who: str, *, now: datetime) -> datetime | None:
        """Say until when they are shown to somebody; None where they are hidden."""
        row = self._db.row(
            "SELECT max(until) AS until FROM reveals WHERE hit_id = ? AND who = ? AND until > ?"
            " AND at <= ?",
            (hit_id, who, to_text(now), to_text(now)),
        )
        return to_time(row["until"]) if row and row["until"] else None
