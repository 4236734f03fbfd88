"""Runs: how each look at each source went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Fault, Run, Source
from monitor.store.agenda import Agenda
from monitor.store.codec import maybe_time, storable, to_text, to_time
from monitor.store.db import Db, Row


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
    """The table `runs`; with each goes the due time that it sets."""

    def __init__(self, db: Db, agenda: Agenda) -> None:
        self._db = db
        self._agenda = agenda

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
        self._agenda.note(run, source, wait=wait)

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
