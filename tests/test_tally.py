"""What a look's outcome is called by: the place's own fault before those of single adverts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.model import Fault
from monitor.pipeline.tally import Tally
from tests.store.values import NOW

LATER = NOW + timedelta(seconds=3)


def test_a_look_without_fault_has_none() -> None:
    run = Tally("north", NOW).run(LATER)

    assert (run.fault, run.partial) == (None, False)


def test_what_is_grave_is_told_before_what_was_read_all_the_same() -> None:
    tally = Tally("north", NOW)
    tally.fault("truncated", "cut")
    tally.aside("http_404", "one advert is not there")
    tally.fault("http_503", "the place has a fault of its own")

    run = tally.run(LATER)

    assert (run.fault, run.partial) == (
        Fault("http_503", "the place has a fault of its own"),
        False,
    )


@pytest.mark.parametrize(
    ("missed", "asked", "partial"), [(1, 1, True), (2, 3, True), (3, 6, True), (3, 5, False)]
)
def test_adverts_own_pages_are_the_places_fault_when_most_are_missed(
    missed: int, asked: int, partial: bool
) -> None:
    tally = Tally("north", NOW, details=asked)
    for number in range(missed):
        tally.aside("http_403", f"advert {number} does not let us in")

    run = tally.run(LATER)

    assert run.fault == Fault("http_403", "advert 0 does not let us in")
    assert run.partial is partial


def test_adverts_are_counted_once() -> None:
    tally = Tally("north", NOW)
    tally.shown |= {"1", "2"}
    tally.shown |= {"2"}
    tally.fresh |= {"2"}

    run = tally.run(LATER)

    assert (run.shown, run.fresh) == (2, 1)
