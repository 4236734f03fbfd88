"""In what state each source is, and what it usually shows at which hour of the week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from monitor.store.codec import maybe_text, maybe_time, storable, to_text, to_time
from monitor.store.db import Db, Row

HOURS = 24
PRIOR = 4
"""Looks that an hour of the week must have had to count as much as what is known of its weekday
and of its hour: with a look every quarter of an hour, one week."""


class State(StrEnum):
    """How a source fares, as a person understands it. The values are stable."""

    NEW = "new"
    """Nothing is known of it yet."""
    HEALTHY = "healthy"
    QUIET = "quiet"
    """It answers as ever, and brings nothing new for longer than is its habit."""
    DEGRADED = "degraded"
    """It is read, but not as it should be."""
    LAYOUT_CHANGED = "layout_changed"
    """It answers, and nothing can be read where adverts are usual."""
    PREVIEW_OFF = "preview_off"
    LOGIN_WALL = "login_wall"
    CAPTCHA = "captcha"
    """It answers with a check for robots."""
    BLOCKED = "blocked"
    GONE = "gone"
    NO_SUCH_NAME = "no_such_name"
    """Its name is dead: of the host, or of the channel."""
    ROBOTS_FORBID = "robots_forbid"
    UNREACHABLE = "unreachable"
    NOT_ASKED = "not_asked"
    """Its address or its way there is one that we must not use."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A state that looks tell of and that is not yet believed."""

    state: State
    since: datetime
    sentence: str
    looks: int = 1


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one source, with what it was judged from."""

    state: State
    since: datetime
    """When it was first seen so."""
    known_since: datetime
    """When the source was first looked at."""
    sentence: str = ""
    """What was seen, in plain words; empty when all is well."""
    suspicion: Suspicion | None = None
    """None when the last look said nothing else than the state."""
    fresh_at: datetime | None = None
    """When it last brought an advert that was not known; None when it never did."""
    bare_since: datetime | None = None
    """Since when it shows no advert at all; None while it shows some."""
    missed: float = 0.0
    """How many looks, by its habit, should have brought something new since one did."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Looks at one hour of the week. Counts fade, so they are no whole numbers."""

    looks: float = 0.0
    shown: float = 0.0
    """Adverts on the first pages, over all looks."""
    bare: float = 0.0
    """Looks that showed no advert."""
    brought: float = 0.0
    """Looks that brought something new."""
    pending: int = 0
    """Looks that showed no advert, not learned until adverts are back."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What a source usually shows at one hour of the week (UTC), from wider to narrower."""

    week: Slot = Slot()
    """All looks."""
    day: Slot = Slot()
    """Looks on this weekday."""
    hour: Slot = Slot()
    """Looks at this hour of any day."""
    here: Slot = Slot()
    """Looks at this hour of this weekday."""

    def usual(self, part: Callable[[Slot], float]) -> float:
        """Give how much of a count a look at this time has; 0 when there was no look.

        Where this hour of this weekday was seldom looked at, the weekday and the hour speak for
        it, and the whole week where those are little known too.
        """
        if not self.week.looks or not part(self.week):
            return 0.0
        overall = part(self.week) / self.week.looks
        day, hour = (_mean(one, part, prior=overall) for one in (self.day, self.hour))
        return _mean(self.here, part, prior=day * hour / overall)


def _mean(slot: Slot, part: Callable[[Slot], float], *, prior: float) -> float:
    return (part(slot) + PRIOR * prior) / (slot.looks + PRIOR)


class Pending(StrEnum):
    """What becomes of the bare looks that were not learned yet."""

    STAYS = "stays"
    LEARNED = "learned"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a look changes: the state, the habit of its hour, and whether the operator is told."""

    health: Health
    slot: Slot
    pending: Pending = Pending.STAYS
    former: State | None = None
    """The state that has ended; None when nothing changed that the operator is to hear of."""


class Healths:
    """The tables `healths` and `habits`."""

    def __init__(self, db: Db) -> None:
        self._db = db

    def of(self, source_id: str) -> Health | None:
        """Give the state of a source; None before the first look at it."""
        row = self._db.row("SELECT * FROM healths WHERE source_id = ?", (source_id,))
        return _health(row) if row else None

    def all(self) -> dict[str, Health]:
        """Give the state of each source by its id."""
        return {row["source_id"]: _health(row) for row in self._db.rows("SELECT * FROM healths")}

    def habit(self, source_id: str, *, at: datetime) -> Habit:
        """Give what a source usually shows at the hour of the week of a time."""
        rows = self._db.rows(_HABIT, (source_id, slot_of(at)))
        return Habit(**{row.pop("width"): Slot(**row) for row in rows})

    def note(self, source_id: str, judgement: Judgement, *, at: datetime) -> None:
        """Write what a look changed; call inside the transaction that keeps its run."""
        self._note_health(source_id, judgement.health)
        self._note_slot(source_id, slot_of(at), judgement.slot)
        if judgement.pending is not Pending.STAYS:
            learned = judgement.pending is Pending.LEARNED
            self._db.change(
                "UPDATE habits SET looks = looks + pending * ?1, bare = bare + pending * ?1,"
                " pending = 0 WHERE source_id = ?2 AND pending > 0",
                (int(learned), source_id),
            )

    def _note_health(self, source_id: str, health: Health) -> None:
        doubt = health.suspicion
        self._db.change(
            "INSERT OR REPLACE INTO healths VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                source_id,
                health.state,
                to_text(health.since),
                storable(health.sentence),
                doubt and doubt.state,
                doubt and to_text(doubt.since),
                storable(doubt.sentence) if doubt else "",
                doubt.looks if doubt else 0,
                to_text(health.known_since),
                maybe_text(health.fresh_at),
                maybe_text(health.bare_since),
                health.missed,
            ),
        )

    def _note_slot(self, source_id: str, number: int, slot: Slot) -> None:
        self._db.change(
            "INSERT OR REPLACE INTO habits VALUES (?, ?, ?, ?, ?, ?, ?)",
            (source_id, number, slot.looks, slot.shown, slot.bare, slot.brought, slot.pending),
        )


def slot_of(at: datetime) -> int:
    """Number the hour of the week: Monday 0 h UTC is 0, Sunday 23 h is 167."""
    utc = at.astimezone(UTC)
    return utc.weekday() * HOURS + utc.hour


_SUMS = (
    "total(looks) AS looks, total(shown) AS shown, total(bare) AS bare, total(brought) AS brought,"
    " CAST(total(pending) AS INTEGER) AS pending FROM habits WHERE source_id = ?1"
)
_HABIT = (
    f"SELECT 'week' AS width, {_SUMS}"
    f" UNION ALL SELECT 'day', {_SUMS} AND slot / 24 = ?2 / 24"
    f" UNION ALL SELECT 'hour', {_SUMS} AND slot % 24 = ?2 % 24"
    f" UNION ALL SELECT 'here', {_SUMS} AND slot = ?2"
)


def _health(row: Row) -> Health:
    doubt = None
    if row["suspected"]:
        doubt = Suspicion(
            State(row["suspected"]),
            to_time(row["suspected_since"]),
            row["suspected_sentence"],
            row["suspected_looks"],
        )
    return Health(
        state=State(row["state"]),
        since=to_time(row["since"]),
        known_since=to_time(row["known_since"]),
        sentence=row["sentence"],
        suspicion=doubt,
        fresh_at=maybe_time(row["fresh_at"]),
        bare_since=maybe_time(row["bare_since"]),
        missed=row["missed"],
    )
