"""When each source is due: one table that `run` and `serve` share."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Run, Source
from monitor.store.codec import maybe_time, to_text, to_time
from monitor.store.db import Db, Row
from monitor.timetable import is_quiet, lateness, next_due, slack

LONGEST_ASKED = timedelta(hours=25)
"""Retry-After is honoured up to a day, and up to an hour of spreading may follow quiet hours."""
CLOCK_SLACK = timedelta(minutes=1)
"""A due time that was set later than now by more than this was set by another clock."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is due at a moment, and when the next time comes after it."""

    due: tuple[Source, ...] = ()
    """In the order in which places are given."""
    soonest: datetime | None = None
    """None when nothing is due later."""


@dataclass(frozen=True, slots=True)
class _Time:
    due: datetime
    set_at: datetime
    """When the last look was."""

    def has_come(self, now: datetime, *, early_by: timedelta) -> bool:
        return self.due <= now or self.set_at + early_by < now >= self.due - early_by


class Agenda:
    """The table `schedules`."""

    def __init__(self, db: Db, *, chance: Callable[[], float] = random.random) -> None:
        self._db = db
        self._chance = chance
        """Gives 0 to 1."""

    def enlist(self, sources: Iterable[Source], *, now: datetime) -> None:
        """Make sources due now that nobody looked at yet, and sooner those that now ask for it."""
        rows = self._db.rows("SELECT source_id, next_due, failures FROM schedules")
        known = {row["source_id"]: row for row in rows}
        times = {source.id: self._sooner(source, known.get(source.id), now) for source in sources}
        with self._db.writing():
            for source_id, due in times.items():
                if due:
                    self._db.change(
                        "INSERT INTO schedules (source_id, next_due, failures, set_at)"
                        " VALUES (?1, ?2, 0, ?3) ON CONFLICT (source_id) DO UPDATE SET"
                        " next_due = excluded.next_due",
                        (source_id, to_text(due), to_text(now)),
                    )

    def _sooner(self, source: Source, row: Row | None, now: datetime) -> datetime | None:
        """Give the due time that a source gets; None where it keeps the one that it has.

        A time further ahead than any that would be set today stems from an interval that was
        longer. Back-off and what a server asked for reach at most a day ahead.
        """
        if row is None:
            return now
        last = next_due(source, after=now, chance=1.0)
        if row["failures"]:
            last = max(last, now + LONGEST_ASKED)
        return None if to_time(row["next_due"]) <= last else next_due(source, after=now)

    def due(self, sources: Iterable[Source], *, now: datetime, early: bool = False) -> list[Source]:
        """Give enlisted sources whose time has come and that are not in their quiet hours.

        The one that is latest by its own measure, its interval, comes first. `early` grants each
        its slack, but for those looked at within it: two runs in a row would look at one twice.
        """
        asked = [(source, slack(source) if early else timedelta()) for source in sources]
        times = self._until(now + max((most for _, most in asked), default=timedelta()), now=now)
        come = [
            source
            for source, most in asked
            if (time := times.get(source.id)) and time.has_come(now, early_by=most)
        ]
        return _in_turn(come, times, now=now, since=now)

    def outlook(self, sources: Mapping[str, Source], *, now: datetime, since: datetime) -> Outlook:
        """Look ahead for thousands of sources, by id: touches only those whose time has come.

        What was due by `since`, when looking began, is a backlog: see `lateness`.
        """
        times = self._until(now, now=now)
        come = [sources[one] for one in times if one in sources]
        due = _in_turn(come, times, now=now, since=since)
        return Outlook(tuple(due), self.soonest(after=now))

    def soonest(self, *, after: datetime) -> datetime | None:
        """Give the next due time that is later than a moment; None when there is none."""
        row = self._db.row(
            "SELECT min(next_due) AS due FROM schedules WHERE next_due > ?", (to_text(after),)
        )
        return maybe_time(row["due"]) if row else None

    def note(self, run: Run, source: Source, *, wait: timedelta | None = None) -> None:
        """Set when a source is due next; call inside the transaction that keeps its run.

        `wait` is a pause that the server asked for; None when a fault is no reason to slow down.
        """
        row = self._db.row("SELECT * FROM schedules WHERE source_id = ?", (source.id,))
        failures = (int(row["failures"]) if row else 0) + 1 if run.fault else 0
        after = _stands_for(run.started_at, source, maybe_time(row["next_due"]) if row else None)
        due = next_due(source, after=after, failures=failures, wait=wait, chance=self._chance())
        self._db.change(
            "INSERT INTO schedules (source_id, next_due, failures, last_ok, set_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id) DO UPDATE SET"
            " next_due = excluded.next_due, failures = excluded.failures,"
            " last_ok = coalesce(excluded.last_ok, last_ok), set_at = excluded.set_at",
            (
                source.id,
                to_text(due),
                failures,
                None if run.fault else to_text(run.finished_at),
                to_text(run.started_at),
            ),
        )

    def mend(self, *, now: datetime, by: timedelta | None = None) -> timedelta | None:
        """Move due times that a clock set which has been put back since; by how much, or None.

        They keep their distances, so that nothing is skipped and nothing comes all at once.
        `by` is how far it was put back; None where only the times themselves can tell.
        """
        row = self._db.row("SELECT max(set_at) AS latest FROM schedules")
        latest = maybe_time(row["latest"]) if row else None
        if latest is None or latest - now <= CLOCK_SLACK:
            return None
        jump = by or latest - now
        with self._db.writing():
            for row in self._db.rows("SELECT * FROM schedules WHERE set_at > ?", (to_text(now),)):
                due, set_at = to_time(row["next_due"]) - jump, to_time(row["set_at"]) - jump
                self._db.change(
                    "UPDATE schedules SET next_due = ?, set_at = ? WHERE source_id = ?",
                    (to_text(due), to_text(set_at), row["source_id"]),
                )
        return jump

    def _until(self, latest: datetime, *, now: datetime) -> dict[str, _Time]:
        """Give due times up to `latest`; one that a clock ahead of ours has set is now.

        Those are left by looks that were in flight when the clock was set back.
        """
        rows = self._db.rows(
            "SELECT source_id, CASE WHEN set_at > ?2 THEN ?3 ELSE next_due END AS due, set_at"
            " FROM schedules WHERE next_due <= ?1 OR set_at > ?2",
            (to_text(latest), to_text(now + CLOCK_SLACK), to_text(now)),
        )
        return {
            row["source_id"]: _Time(to_time(row["due"]), to_time(row["set_at"])) for row in rows
        }


def _stands_for(looked: datetime, source: Source, due: datetime | None) -> datetime:
    """Give the time that a look stands for: its due time when it was a little early for that."""
    return due if due and looked < due <= looked + slack(source) else looked


def _in_turn(
    come: Iterable[Source], times: Mapping[str, _Time], *, now: datetime, since: datetime
) -> list[Source]:
    """Leave out those in their quiet hours; put the latest by its own interval first."""

    def late(source: Source) -> tuple[float, float]:
        return lateness(source, times[source.id].due, now=now, since=since)

    due = [source for source in come if not is_quiet(source, now)]
    return sorted(due, key=late, reverse=True)
