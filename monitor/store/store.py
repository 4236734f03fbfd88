"""The store as a whole: one database, and all that is asked of it and told to it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from monitor.model import Alarm, Capture, Run, Source
from monitor.store.accounts import Accounts
from monitor.store.agenda import Agenda
from monitor.store.alarms import Alarms
from monitor.store.attempts import Attempts
from monitor.store.audit import Audit
from monitor.store.backup import copy_to, faults_of
from monitor.store.bundles import Bundles
from monitor.store.byhand import ByHand
from monitor.store.campaigns import Campaigns
from monitor.store.captures import Captures, Kept
from monitor.store.cases import Cases
from monitor.store.casework import Casework
from monitor.store.db import Db, connect
from monitor.store.draws import Draws
from monitor.store.findings import Findings
from monitor.store.health import Healths, Judgement
from monitor.store.hits import Hits
from monitor.store.letters import Letters
from monitor.store.listings import Listings
from monitor.store.misled import MisledWords
from monitor.store.onward import Onwards
from monitor.store.opening import Opening
from monitor.store.opinions import Opinions
from monitor.store.outbox import Outbox
from monitor.store.postings import Postings
from monitor.store.presence import Presences, Reveals
from monitor.store.pruning import Pruned, Pruning
from monitor.store.queue import Queue
from monitor.store.recording import Audience, Record, Recorded, Recording
from monitor.store.retention import Retention
from monitor.store.reviews import Reviews
from monitor.store.runs import Runs
from monitor.store.saved import Feeds, SavedViews
from monitor.store.schema import Schema
from monitor.store.sittings import Sittings
from monitor.store.size import Size, size_of
from monitor.store.taker import Taker
from monitor.store.trails import Trails
from monitor.store.trends import Trends
from monitor.store.troubles import Troubles
from monitor.store.upgrade import upgrade
from monitor.store.vitals import Vitals, vitals_of


class Store:
    """One database. Its calls are synchronous and made from one thread at a time."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self.captures = Captures(db)
        self.postings = Postings(db)
        self.hits = Hits(db)
        self.reviews = Reviews(db, self.hits)
        self.campaigns = Campaigns(db, self.hits)
        self.casework = Casework(db)
        self.cases = Cases(db)
        self.opinions = Opinions(db)
        self.presence = Presences(db)
        self.reveals = Reveals(db)
        self.trails = Trails(db)
        self.findings = Findings(db)
        self.by_hand = ByHand(db, self.captures, self.postings, self.hits, self.campaigns)
        self.draws = Draws(db, self.postings, self.by_hand)
        self.misled = MisledWords(db)
        self.trends = Trends(db)
        self.listings = Listings(db)
        self.queue = Queue(db, self.hits, self.listings)
        self.bundles = Bundles(db)
        self.saved_views = SavedViews(db)
        self.feeds = Feeds(db)
        self.outbox = Outbox(db)
        self.alarms = Alarms(db)
        self.letters = Letters(db)
        self.troubles = Troubles(db, self.alarms)
        self.onward = Onwards(db)
        self.agenda = Agenda(db)
        self.recording = Recording(
            db,
            captures=self.captures,
            postings=self.postings,
            hits=self.hits,
            campaigns=self.campaigns,
            listings=self.listings,
            onward=self.onward,
            outbox=self.outbox,
        )
        self.runs = Runs(db, self.agenda)
        self.health = Healths(db)
        self.pruning = Pruning(db)
        self.accounts = Accounts(db)
        self.sittings = Sittings(db)
        self.attempts = Attempts(db)
        self.audit = Audit(db)

    @classmethod
    def open(
        cls, path: Path | str, *, factory: type[sqlite3.Connection] = sqlite3.Connection
    ) -> Self:
        """Open a database at its newest schema, made if need be; StoreError in plain words."""
        db = connect(path, factory=factory)
        with contextlib.ExitStack() as undoing:
            undoing.callback(db.close)
            upgrade(db)
            undoing.pop_all()
        return cls(db)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def writing(self) -> contextlib.AbstractContextManager[None]:
        """Hold one write transaction over several changes: all or none. Not while anybody is waited for."""
        return self._db.writing()

    def check(self) -> str:
        """Read all of the file and say what is wrong with it; empty when it is sound."""
        return faults_of(self._db)

    def size(self, *, now: datetime) -> Size:
        """Measure the file and what fills it."""
        return size_of(self._db, now=now)

    def vitals(self) -> Vitals:
        """Count what can be counted often, for metrics."""
        return vitals_of(self._db)

    def schema(self) -> tuple[str, ...]:
        """Name the steps of the schema that the database has had."""
        return Schema(self._db).applied()

    def copy_to(self, target: Path) -> None:
        """Write all that is committed into a file, while others read and write; StoreError."""
        copy_to(self._db, target)

    def prune(self, retention: Retention, *, now: datetime) -> Pruned:
        """Let go of all that was kept long enough, in small transactions."""
        pruned = Pruned()
        for batch in self.pruning.find(retention, now=now).batches():
            pruned += self.pruning.remove(batch, retention, now=now)
        self.pruning.finish(pruned, retention, now=now, at=now)
        return pruned

    def cut_log(self) -> bool:
        """Empty the write-ahead log, where older copies of deleted rows stand; False while read.

        In the file itself SQLite overwrites what is deleted (`secure_delete`).
        """
        return self._db.cut_log()

    def compact(self) -> None:
        """Write the file anew without its free room, and give that back to the disk."""
        self._db.rows("VACUUM")
        self._db.cut_log()

    def opening(self, source_id: str, *, at: datetime) -> Opening:
        """Gather, in one call, what a look at a source begins with."""
        return Opening(
            unread=tuple(self.captures.unread(source_id)),
            owed=tuple(self.onward.owed(source_id)),
            health=self.health.of(source_id),
            habit=self.health.habit(source_id, at=at),
        )

    def keep(self, capture: Capture, *, depth: int = 1) -> Kept:
        """Commit a capture before anyone parses it."""
        return self.captures.keep(capture, depth=depth)

    def record(
        self, record: Record, *, takers: Iterable[Taker] = (), desk_url: str = ""
    ) -> Recorded:
        """Write all that one reading of one capture changes, at once."""
        return self.recording.record(record, Audience(tuple(takers), desk_url))

    def finish(
        self,
        run: Run,
        source: Source,
        judgement: Judgement,
        *,
        wait: timedelta | None = None,
        alarms: Iterable[Alarm] = (),
    ) -> None:
        """Keep a run, when its source is due next, its state, and the alarms owed: all or none."""
        with self._db.writing():
            self.runs.note(run, source, wait=wait)
            self.health.note(source.id, judgement, at=run.started_at)
            for alarm in alarms:
                self.alarms.owe(alarm)
