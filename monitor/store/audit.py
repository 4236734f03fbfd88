"""Who did what at the desk, and from where: appended, never edited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db, Row

LONGEST = 300
"""Characters of what a row is about."""
KEPT = timedelta(days=730)
"""Long enough to ask who looked at what when a case comes to court; then addresses go."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did."""

    id: int
    at: datetime
    who: str
    """Name of a user; empty where nobody was signed in."""
    what: str
    """A short word: `signed_in`, `contacts_shown`."""
    about: str
    """What it was done with, such as a hit's id; may be empty."""
    peer: str


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries; empty and None mean any."""

    who: str = ""
    what: str = ""
    about: str = ""
    """A part of it."""
    since: datetime | None = None
    until: datetime | None = None
    """Before then."""
    before: int | None = None
    """Of a smaller id: the page after one that ended with this id."""


class Audit:
    """The table `audit`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def note(self, who: str, what: str, about: str = "", *, at: datetime, peer: str = "") -> None:
        """Write down what somebody did."""
        with self._db.writing():
            self.add(who, what, about, at=at, peer=peer)

    def add(self, who: str, what: str, about: str = "", *, at: datetime, peer: str = "") -> None:
        """Write it down inside a write transaction that is open."""
        self._db.insert(
            "INSERT INTO audit (at, who, what, about, peer) VALUES (?, ?, ?, ?, ?)",
            (to_text(at), storable(who), what, storable(about)[:LONGEST], storable(peer)),
        )

    def find(self, sought: Sought, *, limit: int) -> list[Entry]:
        """List entries, the newest first."""
        where, params = _where(sought)
        rows = self._db.rows(
            f"SELECT * FROM audit{where} ORDER BY id DESC LIMIT ?",  # noqa: S608 -- words of ours
            (*params, limit),
        )
        return [_entry(row) for row in rows]

    def words(self) -> list[str]:
        """List what was ever done, for a choice."""
        return self._db.distinct("audit", "what")

    def people(self) -> list[str]:
        """List who ever did something, for a choice."""
        return [name for name in self._db.distinct("audit", "who") if name]


def _where(sought: Sought) -> tuple[str, list[object]]:
    asked = list(_conditions(sought))
    if not asked:
        return "", []
    return " WHERE " + " AND ".join(sql for sql, _ in asked), [value for _, value in asked]


def _conditions(sought: Sought) -> Iterator[tuple[str, object]]:
    if sought.who:
        yield "who = ?", sought.who
    if sought.what:
        yield "what = ?", sought.what
    if sought.about:
        yield "instr(about, ?) > 0", storable(sought.about)
    if sought.since is not None:
        yield "at >= ?", to_text(sought.since)
    if sought.until is not None:
        yield "at < ?", to_text(sought.until)
    if sought.before is not None:
        yield "id < ?", sought.before


def _entry(row: Row) -> Entry:
    return Entry(row["id"], to_time(row["at"]), row["who"], row["what"], row["about"], row["peer"])
