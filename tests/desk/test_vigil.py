"""The monitor watches over itself: its disk, its looks, and the call that says that it lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.desk.coverage import Coverage
from monitor.desk.vigil import is_well, low, overdue
from monitor.model import Fault, Run, Source
from monitor.store import Ill, SourceState
from tests.store.values import HOUR, NOW

NORTH = Source("north", "webpage", "https://north.example/", every=HOUR)


def looked(
    *, ago: timedelta, fault: str = "", due_in: timedelta = HOUR, shown: int = 0
) -> Coverage:
    """A source whose last look ended so long ago."""
    ended = NOW - ago
    said = Fault(fault, "told so") if fault else None
    run = Run(NORTH.id, ended, ended, fault=said, shown=shown)
    state = SourceState(run=run, failures=0, next_due=NOW + due_in, last_ok=None)
    return Coverage(NORTH, None, state)


MINUTE = timedelta(minutes=1)
FINE = looked(ago=MINUTE)
FAILED = looked(ago=MINUTE, fault="timeout")
WAITING = looked(ago=2 * HOUR)
LATE = looked(ago=9 * HOUR, due_in=-8 * HOUR)


@pytest.mark.parametrize(
    ("known", "well"),
    [
        ([FINE, FAILED], True),
        ([FAILED, FAILED], False),
        ([FAILED, WAITING], False),
        ([looked(ago=MINUTE, fault="too_few", shown=3)], True),
        ([WAITING], True),
        ([LATE, WAITING], True),
        ([LATE, LATE], False),
        ([Coverage(NORTH)], True),
        ([], True),
    ],
)
def test_all_is_well_while_some_place_is_read_or_none_is_due(
    known: list[Coverage], *, well: bool
) -> None:
    assert is_well(known, since=NOW - HOUR, now=NOW) is well


def test_nobody_looked_for_too_long_is_told_with_the_last_look() -> None:
    trouble = overdue([LATE, looked(ago=10 * HOUR, due_in=-9 * HOUR), Coverage(NORTH)], NOW)

    assert trouble is not None
    assert trouble.state is Ill.OVERDUE
    assert "since 2026-05-04 00:30 UTC" in trouble.sentence


def test_one_source_that_is_late_is_no_trouble_of_the_monitor() -> None:
    trouble = overdue([LATE, FINE], NOW)

    assert trouble is not None
    assert trouble.state is None


def test_before_the_first_look_nothing_is_overdue() -> None:
    assert overdue([Coverage(NORTH)], NOW) is None


@pytest.mark.parametrize(
    ("megabytes", "state"),
    [(50, Ill.DISK_LOW), (999, Ill.DISK_LOW), (1300, None), (100_000, None)],
)
def test_a_disk_with_little_room_is_told(megabytes: int, state: Ill | None) -> None:
    trouble = low(megabytes * 1_000_000)

    assert trouble is not None
    assert trouble.state is state
    assert (str(megabytes) in trouble.sentence) is (state is not None)


def test_a_disk_between_too_little_and_enough_changes_nothing() -> None:
    assert low(1_100_000_000) is None


def test_a_source_that_is_off_is_not_late() -> None:
    off = replace(LATE, source=replace(NORTH, enabled=False))

    assert not off.is_overdue(NOW + datetime.resolution)
