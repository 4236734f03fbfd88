"""Which of a channel's messages do not arrive, and what its receiver says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.store.codec import maybe_time
from monitor.store.db import Db
from monitor.store.recipients import refused_now

STUCK_ATTEMPTS = 6
"""The sixth comes a quarter of an hour after the first: a receiver's restart is over by then."""


@dataclass(frozen=True, slots=True)
class Plight:
    """What a channel does not take."""

    stuck: int
    """Messages that were refused, or tried so often that it is no passing fault."""
    dead: int
    """Messages that were given up."""
    since: datetime | None
    """Since when the oldest of them is owed; None when there is none."""
    last_error: str
    refused: int = 0
    """Recipients whom its newest message did not come to, for good, while others took it."""


def plight_of(db: Db, channel: str) -> Plight:
    """Look through what a channel has not taken."""
    (row,) = db.rows(_PLIGHT, (channel, STUCK_ATTEMPTS))
    return Plight(
        stuck=row["stuck"],
        dead=row["dead"],
        since=maybe_time(row["since"]),
        last_error=row["last_error"] or "",
        refused=refused_now(db, channel),
    )


_PLIGHT = """
    SELECT count(*) FILTER (WHERE state = 'owed') AS stuck,
        count(*) FILTER (WHERE state = 'dead') AS dead, min(owed_since) AS since,
        (SELECT last_error FROM messages WHERE channel = ?1 AND state <> 'sent'
            ORDER BY last_try_at DESC LIMIT 1) AS last_error
    FROM messages
    WHERE channel = ?1 AND state <> 'sent' AND (state = 'dead' OR refused OR attempts >= ?2)
"""
