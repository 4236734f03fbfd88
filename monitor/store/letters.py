"""What became of each alert and alarm on its way: the whole of it, for a person who asks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from monitor.model import Gathered, Reach, Recipient
from monitor.store.codec import maybe_time, to_time
from monitor.store.db import Db, Row
from monitor.store.recipients import RECIPIENTS, recipients_of


@dataclass(frozen=True, slots=True)
class Letter:
    """An alert or alarm and its way. What is None has not come about."""

    key: str
    what: str
    """alert or alarm."""
    about: str
    """Id of the hit, or of what the alarm is about."""
    channel: str
    route: str
    """Empty where the channel itself says what it takes."""
    created_at: datetime
    held_until: datetime | None
    """The digest's time that it waits for."""
    message_id: str | None
    formed_at: datetime | None
    gathered: Gathered
    together: int
    """How many alerts and alarms are in its message."""
    state: str
    """waiting (in no message yet), owed, sent or dead."""
    attempts: int
    refused: bool
    """True where the receiver's last answer was that it will never take it."""
    owed_since: datetime | None
    last_try_at: datetime | None
    next_try_at: datetime | None
    last_error: str
    sent_at: datetime | None
    receipt: str
    recipients: tuple[Recipient, ...]
    """Who has it and who lacks it; none where all are served alike."""

    @property
    def is_refused_to_some(self) -> bool:
        """True where some recipients were refused for good."""
        return any(one.reach is Reach.REFUSED for one in self.recipients)


class Letters:
    """Reads the tables `alerts`, `alarms` and `messages`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def find(self, prefix: str) -> list[Letter]:
        """Find alerts and alarms by key or the start of one, the newest first."""
        rows = self._db.rows(
            f"{_LETTERS} WHERE substr(o.key, 1, length(?)) = ? {_NEWEST}", (prefix,) * 2
        )
        return [_letter(row) for row in rows]

    def lately(self, state: str, *, limit: int) -> list[Letter]:
        """Give those in one state (waiting, owed, dead, sent), the newest first."""
        of_state = _LOOSE if state == "waiting" else _CARRIED
        rows = self._db.rows(
            f"{_LETTERS} WHERE o.key IN ({of_state}) {_NEWEST} LIMIT ?2",
            (state, limit),
        )
        return [_letter(row) for row in rows]


_NEWEST = "ORDER BY o.created_at DESC, o.key"
_LOOSE = """
    SELECT key FROM alerts WHERE message_id IS NULL
    UNION ALL SELECT key FROM alarms WHERE message_id IS NULL
"""
_CARRIED = """
    SELECT key FROM owing WHERE message_id IN (
        SELECT id FROM messages WHERE state = ?1 ORDER BY formed_at DESC LIMIT ?2)
"""
_LETTERS = f"""
    SELECT o.*, m.formed_at, m.kind, m.attempts, m.refused, m.owed_since, m.last_try_at,
        m.next_try_at, m.last_error, m.sent_at, m.receipt, coalesce(m.state, 'waiting') AS state,
        {RECIPIENTS},
        (SELECT count(*) FROM owing w WHERE w.message_id = o.message_id) AS together
    FROM (
        SELECT key, 'alert' AS what, hit_id AS about, channel, route, created_at, held_until,
            message_id FROM alerts
        UNION ALL
        SELECT key, 'alarm', said ->> '$.about', channel, '', raised_at, NULL, message_id
        FROM alarms
    ) o LEFT JOIN messages m ON m.id = o.message_id
"""  # noqa: S608 - all words are ours


_TIMES = ("held_until", "formed_at", "owed_since", "last_try_at", "next_try_at", "sent_at")


def _letter(row: Row) -> Letter:
    values: Row = {
        **row,
        **{name: maybe_time(row[name]) for name in _TIMES},
        "created_at": to_time(row["created_at"]),
        "gathered": Gathered(row["kind"] or Gathered.NOT),
        "attempts": row["attempts"] or 0,
        "refused": bool(row["refused"]),
        "last_error": row["last_error"] or "",
        "receipt": row["receipt"] or "",
        "recipients": recipients_of(row["recipients"]),
    }
    return Letter(**{field.name: values[field.name] for field in fields(Letter)})
