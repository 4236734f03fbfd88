"""How large the database is, what fills it, and how fast it grows."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.codec import maybe_time, to_text
from monitor.store.db import Db

LATELY = timedelta(days=7)
"""A week has each weekday once: what is posted differs by weekday."""


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes, and numbers of rows."""

    file: int
    log: int
    """The write-ahead log beside the file; it is folded into it by itself."""
    free: int
    """Of the file: emptied, to be filled again before it grows."""
    disk: int
    """Free on the disk."""
    pages: int
    """All kept bytes of pages, deflated: usually most of the file."""
    a_day: int
    """Bytes of new pages and texts a day, over the last week or since the first page if later."""
    hits: int
    postings: int
    captures: int
    first: datetime | None
    """When the oldest page was fetched; None when there is none."""

    @property
    def days_left(self) -> int | None:
        """In how many days the disk is full, were nothing let go; None when nothing comes in."""
        return (self.disk + self.free) // self.a_day if self.a_day else None


def size_of(db: Db, *, now: datetime) -> Size:
    """Measure a database file."""
    path = Path(db.name)
    counts = db.rows(_COUNTS)[0]
    first = maybe_time(counts.pop("first"))
    return Size(
        file=file_bytes(path),
        log=file_bytes(Path(f"{path}-wal")),
        free=free_bytes(db),
        disk=disk_bytes(path),
        a_day=_a_day(db, first, now),
        first=first,
        **counts,
    )


def _a_day(db: Db, first: datetime | None, now: datetime) -> int:
    if first is None:
        return 0
    since = max(first, now - LATELY)
    came = db.rows(_CAME, (to_text(since), to_text(since)))[0]["size"]
    return int(came / max((now - since) / timedelta(days=1), 1))


def file_bytes(path: Path) -> int:
    """Size of a file; 0 where there is none: the log goes with the last connection."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def disk_bytes(path: Path) -> int:
    """Room on the disk of a database file. Raises StoreError where its folder is gone."""
    try:
        return shutil.disk_usage(path.parent).free
    except OSError as e:
        raise StoreError(f"{path}: its disk cannot be measured ({e.strerror})") from e


def free_bytes(db: Db) -> int:
    """Size of what is empty within the file."""
    page = db.rows("PRAGMA page_size")[0]["page_size"]
    return int(db.rows("PRAGMA freelist_count")[0]["freelist_count"] * page)


_COUNTS = """
    SELECT (SELECT count(*) FROM hits) AS hits,
        (SELECT count(*) FROM postings) AS postings,
        (SELECT count(*) FROM captures) AS captures,
        (SELECT min(fetched_at) FROM captures) AS first,
        (SELECT coalesce(sum(length(deflated)), 0) FROM bodies) AS pages
"""
_CAME = """
    SELECT (SELECT coalesce(sum(length(deflated)), 0) FROM bodies WHERE sha256 IN (
            SELECT body_sha256 FROM captures WHERE fetched_at >= ?))
        + (SELECT coalesce(sum(length(text)), 0) FROM versions WHERE seen_at >= ?) AS size
"""
