"""How often somebody guessed: at most ten guesses in a quarter of an hour are looked at.

Strangers share one count a name and one a place they come from. A browser in which its owner
signed in before has a count of its own, so that no stranger can shut the owner out.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta

from monitor.store.accounts import folded
from monitor.store.codec import to_text
from monitor.store.db import Db

MOST = 10
WINDOW = timedelta(minutes=15)
"""10 guesses in 15 minutes are 350,000 a year: none finds a few words."""


class Attempts:
    """The table `attempts`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def begin(self, name: str, *, peer: str, known: str, now: datetime) -> int | None:
        """Count a guess before it is looked at; None where it must not be looked at.

        `known` tells the browser or sitting that guesses apart from strangers; empty for those.
        """
        account, place = _account(name), crowd_of(peer)
        with self._db.writing():
            self._sweep(now)
            if self._is_full(account, place, known):
                return None
            return self._db.insert(
                "INSERT INTO attempts (account, peer, known, at) VALUES (?, ?, ?, ?)",
                (account, place, known, to_text(now)),
            )

    def was_right(self, attempt_id: int) -> None:
        """Take one back that was no guess."""
        with self._db.writing():
            self._db.change("DELETE FROM attempts WHERE id = ?", [attempt_id])

    def forgive(self, name: str) -> None:
        """Forget all guesses at one name."""
        with self._db.writing():
            self._db.change("DELETE FROM attempts WHERE account = ?", [_account(name)])

    def _is_full(self, account: str, place: str, known: str) -> bool:
        if known:
            return self._count("known", known) >= MOST
        return self._count("account", account) >= MOST or self._count("peer", place) >= MOST

    def _count(self, column: str, value: str) -> int:
        stranger = "" if column == "known" else " AND known = ''"
        row = self._db.row(
            f"SELECT count(*) AS n FROM attempts WHERE {column} = ?{stranger}",  # noqa: S608 -- names of ours
            [value],
        )
        return int(row["n"]) if row else 0

    def _sweep(self, now: datetime) -> None:
        """Forget what is too long ago, and what lies ahead since the clock was set back."""
        self._db.change(
            "DELETE FROM attempts WHERE at <= ? OR at > ?",
            (to_text(now - WINDOW), to_text(now + WINDOW)),
        )


def crowd_of(peer: str) -> str:
    """Give what one guesser can be told by: an address, or the /64 that IPv6 gives to each house."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def _account(name: str) -> str:
    """Hash a name as typed: at times it is a password."""
    return hashlib.sha256(folded(name).encode()).hexdigest()
