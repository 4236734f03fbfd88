"""What a metric can ask often: counts that indexes answer, and no walk through what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.store.codec import maybe_time
from monitor.store.db import Db, Row
from monitor.store.size import disk_bytes, file_bytes, free_bytes


@dataclass(frozen=True, slots=True)
class Backlog:
    """Alerts and alarms of one channel that have not arrived."""

    owed: int = 0
    dead: int = 0
    oldest: datetime | None = None
    """Since when the longest waiting one is owed; None when none is."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """How full and how far behind a database is."""

    hits: Mapping[str, int]
    """By the highest tier that each ever had."""
    backlogs: Mapping[str, Backlog]
    """By channel; one that owes nothing is not there."""
    unread: int
    """Pages kept and not read yet."""
    given_up: int
    """Pages that nobody could read."""
    file: int
    """Bytes, as are the next three."""
    log: int
    free: int
    disk: int


def vitals_of(db: Db) -> Vitals:
    """Count; milliseconds even where millions of postings are kept."""
    path = Path(db.name)
    hits = db.rows("SELECT top_tier AS tier, count(*) AS n FROM hits GROUP BY 1")
    pages = db.rows("SELECT state, count(*) AS n FROM captures WHERE state <> 'read' GROUP BY 1")
    unread = {row["state"]: row["n"] for row in pages}
    return Vitals(
        hits={row["tier"]: row["n"] for row in hits},
        backlogs={row["channel"]: _backlog(row) for row in db.rows(_BACKLOGS)},
        unread=unread.get("unread", 0),
        given_up=unread.get("given_up", 0),
        file=file_bytes(path),
        log=file_bytes(Path(f"{path}-wal")),
        free=free_bytes(db),
        disk=disk_bytes(path),
    )


def _backlog(row: Row) -> Backlog:
    return Backlog(int(row["owed"]), int(row["dead"]), maybe_time(row["oldest"]))


_BACKLOGS = """
    WITH loose AS (
        SELECT channel, created_at AS since FROM alerts WHERE message_id IS NULL
        UNION ALL SELECT channel, raised_at FROM alarms WHERE message_id IS NULL
    ), formed AS (
        SELECT channel, state, owed_since AS since,
            (SELECT count(*) FROM alerts WHERE message_id = m.id)
            + (SELECT count(*) FROM alarms WHERE message_id = m.id) AS n
        FROM messages m WHERE state <> 'sent'
    )
    SELECT channel, total(n * (state = 'owed')) AS owed, total(n * (state = 'dead')) AS dead,
        min(CASE state WHEN 'owed' THEN since END) AS oldest
    FROM (SELECT channel, 'owed' AS state, since, 1 AS n FROM loose UNION ALL SELECT * FROM formed
        WHERE n > 0)
    GROUP BY channel
"""
