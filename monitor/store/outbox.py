"""Alerts owed: written with their hit, sent later, at least once, under ids fixed beforehand.

What is sent is a message: one alert, or a group of a channel's alerts. Its id is committed before
the first attempt, so that a second attempt, after a kill or a refusal, is known for what it is.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Alert, Gathered, Message, Recipient, Shared
from monitor.store.codec import (
    alarm_from_json,
    maybe_text,
    maybe_time,
    notice_from_json,
    notice_to_json,
    storable,
    to_text,
    to_time,
)
from monitor.store.db import Db, Row
from monitor.store.forming import Forming, Manner
from monitor.store.notice import Flagged, notice
from monitor.store.plight import Plight, plight_of
from monitor.store.recipients import RECIPIENTS, LeftOut, Recipients, recipients_of
from monitor.store.taker import Place, Taker
from monitor.store.unsent import Unsent, unsent_of

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=6)
"""30 s doubled at each refusal, then every 6 h: 21 attempts reach past three days."""
GIVE_UP_AFTER = timedelta(days=3)
GIVE_UP_ATTEMPTS = 21
"""A clock that jumps ten years ahead makes no dead letter of a message just formed."""
LEASE = timedelta(minutes=10)
"""How long a claimed message is its claimer's; far longer than any channel's own deadline."""


@dataclass(frozen=True, slots=True)
class OwedAlert:
    """An alert and what became of it. `state` is owed, sent or dead (given up, but listed)."""

    alert: Alert
    state: str
    message_id: str | None
    """None until the message that carries it is formed."""
    receipt: str
    recipients: tuple[Recipient, ...] = ()
    """Who has it and who lacks it; none where all are served alike."""


class Outbox:
    """The tables `alerts` and `messages`, and in which message each of the `alarms` goes."""

    def __init__(self, db: Db, *, chance: Callable[[], float] = random.random) -> None:
        self._db = db
        self._chance = chance
        """Gives 0 to 1; spreads the attempts so that a receiver's return is no rush."""
        self._recipients = Recipients(db)

    def owe(self, flagged: Flagged, takers: Iterable[Taker], *, desk_url: str = "") -> None:
        """Owe an alert to each channel that takes it; call inside the hit's write transaction."""
        for taker in takers:
            place = taker.place(flagged)
            if place is not None:
                said = notice_to_json(notice(flagged, desk_url=desk_url))
                self._owe(flagged, taker.id, place, said)

    def _owe(self, flagged: Flagged, channel: str, place: Place, said: str) -> None:
        self._db.change(
            "INSERT INTO alerts"
            " (key, channel, hit_id, version, notice, created_at, route, held_until)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (
                alert_key(flagged.hit_id, channel, flagged.version),
                channel,
                flagged.hit_id,
                flagged.version,
                said,
                to_text(flagged.seen_at),
                place.route,
                maybe_text(place.held_until),
            ),
        )

    def form(self, channel: str, manner: Manner, *, now: datetime) -> None:
        """Put what a channel is owed into messages, all that is due."""
        with self._db.writing():
            Forming(self._db, channel, manner, now).form()

    def claim(self, channel: str, *, now: datetime, silent: Sequence[str] = ()) -> Message | None:
        """Take the channel's next due message, for `LEASE`; None when none is due.

        What goes by a `silent` route waits. Least tried first, so that what a receiver always refuses holds up nothing else. A time
        beyond any that we set means that the clock has jumped back: due.
        """
        with self._db.writing():
            row = self._db.row(
                "UPDATE messages SET leased_until = ? WHERE id = ("
                " SELECT id FROM messages WHERE channel = ? AND state = 'owed'"
                " AND (next_try_at <= ? OR next_try_at > ?)"
                " AND (leased_until IS NULL OR leased_until <= ? OR leased_until > ?)"
                " AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.message_id = messages.id"
                " AND a.route IN (SELECT value FROM json_each(?)))"
                " ORDER BY attempts, formed_at, id LIMIT 1)"
                " RETURNING id, channel, formed_at, kind",
                (
                    to_text(now + LEASE),
                    channel,
                    to_text(now),
                    to_text(now + 2 * LONGEST_DELAY),
                    to_text(now),
                    to_text(now + 2 * LEASE),
                    json.dumps(tuple(silent)),
                ),
            )
        return self._message(row) if row else None

    def _message(self, row: Row) -> Message:
        alerts = self._db.rows(
            f"{_ALERTS} WHERE a.message_id = ? ORDER BY a.created_at, a.key", (row["id"],)
        )
        alarms = self._db.rows(
            "SELECT said FROM alarms WHERE message_id = ? ORDER BY raised_at, key", (row["id"],)
        )
        return Message(
            id=row["id"],
            channel=row["channel"],
            formed_at=to_time(row["formed_at"]),
            alerts=tuple(_owed(alert).alert for alert in alerts),
            alarms=tuple(alarm_from_json(alarm["said"]) for alarm in alarms),
            gathered=Gathered(row["kind"]),
            recipients=self._recipients.of(row["id"]),
        )

    def sent(self, message_id: str, receipt: str, *, now: datetime) -> None:
        """Mark a message as taken by its channel."""
        with self._db.writing():
            self._db.change(
                "UPDATE messages SET state = 'sent', sent_at = ?, receipt = ?, leased_until = NULL,"
                " attempts = attempts + 1, last_error = '', last_try_at = ? WHERE id = ?",
                (to_text(now), storable(receipt), to_text(now), message_id),
            )

    def shared(self, message_id: str, shared: Shared, *, now: datetime) -> bool:
        """Note who of several has a message; owed while somebody is. True when it is given up.

        When more of them have it than before, the receiver serves us again: what the others are
        owed is tried as if it had just been formed.
        """
        with self._db.writing():
            has_come_further = self._recipients.keep(message_id, shared.recipients)
            if not shared.is_owed:
                self.sent(message_id, shared.receipt, now=now)
                return False
            if has_come_further:
                self._db.change(
                    "UPDATE messages SET attempts = 0, owed_since = ? WHERE id = ?",
                    (to_text(now), message_id),
                )
            return self.failed(message_id, shared.receipt, now=now)

    def failed(self, message_id: str, error: str, *, now: datetime, refused: bool = False) -> bool:
        """Note a failed attempt and when to try again; True when the message is given up.

        `refused` says that the receiver meant it: tried as long, but not as often.
        """
        with self._db.writing():
            row = self._db.rows(
                "SELECT attempts + 1 AS attempts, owed_since FROM messages WHERE id = ?",
                (message_id,),
            )[0]
            old = now - to_time(row["owed_since"]) >= GIVE_UP_AFTER
            dead = old and row["attempts"] >= GIVE_UP_ATTEMPTS
            pause = LONGEST_DELAY if refused else self._delay(row["attempts"])
            self._db.change(
                "UPDATE messages SET state = ?, attempts = ?, last_error = ?, refused = ?,"
                " last_try_at = ?, next_try_at = ?, leased_until = NULL WHERE id = ?",
                (
                    "dead" if dead else "owed",
                    row["attempts"],
                    storable(error),
                    int(refused),
                    to_text(now),
                    to_text(now + pause),
                    message_id,
                ),
            )
        return bool(dead)

    def _delay(self, attempts: int) -> timedelta:
        doubled = FIRST_DELAY * (1 << min(attempts - 1, 16))
        return min(doubled, LONGEST_DELAY) * (0.75 + self._chance() / 2)

    def release(self) -> None:
        """Give back what a killed process had claimed; only for who holds the run lock."""
        with self._db.writing():
            self._db.change(
                "UPDATE messages SET leased_until = NULL"
                " WHERE leased_until IS NOT NULL AND state <> 'sent'"
            )

    def retry(self, keys: Sequence[str] = (), *, now: datetime) -> int:
        """Make unsent messages due at once, dead ones too, and give their number.

        `keys` are keys of alerts or alarms, or starts of them; none means all. One that is named
        goes to those too who were refused for good while others took it.
        """
        with self._db.writing():
            rows = self._db.rows(
                "SELECT a.key, m.id FROM owing a JOIN messages m ON m.id = a.message_id"
                " WHERE m.state <> 'sent' OR (? AND EXISTS (SELECT 1 FROM recipients r"
                " WHERE r.message_id = m.id AND r.reach = 'refused'))",
                (bool(keys),),
            )
            wanted = {row["id"] for row in rows if row["key"].startswith(tuple(keys) or "")}
            return sum(self._retry(message_id, now) for message_id in sorted(wanted))

    def _retry(self, message_id: str, now: datetime) -> int:
        due = self._db.change(
            "UPDATE messages SET state = 'owed', attempts = 0, owed_since = ?, next_try_at = ?,"
            " sent_at = NULL, receipt = '' WHERE id = ? AND leased_until IS NULL",
            (to_text(now), to_text(now), message_id),
        )
        if due:
            self._recipients.owe_again(message_id)
        return due

    def alerts(self, *, state: str | None = None) -> list[OwedAlert]:
        """List alerts, the newest first; a state of None means any."""
        rows = self._db.rows(
            f"{_ALERTS} WHERE ? IS NULL OR coalesce(m.state, 'owed') = ?"
            " ORDER BY a.created_at DESC, a.key",
            (state, state),
        )
        return [_owed(row) for row in rows]

    def plight(self, channel: str) -> Plight:
        """Say what of a channel's messages does not arrive."""
        return plight_of(self._db, channel)

    def left_out(self, channel: str) -> list[LeftOut]:
        """Say who lacks messages of a channel that others have."""
        return self._recipients.left_out(channel)

    def unsent(self, *, served: Iterable[str] = ()) -> Unsent:
        """Count what has not arrived.

        `served` are the channels that a round has just been made for: what is in no message of
        theirs waits by plan. What is owed to any other channel nobody delivers.
        """
        return unsent_of(self._db, served)


def alert_key(hit_id: str, channel: str, version: int) -> str:
    """Name what is owed to a channel about one version of a hit: the same in each attempt."""
    return hashlib.sha256(f"{hit_id}\n{channel}\n{version}".encode()).hexdigest()


_ALERTS = (
    "SELECT a.*, coalesce(m.state, 'owed') AS state,"  # noqa: S608 - all words are ours
    " coalesce(m.attempts, 0) AS attempts,"
    " coalesce(m.last_error, '') AS last_error,"
    " coalesce(m.next_try_at, a.held_until) AS next_try_at, m.sent_at,"
    f" coalesce(m.receipt, '') AS receipt, {RECIPIENTS}"
    " FROM alerts a LEFT JOIN messages m ON m.id = a.message_id"
)


def _owed(row: Row) -> OwedAlert:
    alert = Alert(
        key=row["key"],
        channel=row["channel"],
        hit_id=row["hit_id"],
        notice=notice_from_json(row["notice"]),
        attempts=row["attempts"],
        last_error=row["last_error"],
        created_at=to_time(row["created_at"]),
        next_try_at=maybe_time(row["next_try_at"]),
        sent_at=maybe_time(row["sent_at"]),
    )
    recipients = recipients_of(row["recipients"])
    return OwedAlert(alert, row["state"], row["message_id"], row["receipt"], recipients)
