"""Which loose alerts and alarms go into which message, and which of them wait.

A digest waits for its time, a silent route for its hours to end. When more becomes due within an
hour than a person reads, all of it becomes one message with a count, and what comes in the hour
after that waits for the next one. Nothing is dropped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Gathered
from monitor.store.codec import to_text
from monitor.store.db import Db

GROUP = 50
"""Alerts in one message at most: a longer one is not read to its end."""
DIGEST = 1000
"""A digest has a line for each beyond the first, so that it holds more."""
STORM = timedelta(hours=1)
LONGEST_HOLD = timedelta(days=10)
"""The next digest is at most a week away; a later one means that the clock has jumped back."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a channel wants its messages formed."""

    groups: bool
    """False: one message an alert, so that one refusal holds up one alert."""
    most_an_hour: int = 0
    """More than so many become one message; 0 never gathers."""
    silent: tuple[str, ...] = ()
    """Ids of the routes that are to be quiet now."""


@dataclass(frozen=True, slots=True)
class Forming:
    """Puts what one channel is owed into messages, under ids that are fixed from then on."""

    db: Db
    channel: str
    manner: Manner
    now: datetime

    def form(self) -> None:
        """Form all that is due, alerts and alarms apart; call inside a write transaction."""
        due, at_once, alarms = self._due(), self._at_once(), self._alarms()
        if self.manner.groups:
            self._put("alerts", due, Gathered.DIGEST, DIGEST)
            self._weather("alerts", at_once)
            self._weather("alarms", alarms)
        else:
            self._put("alerts", due + at_once, Gathered.NOT, 1)
            self._put("alarms", alarms, Gathered.NOT, 1)

    def _weather(self, table: str, keys: list[str]) -> None:
        """Form what goes at once: as it is, or in a storm all of it together, once an hour."""
        most = self.manner.most_an_hour
        if not keys:
            return
        if not most or self._lately(table) + len(keys) <= most:
            self._put(table, keys, Gathered.NOT, GROUP)
        elif not self._lately(table, Gathered.STORM):
            self._put(table, keys, Gathered.STORM, DIGEST)

    def _lately(self, table: str, *kinds: Gathered) -> int:
        """Count what was put into messages of these kinds within the hour; of none: but digests.

        What was formed in the future means that the clock has jumped back, and does not count.
        """
        (row,) = self.db.rows(
            _LATELY,
            (
                self.channel,
                to_text(self.now - STORM),
                to_text(self.now),
                json.dumps(kinds or (Gathered.NOT, Gathered.STORM)),
            ),
        )
        return int(row[table])

    def _due(self) -> list[str]:
        return self._keys(
            f"{_LOOSE} AND (held_until <= ? OR held_until > ?) ORDER BY created_at, key",
            (
                self.channel,
                json.dumps(self.manner.silent),
                to_text(self.now),
                to_text(self.now + LONGEST_HOLD),
            ),
        )

    def _at_once(self) -> list[str]:
        return self._keys(
            f"{_LOOSE} AND held_until IS NULL ORDER BY created_at, key",
            (self.channel, json.dumps(self.manner.silent)),
        )

    def _alarms(self) -> list[str]:
        return self._keys(
            "SELECT key FROM alarms WHERE channel = ? AND message_id IS NULL"
            " ORDER BY raised_at, key",
            (self.channel,),
        )

    def _keys(self, sql: str, params: Sequence[object]) -> list[str]:
        return [row["key"] for row in self.db.rows(sql, params)]

    def _put(self, table: str, keys: list[str], kind: Gathered, size: int) -> None:
        for first in range(0, len(keys), size):
            part = keys[first : first + size]
            message = self._message(part, kind)
            for key in part:
                self.db.change(_BIND[table], (message, key))

    def _message(self, keys: list[str], kind: Gathered) -> str:
        # A group keeps an id of its own; a single alert's key is its message's.
        message = (
            keys[0] if len(keys) == 1 else hashlib.sha256("\n".join(keys).encode()).hexdigest()
        )
        now = to_text(self.now)
        self.db.change(
            "INSERT INTO messages (id, channel, formed_at, state, owed_since, next_try_at, kind)"
            " VALUES (?, ?, ?, 'owed', ?, ?, ?)",
            (message, self.channel, now, now, now, kind),
        )
        return message


_LOOSE = (
    "SELECT key FROM alerts WHERE channel = ? AND message_id IS NULL"
    " AND route NOT IN (SELECT value FROM json_each(?))"
)
_LATELY = """
    SELECT total((SELECT count(*) FROM alerts WHERE message_id = m.id)) AS alerts,
        total((SELECT count(*) FROM alarms WHERE message_id = m.id)) AS alarms
    FROM messages m WHERE m.channel = ? AND m.formed_at > ? AND m.formed_at <= ?
    AND m.kind IN (SELECT value FROM json_each(?))
"""
_BIND = {
    "alerts": "UPDATE alerts SET message_id = ? WHERE key = ?",
    "alarms": "UPDATE alarms SET message_id = ? WHERE key = ?",
}
