"""The long-running monitor: each source in its time, a clean end, a slow one in nobody's way."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import StoreError
from monitor.model import Capture, Link, Source
from monitor.pipeline import Pipeline
from monitor.schedule import Schedule, serve, stop_on_signals
from monitor.store import Store
from tests.places import RULES, Clock, PlainReaders, Web, plan

HOUR = timedelta(hours=1)
NORTH = Source(id="north", kind="plain", url="https://north.example/", every=HOUR)
SOUTH = replace(NORTH, id="south", url="https://south.example/", every=3 * HOUR)


class Gate(Web):
    """A web whose north answers only when it is let."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(
            clock, {NORTH.url: "post 1 contract T1", SOUTH.url: "post 2 contract T1 2"}
        )
        self.open = asyncio.Event()
        self.came = asyncio.Event()
        """South was asked."""

    async def capture(self, source: Source, link: Link, validators: object = None) -> Capture:
        if source.id == "north":
            await self.open.wait()
        else:
            self.came.set()
        return await super().capture(source, link)


class House:
    def __init__(self, store: Store) -> None:
        self.clock = Clock()
        self.web = Gate(self.clock)
        self.stop = asyncio.Event()
        self.pipeline = Pipeline(
            store=store,
            fetcher=self.web,
            readers=PlainReaders(),
            rules=RULES,
            plan=plan,
            clock=self.clock,
        )
        self.schedule = Schedule(self.pipeline, [NORTH, SOUTH], self.stop)

    async def tick(self) -> list[str]:
        """Let what is due happen, and give the ids of the sources that were asked."""
        before = len(self.web.asked)
        await self.schedule.tick()
        await self.schedule.drain()
        return sorted(url.split("/")[2].split(".")[0] for url in self.web.asked[before:])


@pytest.fixture
async def house() -> AsyncIterator[House]:
    with Store.open(":memory:") as store:
        house = House(store)
        async with house.pipeline:
            yield house


async def test_each_source_is_watched_as_often_as_it_asks(house: House) -> None:
    house.web.open.set()

    asked = []
    for _ in range(5):
        asked.append(await house.tick())
        house.clock.pass_by(HOUR * 1.06)

    assert asked == [["north", "south"], ["north"], ["north"], ["north", "south"], ["north"]]


async def test_between_due_times_nothing_is_asked(house: House) -> None:
    house.web.open.set()
    await house.tick()

    house.clock.pass_by(HOUR / 2)

    assert await house.tick() == []


async def test_a_slow_source_delays_no_other_and_is_not_started_twice(house: House) -> None:
    await house.schedule.tick()
    await asyncio.wait_for(house.web.came.wait(), timeout=5)
    await house.schedule.tick()
    house.web.open.set()
    await house.schedule.drain()

    assert sorted(house.web.asked) == [NORTH.url, SOUTH.url]


async def test_a_stop_waits_for_what_is_in_flight(house: House) -> None:
    serving = asyncio.create_task(serve(house.pipeline, [NORTH, SOUTH], house.stop, tick=0.01))
    await asyncio.wait_for(house.web.came.wait(), timeout=5)

    house.stop.set()
    house.web.open.set()
    await asyncio.wait_for(serving, timeout=5)

    assert {hit.posting.key for hit in house.pipeline.store.hits.all()} == {"1", "2"}


async def test_what_takes_too_long_is_cancelled_and_nothing_new_begun(house: House) -> None:
    await house.schedule.tick()
    await asyncio.wait_for(house.web.came.wait(), timeout=5)
    house.stop.set()

    await house.schedule.drain(grace=0.05)
    house.clock.pass_by(10 * HOUR)
    await house.schedule.tick()

    assert NORTH.url not in house.web.asked
    assert house.pipeline.store.runs.of("north") == []


async def test_a_broken_database_stops_the_monitor_aloud(house: House) -> None:
    house.web.open.set()
    house.web.pages[NORTH.url] = StoreError("monitor.db: the disk is full")

    with pytest.raises(StoreError, match="disk is full"):
        await asyncio.wait_for(
            serve(house.pipeline, [NORTH, SOUTH], house.stop, tick=0.01), timeout=5
        )


async def test_a_look_cut_short_is_ended_at_the_start(house: House) -> None:
    house.web.open.set()
    await house.tick()
    house.web.pages[NORTH.url] = "post 3 contract T1 3"
    capture = await house.web.capture(NORTH, Link(NORTH.url))
    house.pipeline.store.keep(capture)
    unread = await house.pipeline.start([NORTH, SOUTH])
    house.schedule = Schedule(
        house.pipeline, [NORTH, SOUTH], house.stop, {source.id for source in unread}
    )

    assert await house.tick() == []

    assert {hit.posting.key for hit in house.pipeline.store.hits.all()} == {"1", "2", "3"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_asks_for_the_stop(number: signal.Signals) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)

    os.kill(os.getpid(), number)
    await asyncio.wait_for(stop.wait(), timeout=5)

    loop = asyncio.get_running_loop()
    loop.remove_signal_handler(signal.SIGTERM)
    loop.remove_signal_handler(signal.SIGINT)
