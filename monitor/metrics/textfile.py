"""Metrics of a `run` as a file, for the textfile collector of Prometheus' node_exporter."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client.metrics_core import Metric

from monitor.desk.whole import put
from monitor.metrics.exposition import families_of, gauge, seconds, single, write
from monitor.metrics.facts import Facts
from monitor.pipeline import Summary

READABLE = 0o644
"""node_exporter is another user; there are ids and counts in the file, and no word of a page."""

log = logging.getLogger("monitor.metrics")


@dataclass(frozen=True, slots=True)
class Ended:
    """A `run` that came to its end."""

    summary: Summary
    started_at: datetime
    finished_at: datetime
    exit_code: int


def write_textfile(path: Path, facts: Facts, ended: Ended) -> bool:
    """Put the metrics in the file's place at once; False, and a line in the log, when it cannot be.

    What was found and sent is safe by now: a metric that cannot be written is no fault of the run.
    """
    try:
        put(path, write([*families_of(facts), *families_of_run(ended)]), mode=READABLE)
    except OSError as e:
        log.error('textfile_failed path="%s" because="%s"', path, e.strerror)
        return False
    return True


def families_of_run(ended: Ended) -> Iterator[Metric]:
    """Tell what came of the run."""
    summary, took = ended.summary, ended.finished_at - ended.started_at
    faulty, sent = len(summary.faults), summary.delivered
    looks = [(("ok",), len(summary.runs) - faulty), (("fault",), faulty)]
    messages = [(("sent",), sent.sent), (("failed",), sent.failed)]
    yield single("run_timestamp_seconds", "When `run` ended.", seconds(ended.finished_at))
    yield single("run_seconds", "Time that it took.", took.total_seconds())
    yield single("run_exit_code", "Its exit code.", ended.exit_code)
    yield single("run_new_hits", "Hits that were not there before.", summary.new_hits)
    yield gauge("run_looks", "Sources that it looked at.", looks, "outcome")
    yield gauge("run_messages", "Attempts to deliver a message.", messages, "outcome")
