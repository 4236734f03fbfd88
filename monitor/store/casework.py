"""What else a team keeps of a hit: notes, tags, and what was done with it; all of it appended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.errors import StoreError
from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db

LONGEST_NOTE = 20_000
"""Characters; what is longer is a file, not a note."""
LONGEST_TAG = 60


class Deed(StrEnum):
    """What was done with a hit."""

    REPORTED = "reported"
    """To whom: the place's keeper, a hotline, the police."""
    ANSWERED = "answered"
    TAKEN_DOWN = "taken_down"
    PASSED_ON = "passed_on"


@dataclass(frozen=True, slots=True)
class Note:
    """Words of a reviewer."""

    hit_id: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """What was done, with whom, and what came of it."""

    hit_id: str
    what: Deed
    author: str
    at: datetime
    """When it happened, as its author says."""
    whom: str = ""
    text: str = ""


class Casework:
    """The tables `notes`, `tags` (a row each time one is set or taken off) and `actions`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def note(self, note: Note) -> None:
        """Keep a note."""
        with self._db.writing():
            self.within(note)

    def within(self, note: Note) -> None:
        """Keep a note in the transaction that the caller holds. Raises StoreError."""
        self._db.insert(
            "INSERT INTO notes (hit_id, author, text, at) VALUES (?, ?, ?, ?)",
            (
                self._there(note.hit_id),
                _words(note.author, "the author"),
                _words(note.text, "a note", longest=LONGEST_NOTE),
                to_text(note.at),
            ),
        )

    def notes(self, hit_id: str) -> list[Note]:
        """List the notes on a hit, oldest first."""
        rows = self._db.rows("SELECT * FROM notes WHERE hit_id = ? ORDER BY id", [hit_id])
        return [Note(hit_id, row["author"], row["text"], to_time(row["at"])) for row in rows]

    def tag(self, hit_id: str, tag: str, *, by: str, at: datetime) -> None:
        """Set a tag; setting it twice changes nothing."""
        self._set_tag(hit_id, tag, 1, by=by, at=at)

    def untag(self, hit_id: str, tag: str, *, by: str, at: datetime) -> None:
        """Take a tag off; that it was there stays on record."""
        self._set_tag(hit_id, tag, 0, by=by, at=at)

    def tags(self, hit_id: str) -> tuple[str, ...]:
        """Name the tags that a hit has."""
        rows = self._db.rows(
            "SELECT tag, is_set, max(id) FROM tags WHERE hit_id = ? GROUP BY tag ORDER BY tag",
            [hit_id],
        )
        return tuple(row["tag"] for row in rows if row["is_set"])

    def act(self, action: Action) -> None:
        """Keep what was done."""
        with self._db.writing():
            self._db.insert(
                "INSERT INTO actions (hit_id, what, whom, text, author, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    self._there(action.hit_id),
                    action.what,
                    storable(action.whom.strip()),
                    storable(action.text.strip()),
                    _words(action.author, "the author"),
                    to_text(action.at),
                ),
            )

    def actions(self, hit_id: str) -> list[Action]:
        """List what was done with a hit, in the order in which it was written down."""
        rows = self._db.rows("SELECT * FROM actions WHERE hit_id = ? ORDER BY id", [hit_id])
        return [
            Action(
                hit_id,
                Deed(row["what"]),
                row["author"],
                to_time(row["at"]),
                row["whom"],
                row["text"],
            )
            for row in rows
        ]

    def _set_tag(self, hit_id: str, tag: str, is_set: int, *, by: str, at: datetime) -> None:
        name = _words(tag, "a tag", longest=LONGEST_TAG).casefold()
        author = _words(by, "the author")
        with self._db.writing():
            self._there(hit_id)
            if (name in self.tags(hit_id)) != bool(is_set):
                self._db.insert(
                    "INSERT INTO tags (hit_id, tag, is_set, author, at) VALUES (?, ?, ?, ?, ?)",
                    (hit_id, name, is_set, author, to_text(at)),
                )

    def _there(self, hit_id: str) -> str:
        if not self._db.row("SELECT 1 FROM hits WHERE id = ?", [hit_id]):
            raise StoreError(f"there is no hit {hit_id}")
        return hit_id


def _words(text: str, what: str, *, longest: int = 200) -> str:
    words = storable(text.strip())
    if not words:
        raise StoreError(f"{what} has no words")
    if len(words) > longest:
        raise StoreError(f"{what} has {len(words)} characters, {longest} at most")
    return words
