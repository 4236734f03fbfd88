"""What a process counts of itself."""

from __future__ import annotations

from monitor.metrics import Counters
from monitor.pipeline import Delivered

from .making import figures, run_of


def test_looks_are_counted_by_outcome() -> None:
    counters = Counters()

    counters.ran(run_of(captured=2, unchanged=1, read=5, new=1, sighted=3))
    counters.ran(run_of(fault="http_403"))

    told = figures(counters.write())
    assert told["looks_total{outcome=ok}"] == 1
    assert told["looks_total{outcome=http_403}"] == 1
    assert told["pages_total{what=captured}"] == 2
    assert told["pages_total{what=unchanged}"] == 1
    assert told["postings_read_total"] == 5
    assert told["new_hits_total"] == 1
    assert told["sightings_total"] == 3
    assert told["look_seconds_sum"] == 4
    assert told["look_seconds_bucket{le=2.5}"] == 2


def test_messages_are_counted_by_outcome() -> None:
    counters = Counters()

    counters.delivered(Delivered(sent=3, failed=1))

    told = figures(counters.write())
    assert (told["messages_total{outcome=sent}"], told["messages_total{outcome=failed}"]) == (3, 1)


def test_two_processes_in_one_count_apart() -> None:
    first, second = Counters(), Counters()

    first.ran(run_of())

    assert "looks_total{outcome=ok}" not in figures(second.write())


def test_beats_follow_what_goes_on() -> None:
    times = iter((1.0, 2.0, 3.0))
    counters = Counters(lambda: next(times))

    counters.ticked()
    counters.ran(run_of())

    beats = counters.beats
    assert (beats.started, beats.ticked, beats.ran) == (1.0, 2.0, 3.0)
