"""What a process did since it started: the pipeline's witness, as Prometheus counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from monitor.metrics.exposition import PREFIX
from monitor.model import Run
from monitor.pipeline import Delivered

BUCKETS = (0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)
"""Seconds. A page takes one or two; a listing with twenty adverts, five seconds apart, a hundred."""

Monotonic = Callable[[], float]


@dataclass(slots=True)
class Beats:
    """When what must go on last went on, by a clock that no administrator can move."""

    started: float
    ticked: float
    ran: float


class Counters:
    """Counts from the loop's thread; any thread may read."""

    def __init__(self, monotonic: Monotonic = time.monotonic) -> None:
        # It would add to each counter a second series that nobody asks for.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        now = monotonic()
        self.beats = Beats(started=now, ticked=now, ran=now)
        self.monotonic = monotonic
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._looks = self._counter("looks", "Looks that have ended.", "outcome")
        self._pages = self._counter("pages", "Pages that servers gave.", "what")
        self._read = self._counter("postings_read", "Postings read.")
        self._new = self._counter("new_hits", "Hits that were not there before.")
        self._sighted = self._counter("sightings", "Hits seen again.")
        self._messages = self._counter("messages", "Attempts to deliver a message.", "outcome")
        self._seconds = Histogram(
            f"{PREFIX}_look_seconds", "Time that a look took.", buckets=BUCKETS,
            registry=self._registry,
        )  # fmt: skip

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"{PREFIX}_{name}", told, labels, registry=self._registry)

    def ran(self, run: Run) -> None:
        """Count a look."""
        self.beats.ran = self.monotonic()
        self._looks.labels(run.fault.code if run.fault else "ok").inc()
        self._pages.labels("captured").inc(run.captured)
        self._pages.labels("unchanged").inc(run.unchanged)
        self._read.inc(run.read)
        self._new.inc(run.new)
        self._sighted.inc(run.sighted)
        self._seconds.observe((run.finished_at - run.started_at).total_seconds())

    def delivered(self, delivered: Delivered) -> None:
        """Count a round of delivery."""
        self._messages.labels("sent").inc(delivered.sent)
        self._messages.labels("failed").inc(delivered.failed)

    def ticked(self) -> None:
        """Note that the schedule lives."""
        self.beats.ticked = self.monotonic()

    def write(self) -> bytes:
        """Write all counts, and what the process uses, as Prometheus reads it."""
        return generate_latest(self._registry)
