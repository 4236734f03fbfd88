"""The pages of alerts and of the system: what they show, and what they really do."""

from __future__ import annotations

import pytest

from monitor.desk.sinks import MailSink
from monitor.model import Reach, Recipient, Shared
from monitor.store import Manner
from tests.store.values import MAIL, NOW, flagged, look, posting
from tests.web.desk import Sitting
from tests.web.seen import HOSTILE, settle, words


def channel(port: int) -> str:
    return (
        f'[channels.mail]\nkind = "email"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        'sender = "monitor@example.org"\nto = ["team@example.org"]\n'
    )


def owe(sitting: Sitting, error: str) -> str:
    """Owe an alert that its receiver has refused once; give its key."""
    sitting.store.record(
        look(sitting.store, flagged(posting("owed", "Служба, 300 000 рублей"))), takers=[MAIL]
    )
    sitting.store.outbox.form("mail", Manner(groups=False), now=NOW)
    message = sitting.store.outbox.claim("mail", now=NOW)
    assert message is not None
    sitting.store.outbox.failed(message.id, error, now=NOW)
    return message.alerts[0].key


def test_a_channel_is_tested_with_the_receivers_own_answer(sitting: Sitting) -> None:
    with MailSink() as sink:
        settle(sitting, f'[politeness]\nallow = ["127.0.0.1:{sink.port}"]\n{channel(sink.port)}')
        taken = words(sitting.post("/alerts/test", channel="mail"))

    refused = words(sitting.post("/alerts/test", channel="mail"))

    assert len(sink.mails) == 1
    assert "The receiver answered:" in taken
    assert "It was not taken:" in refused


def test_what_is_owed_is_explained_and_can_be_tried_again(sitting: Sitting) -> None:
    settle(sitting, channel(25))
    key = owe(sitting, f"550 {HOSTILE}")

    listed, story = sitting.get("/alerts"), sitting.get(f"/alerts/{key}")
    said = sitting.post(f"/alerts/{key}/retry")

    assert key[:12] in words(listed)
    assert "It was tried once" in words(story)
    assert "<script>alert" not in listed.text + story.text
    assert said.status_code == 303
    (letter,) = sitting.store.letters.find(key)
    assert letter.attempts == 0


def test_who_lacks_what_others_have_is_named_and_can_be_sent_it(sitting: Sitting) -> None:
    settle(sitting, channel(25))
    key = owe(sitting, "451 not now")
    (letter,) = sitting.store.letters.find(key)
    assert letter.message_id
    has = Recipient("team@ngo.example", Reach.TAKEN, "250 queued")
    never = Recipient("chief@ngo.example", Reach.REFUSED, f"550 {HOSTILE}")
    sitting.store.outbox.shared(letter.message_id, Shared("250 queued", (has, never)), now=NOW)

    home, listed = sitting.get("/alerts"), sitting.get("/alerts?state=sent")
    story = sitting.get(f"/alerts/{key}")
    sitting.post(f"/alerts/{key}/retry")

    assert "Refused for good chief@ngo.example: 1" in words(home)
    assert "Refused for good for chief@ngo.example: 550" in words(listed)
    assert "Taken for team@ngo.example: 250 queued" in words(story)
    assert "<script>alert" not in home.text + listed.text + story.text
    (letter,) = sitting.store.letters.find(key)
    assert [one.reach for one in letter.recipients] == [Reach.OWED, Reach.TAKEN]


def test_all_that_is_unsent_can_be_tried_again(sitting: Sitting) -> None:
    settle(sitting, channel(25))
    owe(sitting, "550 no")

    sitting.post("/alerts/retry")

    assert "due now" in words(sitting.get("/alerts"))


def test_without_channels_it_is_said_that_nobody_is_told(calm: Sitting) -> None:
    assert "nobody is told" in words(calm.get("/alerts"))


@pytest.mark.parametrize("state", ["sent", "dead", "waiting", "nonsense"])
def test_each_state_has_its_list(calm: Sitting, state: str) -> None:
    assert "Alerts" in words(calm.get(f"/alerts?state={state}"))


def test_the_system_page_says_what_runs(calm: Sitting) -> None:
    said = words(calm.get("/system"))

    assert "m0" in said or "Layout" in said
    assert "SQLite" in said


def test_the_doctor_is_asked_from_the_page(calm: Sitting) -> None:
    said = words(calm.post("/system"))

    assert "What the doctor found" in said
