"""Words that misled the rules, as reviewers tell, and the longer phrases that are to say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.errors import Overtaken, StoreError
from monitor.store.codec import maybe_time, storable, to_text, to_time
from monitor.store.db import Db, Row

LONGEST = 200
"""Characters of a phrase: beyond it, it is that one advert."""


class State(StrEnum):
    """What became of it."""

    OPEN = "open"
    SHOWN = "shown"
    """Written to the rules as experimental: found, and deciding nothing."""
    DECIDES = "decides"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Misled:
    """A reviewer's "this word misled it"."""

    hit_id: str
    signal: str
    """The signal that was seen in the words."""
    words: str
    """As they stand in the advert."""
    phrase: str
    """Longer than the words and holding them: in it they mean something else."""
    lang: str
    reviewer: str
    at: datetime
    note: str = ""
    id: int = 0
    state: State = State.OPEN
    settled_by: str = ""
    settled_at: datetime | None = None
    """None while it is open."""


class MisledWords:
    """The table `misled_words`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def note(self, misled: Misled) -> int:
        """Keep one; give its number. StoreError when it is not whole."""
        if not misled.reviewer.strip() or not misled.phrase.strip():
            raise StoreError("a misled word needs a phrase and the name of who tells of it")
        if len(misled.phrase) > LONGEST:
            raise StoreError(f"the phrase has {len(misled.phrase)} characters, {LONGEST} at most")
        with self._db.writing():
            if not self._db.row("SELECT 1 FROM hits WHERE id = ?", [misled.hit_id]):
                raise StoreError(f"there is no hit {misled.hit_id}")
            return self._db.insert(
                "INSERT INTO misled_words (hit_id, signal, words, phrase, lang, note, reviewer, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    misled.hit_id,
                    misled.signal,
                    storable(misled.words),
                    storable(misled.phrase.strip()),
                    misled.lang,
                    storable(misled.note.strip()),
                    storable(misled.reviewer.strip()),
                    to_text(misled.at),
                ),
            )

    def all(self) -> list[Misled]:
        """List all, those that are open first, then the newest."""
        rows = self._db.rows("SELECT * FROM misled_words ORDER BY state <> 'open', id DESC")
        return [_misled(row) for row in rows]

    def of(self, hit_id: str) -> list[Misled]:
        """List those of a hit, oldest first."""
        rows = self._db.rows("SELECT * FROM misled_words WHERE hit_id = ? ORDER BY id", [hit_id])
        return [_misled(row) for row in rows]

    def one(self, misled_id: int) -> Misled | None:
        """Give one; None when there is none of this number."""
        row = self._db.row("SELECT * FROM misled_words WHERE id = ?", [misled_id])
        return _misled(row) if row else None

    def settle(self, misled: Misled, state: State, *, by: str, at: datetime) -> None:
        """Say what became of it. Raises Overtaken where it is no longer as `misled` shows it."""
        with self._db.writing():
            changed = self._db.change(
                "UPDATE misled_words SET state = ?, settled_by = ?, settled_at = ?"
                " WHERE id = ? AND state = ?",
                (state, storable(by), to_text(at), misled.id, misled.state),
            )
            if not changed:
                raise Overtaken("somebody settled it meanwhile; look again")


def _misled(row: Row) -> Misled:
    return Misled(
        hit_id=row["hit_id"],
        signal=row["signal"],
        words=row["words"],
        phrase=row["phrase"],
        lang=row["lang"],
        reviewer=row["reviewer"],
        at=to_time(row["at"]),
        note=row["note"],
        id=row["id"],
        state=State(row["state"]),
        settled_by=row["settled_by"],
        settled_at=maybe_time(row["settled_at"]),
    )
