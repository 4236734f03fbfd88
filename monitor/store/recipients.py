"""Who of a message's recipients has it: a row each, once a channel has told them apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.model import Reach, Recipient
from monitor.store.codec import storable
from monitor.store.db import Db

RECIPIENTS = (
    "(SELECT json_group_array(json_array(r.address, r.reach, r.answer))"
    " FROM recipients r WHERE r.message_id = m.id) AS recipients"
)
"""A column that `recipients_of` reads, of a message that the statement calls m."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One who lacks what others of a channel have."""

    address: str
    reach: Reach
    """Owed, also where it was given up; or refused for good, and still so in the newest message."""
    messages: int


class Recipients:
    """The table `recipients`; call what changes it inside a write transaction of its message."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def of(self, message_id: str) -> tuple[Recipient, ...]:
        """List a message's; none where nobody has told them apart."""
        rows = self._db.rows(f"SELECT {RECIPIENTS} FROM messages m WHERE m.id = ?", [message_id])  # noqa: S608 - ours
        return recipients_of(rows[0]["recipients"])

    def keep(self, message_id: str, recipients: Iterable[Recipient]) -> bool:
        """Put what is known now in place of what was; True when more of them have it."""
        before = self._taken(message_id)
        self._db.change("DELETE FROM recipients WHERE message_id = ?", [message_id])
        for one in recipients:
            self._db.change(
                "INSERT INTO recipients (message_id, address, reach, answer) VALUES (?, ?, ?, ?)",
                (message_id, one.address, one.reach, storable(one.answer)),
            )
        return self._taken(message_id) > before

    def _taken(self, message_id: str) -> int:
        return sum(one.reach is Reach.TAKEN for one in self.of(message_id))

    def owe_again(self, message_id: str) -> None:
        """Ask for those once more who were refused for good."""
        self._db.change(
            "UPDATE recipients SET reach = 'owed' WHERE message_id = ? AND reach = 'refused'",
            [message_id],
        )

    def left_out(self, channel: str) -> list[LeftOut]:
        """Say who lacks how many messages of a channel that others have."""
        return [
            LeftOut(row["address"], Reach(row["reach"]), row["messages"])
            for row in self._db.rows(_LEFT_OUT, [channel])
        ]


def refused_now(db: Db, channel: str) -> int:
    """Count those whom the newest message that a channel took did not come to, for good.

    Whoever was refused before and is no more, or is no recipient any more, is not among them.
    """
    return len(db.rows(_REFUSED_NOW, [channel]))


def recipients_of(said: str | None) -> tuple[Recipient, ...]:
    """Read the column `RECIPIENTS`, by address; none where there is no message yet."""
    rows = sorted(json.loads(said or "[]"))
    return tuple(Recipient(address, Reach(reach), answer) for address, reach, answer in rows)


_REFUSED_NOW = """
    SELECT address FROM recipients WHERE reach = 'refused' AND message_id = (
        SELECT id FROM messages WHERE channel = ?1 AND state = 'sent'
        ORDER BY formed_at DESC, id LIMIT 1)
    ORDER BY address
"""
_LEFT_OUT = f"""
    SELECT r.address, r.reach, count(*) AS messages
    FROM recipients r CROSS JOIN messages m ON m.id = r.message_id
    WHERE r.reach <> 'taken' AND m.channel = ?1
        AND (r.reach = 'owed' OR r.address IN ({_REFUSED_NOW}))
    GROUP BY r.address, r.reach ORDER BY r.reach, r.address
"""  # noqa: S608 - all words are ours
