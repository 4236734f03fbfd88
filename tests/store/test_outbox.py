"""What is owed stays owed, under one id, until its channel takes it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.model import Message
from monitor.store import Store
from monitor.store.forming import GROUP, Manner
from monitor.store.outbox import LEASE, LONGEST_DELAY
from tests.store.values import HOUR, NOW, SOURCE, Taker, flagged, look, posting, see

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        see(opened, flagged(posting("1", "один")), flagged(posting("2", "два")))
        yield opened


def claim(store: Store, *, groups: bool, now=NOW) -> Message | None:
    store.outbox.form("mail", Manner(groups), now=now)
    return store.outbox.claim("mail", now=now)


def claimed(store: Store, *, groups: bool = True, now=NOW) -> Message:
    message = claim(store, groups=groups, now=now)
    assert message is not None
    return message


def test_a_channel_that_groups_gets_all_its_alerts_in_one_message(store: Store) -> None:
    message = claimed(store)

    assert len(message.alerts) == 2
    assert claim(store, groups=True) is None


def test_a_channel_that_does_not_group_gets_a_message_an_alert_with_its_key(store: Store) -> None:
    messages = [claimed(store, groups=False) for _ in range(2)]

    assert [message.id for message in messages] == [m.alerts[0].key for m in messages]
    assert claim(store, groups=False) is None


def test_a_group_keeps_its_id_and_its_alerts_at_each_try(store: Store) -> None:
    first = claimed(store)
    store.outbox.failed(first.id, "451 try later", now=NOW)
    see(store, flagged(posting("3", "три")), at=NOW + HOUR)

    later = {message.id: message for message in _all_claims(store, NOW + HOUR)}

    assert len(later) == 2
    assert [a.key for a in later[first.id].alerts] == [a.key for a in first.alerts]
    assert later[first.id].formed_at == first.formed_at


def _all_claims(store: Store, now) -> Iterator[Message]:
    while message := claim(store, groups=True, now=now):
        yield message


def test_a_long_list_is_several_messages(store: Store) -> None:
    see(store, *(flagged(posting(str(n), f"номер {n}")) for n in range(10, 10 + GROUP)))

    assert [len(one.alerts) for one in _all_claims(store, NOW)] == [GROUP, 2]


def test_a_refusal_leaves_it_owed_with_attempts_and_the_last_error(store: Store) -> None:
    message = claimed(store)

    dead = store.outbox.failed(message.id, "451 try later", now=NOW)

    alert = store.outbox.alerts()[0].alert
    assert not dead
    assert (alert.attempts, alert.last_error, alert.sent_at) == (1, "451 try later", None)
    assert store.outbox.unsent().owed == 2
    assert claim(store, groups=True, now=NOW + timedelta(seconds=15)) is None
    assert claimed(store, now=NOW + MINUTE).id == message.id


def test_delays_grow_to_six_hours_and_end_in_a_dead_letter_after_three_days(store: Store) -> None:
    now, delays = NOW, []

    message = claimed(store)
    while not store.outbox.failed(message.id, "500", now=now):
        due = store.outbox.alerts()[0].alert.next_try_at
        assert due is not None
        delays.append(due - now)
        now = due
        message = claimed(store, now=now)

    assert delays[0] <= timedelta(seconds=40)
    assert max(delays) <= LONGEST_DELAY * 1.25
    assert delays[-1] >= LONGEST_DELAY * 0.75
    assert timedelta(days=3) <= now - NOW <= timedelta(days=5)
    assert [one.state for one in store.outbox.alerts(state="dead")] == ["dead", "dead"]
    assert store.outbox.unsent().dead == 2


def test_a_flat_refusal_is_tried_as_long_but_not_as_often(store: Store) -> None:
    message = claimed(store)

    store.outbox.failed(message.id, "550 no such user", now=NOW, refused=True)

    assert store.outbox.alerts()[0].alert.next_try_at == NOW + LONGEST_DELAY


def test_a_dead_letter_is_tried_again_by_hand(store: Store) -> None:
    message = claimed(store)
    late = NOW + timedelta(days=4)
    for _ in range(21):
        store.outbox.failed(message.id, "500", now=late)
    key = message.alerts[0].key

    assert store.outbox.retry(["0" * 64], now=late) == 0
    assert store.outbox.retry([key[:10]], now=late) == 1

    assert claimed(store, now=late).id == message.id
    assert store.outbox.unsent().dead == 0


def test_sent_is_sent(store: Store) -> None:
    message = claimed(store)

    store.outbox.sent(message.id, "250 queued as 77", now=NOW)

    listed = store.outbox.alerts(state="sent")
    assert [(one.receipt, one.alert.sent_at) for one in listed] == [("250 queued as 77", NOW)] * 2
    assert store.outbox.retry(now=NOW) == 0
    assert claim(store, groups=True, now=NOW + timedelta(days=9)) is None


def test_a_claim_is_given_back_when_its_lease_ends(store: Store) -> None:
    first = claimed(store)

    assert claim(store, groups=True, now=NOW + LEASE - MINUTE) is None
    assert claimed(store, now=NOW + LEASE).id == first.id


def test_a_claim_is_given_back_at_once_by_who_holds_the_lock(store: Store) -> None:
    first = claimed(store)

    store.outbox.release()

    assert claimed(store).id == first.id


def test_the_least_tried_goes_first(store: Store) -> None:
    refused = claimed(store, groups=False)
    store.outbox.failed(refused.id, "500", now=NOW)

    order = [claimed(store, groups=False, now=NOW + HOUR) for _ in range(2)]

    assert order[1].id == refused.id


def test_a_channel_gets_no_other_channels_alerts(store: Store) -> None:
    record = look(store, flagged(posting("9", "девять")), at=NOW + HOUR)
    store.record(record, takers=[Taker("hook")])

    store.outbox.form("hook", Manner(groups=False), now=NOW)
    message = store.outbox.claim("hook", now=NOW)

    assert message is not None
    assert [alert.notice.source_id for alert in message.alerts] == [SOURCE.id]
    assert {one.alert.channel for one in store.outbox.alerts()} == {"mail", "hook"}


@pytest.mark.parametrize("jump", [timedelta(days=3650), -timedelta(days=3650), HOUR, -HOUR])
def test_a_clock_that_jumps_loses_no_alert(store: Store, jump: timedelta) -> None:
    message = claimed(store)
    store.outbox.failed(message.id, "500", now=NOW + jump)

    again = claimed(store, now=NOW + max(jump, timedelta()) + HOUR)

    assert again.id == message.id
