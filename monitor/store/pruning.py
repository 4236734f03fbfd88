"""Let go of what was kept long enough; never of what is unread, owed or a kept hit's evidence.

Found first and removed in small transactions that look again, so that a run beside it waits for
none of them long and what was seen meanwhile stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from monitor.store import audit
from monitor.store.codec import to_text, to_time
from monitor.store.db import Db, Row
from monitor.store.retention import Cuts, Retention

BATCH = 200
"""Pages of 100 KB in one transaction write 20 MB at most: well under a second."""
DAILY = timedelta(days=1)
STRIDE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Ids of what may go, in the order in which it can."""

    hits: tuple[str, ...] = ()
    postings: tuple[int, ...] = ()
    pages: tuple[str, ...] = ()
    """Digests of the bytes."""
    captures: tuple[int, ...] = ()
    """Rows that nothing refers to."""
    runs: tuple[int, ...] = ()

    def batches(self, size: int = BATCH) -> Iterator[Leaving]:
        """Cut it into parts for one transaction each."""
        yield from (Leaving(hits=part) for part in _parts(self.hits, size))
        yield from (Leaving(postings=part) for part in _parts(self.postings, size))
        yield from (Leaving(pages=part) for part in _parts(self.pages, size))
        yield from (Leaving(captures=part) for part in _parts(self.captures, size))
        yield from (Leaving(runs=part) for part in _parts(self.runs, size))


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much went."""

    hits: int = 0
    postings: int = 0
    """Without those of the hits."""
    pages: int = 0
    page_bytes: int = 0
    """On disk, where pages stand deflated."""
    runs: int = 0

    def __add__(self, other: Pruned) -> Pruned:
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Pruned(*(one + two for one, two in pairs))


class Pruning:
    """Finds and removes; notes each pruning in the table `prunings`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def find(self, retention: Retention, *, now: datetime) -> Leaving:
        """Find all that may go; changes nothing."""
        cuts = retention.cuts(now)
        hits = self._ids(_HITS, _of_hits(cuts))
        return Leaving(
            hits=tuple(hits),
            postings=tuple(self._ids(_POSTINGS, (cuts.postings,))),
            pages=tuple(self._ids(_PAGES, (cuts.pages, json.dumps(hits)))),
            captures=tuple(self._ids(_CAPTURES, (cuts.pages,))),
            runs=tuple(self._ids(_RUNS, (cuts.runs,))),
        )

    def measure(self, leaving: Leaving) -> Pruned:
        """Say how much would go."""
        return Pruned(
            hits=len(leaving.hits),
            postings=len(leaving.postings),
            pages=len(leaving.pages),
            page_bytes=sum(self._size(digest) for digest in leaving.pages),
            runs=len(leaving.runs),
        )

    def remove(self, batch: Leaving, retention: Retention, *, now: datetime) -> Pruned:
        """Remove of one batch what may still go."""
        cuts = retention.cuts(now)
        with self._db.writing():
            pages = [self._drop_page(digest, cuts, now) for digest in batch.pages]
            for capture_id in batch.captures:
                self._remove_capture(capture_id, cuts)
            return Pruned(
                hits=sum(self._remove_hit(hit_id, cuts) for hit_id in batch.hits),
                postings=sum(self._remove_posting(one, cuts) for one in batch.postings),
                pages=len([size for size in pages if size is not None]),
                page_bytes=sum(size for size in pages if size is not None),
                runs=sum(self._remove_run(run_id) for run_id in batch.runs),
            )

    def finish(self, pruned: Pruned, retention: Retention, *, now: datetime, at: datetime) -> None:
        """Let go of what is little, and note what went as of `now`; `at` is what the clock says."""
        cuts = retention.cuts(now)
        with self._db.writing():
            self._db.change("DELETE FROM asked_details WHERE asked_at < ?", [cuts.postings])
            self._db.change("DELETE FROM audit WHERE at < ?", [to_text(now - audit.KEPT)])
            for statement in _TOLD_ALARMS:
                self._db.change(statement, [cuts.runs])
            for statement in _EMPTY_CAMPAIGNS:
                self._db.change(statement)
            if pruned.hits:
                self._db.change(_FORGET)
            self._db.change(
                "INSERT INTO prunings (at, as_of, hits, postings, pages, page_bytes, runs)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (to_text(at), to_text(now), *astuple(pruned)),
            )

    def is_due(self, *, now: datetime) -> bool:
        """Tell whether the last pruning was a day ago, or lies ahead after a jump of the clock."""
        last = self.last()
        return last is None or not timedelta() <= now - last < DAILY

    def as_of(self, *, now: datetime) -> datetime:
        """Give the moment as of which an unattended pruning may let go.

        Two days at most after that of the last one: a clock that jumps ten years ahead must not
        make everything old at once.
        """
        last = self._last()
        return min(now, to_time(last["as_of"]) + STRIDE) if last else now

    def last(self) -> datetime | None:
        """When something was last pruned, by the clock of that moment; None when it never was."""
        last = self._last()
        return to_time(last["at"]) if last else None

    def _last(self) -> Row | None:
        return self._db.row("SELECT at, as_of FROM prunings ORDER BY id DESC LIMIT 1")

    def _ids(self, sql: str, params: Iterable[object]) -> list[Any]:
        return [row["id"] for row in self._db.rows(sql, params)]

    def _remove_hit(self, hit_id: str, cuts: Cuts) -> int:
        if not self._ids(f"{_HITS} AND h.id = ?", (*_of_hits(cuts), hit_id)):
            return 0
        messages = self._ids(
            "SELECT DISTINCT message_id AS id FROM alerts WHERE hit_id = ?", [hit_id]
        )
        postings = self._ids("SELECT id FROM postings WHERE hit_id = ?", [hit_id])
        for statement in _HIT_LEAVES:
            self._db.change(statement, [hit_id])
        for message_id in messages:
            self._db.change(
                "DELETE FROM messages WHERE id = ?1"
                " AND NOT EXISTS (SELECT 1 FROM alerts WHERE message_id = ?1)",
                [message_id],
            )
        for posting_id in postings:
            # A re-post that another hit was seen in stays until that one goes.
            if self._ids(f"{_UNSEEN} AND p.id = ?", [posting_id]):
                self._delete_posting(posting_id)
        return 1

    def _remove_posting(self, posting_id: int, cuts: Cuts) -> int:
        if not self._ids(f"{_POSTINGS} AND p.id = ?", (cuts.postings, posting_id)):
            return 0
        self._delete_posting(posting_id)
        return 1

    def _delete_posting(self, posting_id: int) -> None:
        self._db.change("UPDATE drawn SET posting_id = NULL WHERE posting_id = ?", [posting_id])
        self._db.change("DELETE FROM assessments WHERE posting_id = ?", [posting_id])
        self._db.change("DELETE FROM versions WHERE posting_id = ?", [posting_id])
        self._db.change("DELETE FROM postings WHERE id = ?", [posting_id])

    def _drop_page(self, digest: str, cuts: Cuts, now: datetime) -> int | None:
        """Give the size of what was let go; None when it stays."""
        if not self._ids(f"{_PAGES} AND b.sha256 = ?", (cuts.pages, "[]", digest)):
            return None
        size = self._size(digest)
        self._db.change(
            "UPDATE bodies SET deflated = x'', dropped_at = ? WHERE sha256 = ?",
            (to_text(now), digest),
        )
        return size

    def _remove_capture(self, capture_id: int, cuts: Cuts) -> None:
        """Delete a row that nothing refers to, and its digest when it was the last that had it."""
        if not self._ids(f"{_CAPTURES} AND c.id = ?", (cuts.pages, capture_id)):
            return
        (digest,) = self._ids("SELECT body_sha256 AS id FROM captures WHERE id = ?", [capture_id])
        self._db.change("DELETE FROM captures WHERE id = ?", [capture_id])
        self._db.change(
            "DELETE FROM bodies WHERE sha256 = ?1"
            " AND NOT EXISTS (SELECT 1 FROM captures WHERE body_sha256 = ?1)",
            [digest],
        )

    def _remove_run(self, run_id: int) -> int:
        return self._db.change("DELETE FROM runs WHERE id = ?", [run_id])

    def _size(self, digest: str) -> int:
        row = self._db.row("SELECT length(deflated) AS size FROM bodies WHERE sha256 = ?", [digest])
        return int(row["size"]) if row else 0


T = TypeVar("T")


def _parts(ids: tuple[T, ...], size: int) -> Iterator[tuple[T, ...]]:
    return (ids[first : first + size] for first in range(0, len(ids), size))


def _of_hits(cuts: Cuts) -> tuple[str, str, str]:
    return cuts.confirmed, cuts.dismissed, cuts.hits


_HIT_LEAVES = (
    # Reviews go with their hit; what they say of the rules' precision stays, without a word of it.
    "INSERT INTO outcomes (decision, source_id, lang, label, tier, signals, decided_at)"
    " SELECT r.decision, p.source_id, a.lang, a.label, a.tier, coalesce((SELECT"
    " json_group_array(DISTINCT json_extract(f.value, '$.signal'))"
    " FROM json_each(a.detail, '$.findings') f), '[]'), r.decided_at"
    " FROM decided d JOIN reviews r ON r.id = d.stands JOIN hits h ON h.id = d.hit_id"
    " JOIN postings p ON p.id = h.posting_id JOIN assessments a"
    " ON a.posting_id = h.posting_id AND a.version = r.version AND a.rules = r.rules"
    " WHERE d.hit_id = ?",
    "DELETE FROM alerts WHERE hit_id = ?",
    "DELETE FROM sightings WHERE hit_id = ?",
    "DELETE FROM standings WHERE hit_id = ?",
    "UPDATE postings SET hit_id = NULL WHERE hit_id = ?",
    "DELETE FROM hits WHERE id = ?",
)
"""In the order that the foreign keys ask for."""
_TOLD_ALARMS = (
    "DELETE FROM alarms WHERE raised_at < ?"
    " AND message_id IN (SELECT id FROM messages WHERE state = 'sent')",
    "DELETE FROM messages WHERE state = 'sent' AND sent_at < ?"
    " AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.message_id = messages.id)"
    " AND NOT EXISTS (SELECT 1 FROM alarms o WHERE o.message_id = messages.id)",
)
"""Few, so that they go at once: what the operator was told of, with how the looks went."""
_FORGET = "INSERT INTO listing_grams (listing_grams) VALUES ('optimize')"
"""Else the index of the words keeps of a deleted hit which letters stood in it."""
_EMPTY = "(SELECT id FROM campaigns EXCEPT SELECT campaign_id FROM members)"
_EMPTY_CAMPAIGNS = (
    f"DELETE FROM campaigns_apart WHERE one IN {_EMPTY} OR other IN {_EMPTY}",  # noqa: S608 - ours
    f"DELETE FROM campaigns WHERE id IN {_EMPTY}",  # noqa: S608 - ours
)
_HITS = (
    "SELECT h.id AS id FROM hits h LEFT JOIN standings s ON s.hit_id = h.id"
    " WHERE max(h.last_seen, coalesce(s.since, '')) <"
    " CASE s.standing WHEN 'confirmed' THEN ? WHEN 'dismissed' THEN ? ELSE ? END"
    " AND NOT EXISTS (SELECT 1 FROM alerts a LEFT JOIN messages m ON m.id = a.message_id"
    " WHERE a.hit_id = h.id AND coalesce(m.state, 'owed') = 'owed')"
)
"""Hits kept long enough, but for those of which somebody is still to hear."""
_UNSEEN = (
    "SELECT p.id AS id FROM postings p WHERE p.hit_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM sightings s WHERE s.posting_id = p.id)"
)
_POSTINGS = f"{_UNSEEN} AND p.last_seen < ?"
_PAGES = """
    SELECT b.sha256 AS id FROM bodies b WHERE b.dropped_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM captures c WHERE c.body_sha256 = b.sha256 AND (
            c.fetched_at >= ?1 OR c.state = 'unread'
            OR EXISTS (
                SELECT 1 FROM versions v JOIN postings p ON p.id = v.posting_id
                WHERE v.capture_id = c.id AND p.hit_id IS NOT NULL
                AND p.hit_id NOT IN (SELECT value FROM json_each(?2))
            )
            OR EXISTS (
                SELECT 1 FROM sightings s JOIN hits h ON h.id = s.hit_id
                WHERE s.capture_id = c.id AND s.seen_at IN (h.first_seen, h.last_seen)
                AND h.id NOT IN (SELECT value FROM json_each(?2))
            )
        )
    )
"""
"""Evidence of a hit are the page that first showed each of its versions, its first and its last
page; the hundreds between are kept as times and digests."""
_CAPTURES = (
    "SELECT c.id AS id FROM captures c WHERE c.fetched_at < ? AND c.state <> 'unread'"
    " AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.capture_id = c.id)"
    " AND NOT EXISTS (SELECT 1 FROM sightings s WHERE s.capture_id = c.id)"
)
_RUNS = (
    "SELECT r.id AS id FROM runs r WHERE r.started_at < ?"
    " AND r.id < (SELECT max(l.id) FROM runs l WHERE l.source_id = r.source_id)"
)
"""The last run of a source says in what state it is."""
