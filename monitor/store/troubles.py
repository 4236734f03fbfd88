"""What ails the monitor itself, as its operator was last told: a word for each change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model import Alarm
from monitor.store.alarms import Alarms
from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db, Row

WELL = "healthy"


class Ill(StrEnum):
    """How something of the monitor fares when it does not fare well. The values are stable."""

    UNDELIVERED = "undelivered"
    """A channel has not taken what it was owed for a while."""
    GIVEN_UP = "given_up"
    """Alerts were given up after three days."""
    LEFT_OUT = "left_out"
    """A channel brings alerts to some of its recipients, and never to others."""
    DISK_LOW = "disk_low"
    CLOCK_BACK = "clock_back"
    CLOCK_FORWARD = "clock_forward"
    OVERDUE = "overdue"
    """Nobody looked at any source for too long."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """How one thing of the monitor fares."""

    kind: str
    """channel, disk, clock or run."""
    about: str
    """Its id."""
    state: Ill | None
    """None when it is well."""
    sentence: str = ""
    measure: int = 0
    """How much of it there is; more of the same is told again."""


class Troubles:
    """The table `troubles`, and the alarms that its changes owe."""

    def __init__(self, db: Db, alarms: Alarms) -> None:
        self._db = db
        self._alarms = alarms

    def note(self, trouble: Trouble, operators: Iterable[str], *, at: datetime) -> bool:
        """Remember how a thing fares, and owe word of it if it has changed; True when it has."""
        if trouble.state is None and self._before(trouble) is None:
            return False  # after nearly every round: worth no write
        with self._db.writing():
            before = self._before(trouble)
            former = before["state"] if before else WELL
            told = before["measure"] if before else 0
            state = trouble.state or WELL
            if state == former and trouble.measure <= told:
                return False
            since = to_time(before["since"]) if before and state == former else at
            self._remember(trouble, since)
            for channel in operators:
                self._alarms.owe(_alarm(trouble, channel, former=former, since=since, at=at))
            return True

    def tell(self, trouble: Trouble, operators: Iterable[str], *, at: datetime) -> None:
        """Owe word of what has happened and is over, so that nothing is to be remembered."""
        with self._db.writing():
            for channel in operators:
                self._alarms.owe(_alarm(trouble, channel, former=WELL, since=at, at=at))

    def _before(self, trouble: Trouble) -> Row | None:
        return self._db.row(
            "SELECT state, since, measure FROM troubles WHERE kind = ? AND about = ?",
            (trouble.kind, trouble.about),
        )

    def _remember(self, trouble: Trouble, since: datetime) -> None:
        key = (trouble.kind, trouble.about)
        self._db.change("DELETE FROM troubles WHERE kind = ? AND about = ?", key)
        if trouble.state is not None:
            self._db.change(
                "INSERT INTO troubles (kind, about, state, since, sentence, measure)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*key, trouble.state, to_text(since), storable(trouble.sentence), trouble.measure),
            )


def _alarm(trouble: Trouble, channel: str, *, former: str, since: datetime, at: datetime) -> Alarm:
    state = trouble.state or WELL
    parts = (trouble.kind, trouble.about, state, str(trouble.measure), at.isoformat(), channel)
    return Alarm(
        key=hashlib.sha256("\n".join(parts).encode()).hexdigest(),
        channel=channel,
        kind=trouble.kind,
        about=trouble.about,
        name=trouble.about,
        url="",
        state=state,
        former=former,
        sentence=storable(trouble.sentence),
        since=since,
        raised_at=at,
    )
