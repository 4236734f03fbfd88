"""Alarms: what an operator is owed word of; they go out in messages, as alerts do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model import Alarm, Recipient
from monitor.store.codec import alarm_from_json, alarm_to_json, maybe_time, to_text
from monitor.store.db import Db, Row
from monitor.store.recipients import RECIPIENTS, recipients_of


@dataclass(frozen=True, slots=True)
class OwedAlarm:
    """An alarm and what became of it. `state` is owed, sent or dead (given up, but listed)."""

    alarm: Alarm
    state: str
    attempts: int
    last_error: str
    receipt: str
    next_try_at: datetime | None
    """None until the message that carries it is formed."""
    recipients: tuple[Recipient, ...] = ()
    """Who has it and who lacks it; none where all are served alike."""


class Alarms:
    """The table `alarms`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def owe(self, alarm: Alarm) -> None:
        """Owe an alarm to its channel; call inside the write transaction of what it tells of."""
        self._db.change(
            "INSERT INTO alarms (key, channel, said, raised_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            (alarm.key, alarm.channel, alarm_to_json(alarm), to_text(alarm.raised_at)),
        )

    def all(self, *, state: str | None = None) -> list[OwedAlarm]:
        """List alarms, the newest first; a state of None means any."""
        rows = self._db.rows(
            "SELECT a.said, coalesce(m.state, 'owed') AS state,"  # noqa: S608 - all words are ours
            " coalesce(m.attempts, 0) AS attempts, coalesce(m.last_error, '') AS last_error,"
            f" coalesce(m.receipt, '') AS receipt, m.next_try_at, {RECIPIENTS}"
            " FROM alarms a LEFT JOIN messages m ON m.id = a.message_id"
            " WHERE ?1 IS NULL OR coalesce(m.state, 'owed') = ?1 ORDER BY a.raised_at DESC, a.key",
            (state,),
        )
        return [_owed(row) for row in rows]


def _owed(row: Row) -> OwedAlarm:
    return OwedAlarm(
        alarm=alarm_from_json(row["said"]),
        state=row["state"],
        attempts=row["attempts"],
        last_error=row["last_error"],
        receipt=row["receipt"],
        next_try_at=maybe_time(row["next_try_at"]),
        recipients=recipients_of(row["recipients"]),
    )
