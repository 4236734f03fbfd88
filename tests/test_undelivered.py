"""A channel that takes nothing is the operator's business, and no alert is lost meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from monitor.alerts import Outward
from monitor.config import Channel
from monitor.errors import AlertError
from monitor.model import Alarm, Message, Source
from monitor.pipeline import Pipeline
from monitor.store import Store
from tests.alerts.making import outward
from tests.places import RULES, Clock, PlainReaders, Web, plan

NORTH = Source("north", "plain", "https://north.example/", timedelta(hours=1))
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Receiver:
    """Refuses while it is told to."""

    refusal: AlertError | None = None
    taken: list[Message] = field(default_factory=list)
    GROUPS: bool = True
    Settings: type = object

    async def send(self, settings: object, message: Message, outward: Outward) -> str:
        if self.refusal is not None:
            raise self.refusal
        self.taken.append(message)
        return "250"

    @property
    def alarms(self) -> list[Alarm]:
        return [alarm for message in self.taken for alarm in message.alarms]


@dataclass(slots=True)
class House:
    """Analysts' and operator's channels behind one pipeline that has found an offer."""

    store: Store = field(default_factory=lambda: Store.open(":memory:"))
    team: Receiver = field(default_factory=Receiver)
    ops: Receiver = field(default_factory=Receiver)
    clock: Clock = field(default_factory=Clock)

    async def live(self, *, rounds: int, pause: timedelta) -> None:
        channels = (Channel("team", "team"), Channel("ops", "ops", tiers=()))
        async with Pipeline(
            store=self.store,
            fetcher=Web(self.clock, {NORTH.url: "post 1 contract T1"}),
            readers=PlainReaders(),
            rules=RULES,
            channels=channels,
            operators=("ops",),
            outward=outward(),
            kinds={"team": self.team, "ops": self.ops},
            plan=plan,
            clock=self.clock,
        ) as pipeline:
            await pipeline.run([NORTH])
            for _ in range(rounds):
                self.clock.pass_by(pause)
                await pipeline.deliver()


async def test_a_receivers_restart_alarms_nobody() -> None:
    house = House(team=Receiver(AlertError("no connection")))

    await house.live(rounds=5, pause=MINUTE)

    assert house.ops.alarms == []


async def test_a_channel_that_takes_nothing_is_told_to_the_operator_once() -> None:
    house = House(team=Receiver(AlertError("451 the mailbox is full")))

    await house.live(rounds=60, pause=5 * MINUTE)

    (alarm,) = house.ops.alarms
    assert (alarm.kind, alarm.about, alarm.state) == ("channel", "team", "undelivered")
    assert "451 the mailbox is full" in alarm.sentence


async def test_a_flat_refusal_is_told_at_once() -> None:
    house = House(team=Receiver(AlertError("550 no such user", permanent=True)))

    await house.live(rounds=1, pause=MINUTE)

    assert [alarm.state for alarm in house.ops.alarms] == ["undelivered"]


async def test_the_operator_hears_that_it_is_over_and_the_alert_has_arrived() -> None:
    house = House(team=Receiver(AlertError("451")))
    await house.live(rounds=30, pause=5 * MINUTE)

    house.team.refusal = None
    await house.live(rounds=45, pause=5 * MINUTE)

    assert [alarm.state for alarm in house.ops.alarms] == ["undelivered", "healthy"]
    assert len([alert for message in house.team.taken for alert in message.alerts]) == 1


async def test_a_dead_letter_is_told_and_stays_until_it_is_retried_by_hand() -> None:
    house = House(team=Receiver(AlertError("500 broken")))
    await house.live(rounds=120, pause=timedelta(hours=1))
    dead = [alarm.state for alarm in house.ops.alarms]

    house.team.refusal = None
    house.store.outbox.retry(now=house.clock())
    await house.live(rounds=1, pause=MINUTE)

    assert dead == ["undelivered", "given_up"]
    assert house.store.outbox.unsent().dead == 0
    assert house.ops.alarms[-1].state == "healthy"
    assert len(house.team.taken) == 1


@pytest.mark.parametrize("refusal", [AlertError("500"), AlertError("550", permanent=True)])
async def test_alarms_that_cannot_be_told_raise_no_flood_of_alarms(refusal: AlertError) -> None:
    house = House(team=Receiver(refusal), ops=Receiver(refusal))

    await house.live(rounds=150, pause=timedelta(hours=1))

    assert len(house.store.alarms.all()) < 10
