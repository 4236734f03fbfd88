"""A mail for several: who is refused for now gets it later, and nobody gets it twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts.email import Security, Settings, send
from monitor.errors import AlertError
from monitor.model import Message, Reach, Recipient, Shared
from tests.alerts.making import Box, mail_server, message, outward

TEAM, LAWYER, CHIEF = "team@ngo.example", "lawyer@ngo.example", "chief@ngo.example"
LATER, NEVER = "451 4.7.1 greylisted", "550 5.1.1 no such user"
TAKEN = "250 2.0.0 queued as 4B7"


def _settings(port: int, *to: str) -> Settings:
    return Settings(
        host="127.0.0.1",
        sender="watch@ngo.example",
        to=to or (TEAM, LAWYER, CHIEF),
        port=port,
        security=Security.NONE,
        timeout=timedelta(seconds=5),
    )


async def _share(box: Box, *to: str, message: Message) -> Shared:
    said = await send(_settings(box.port, *to), message, outward())
    assert isinstance(said, Shared)
    return said


def _known(**reach: Reach) -> Message:
    """A message that was tried before, with what became of each."""
    known = [Recipient(f"{who}@ngo.example", one, "said before") for who, one in reach.items()]
    return replace(message(), recipients=tuple(known))


async def test_who_is_refused_for_now_is_told_from_who_is_refused_for_good() -> None:
    async with mail_server(Box(rcpt={LAWYER: LATER, CHIEF: NEVER})) as box:
        shared = await _share(box, message=message())

    assert shared.recipients == (
        Recipient(TEAM, Reach.TAKEN, TAKEN),
        Recipient(LAWYER, Reach.OWED, LATER),
        Recipient(CHIEF, Reach.REFUSED, NEVER),
    )
    assert shared.is_owed
    assert shared.receipt == (
        f"{TAKEN}; taken for 1 of 3; still owed to {LAWYER} ({LATER});"
        f" refused for good: {CHIEF} ({NEVER})"
    )


async def test_the_next_try_goes_to_who_lacks_it_as_the_same_bytes() -> None:
    box = Box(rcpt={LAWYER: LATER, CHIEF: NEVER})
    async with mail_server(box):
        first = await _share(box, message=message())
        box.rcpt = {}
        second = await _share(box, message=replace(message(), recipients=first.recipients))

    assert [envelope.rcpt_tos for envelope in box.envelopes] == [[TEAM], [LAWYER]]
    assert box.kept[0] == box.kept[1]
    assert box.mails[1]["To"] == f"{TEAM}, {LAWYER}, {CHIEF}"
    assert not second.is_owed
    assert {one.address: one.reach for one in second.recipients} == {
        TEAM: Reach.TAKEN,
        LAWYER: Reach.TAKEN,
        CHIEF: Reach.REFUSED,
    }
    assert second.receipt == f"{TAKEN}; taken for 2 of 3; refused for good: {CHIEF} ({NEVER})"


async def test_who_is_refused_again_stays_owed_and_nothing_is_sent() -> None:
    async with mail_server(Box(rcpt={LAWYER: LATER})) as box:
        shared = await _share(box, message=_known(team=Reach.TAKEN, chief=Reach.TAKEN))

    assert shared.is_owed
    assert shared.receipt == f"taken for 2 of 3; still owed to {LAWYER} ({LATER})"
    assert box.kept == []


async def test_who_is_refused_for_good_at_last_is_owed_nothing_more() -> None:
    async with mail_server(Box(rcpt={LAWYER: NEVER})) as box:
        shared = await _share(box, message=_known(team=Reach.TAKEN, chief=Reach.TAKEN))

    assert not shared.is_owed
    assert shared.recipients[-1] == Recipient(LAWYER, Reach.REFUSED, NEVER)


async def test_a_server_that_takes_few_at_once_gets_the_others_with_the_next_tries() -> None:
    """RFC 5321, 4.5.3.1.10: 452, and 552 in old servers, is for too many recipients."""
    async with mail_server(Box(rcpt={LAWYER: "452 too many", CHIEF: "552 too many"})) as box:
        shared = await _share(box, message=message())

    assert [one.reach for one in shared.recipients] == [Reach.TAKEN, Reach.OWED, Reach.OWED]


async def test_a_connection_that_breaks_at_a_later_try_leaves_the_others_owed() -> None:
    async with mail_server(Box(drop_after_data=True)) as box:
        with pytest.raises(AlertError) as broken:
            await _share(box, message=_known(team=Reach.TAKEN, lawyer=Reach.OWED))

    assert not broken.value.permanent
    assert box.envelopes[0].rcpt_tos == [LAWYER, CHIEF]


async def test_an_address_that_was_mended_in_the_settings_gets_what_it_lacks() -> None:
    async with mail_server(Box()) as box:
        shared = await _share(box, TEAM, CHIEF, message=_known(team=Reach.TAKEN, lawyer=Reach.OWED))

    assert box.envelopes[0].rcpt_tos == [CHIEF]
    assert [one.address for one in shared.recipients] == [TEAM, CHIEF]
    assert not shared.is_owed


async def test_who_was_taken_out_of_the_settings_is_owed_nothing_and_no_server_is_asked() -> None:
    async with mail_server(Box()) as box:
        port = box.port

    shared = await send(
        _settings(port, TEAM), _known(team=Reach.TAKEN, lawyer=Reach.OWED), outward()
    )

    assert shared == Shared("taken for 1 of 1", (Recipient(TEAM, Reach.TAKEN, "said before"),))


async def test_while_nobody_has_it_the_mail_is_owed_as_a_whole() -> None:
    async with mail_server(Box(rcpt={TEAM: LATER, LAWYER: NEVER})) as box:
        with pytest.raises(AlertError, match="Every recipient was refused") as refusal:
            await send(_settings(box.port, TEAM, LAWYER), message(), outward())

    assert not refusal.value.permanent


async def test_an_address_that_is_named_twice_is_sent_to_once() -> None:
    async with mail_server(Box(rcpt={LAWYER: LATER})) as box:
        shared = await _share(box, TEAM, LAWYER, TEAM, message=message())

    assert box.envelopes[0].rcpt_tos == [TEAM]
    assert len(shared.recipients) == 2
