"""Counts over time: what is counted is in the time that was asked for, under its hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from monitor.model import Fault, Run, Tier
from monitor.store import Store
from monitor.store.trends import By, Looked, Offered, Tick
from tests.store.values import HOUR, NOW, SOURCE, flagged, posting, see

BEGIN, END = NOW - HOUR, NOW + HOUR
ON_THE_HOUR = NOW.replace(minute=0)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        see(opened, flagged(posting("1")), flagged(posting("2", "иные слова"), Tier.T3))
        see(opened, flagged(posting("3", "давно")), at=NOW - timedelta(days=400))
        yield opened


def test_hits_are_counted_by_what_is_asked(store: Store) -> None:
    edges = [BEGIN, NOW, END]

    assert store.trends.hits(By.TIER, edges) == [Tick(1, "T1", 1), Tick(1, "T3", 1)]
    assert store.trends.hits(By.SOURCE, edges) == [Tick(1, SOURCE.id, 2)]


def test_sums_are_those_of_the_time(store: Store) -> None:
    sums = store.trends.sums(BEGIN, END)

    assert len(sums) == 2
    assert sums[0] == Offered(ON_THE_HOUR, SOURCE.id, "salary", "month", "RUB", Decimal(210000))


def test_looks_are_counted_with_their_faults(store: Store) -> None:
    for at, fault in ((NOW, None), (NOW, Fault("dns", "no such host"))):
        store.runs.keep(Run(SOURCE.id, at, at, fault=fault))

    assert store.trends.looks(BEGIN, END) == [Looked(ON_THE_HOUR, SOURCE.id, 2, 1)]


def test_an_empty_time_has_nothing(store: Store) -> None:
    later: datetime = NOW + timedelta(days=9)

    assert store.trends.nations(later, later + HOUR) == []
    assert store.trends.hits(By.TIER, [later, later + HOUR]) == []
