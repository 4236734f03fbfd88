"""When `serve` is said to be unwell: only for what a new start could mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.desk.coverage import Coverage
from monitor.metrics.counters import Beats
from monitor.metrics.pulse import LONGEST_PAUSE, LONGEST_TICK, pulse_of
from monitor.store import Backlog, State

from .making import NORTH, NOTHING, covered, facts

BEATS = Beats(started=0.0, ticked=100.0, ran=100.0)
LONG = LONGEST_PAUSE.total_seconds()
LATE = timedelta(hours=3)


def test_a_process_that_ticks_and_looks_is_well() -> None:
    pulse = pulse_of(facts(covered()), BEATS, monotonic=101.0)

    assert pulse.is_well
    assert pulse.sources == {"healthy": 1}


def test_a_schedule_that_stands_still_is_told() -> None:
    pulse = pulse_of(facts(covered()), BEATS, monotonic=101.0 + LONGEST_TICK)

    assert pulse.faults == ("the schedule has stood still for 61 s",)


def test_no_look_for_an_hour_is_fine_where_none_was_due() -> None:
    beats = replace(BEATS, ticked=200.0 + LONG)

    assert pulse_of(facts(covered()), beats, monotonic=200.0 + LONG).is_well


def test_no_look_for_an_hour_though_some_are_due_is_told() -> None:
    beats = replace(BEATS, ticked=200.0 + LONG)
    known = facts(covered(late=LATE), Coverage(NORTH))

    pulse = pulse_of(known, beats, monotonic=200.0 + LONG)

    assert pulse.faults == ("no look has ended for 61 minutes; sources that wait for one: 2",)
    assert pulse.overdue == 1


def test_late_looks_are_no_fault_while_others_end() -> None:
    assert pulse_of(facts(covered(late=LATE)), BEATS, monotonic=101.0).is_well


def test_ill_sources_and_dead_alerts_are_told_and_are_no_reason_to_start_anew() -> None:
    vitals = replace(NOTHING, backlogs={"desk": Backlog(owed=4, dead=1), "team": Backlog(owed=2)})
    known = facts(covered("a", state=State.BLOCKED), covered("b"), vitals=vitals)

    pulse = pulse_of(known, BEATS, monotonic=101.0)

    assert pulse.is_well
    assert pulse.sources == {"blocked": 1, "healthy": 1}
    assert (pulse.owed, pulse.dead) == (6, 1)
