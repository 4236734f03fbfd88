"""Who sits at the desk in which browser: sessions and known browsers, of which only hashes are kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store.accounts import User, user_of
from monitor.store.codec import storable, to_text, to_time
from monitor.store.db import Db, Row

IDLE = timedelta(minutes=120)
"""A case takes an hour at times; who leaves a phone on a table is out after two."""
IN_ALL = timedelta(hours=12)
"""One long shift."""
DEVICE = timedelta(days=90)
"""How long a browser stays known after somebody signed in with it."""
TOUCH = timedelta(minutes=1)
"""How often a sitting's last use is written: a write a page would cost every page a disk sync."""
SKEW = timedelta(minutes=5)
"""What starts later than this from now was written by a clock that has been set back since."""
LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting of one user in one browser."""

    id: int
    user: User
    csrf: str
    """What every form of this sitting carries."""
    peer: str
    """From where it was used last: phones change networks."""
    agent: str
    """How the browser calls itself."""
    made_at: datetime
    seen_at: datetime
    """Of the last request, to a minute."""


class Sittings:
    """The tables `sessions` and `devices`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def open(
        self, user_id: int, *, token: str, csrf: str, peer: str, agent: str, at: datetime
    ) -> None:
        """Begin a sitting; ends those of anybody that have run out."""
        with self._db.writing():
            self._sweep(at)
            self._db.insert(
                "INSERT INTO sessions (token, user_id, csrf, peer, agent, made_at, seen_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    hashed(token),
                    user_id,
                    csrf,
                    peer,
                    storable(agent)[:LONGEST_AGENT],
                    to_text(at),
                    to_text(at),
                ),
            )

    def find(self, token: str, *, now: datetime) -> Session | None:
        """Give the sitting of a token; None where there is none, or it ran out, or its user is out."""
        row = self._db.row(f"{_SESSIONS} WHERE s.token = ?", [hashed(token)])
        session = _session(row) if row else None
        return session if session and runs(session, now) else None

    def touch(self, session: Session, *, peer: str, now: datetime) -> None:
        """Write down that it is in use and from where, unless that stands there since a minute."""
        if now - session.seen_at < TOUCH and peer == session.peer:
            return
        with self._db.writing():
            self._db.change(
                "UPDATE sessions SET seen_at = ?, peer = ? WHERE id = ?",
                (to_text(now), peer, session.id),
            )

    def of(self, user_id: int, *, now: datetime) -> list[Session]:
        """List a user's sittings that run, the one used last first."""
        rows = self._db.rows(f"{_SESSIONS} WHERE s.user_id = ? ORDER BY s.seen_at DESC", [user_id])
        return [one for one in map(_session, rows) if runs(one, now)]

    def end(self, session_id: int, *, user_id: int) -> bool:
        """End one sitting of a user; False where they have none of that id."""
        with self._db.writing():
            return bool(
                self._db.change(
                    "DELETE FROM sessions WHERE id = ? AND user_id = ?", (session_id, user_id)
                )
            )

    def know(self, user_id: int, token: str, *, at: datetime) -> None:
        """Remember a browser in which somebody has signed in."""
        with self._db.writing():
            self._db.change(
                "INSERT INTO devices (token, user_id, made_at) VALUES (?, ?, ?)",
                (hashed(token), user_id, to_text(at)),
            )

    def knows(self, user_id: int, token: str, *, now: datetime) -> bool:
        """Tell whether somebody has signed in with this browser before."""
        row = self._db.row(
            "SELECT made_at FROM devices WHERE token = ? AND user_id = ?", (hashed(token), user_id)
        )
        return row is not None and -SKEW <= now - to_time(row["made_at"]) < DEVICE

    def _sweep(self, now: datetime) -> None:
        self._db.change(
            "DELETE FROM sessions WHERE made_at < ? OR seen_at < ?",
            (to_text(now - IN_ALL), to_text(now - IDLE)),
        )
        self._db.change("DELETE FROM devices WHERE made_at < ?", [to_text(now - DEVICE)])


def hashed(token: str) -> str:
    """Give the form in which a token is kept: it is random, so that one round of sha256 does."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def runs(session: Session, now: datetime) -> bool:
    """Tell whether a sitting has not run out, whatever the clock did meanwhile."""
    age, idle = now - session.made_at, now - session.seen_at
    return -SKEW <= age < IN_ALL and idle < IDLE


_SESSIONS = (
    "SELECT s.*, u.name, u.role, u.language, u.is_first_password, u.totp_secret, u.disabled_at,"
    " u.made_at AS user_made_at FROM sessions s"
    " JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL"
)


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        user=user_of(row, user_id="user_id", made_at="user_made_at"),
        csrf=row["csrf"],
        peer=row["peer"],
        agent=row["agent"],
        made_at=to_time(row["made_at"]),
        seen_at=to_time(row["seen_at"]),
    )
