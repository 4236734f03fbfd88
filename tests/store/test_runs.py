"""Runs come back as they were kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from monitor.model import Fault, Run
from monitor.store import Store
from tests.store.values import HOUR, NOW, SOURCE

FAULT = Fault("timeout", "north.example: no answer within 20 s")
SECOND = timedelta(seconds=1)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def run(at: datetime = NOW, fault: Fault | None = None) -> Run:
    return Run(SOURCE.id, at, at + SECOND, captured=2, unchanged=1, read=9, new=1, fault=fault)


def test_the_run_comes_back(store: Store) -> None:
    store.runs.finish(run(fault=FAULT), SOURCE)

    state = store.runs.last()[SOURCE.id]
    assert state.run == run(fault=FAULT)
    assert (state.failures, state.last_ok) == (1, None)
    assert store.runs.of(SOURCE.id) == [run(fault=FAULT)]


def test_a_run_that_only_read_what_lay_unread_moves_no_due_time(store: Store) -> None:
    store.runs.finish(run(), SOURCE)
    before = store.runs.last()[SOURCE.id].next_due

    store.runs.keep(run(NOW + HOUR))

    assert store.runs.last()[SOURCE.id].next_due == before
    assert len(store.runs.of(SOURCE.id)) == 2
