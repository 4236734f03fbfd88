"""How much has not arrived, and whether somebody is at it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.store.db import Db


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many alerts and alarms have not arrived."""

    owed: int
    """Tried, or about to be."""
    dead: int
    """Given up."""
    waiting: int = 0
    """Not yet due: for a digest, for quiet hours to end, for a storm to pass."""


def unsent_of(db: Db, served: Iterable[str]) -> Unsent:
    """Count it; what is in no message of a channel that was served waits by plan."""
    (row,) = db.rows(_UNSENT, [json.dumps(tuple(served))])
    return Unsent(**row)


_UNSENT = """
    WITH unsent (state) AS (
        SELECT iif(channel IN (SELECT value FROM json_each(?)), 'waiting', 'owed')
        FROM (SELECT channel FROM alerts WHERE message_id IS NULL
            UNION ALL SELECT channel FROM alarms WHERE message_id IS NULL)
        UNION ALL SELECT state FROM messages m CROSS JOIN alerts a ON a.message_id = m.id
        WHERE m.state <> 'sent'
        UNION ALL SELECT state FROM messages m CROSS JOIN alarms a ON a.message_id = m.id
        WHERE m.state <> 'sent'
    )
    SELECT count(*) FILTER (WHERE state = 'owed') AS owed,
        count(*) FILTER (WHERE state = 'dead') AS dead,
        count(*) FILTER (WHERE state = 'waiting') AS waiting
    FROM unsent
"""
