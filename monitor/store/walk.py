"""A way through a view in its order, each campaign met once: where its first hit of the view stands.

A page is read from where the last one ended and costs what it shows, at the first as at the
thousandth; nothing is counted off, so that hits which leave the view in between make no gap.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.store.db import Db, Row
from monitor.store.views import Order, Where

AHEAD = 4
"""Rows read for each that is asked for, and how much further each time they did not suffice."""
_ALONE = (1, None)


@dataclass(frozen=True, slots=True)
class Met:
    """A hit on the way."""

    id: int
    group: int
    """Its campaign, or minus its id where it has none."""
    hits: int
    """How many of its campaign the view has."""
    place: str
    """Where it stands, to go on from there."""


@dataclass(frozen=True, slots=True)
class _Line:
    """How rows of one order stand in line."""

    key: str
    forward: bool
    place: str
    """Unlike the key the same for no two rows; sorts as they stand, or backwards."""


_AGE = "l.first_seen || printf('%015d', l.id)"
_LINES = {
    Order.PRIORITY: _Line("l.turn", True, "(l.turn << 32) + l.id"),
    Order.NEWEST: _Line("l.first_seen", False, _AGE),
    Order.OLDEST: _Line("l.first_seen", True, _AGE),
}


@dataclass(frozen=True, slots=True)
class Walk:
    """One view in one order."""

    db: Db
    asked: Where
    order: Order = Order.PRIORITY

    def place(self, hit_id: str) -> str | None:
        """Say where a hit stands, also one that is not in the view; None when there is none."""
        row = self.db.row(
            f"SELECT l.id, {self._line.key} AS key FROM listings l WHERE l.hit_id = ?",  # noqa: S608 - all words are ours
            [hit_id],
        )
        return _place(row) if row else None

    def on(
        self, after: str = "", *, size: int, back: bool = False, each: bool = False
    ) -> list[Met]:
        """Go on behind a place, or back before it, until so many were met.

        With `each` all hits of a campaign are met.
        """
        met: list[Met] = []
        seen: dict[int, tuple[int, object]] = {}
        step = size * AHEAD
        while len(met) < size:
            batch = self._batch(after, size=step, back=back, but=() if each else seen)
            seen |= {} if each else self._heads(row["group_id"] for row in batch)
            met += [
                Met(row["id"], row["group_id"], seen.get(row["group_id"], _ALONE)[0], _place(row))
                for row in batch
                if each or seen[row["group_id"]][1] == row["place"]
            ]
            if len(batch) < step:
                break
            after, step = _place(batch[-1]), step * AHEAD
        return met[:size]

    def _batch(self, after: str, *, size: int, back: bool, but: Iterable[int]) -> list[Row]:
        """Read on, without campaigns whose first hit was met or lies behind."""
        line, asked = self._line, self.asked
        if past := list(but):
            asked = asked.and_("l.group_id NOT IN (SELECT value FROM json_each(?))", str(past))
        forward = line.forward is not back
        if after:
            key, _, id_ = after.rpartition("~")
            sign = ">" if forward else "<"
            value = int(key) if self.order is Order.PRIORITY else key
            asked = asked.and_(f"({line.key}, l.id) {sign} (?, ?)", value, int(id_))
        way = "" if forward else "DESC"
        return self.db.rows(
            f"SELECT l.id, l.group_id, {line.key} AS key, {line.place} AS place"  # noqa: S608 - as above
            f" FROM listings l {self._index}{asked.sql} ORDER BY {line.key} {way}, l.id {way}"
            " LIMIT ?",
            (*asked.values, size),
        )

    def _heads(self, groups: Iterable[int]) -> dict[int, tuple[int, object]]:
        """Give of each campaign how many hits the view has, and where its first one stands."""
        asked = Where(("l.group_id IN (SELECT value FROM json_each(?))",))
        first = "min" if self._line.forward else "max"
        rows = self.db.rows(
            f"SELECT l.group_id, count(*) AS n, {first}({self._line.place}) AS head"  # noqa: S608 - as above
            f" FROM listings l INDEXED BY listings_by_group{_also(asked, self.asked).sql}"
            " GROUP BY l.group_id",
            (json.dumps(sorted(set(groups))), *self.asked.values),
        )
        return {row["group_id"]: (row["n"], row["head"]) for row in rows}

    @property
    def _line(self) -> _Line:
        return _LINES[self.order]

    @property
    def _index(self) -> str:
        """Name the index that stands in line; of few rows their own is the better one."""
        if self.asked.few:
            return ""
        if self.order is not Order.PRIORITY:
            return "INDEXED BY listings_by_age"
        staged = "l.stage = ?" in self.asked.clauses
        return f"INDEXED BY listings_by_{'stage' if staged else 'turn'}"


def _place(row: Row) -> str:
    return f"{row['key']}~{row['id']}"


def _also(one: Where, other: Where) -> Where:
    return Where((*one.clauses, *other.clauses), (*one.values, *other.values))
