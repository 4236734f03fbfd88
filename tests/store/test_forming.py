"""Digests wait for their time, quiet routes for theirs, and a storm becomes one message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from monitor.model import Alarm, Gathered, Message
from monitor.store import Flagged, Manner, Place, Store
from tests.store.values import HOUR, NOW, flagged, look, posting

MINUTE = timedelta(minutes=1)
EVENING = NOW + timedelta(hours=8)
GROUPS = Manner(groups=True, most_an_hour=5)


@dataclass(frozen=True, slots=True)
class Routed:
    """A channel that one route leads to."""

    route: str = ""
    held_until: datetime | None = None
    id: str = "mail"

    def place(self, flagged: Flagged) -> Place:
        return Place(self.route, self.held_until)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def owe(
    store: Store, first: int, count: int = 1, *, taker: Routed = Routed(), at: datetime = NOW
) -> None:
    """Find adverts by number."""
    found = [flagged(posting(str(n), f"номер {n}")) for n in range(first, first + count)]
    store.record(look(store, *found, at=at), takers=[taker])


def formed(store: Store, *, now: datetime = NOW, manner: Manner = GROUPS) -> list[Message]:
    """Form messages and take all of them."""
    store.outbox.form("mail", manner, now=now)
    taken = []
    while message := store.outbox.claim("mail", now=now, silent=manner.silent):
        store.outbox.sent(message.id, "250", now=now)
        taken.append(message)
    return taken


def test_a_digest_waits_for_its_time_and_holds_all_until_then(store: Store) -> None:
    owe(store, 1, 2, taker=Routed("daily", EVENING))
    owe(store, 3, at=NOW + HOUR, taker=Routed("daily", EVENING))

    before = formed(store, now=EVENING - MINUTE)
    (digest,) = formed(store, now=EVENING)

    assert before == []
    assert (digest.gathered, len(digest.alerts)) == (Gathered.DIGEST, 3)


def test_what_goes_at_once_is_not_held_by_a_digest(store: Store) -> None:
    owe(store, 1, taker=Routed("daily", EVENING))
    owe(store, 2, taker=Routed("urgent"))

    (message,) = formed(store)

    assert (message.gathered, len(message.alerts)) == (Gathered.NOT, 1)


def test_a_channel_that_does_not_group_gets_a_digest_one_by_one(store: Store) -> None:
    owe(store, 1, 3, taker=Routed("daily", EVENING))

    taken = formed(store, now=EVENING, manner=Manner(groups=False))

    assert [message.id for message in taken] == [message.alerts[0].key for message in taken]
    assert len(taken) == 3


def test_a_digest_of_a_year_hence_means_that_the_clock_jumped_back(store: Store) -> None:
    owe(store, 1, taker=Routed("daily", NOW + timedelta(days=365)))

    assert len(formed(store)) == 1


def test_a_quiet_route_waits_and_others_do_not(store: Store) -> None:
    owe(store, 1, taker=Routed("night"))
    owe(store, 2, taker=Routed("urgent"))
    silent = Manner(groups=True, silent=("night",))

    by_night = formed(store, manner=silent)
    by_day = formed(store)

    assert [len(message.alerts) for message in (*by_night, *by_day)] == [1, 1]
    assert by_night[0].id != by_day[0].id


def test_what_was_refused_is_not_tried_again_in_quiet_hours(store: Store) -> None:
    owe(store, 1, taker=Routed("night"))
    store.outbox.form("mail", GROUPS, now=NOW)
    message = store.outbox.claim("mail", now=NOW)
    assert message is not None
    store.outbox.failed(message.id, "451", now=NOW)

    assert store.outbox.claim("mail", now=NOW + HOUR, silent=("night",)) is None
    assert store.outbox.claim("mail", now=NOW + HOUR) is not None


def test_as_many_as_a_person_reads_come_as_they_are(store: Store) -> None:
    owe(store, 1, 3)
    first = formed(store)
    owe(store, 4, 2, at=NOW + MINUTE)

    second = formed(store, now=NOW + MINUTE)

    assert [message.gathered for message in (*first, *second)] == [Gathered.NOT] * 2


def test_more_in_an_hour_become_one_message_an_hour_and_none_is_dropped(store: Store) -> None:
    taken, now = [], NOW
    for number in range(90):
        now = NOW + number * 2 * MINUTE
        owe(store, number, at=now)
        taken += formed(store, now=now)

    taken += formed(store, now=now + HOUR)

    storms = [message for message in taken if message.gathered is Gathered.STORM]
    assert len(taken) - len(storms) <= 6
    assert all(b.formed_at - a.formed_at >= HOUR for a, b in pairwise(storms))
    assert len(storms) <= 4
    assert len({alert.key for message in taken for alert in message.alerts}) == 90


def test_a_burst_goes_at_once_as_one_message(store: Store) -> None:
    owe(store, 1, 120)

    (storm,) = formed(store)

    assert (storm.gathered, len(storm.alerts)) == (Gathered.STORM, 120)


def test_after_an_hour_of_calm_the_storm_is_over(store: Store) -> None:
    owe(store, 1, 9)
    formed(store)
    owe(store, 20, 2, at=NOW + HOUR)

    (message,) = formed(store, now=NOW + HOUR)

    assert message.gathered is Gathered.NOT


def test_a_digest_is_no_storm(store: Store) -> None:
    owe(store, 1, 9, taker=Routed("daily", EVENING))
    formed(store, now=EVENING)
    owe(store, 20, 2, at=EVENING)

    (message,) = formed(store, now=EVENING + MINUTE)

    assert message.gathered is Gathered.NOT


def test_a_guard_of_none_gathers_nothing(store: Store) -> None:
    owe(store, 1, 60)

    taken = formed(store, manner=Manner(groups=True))

    assert [len(message.alerts) for message in taken] == [50, 10]


def test_a_clock_that_jumps_back_ends_the_storm(store: Store) -> None:
    owe(store, 1, 9)
    formed(store)
    owe(store, 20, 9)

    assert len(formed(store, now=NOW - timedelta(days=1))) == 1


def test_a_storm_of_adverts_holds_up_no_alarm_and_alarms_have_one_of_their_own(
    store: Store,
) -> None:
    owe(store, 1, 9)
    formed(store)
    with store._db.writing():
        for number in range(9):
            store.alarms.owe(alarm(number))

    (message,) = formed(store, now=NOW + MINUTE)

    assert (message.gathered, len(message.alarms)) == (Gathered.STORM, 9)


def alarm(number: int) -> Alarm:
    return Alarm(
        key=f"{number:064}",
        channel="mail",
        kind="source",
        about=f"s{number}",
        name="",
        url="",
        state="gone",
        former="healthy",
        sentence="answers 404",
        since=NOW,
        raised_at=NOW,
    )


def test_what_waits_by_plan_is_told_from_what_nobody_delivers(store: Store) -> None:
    owe(store, 1, 2, taker=Routed("daily", EVENING))
    owe(store, 9, at=NOW + MINUTE, taker=Routed(id="gone"))
    formed(store)

    unsent = store.outbox.unsent(served=["mail"])

    assert (unsent.owed, unsent.waiting, unsent.dead) == (1, 2, 0)
    assert store.outbox.unsent().owed == 3
