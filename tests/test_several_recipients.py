"""An alert for several comes to each of them, whatever the mail server says of the others."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from monitor.alerts.email import Security
from monitor.alerts.email import Settings as Mail
from monitor.config import Channel
from monitor.model import Source
from monitor.pipeline import Delivered, Pipeline
from monitor.store import Store
from tests.alerts.making import Box, mail_server, outward
from tests.places import RULES, Clock, PlainReaders, Web, plan

NORTH = Source("north", "plain", "https://north.example/", timedelta(hours=1))
TEAM, LAWYER = "team@ngo.example", "lawyer@ngo.example"
LATER, NEVER = "451 4.7.1 greylisted", "550 5.1.1 no such user"
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class House:
    """A pipeline with one mail channel, and the server that takes its mails."""

    box: Box
    pipeline: Pipeline
    clock: Clock
    store: Store

    async def deliver(self, *, after: timedelta) -> Delivered:
        self.clock.pass_by(after)
        return await self.pipeline.deliver()

    def copies(self, who: str) -> int:
        return len([one for one in self.box.envelopes if who in one.rcpt_tos])

    @property
    def states(self) -> set[str]:
        return {one.state for one in self.store.outbox.alerts()}

    @property
    def told(self) -> list[tuple[str, str]]:
        """What the operator was owed word of, the oldest first."""
        alarms = sorted(self.store.alarms.all(), key=lambda one: one.alarm.raised_at)
        return [(one.alarm.state, one.alarm.sentence) for one in alarms]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open(":memory:") as opened:
        yield opened


@asynccontextmanager
async def house(
    store: Store, page: str = "post 1 contract T1", **refused: str
) -> AsyncIterator[House]:
    """Look at a page, and deliver once."""
    box = Box(rcpt={f"{who}@ngo.example": said for who, said in refused.items()})
    clock = Clock()
    async with mail_server(box):
        mail = Mail("127.0.0.1", "a@ngo.example", (TEAM, LAWYER), box.port, Security.NONE)
        pipeline = Pipeline(
            store=store,
            fetcher=Web(clock, {NORTH.url: page}),
            readers=PlainReaders(),
            rules=RULES,
            channels=(Channel("mail", "email", settings=mail),),
            # Told of by a channel that is not delivered here, so that mails are of adverts alone.
            operators=("ops",),
            outward=outward(),
            plan=plan,
            clock=clock,
        )
        async with pipeline:
            await pipeline.run([NORTH])
            yield House(box, pipeline, clock, store)


async def test_who_is_refused_for_now_gets_it_with_the_next_try_and_nobody_twice(
    store: Store,
) -> None:
    async with house(store, lawyer=LATER) as it:
        states = it.states
        it.box.rcpt = {}
        delivered = await it.deliver(after=MINUTE)
        await it.deliver(after=timedelta(days=1))

        assert (states, it.states) == ({"owed"}, {"sent"})
        assert delivered == Delivered(sent=1)
        assert (it.copies(TEAM), it.copies(LAWYER)) == (1, 1)
        assert it.box.kept[0] == it.box.kept[1]


async def test_who_is_never_taken_is_asked_for_ever_more_seldom_and_given_up_aloud(
    store: Store,
) -> None:
    async with house(store, lawyer=LATER) as it:
        for _ in range(100):
            await it.deliver(after=timedelta(hours=1))

        assert it.states == {"dead"}
        assert (it.copies(TEAM), it.copies(LAWYER)) == (1, 0)
        assert [state for state, _ in it.told] == ["undelivered", "given_up"]
        assert f"still owed to {LAWYER} ({LATER})" in it.told[0][1]


async def test_who_is_refused_for_good_is_told_to_the_operator_once_and_again_when_it_is_over(
    store: Store,
) -> None:
    async with house(store, "post 1 contract T1\npost 2 work T1", lawyer=NEVER) as it:
        await it.deliver(after=timedelta(days=1))
        while_refused, states = it.told, it.states
        key = store.outbox.alerts()[0].alert.key
        it.box.rcpt = {}
        store.outbox.retry([key], now=it.clock())
        await it.deliver(after=MINUTE)

        assert states == it.states == {"sent"}
        assert while_refused == [
            ("left_out", "for 1 of its recipients what others get is refused for good")
        ]
        assert [state for state, _ in it.told] == ["left_out", "healthy"]
        assert (it.copies(TEAM), it.copies(LAWYER)) == (1, 1)


async def test_a_channel_that_hears_of_its_own_recipient_is_told_once(store: Store) -> None:
    async with house(store, lawyer=NEVER) as it:
        async with replace(it.pipeline, operators=("mail",)) as pipeline:
            for _ in range(40):
                it.clock.pass_by(timedelta(hours=1))
                await pipeline.run([NORTH])

        assert len(it.told) == 1
        assert it.copies(LAWYER) == 0


async def test_one_who_is_refused_holds_up_no_message_of_the_others(store: Store) -> None:
    """More messages than a channel may refuse in a row: the server serves us all the same."""
    page = "\n".join(f"post {n} contract number {n} T1" for n in range(300))
    async with house(store, "", lawyer=LATER) as it:
        (channel,) = it.pipeline.channels
        many = replace(channel, most_an_hour=0)
        web = Web(it.clock, {NORTH.url: page})
        async with replace(it.pipeline, fetcher=web, channels=(many,)) as pipeline:
            it.clock.pass_by(timedelta(hours=2))
            await pipeline.run([NORTH])

        assert it.copies(TEAM) == 6


async def test_a_server_that_dies_between_two_tries_makes_nobody_lack_it(store: Store) -> None:
    async with house(store, lawyer=LATER) as it:
        it.box.rcpt, it.box.data = {}, ["421 4.3.2 going down"]
        await it.deliver(after=MINUTE)
        owed = store.outbox.alerts()[0].recipients
        it.box.data = []
        await it.deliver(after=timedelta(hours=1))

        assert {one.address: str(one.reach) for one in owed} == {LAWYER: "owed", TEAM: "taken"}
        assert it.states == {"sent"}
        assert (it.copies(TEAM), it.copies(LAWYER)) == (1, 1)
