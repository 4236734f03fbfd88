"""What a user keeps of views: saved ones by name, and feeds of them under a secret address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.store.codec import maybe_time, storable, to_text, to_time
from monitor.store.db import Db, Row

LONGEST_NAME = 80
LONGEST_QUERY = 2_000
MOST = 50
"""Of one user: a list that a person still reads."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A view under a name; `query` is how the desk writes it in an address."""

    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A view that a program reads, for as long as its owner lets it."""

    id: int
    owner: int
    name: str
    query: str
    made_at: datetime
    read_at: datetime | None
    """None while it was never read."""


class SavedViews:
    """The table `saved_views`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def save(self, owner: int, name: str, query: str, *, at: datetime) -> None:
        """Keep a view under a name; one of that name is replaced. Raises StoreError."""
        words = _checked(name, query)
        with self._db.writing():
            if len(self.all(owner)) >= MOST:
                raise StoreError(f"there are {MOST} saved views; take one away first")
            self._db.change(
                "INSERT INTO saved_views (owner, name, query, made_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (owner, name) DO UPDATE SET query = excluded.query",
                (owner, words, query, to_text(at)),
            )

    def all(self, owner: int) -> list[Saved]:
        """List a user's views by name."""
        rows = self._db.rows(
            "SELECT id, name, query FROM saved_views WHERE owner = ? ORDER BY name", [owner]
        )
        return [Saved(row["id"], row["name"], row["query"]) for row in rows]

    def drop(self, owner: int, view: int) -> None:
        """Take a view of the user's away; one that is not there is away already."""
        with self._db.writing():
            self._db.change("DELETE FROM saved_views WHERE owner = ? AND id = ?", (owner, view))


class Feeds:
    """The table `feeds`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def make(self, owner: int, name: str, query: str, *, token: str, at: datetime) -> int:
        """Open a feed under a token, of which only the digest is kept. Raises StoreError."""
        words = _checked(name, query)
        with self._db.writing():
            if len(self.all(owner)) >= MOST:
                raise StoreError(f"there are {MOST} feeds; take one away first")
            return self._db.insert(
                "INSERT INTO feeds (owner, name, query, token_sha256, made_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (owner, words, query, _digest(token), to_text(at)),
            )

    def all(self, owner: int) -> list[Feed]:
        """List a user's feeds that can still be read, by name."""
        rows = self._db.rows(
            "SELECT * FROM feeds WHERE owner = ? AND revoked_at IS NULL ORDER BY name, id", [owner]
        )
        return [_feed(row) for row in rows]

    def read(self, token: str, *, at: datetime) -> Feed | None:
        """Give the feed of a token, and note that it is read; None when there is none any more.

        It ends with its owner's account, password or right to open one, and is not noted more than
        once an hour.
        """
        row = self._db.row(_OPEN, [_digest(token)])
        if row is None:
            return None
        now = to_text(at)
        if row["read_at"] is None or row["read_at"][:13] != now[:13]:
            with self._db.writing():
                self._db.change("UPDATE feeds SET read_at = ? WHERE id = ?", (now, row["id"]))
        return _feed(row)

    def revoke(self, owner: int, feed: int, *, at: datetime) -> None:
        """Close a feed of the user's for ever."""
        with self._db.writing():
            self._db.change(
                "UPDATE feeds SET revoked_at = ? WHERE owner = ? AND id = ? AND revoked_at IS NULL",
                (to_text(at), owner, feed),
            )


_OPEN = (
    "SELECT f.* FROM feeds f JOIN users u ON u.id = f.owner"
    " WHERE f.token_sha256 = ? AND f.revoked_at IS NULL AND u.disabled_at IS NULL"
    " AND u.role <> 'viewer'"
)


def _checked(name: str, query: str) -> str:
    words = storable(" ".join(name.split()))
    if not words:
        raise StoreError("what is kept needs a name")
    if len(words) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise StoreError(f"a name has {LONGEST_NAME} letters at most")
    return words


def _feed(row: Row) -> Feed:
    return Feed(
        row["id"],
        row["owner"],
        row["name"],
        row["query"],
        to_time(row["made_at"]),
        maybe_time(row["read_at"]),
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
