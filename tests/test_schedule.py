"""The long-running monitor: each source in its time, a clean end, a slow one in nobody's way."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import StoreError
from monitor.model import Capture, Link, Source
from monitor.pipeline import Pipeline
from monitor.pipeline.slots import AT_ONCE
from monitor.schedule import Schedule, due_now, enlist, serve, stop_on_signals
from monitor.store import Store
from monitor.timetable import parse_hours
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
        self.jumped = 0.0
        """Seconds by which the clock has parted from the steady one."""
        self.pipeline = Pipeline(
            store=store,
            fetcher=self.web,
            readers=PlainReaders(),
            rules=RULES,
            plan=plan,
            clock=self.clock,
            operators=("desk",),
        )
        self.schedule = self.scheduled()

    def scheduled(
        self, sources: Sequence[Source] = (NORTH, SOUTH), unread: Sequence[Source] = ()
    ) -> Schedule:
        """Make what a process works with; its steady clock goes as the other one does."""
        began = self.clock()
        return Schedule(
            self.pipeline,
            sources,
            self.stop,
            {source.id for source in unread},
            monotonic=lambda: (self.clock() - began).total_seconds() - self.jumped,
        )

    def jump(self, time: timedelta) -> None:
        """Set the clock; the steady one takes no part."""
        self.clock.pass_by(time)
        self.jumped += time.total_seconds()

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
            await enlist(house.pipeline, [NORTH, SOUTH])
            yield house


async def test_each_source_is_watched_as_often_as_it_asks(house: House) -> None:
    house.web.open.set()

    asked: Counter[str] = Counter()
    for _ in range(24 * 6):
        asked.update(await house.tick())
        house.clock.pass_by(HOUR / 6)

    assert 23 <= asked["north"] <= 25
    assert 8 <= asked["south"] <= 9


async def test_right_after_a_look_nothing_is_asked(house: House) -> None:
    house.web.open.set()
    await house.tick()

    house.clock.pass_by(HOUR * 0.04)

    assert await house.tick() == []


@pytest.mark.parametrize("sign", [1, -1])
async def test_a_clock_moved_by_a_day_skips_no_source_and_asks_none_twice(
    house: House, sign: int
) -> None:
    house.web.open.set()
    await house.tick()

    house.jump(sign * timedelta(days=1))
    asked = Counter(await house.tick())
    for _ in range(20):
        house.clock.pass_by(HOUR / 6)
        asked.update(await house.tick())

    assert 2 <= asked["north"] <= 4
    assert 1 <= asked["south"] <= 2


async def test_a_clock_moved_forward_and_back_leaves_the_schedule_as_it_was(house: House) -> None:
    house.web.open.set()
    await house.tick()
    house.jump(timedelta(days=1))
    await house.tick()

    house.jump(-timedelta(days=1))
    asked = Counter(await house.tick())
    for _ in range(20):
        house.clock.pass_by(HOUR / 6)
        asked.update(await house.tick())

    assert 2 <= asked["north"] <= 4
    assert 1 <= asked["south"] <= 2


@pytest.mark.parametrize(
    ("jump", "state", "told"),
    [
        (timedelta(days=1), "clock_forward", "The clock went forward by 1 day, 0:00:00"),
        (-timedelta(days=1), "clock_back", "The clock was set back by 1 day, 0:00:00"),
    ],
)
async def test_a_clock_that_jumps_is_told_to_the_operator_once(
    house: House, jump: timedelta, state: str, told: str
) -> None:
    house.web.open.set()
    await house.tick()

    house.jump(jump)
    await house.tick()
    house.clock.pass_by(timedelta(seconds=30))
    await house.tick()

    (owed,) = house.pipeline.store.alarms.all()
    assert (owed.alarm.channel, owed.alarm.kind, owed.alarm.state) == ("desk", "clock", state)
    assert owed.alarm.sentence.startswith(told)


async def test_a_clock_set_back_between_two_processes_is_told_too(house: House) -> None:
    house.web.open.set()
    await house.tick()

    house.clock.pass_by(-timedelta(days=30))
    await enlist(house.pipeline, [NORTH, SOUTH])

    (owed,) = house.pipeline.store.alarms.all()
    assert owed.alarm.sentence.startswith("The clock was set back by 30 days")
    assert house.pipeline.store.agenda.due([NORTH, SOUTH], now=house.clock() + 4 * HOUR)


async def test_a_slow_clock_that_is_put_right_by_seconds_is_no_news(house: House) -> None:
    await house.schedule.tick()

    house.jump(timedelta(seconds=59))
    await house.schedule.tick()

    assert house.pipeline.store.alarms.all() == []


async def test_after_a_sleep_each_source_is_asked_once_and_then_as_ever(house: House) -> None:
    house.web.open.set()
    await house.tick()

    house.jump(timedelta(days=7))

    assert await house.tick() == ["north", "south"]
    house.clock.pass_by(HOUR * 0.04)
    assert await house.tick() == []


async def test_a_run_takes_what_serve_has_left_and_serve_what_a_run_has(house: House) -> None:
    house.web.open.set()
    await house.tick()
    assert await due_now(house.pipeline, [NORTH, SOUTH]) == []

    house.clock.pass_by(4 * HOUR)
    due = await due_now(house.pipeline, [NORTH, SOUTH])
    await house.pipeline.run(due)

    assert {source.id for source in due} == {"north", "south"}
    assert await house.tick() == []


async def test_a_source_in_its_quiet_hours_is_asked_when_they_end(house: House) -> None:
    house.web.open.set()
    quiet = replace(NORTH, quiet=(parse_hours("09:00-10:00"),))
    house.schedule = house.scheduled([quiet])

    assert await house.tick() == []
    house.clock.pass_by(HOUR / 2)
    assert await house.tick() == ["north"]


async def test_who_is_the_latest_by_its_own_interval_gets_the_next_place(house: House) -> None:
    house.web.open.set()
    daily = [
        replace(NORTH, id=f"d{n}", url=f"https://d{n}.example/", every=24 * HOUR)
        for n in range(2 * AT_ONCE)
    ]
    often = replace(NORTH, id="often", url="https://often.example/", every=timedelta(seconds=2))
    house.schedule = house.scheduled([*daily, often])
    await enlist(house.pipeline, house.schedule.sources)

    rounds = []
    for _ in range(5):
        rounds.append(await house.tick())
        house.clock.pass_by(timedelta(seconds=10))

    assert [len(asked) for asked in rounds] == [AT_ONCE, AT_ONCE, 2, 1, 1]
    assert all("often" in asked for asked in rounds[1:])


async def test_what_comes_due_while_a_backlog_is_looked_at_keeps_its_time(house: House) -> None:
    house.web.open.set()
    await house.tick()
    crowd = [replace(NORTH, id=f"n{n}", url=f"https://n{n}.example/") for n in range(3 * AT_ONCE)]
    house.schedule = house.scheduled([*crowd, NORTH])
    await enlist(house.pipeline, house.schedule.sources)
    due = house.pipeline.store.runs.last()["north"].next_due

    first = await house.tick()
    house.clock.pass_by(due - house.clock())
    second = await house.tick()

    assert (len(first), len(second)) == (AT_ONCE, AT_ONCE)
    assert "north" not in first
    assert "north" in second


async def test_a_host_of_many_sources_leaves_places_for_others(house: House) -> None:
    crowd = [replace(NORTH, id=f"c{n}", url=f"https://c.example/{n}") for n in range(2 * AT_ONCE)]
    house.schedule = house.scheduled([*crowd, SOUTH])
    await enlist(house.pipeline, house.schedule.sources)

    asked = await house.tick()

    assert asked == ["c", "c", "south"]


async def test_a_rest_ends_when_a_look_does(house: House) -> None:
    await house.schedule.tick()
    resting = asyncio.create_task(house.schedule.rest(60))

    house.web.open.set()

    await asyncio.wait_for(resting, timeout=5)


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
    house.schedule = house.scheduled(unread=unread)

    assert await house.tick() == []

    assert {hit.posting.key for hit in house.pipeline.store.hits.all()} == {"1", "2", "3"}


async def test_a_look_cut_short_waits_for_the_end_of_quiet_hours(house: House) -> None:
    house.pipeline.store.keep(Capture(NORTH.id, NORTH.url, house.clock(), 200, (), b"post 3 x"))
    quiet = replace(NORTH, quiet=(parse_hours("09:00-10:00"),))

    assert await house.pipeline.start([quiet]) == []
    house.clock.pass_by(HOUR / 2)
    assert await house.pipeline.start([quiet]) == [quiet]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_asks_for_the_stop(number: signal.Signals) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)

    os.kill(os.getpid(), number)
    await asyncio.wait_for(stop.wait(), timeout=5)

    loop = asyncio.get_running_loop()
    loop.remove_signal_handler(signal.SIGTERM)
    loop.remove_signal_handler(signal.SIGINT)
