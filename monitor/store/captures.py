"""Captures: bytes committed before anyone parses them, and what became of the parsing."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Capture
from monitor.store.codec import (
    pairs_from_json,
    pairs_to_json,
    storable,
    to_text,
    to_time,
    words_from_json,
    words_to_json,
)
from monitor.store.db import Db, Row

FAILURES = 3
"""Failed readings after which a capture is given up, visibly."""
DEATHS = 8
"""Readings in a row with which the program ended, after which the capture is held to be the cause.
Parsers run in processes of their own, so that nearly always something else was: of 500 random kills
three in a row met the same reading 205 times."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture that is committed."""

    id: int
    capture: Capture
    depth: int = 1
    """Pages turned to get to it, from 1."""
    read: bool = False
    """True once its postings are recorded: only then may the server be asked "what is new?"."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A capture that was given up, and why."""

    id: int
    source_id: str
    url: str
    fetched_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """That a page was fetched, and what became of it; without its bytes."""

    id: int
    url: str
    fetched_at: datetime
    status: int
    size: int
    """Bytes of the body, also where that was let go."""
    sha256: str
    truncated: str
    state: str
    """unread, read or given_up."""
    error: str


class Captures:
    """The tables `bodies` (by digest, once) and `captures` (one row a fetch).

    Who asks for what is not read says so twice: by `state <> 'read'` SQLite knows the index of it.
    """

    def __init__(self, db: Db) -> None:
        self._db = db

    def keep(self, capture: Capture, *, depth: int = 1) -> Kept:
        """Commit a capture, marked unread; the reading that follows is its first attempt."""
        with self._db.writing():
            return self.add(capture, depth=depth)

    def add(self, capture: Capture, *, depth: int = 1) -> Kept:
        """Do as `keep` does inside a write transaction of the caller's."""
        digest = capture.sha256
        if not self._holds(digest):
            self._put(digest, capture.body)
        return Kept(self._insert(capture, digest, depth), capture, depth)

    def _holds(self, digest: str) -> bool:
        kept = "SELECT 1 FROM bodies WHERE sha256 = ? AND dropped_at IS NULL"
        return self._db.row(kept, (digest,)) is not None

    def _put(self, digest: str, body: bytes) -> None:
        """Keep bytes, also such as were let go."""
        # Level 1: a page of 100 KB in 1 ms; level 6 saves a tenth more at three times the time.
        self._db.change(
            "INSERT INTO bodies (sha256, size, deflated) VALUES (?, ?, ?)"
            " ON CONFLICT (sha256) DO UPDATE SET deflated = excluded.deflated, dropped_at = NULL",
            (digest, len(body), zlib.compress(body, 1)),
        )

    def _insert(self, capture: Capture, digest: str, depth: int) -> int:
        return self._db.insert(
            "INSERT INTO captures (source_id, url, role, key, depth, fetched_at, status, headers,"
            " body_sha256, final_url, redirects, address, truncated, state, attempts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'unread', 1)",
            (
                capture.source_id,
                storable(capture.url),
                capture.role,
                capture.key and storable(capture.key),
                depth,
                to_text(capture.fetched_at),
                capture.status,
                pairs_to_json(capture.headers),
                digest,
                storable(capture.final_url),
                words_to_json(capture.redirects),
                capture.address,
                storable(capture.truncated),
            ),
        )

    def unread(self, source_id: str) -> list[int]:
        """Give the ids of what no one has read to the end yet, oldest first."""
        rows = self._db.rows(
            "SELECT id FROM captures WHERE state = 'unread' AND state <> 'read' AND source_id = ?"
            " ORDER BY id",
            (source_id,),
        )
        return [row["id"] for row in rows]

    def unread_sources(self) -> set[str]:
        """Give the ids of the sources that have unread captures."""
        rows = self._db.rows(
            "SELECT DISTINCT source_id FROM captures WHERE state = 'unread' AND state <> 'read'"
        )
        return {row["source_id"] for row in rows}

    def get(self, capture_id: int) -> Kept | None:
        """Give one capture; None when there is none of this id, or its bytes were let go."""
        row = self._db.row(f"{_SELECT} AND c.id = ?", (capture_id,))
        return _kept(row) if row else None

    def latest(self, source_id: str, url: str) -> Kept | None:
        """Give the last capture of a page whose bytes are kept; None when there is none."""
        row = self._db.row(
            f"{_SELECT} AND c.source_id = ? AND c.url = ? ORDER BY c.id DESC LIMIT 1",
            (source_id, storable(url)),
        )
        return _kept(row) if row else None

    def lately(self, source_id: str, url: str, *, limit: int = 5) -> list[Fetched]:
        """Tell of the last captures of a page, the newest first."""
        rows = self._db.rows(
            "SELECT c.id, c.url, c.fetched_at, c.status, b.size, b.sha256, c.truncated, c.state,"
            " c.error FROM captures c JOIN bodies b ON b.sha256 = c.body_sha256"
            " WHERE c.source_id = ? AND c.url = ? ORDER BY c.id DESC LIMIT ?",
            (source_id, storable(url), limit),
        )
        return [Fetched(**(row | {"fetched_at": to_time(row["fetched_at"])})) for row in rows]

    def asked(self, source_id: str, url: str, *, at: datetime) -> None:
        """Note that an advert's own page was asked for, whatever came: its turn is over."""
        with self._db.writing():
            self._db.change(
                "INSERT INTO asked_details (source_id, url, asked_at) VALUES (?, ?, ?)"
                " ON CONFLICT (source_id, url) DO UPDATE SET asked_at = excluded.asked_at",
                (source_id, storable(url), to_text(at)),
            )

    def last_asked(self, source_id: str, urls: Iterable[str]) -> dict[str, datetime]:
        """When each advert's own page was last asked for; those that never were are absent."""
        rows = {
            url: self._db.row(
                "SELECT asked_at FROM asked_details WHERE source_id = ? AND url = ?",
                (source_id, storable(url)),
            )
            for url in urls
        }
        return {url: to_time(row["asked_at"]) for url, row in rows.items() if row}

    def mark_read(self, capture_id: int) -> None:
        """Mark a capture as read; call inside the transaction that records what it said."""
        self._db.change(
            "UPDATE captures SET state = 'read', error = '' WHERE id = ? AND state = 'unread'",
            (capture_id,),
        )

    def again(self, capture_id: int) -> bool:
        """Count one more attempt before it is made; False when the last one has been had.

        Before, because what kills this whole process in the middle of a page would do so for ever.
        """
        with self._db.writing():
            counted = self._db.change(
                "UPDATE captures SET attempts = attempts + 1"
                " WHERE id = ? AND state = 'unread' AND attempts < ?",
                (capture_id, DEATHS),
            )
            if not counted:
                self._db.change(
                    "UPDATE captures SET error = ?, state = 'given_up'"
                    " WHERE id = ? AND state = 'unread'",
                    ("the program ended while reading it", capture_id),
                )
        return bool(counted)

    def harmless(self, capture_id: int) -> None:
        """Note that a capture was read and the program lives, though it is not read to its end.

        Its adverts' own pages take minutes; what ends the program meanwhile is not this page.
        """
        suspected = "SELECT 1 FROM captures WHERE id = ? AND attempts > 1"
        if self._db.row(suspected, (capture_id,)):
            with self._db.writing():
                self._db.change("UPDATE captures SET attempts = 1 WHERE id = ?", (capture_id,))

    def failed(self, capture_id: int, error: str) -> None:
        """Note why a reading failed, and give the capture up after the last one.

        The program lives: what ended it before was not this page.
        """
        with self._db.writing():
            self._db.change(
                "UPDATE captures SET error = ?, attempts = 0, failures = failures + 1,"
                " state = CASE WHEN failures + 1 >= ? THEN 'given_up' ELSE 'unread' END"
                " WHERE id = ? AND state = 'unread'",
                (storable(error), FAILURES, capture_id),
            )

    def given_up(self) -> list[Unreadable]:
        """List the captures that could not be read, newest first."""
        rows = self._db.rows(
            "SELECT id, source_id, url, fetched_at, error FROM captures"
            " WHERE state = 'given_up' AND state <> 'read' ORDER BY id DESC"
        )
        return [Unreadable(**(row | {"fetched_at": to_time(row["fetched_at"])})) for row in rows]

    def body(self, sha256: str) -> bytes | None:
        """Give the bytes with this digest; None when none are kept."""
        row = self._db.row(
            "SELECT deflated FROM bodies WHERE sha256 = ? AND dropped_at IS NULL", (sha256,)
        )
        return zlib.decompress(row["deflated"]) if row else None


_SELECT = (
    "SELECT c.*, b.deflated FROM captures c"
    " JOIN bodies b ON b.sha256 = c.body_sha256 WHERE b.dropped_at IS NULL"
)


def _kept(row: Row) -> Kept:
    capture = Capture(
        source_id=row["source_id"],
        url=row["url"],
        fetched_at=to_time(row["fetched_at"]),
        status=row["status"],
        headers=pairs_from_json(row["headers"]),
        body=zlib.decompress(row["deflated"]),
        role=row["role"],
        key=row["key"],
        final_url=row["final_url"],
        redirects=words_from_json(row["redirects"]),
        address=row["address"],
        truncated=row["truncated"],
    )
    return Kept(row["id"], capture, row["depth"], row["state"] == "read")
