"""Tell whether `serve` does its work: what /healthz answers. Pure.

An ill source or a dead channel is no reason to start the process anew, so they are told and change
nothing; only what a new start could mend makes it unwell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitor.desk.coverage import Coverage
from monitor.metrics.counters import Beats
from monitor.metrics.facts import Facts

LONGEST_TICK = 60.0
"""Seconds. The schedule ticks each second; a busy machine may be late, but not sixtyfold."""
LONGEST_PAUSE = timedelta(hours=1)
"""The longest look, at 23 pages of a host that makes us wait two minutes each, takes 54 minutes."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a process fares."""

    faults: tuple[str, ...]
    """What is wrong with the process, in plain words; empty when all is well."""
    sources: Mapping[str, int]
    """Watched sources by state."""
    overdue: int
    owed: int
    dead: int

    @property
    def is_well(self) -> bool:
        """Tell whether the process does its work."""
        return not self.faults


def pulse_of(facts: Facts, beats: Beats, *, monotonic: float) -> Pulse:
    """Judge a process by what it last did and what waits for it."""
    backlogs = facts.backlogs.values()
    faults = _tick_fault(beats, monotonic), _look_fault(facts, beats, monotonic)
    return Pulse(
        faults=tuple(filter(None, faults)),
        sources=dict(Counter(str(one.state) for one in facts.coverage)),
        overdue=sum(one.is_overdue(facts.at) for one in facts.coverage),
        owed=sum(one.owed for one in backlogs),
        dead=sum(one.dead for one in backlogs),
    )


def _tick_fault(beats: Beats, monotonic: float) -> str:
    late = monotonic - beats.ticked
    return f"the schedule has stood still for {late:.0f} s" if late > LONGEST_TICK else ""


def _look_fault(facts: Facts, beats: Beats, monotonic: float) -> str:
    idle = timedelta(seconds=monotonic - beats.ran)
    waiting = sum(_waits(one, facts) for one in facts.coverage)
    if idle <= LONGEST_PAUSE or not waiting:
        return ""
    minutes = idle // timedelta(minutes=1)
    return f"no look has ended for {minutes} minutes; sources that wait for one: {waiting}"


def _waits(one: Coverage, facts: Facts) -> bool:
    return one.last is None or facts.at - one.last.next_due > LONGEST_PAUSE
