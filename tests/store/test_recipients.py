"""Of a message for several the outbox knows who has it, and owes it to the others alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.model import Message, Reach, Recipient, Shared
from monitor.store import LeftOut, Manner, Retention, Store
from monitor.store.outbox import GIVE_UP_ATTEMPTS
from tests.store.values import HOUR, NOW, flagged, posting, see

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HAS = Recipient("team@ngo.example", Reach.TAKEN, "250 queued")
LACKS = Recipient("lawyer@ngo.example", Reach.OWED, "451 later")
LATE = Recipient("lawyer@ngo.example", Reach.TAKEN, "250 queued at last")
NEVER = Recipient("chief@ngo.example", Reach.REFUSED, "550 no such user")
PARTLY = Shared("250; taken for 1 of 2; still owed to lawyer@ngo.example", (HAS, LACKS))
WITHOUT = Shared("250; taken for 1 of 2; refused for good: chief@ngo.example", (HAS, NEVER))


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        see(opened, flagged(posting()))
        yield opened


def claim(store: Store, *, now=NOW) -> Message | None:
    store.outbox.form("mail", Manner(groups=True), now=now)
    return store.outbox.claim("mail", now=now)


def claimed(store: Store, *, now=NOW) -> Message:
    message = claim(store, now=now)
    assert message is not None
    return message


def share(store: Store, shared: Shared, *, now=NOW) -> Message:
    message = claimed(store, now=now)
    store.outbox.shared(message.id, shared, now=now)
    return message


def state(store: Store) -> str:
    return store.outbox.alerts()[0].state


def test_a_message_that_some_lack_is_owed_and_knows_who_has_it(store: Store) -> None:
    first = share(store, PARTLY)

    assert first.recipients == ()
    assert state(store) == "owed"
    assert store.outbox.unsent().owed == 1
    assert claim(store, now=NOW + timedelta(seconds=15)) is None
    again = claimed(store, now=NOW + MINUTE)
    assert (again.id, again.formed_at, again.alerts[0].key) == (
        first.id,
        first.formed_at,
        first.alerts[0].key,
    )
    assert again.recipients == (LACKS, HAS)


def test_it_counts_as_delivered_when_nobody_is_owed(store: Store) -> None:
    share(store, PARTLY)
    share(store, Shared("250; taken for 2 of 2", (HAS, LATE)), now=NOW + MINUTE)

    (one,) = store.outbox.alerts()
    assert (one.state, one.recipients, one.alert.attempts) == ("sent", (LATE, HAS), 2)
    assert store.outbox.unsent().owed == 0
    assert claim(store, now=NOW + DAY) is None


def test_who_was_refused_for_good_keeps_nothing_owed_and_stays_listed(store: Store) -> None:
    share(store, WITHOUT)

    (one,) = store.outbox.alerts()
    (letter,) = store.letters.find("")
    assert (one.state, one.recipients) == ("sent", (NEVER, HAS))
    assert letter.recipients == one.recipients
    assert letter.is_refused_to_some


def test_a_try_that_fails_as_a_whole_forgets_nobody(store: Store) -> None:
    message = share(store, PARTLY)
    claimed(store, now=NOW + MINUTE)
    store.outbox.failed(message.id, "no connection", now=NOW + MINUTE)

    assert claimed(store, now=NOW + HOUR).recipients == (LACKS, HAS)


def test_a_kill_before_the_record_gives_the_claim_back_as_it_was(store: Store) -> None:
    share(store, PARTLY)
    before = claimed(store, now=NOW + MINUTE)

    store.outbox.release()

    assert claimed(store, now=NOW + MINUTE) == before


def test_pauses_begin_anew_when_some_took_it_and_grow_while_nobody_does(store: Store) -> None:
    message = claimed(store)
    for _ in range(12):
        store.outbox.failed(message.id, "no connection", now=NOW)

    pauses = []
    for _ in range(3):
        store.outbox.shared(message.id, PARTLY, now=NOW)
        due = store.outbox.alerts()[0].alert.next_try_at
        assert due is not None
        pauses.append(due - NOW)

    assert pauses[0] < timedelta(seconds=40)
    assert pauses[0] < pauses[1] < pauses[2]


def test_who_is_owed_for_three_days_is_given_up_aloud(store: Store) -> None:
    message = share(store, PARTLY)
    later = NOW + 4 * DAY

    ends = [store.outbox.shared(message.id, PARTLY, now=later) for _ in range(GIVE_UP_ATTEMPTS - 1)]

    assert ends == [False] * (GIVE_UP_ATTEMPTS - 2) + [True]
    assert (state(store), store.outbox.unsent().dead) == ("dead", 1)
    assert store.outbox.plight("mail").dead == 1


def test_a_retry_by_hand_keeps_from_whom_it_was_taken(store: Store) -> None:
    share(store, PARTLY)

    assert store.outbox.retry(now=NOW) == 1

    assert claimed(store).recipients == (LACKS, HAS)


def test_a_named_retry_asks_for_those_once_more_who_were_refused_for_good(store: Store) -> None:
    message = share(store, WITHOUT)
    key = message.alerts[0].key

    assert store.outbox.retry(now=NOW) == 0
    assert store.outbox.retry([key[:12]], now=NOW) == 1

    assert state(store) == "owed"
    again = claimed(store)
    assert {one.address: one.reach for one in again.recipients} == {
        HAS.address: Reach.TAKEN,
        NEVER.address: Reach.OWED,
    }


def test_a_message_that_all_took_is_not_retried_by_its_name(store: Store) -> None:
    message = claimed(store)
    store.outbox.sent(message.id, "250", now=NOW)

    assert store.outbox.retry([message.id], now=NOW) == 0


def test_who_is_left_out_is_named_with_how_much_they_lack(store: Store) -> None:
    share(store, WITHOUT)
    see(store, flagged(posting("2", "два")), at=NOW + HOUR)
    share(store, Shared("250", (HAS, LACKS, NEVER)), now=NOW + HOUR)

    assert store.outbox.left_out("mail") == [
        LeftOut(LACKS.address, Reach.OWED, 1),
        LeftOut(NEVER.address, Reach.REFUSED, 2),
    ]
    assert store.outbox.left_out("hook") == []


def test_who_gets_the_newest_message_is_not_called_refused(store: Store) -> None:
    share(store, WITHOUT)
    refused = store.outbox.plight("mail").refused
    see(store, flagged(posting("2", "два")), at=NOW + HOUR)
    store.outbox.sent(claimed(store, now=NOW + HOUR).id, "250", now=NOW + HOUR)

    assert refused == 1
    assert store.outbox.plight("mail").refused == 0
    assert store.outbox.left_out("mail") == []


def test_what_is_let_go_takes_its_recipients_along(store: Store) -> None:
    share(store, WITHOUT)
    later, retention = NOW + 3000 * DAY, Retention(hits=9 * DAY)

    for batch in store.pruning.find(retention, now=later).batches():
        store.pruning.remove(batch, retention, now=later)

    assert store._db.rows("SELECT * FROM messages") == []
    assert store._db.rows("SELECT * FROM recipients") == []


def test_what_somebody_is_still_owed_is_not_let_go(store: Store) -> None:
    share(store, PARTLY)

    assert store.pruning.find(Retention(hits=9 * DAY), now=NOW + 3000 * DAY).hits == ()
