"""Of each alert a person can learn where it is, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts import Route
from monitor.config import Channel
from monitor.desk.letters import explain, lacking
from monitor.model import Reach, Recipient, Shared
from monitor.store import Flagged, Manner, Place, Store
from monitor.timetable import parse_hours
from tests.store.values import HOUR, NOW, flagged, look, posting

AT_ONCE = Place()
ZONE = ZoneInfo("Asia/Almaty")
NIGHT = Route(id="night", channels=("mail",), quiet=(parse_hours("00:00-24:00"),))
MAIL = Channel("mail", "email", routes=(NIGHT,), zone=ZONE)


class Taker:
    """The channel `mail`, by a route to a digest or at once."""

    id = "mail"

    def __init__(self, place: Place) -> None:
        self._place = place

    def place(self, flagged: Flagged) -> Place:
        return self._place


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


def owe(store: Store, place: Place = AT_ONCE, count: int = 1) -> None:
    found = [flagged(posting(str(n), f"номер {n}")) for n in range(count)]
    store.record(look(store, *found), takers=[Taker(place)])


def fail(store: Store, error: str, *, times: int = 1, refused: bool = False) -> None:
    store.outbox.form("mail", Manner(groups=True), now=NOW)
    for n in range(times):
        message = store.outbox.claim("mail", now=NOW + n * 8 * HOUR)
        assert message is not None
        store.outbox.failed(message.id, error, now=NOW + n * 8 * HOUR, refused=refused)


def story(store: Store, channel: Channel | None = MAIL) -> str:
    letter, *_ = store.letters.find("")
    return " ".join(explain(letter, channel, now=NOW + HOUR, zone=ZONE))


def test_what_waits_for_a_digest_says_for_which(store: Store) -> None:
    owe(store, Place("daily", NOW + timedelta(hours=8)))

    assert story(store) == "It waits for the digest of 2026-05-04 22:30 (route daily)."


def test_what_waits_for_quiet_hours_says_so(store: Store) -> None:
    owe(store, Place("night"))

    assert story(store) == "It waits for the quiet hours of route night to end."


def test_what_nobody_has_tried_goes_with_the_next_run(store: Store) -> None:
    owe(store)

    assert story(store).startswith("It goes out with the next run")


def test_what_was_refused_shows_the_receivers_words_and_the_next_try(store: Store) -> None:
    owe(store, count=3)
    fail(store, "451 mailbox full")

    told = story(store)

    assert "one of 3 in its message" in told
    assert "tried once since 2026-05-04 14:30" in told
    assert "The last answer: 451 mailbox full" in told
    assert "tried again at 2026-05-04 14:3" in told
    assert "`advert-monitor alerts test mail`" in told


def test_a_flat_refusal_is_explained(store: Store) -> None:
    owe(store)
    fail(store, "550 no such user", refused=True)

    assert "says that it will never take it" in story(store)


def test_a_dead_letter_says_how_often_and_how_it_is_brought_back(store: Store) -> None:
    owe(store)
    fail(store, "500 broken", times=21)
    (letter,) = store.letters.find("")

    told = story(store)

    assert letter.state == "dead"
    assert "tried 21 times since 2026-05-04 14:30, the last time at 2026-05-11 06:30" in told
    assert "given up, as it was not taken within 3 days" in told
    assert f"`advert-monitor alerts retry {letter.key[:12]}` sends it" in told


def test_what_arrived_shows_the_receipt(store: Store) -> None:
    owe(store)
    store.outbox.form("mail", Manner(groups=True), now=NOW)
    message = store.outbox.claim("mail", now=NOW)
    assert message is not None
    store.outbox.sent(message.id, "250 queued as 77", now=NOW)

    assert story(store) == (
        "It was taken at 2026-05-04 14:30, after the first try."
        " The receiver's answer: 250 queued as 77"
    )


def test_a_channel_that_is_set_up_no_more_is_named(store: Store) -> None:
    owe(store)

    assert "put [channels.mail] back" in story(store, channel=None)


def test_a_letter_is_found_by_the_start_of_its_key(store: Store) -> None:
    owe(store, count=2)
    first, second = store.letters.find("")

    assert store.letters.find(first.key[:10]) == [first]
    assert store.letters.find("%") == []
    assert first.key != second.key


def test_letters_are_listed_by_their_state(store: Store) -> None:
    owe(store, count=2)
    waiting = store.letters.lately("waiting", limit=10)
    fail(store, "no room")

    owed = store.letters.lately("owed", limit=10)

    assert [letter.state for letter in waiting] == ["waiting", "waiting"]
    assert {letter.last_error for letter in owed} == {"no room"}
    assert store.letters.lately("waiting", limit=10) == []
    assert len(store.letters.lately("owed", limit=1)) == 1


HAS = Recipient("team@ngo.example", Reach.TAKEN, "250 queued as 77")
LACKS = Recipient("lawyer@ngo.example", Reach.OWED, "451 later")
NEVER = Recipient("chief@ngo.example", Reach.REFUSED, "550 no such user")


def share(store: Store, *recipients: Recipient, times: int = 1) -> None:
    store.outbox.form("mail", Manner(groups=True), now=NOW)
    for n in range(times):
        message = store.outbox.claim("mail", now=NOW + n * 8 * HOUR)
        assert message is not None
        shared = Shared("250 queued as 77; taken for some", recipients)
        store.outbox.shared(message.id, shared, now=NOW + n * 8 * HOUR)


def test_of_each_recipient_it_is_told_whether_they_have_it(store: Store) -> None:
    owe(store)
    share(store, HAS, LACKS, NEVER)

    told = story(store)

    assert "Taken for team@ngo.example: 250 queued as 77" in told
    assert "Still owed to lawyer@ngo.example: 451 later" in told
    assert "Refused for good for chief@ngo.example: 550 no such user" in told
    assert told.endswith("Only those who lack it are sent it again, as the same mail.")


def test_who_was_refused_for_good_can_be_sent_it_by_hand(store: Store) -> None:
    owe(store)
    share(store, HAS, NEVER)
    (letter,) = store.letters.find("")

    assert f"`advert-monitor alerts retry {letter.key[:12]}` sends it to them alone" in story(store)


def test_of_what_was_given_up_nobody_is_said_to_be_owed_it(store: Store) -> None:
    owe(store)
    share(store, HAS, LACKS, times=21)

    assert "Not taken for lawyer@ngo.example: 451 later" in story(store)
    assert "Still owed" not in story(store)


def test_a_list_names_only_who_lacks_it() -> None:
    assert lacking((HAS, LACKS), state="owed") == "Still owed to lawyer@ngo.example: 451 later"
    assert lacking((HAS,), state="sent") == ""
