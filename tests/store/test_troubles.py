"""What ails the monitor is told once a change, to each of the operator's channels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from monitor.store import Ill, Store, Trouble
from tests.store.values import HOUR, NOW

OPS = ("ops", "boss")
STUCK = Trouble("channel", "team", Ill.UNDELIVERED, "3 messages are not taken")
GONE = Trouble("channel", "team", Ill.GIVEN_UP, "1 messages were given up", measure=1)
WELL = Trouble("channel", "team", None)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def told(store: Store) -> list[tuple[str, str]]:
    """From which state to which, the oldest first, as one channel hears it."""
    alarms = [one.alarm for one in store.alarms.all() if one.alarm.channel == "ops"]
    return [(alarm.former, alarm.state) for alarm in sorted(alarms, key=lambda a: a.raised_at)]


def test_a_trouble_is_told_once_to_each_channel_and_once_more_when_it_is_over(
    store: Store,
) -> None:
    changes = [
        store.troubles.note(trouble, OPS, at=NOW + hour * HOUR)
        for hour, trouble in enumerate((WELL, STUCK, STUCK, WELL, WELL))
    ]

    assert changes == [False, True, False, True, False]
    assert told(store) == [("healthy", "undelivered"), ("undelivered", "healthy")]
    assert len(store.alarms.all()) == 4


def test_a_change_for_the_worse_is_told(store: Store) -> None:
    for hour, trouble in enumerate(
        (STUCK, GONE, replace(GONE, measure=2), replace(GONE, measure=2))
    ):
        store.troubles.note(trouble, OPS, at=NOW + hour * HOUR)

    assert told(store) == [
        ("healthy", "undelivered"),
        ("undelivered", "given_up"),
        ("given_up", "given_up"),
    ]


def test_an_alarm_says_since_when(store: Store) -> None:
    store.troubles.note(GONE, OPS, at=NOW)
    store.troubles.note(replace(GONE, measure=2), OPS, at=NOW + HOUR)

    assert {one.alarm.since for one in store.alarms.all()} == {NOW}


def test_what_has_happened_and_is_over_is_not_remembered(store: Store) -> None:
    jumped = Trouble("clock", "clock", Ill.CLOCK_FORWARD, "jumped a day ahead")

    store.troubles.tell(jumped, OPS, at=NOW)
    store.troubles.tell(jumped, OPS, at=NOW + HOUR)

    assert told(store) == [("healthy", "clock_forward")] * 2
