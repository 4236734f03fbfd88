"""Runs, and when each source is due next: a failing one later, but never not at all."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Fault, Run, Source
from monitor.store.codec import maybe_time, storable, to_text, to_time
from monitor.store.db import Db, Row

LONGEST_PAUSE = timedelta(hours=6)
"""A failing source is still asked four times a day, or as often as it always was."""
RECHECK = timedelta(hours=8)
"""After its first and its second fault a source is looked at within it, however seldom else: three
looks within a day tell whether it is ill."""
JITTER = 0.05
"""Part of the interval by which a due time moves, so that sources do not march in step."""
EARLY = timedelta(seconds=2)
"""A cron job starts on the minute; what is due a moment later is due."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source fared lately."""

    run: Run
    failures: int
    """Runs in a row that ended with a fault."""
    next_due: datetime
    last_ok: datetime | None
    """When the last run without a fault ended; None when there was none."""


class Runs:
    """The tables `runs` and `schedules`."""

    def __init__(self, db: Db, *, chance: Callable[[], float] = random.random) -> None:
        self._db = db
        self._chance = chance
        """Gives 0 to 1."""

    def keep(self, run: Run) -> None:
        """Keep a run that moves no due time: one that read what an earlier one left unread."""
        with self._db.writing():
            self._insert(run)

    def finish(self, run: Run, source: Source, *, wait: timedelta | None = None) -> None:
        """Keep a run and set when its source is due next.

        `wait` is a pause that the server asked for; None when a fault is no reason to slow down.
        """
        with self._db.writing():
            self.note(run, source, wait=wait)

    def note(self, run: Run, source: Source, *, wait: timedelta | None = None) -> None:
        """Do as `finish` does; call inside a write transaction."""
        self._insert(run)
        failures = self._failures(source.id) + 1 if run.fault else 0
        pause = self._pause(source, failures, wait)
        self._db.change(
            "INSERT INTO schedules (source_id, next_due, failures, last_ok) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (source_id) DO UPDATE SET next_due = excluded.next_due,"
            " failures = excluded.failures, last_ok = coalesce(excluded.last_ok, last_ok)",
            (
                source.id,
                to_text(run.started_at + pause),
                failures,
                None if run.fault else to_text(run.finished_at),
            ),
        )

    def _insert(self, run: Run) -> None:
        self._db.change(
            "INSERT INTO runs (source_id, started_at, finished_at, captured, unchanged, read, new,"
            " sighted, fault_code, fault_sentence, shown, fresh, partial)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                run.source_id,
                to_text(run.started_at),
                to_text(run.finished_at),
                run.captured,
                run.unchanged,
                run.read,
                run.new,
                run.sighted,
                run.fault and run.fault.code,
                run.fault and storable(run.fault.sentence),
                run.shown,
                run.fresh,
                run.partial,
            ),
        )

    def _failures(self, source_id: str) -> int:
        row = self._db.row("SELECT failures FROM schedules WHERE source_id = ?", (source_id,))
        return int(row["failures"]) if row else 0

    def _pause(self, source: Source, failures: int, wait: timedelta | None) -> timedelta:
        pause = min(source.every, RECHECK) if failures in (1, 2) else source.every
        if wait is not None and failures:
            doubled = source.every * (1 << min(failures - 1, 12))
            pause = max(pause, min(doubled, LONGEST_PAUSE), wait)
        return pause * (1 + JITTER * self._chance())

    def due(self, sources: Iterable[Source], *, now: datetime) -> list[Source]:
        """Give the sources whose time has come, the longest waiting first.

        A time further ahead than we ever set one means that the clock has jumped back: due.
        """
        rows = self._db.rows("SELECT source_id, next_due FROM schedules")
        times = {row["source_id"]: to_time(row["next_due"]) for row in rows}
        waiting = [(times.get(source.id, _NEVER), source) for source in sources]
        due = [pair for pair in waiting if not _is_ahead(pair[0], pair[1], now)]
        return [source for _, source in sorted(due, key=lambda pair: pair[0])]

    def of(self, source_id: str, *, limit: int = 20) -> list[Run]:
        """List the runs of a source, the newest first."""
        rows = self._db.rows(
            "SELECT * FROM runs WHERE source_id = ? ORDER BY id DESC LIMIT ?", (source_id, limit)
        )
        return [_run(row) for row in rows]

    def last(self) -> dict[str, SourceState]:
        """Give by source id how its last run went and when the next is due."""
        rows = self._db.rows(
            "SELECT r.*, s.failures, s.next_due, s.last_ok FROM schedules s"
            " JOIN runs r ON r.id = (SELECT max(id) FROM runs WHERE source_id = s.source_id)"
        )
        return {
            row["source_id"]: SourceState(
                run=_run(row),
                failures=row["failures"],
                next_due=to_time(row["next_due"]),
                last_ok=maybe_time(row["last_ok"]),
            )
            for row in rows
        }


_NEVER = to_time("0001-01-01T00:00:00+00:00")
_LONGEST_ASKED = timedelta(hours=24)
"""Retry-After is honoured up to a day."""


def _is_ahead(next_due: datetime, source: Source, now: datetime) -> bool:
    longest = max(source.every, LONGEST_PAUSE, _LONGEST_ASKED) * (1 + JITTER)
    early = min(EARLY, source.every * JITTER)
    return now + early < next_due <= now + longest


def _run(row: Row) -> Run:
    fault = Fault(row["fault_code"], row["fault_sentence"]) if row["fault_code"] else None
    return Run(
        source_id=row["source_id"],
        started_at=to_time(row["started_at"]),
        finished_at=to_time(row["finished_at"]),
        captured=row["captured"],
        unchanged=row["unchanged"],
        read=row["read"],
        new=row["new"],
        sighted=row["sighted"],
        fault=fault,
        shown=row["shown"],
        fresh=row["fresh"],
        partial=bool(row["partial"]),
    )
