"""Hosts are asked one request at a time, with time to breathe, and none holds up another."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from monitor.errors import Unanswered
from monitor.fetch import Politeness
from monitor.fetch.polite import Hosts
from tests.fetch.clock import Clock


def hosts(clock: Clock, **settings: object) -> Hosts:
    return Hosts(Politeness(**settings), clock.surroundings())  # type: ignore[arg-type]


async def visit(turns: Hosts, name: str = "a.example:80", *, delay: float = 5.0) -> None:
    async with turns.turn(name, delay=delay):
        pass


async def test_second_request_waits_and_the_first_does_not() -> None:
    clock = Clock()
    turns = hosts(clock)

    await visit(turns)
    await visit(turns)

    assert clock.slept == [5.0]


async def test_chance_makes_the_wait_longer_and_never_shorter() -> None:
    clock = Clock(chance=0.8)
    turns = hosts(clock, jitter=0.5)

    await visit(turns)
    await visit(turns)

    assert clock.slept == [7.0]


async def test_no_delay_means_no_wait() -> None:
    clock = Clock(chance=0.8)
    turns = hosts(clock)

    await visit(turns, delay=0)
    await visit(turns, delay=0)

    assert clock.slept == []


async def test_delay_counts_from_the_end_of_the_last_request() -> None:
    clock = Clock()
    turns = hosts(clock)

    async with turns.turn("a.example:80", delay=5):
        clock.passed += 60
    await visit(turns)

    assert clock.slept == [5.0]


async def test_requests_to_one_host_never_overlap() -> None:
    turns = hosts(Clock())
    under_way: list[int] = []
    most = 0

    async def ask(number: int) -> None:
        nonlocal most
        async with turns.turn("a.example:80", delay=1):
            under_way.append(number)
            most = max(most, len(under_way))
            await asyncio.sleep(0)
            under_way.remove(number)

    await asyncio.gather(*(ask(number) for number in range(10)))

    assert most == 1


async def test_slow_host_holds_up_no_other() -> None:
    turns = hosts(Clock())
    ends = asyncio.Event()

    async def hang() -> None:
        async with turns.turn("slow.example:80", delay=5):
            await ends.wait()

    hanging = asyncio.create_task(hang())
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        await visit(turns, "quick.example:80")

    assert not hanging.done()
    ends.set()
    await hanging


async def test_held_host_is_waited_for_within_ones_patience() -> None:
    clock = Clock()
    turns = hosts(clock)

    turns.hold("a.example:80", 100)
    await visit(turns)

    assert clock.slept == [100.0]


async def test_host_held_for_long_fails_at_once_and_says_how_long() -> None:
    clock = Clock()
    turns = hosts(clock, patience=timedelta(seconds=60))

    turns.hold("a.example:80", 3_600)
    with pytest.raises(Unanswered) as caught:
        await visit(turns)

    assert (caught.value.code, caught.value.retry_after) == ("held", 3_600)
    assert clock.slept == []


async def test_longer_hold_is_not_shortened_by_a_shorter_one() -> None:
    clock = Clock()
    turns = hosts(clock)

    turns.hold("a.example:80", 100)
    turns.hold("a.example:80", 1)
    await visit(turns)

    assert clock.slept == [100.0]


async def test_failing_host_is_asked_ever_more_seldom_down_to_a_limit() -> None:
    clock = Clock()
    turns = hosts(clock, most_back_off=timedelta(seconds=60), patience=timedelta(hours=1))

    for _ in range(6):
        turns.failed("a.example:80", delay=5)
        await visit(turns, delay=0)

    assert clock.slept == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0]


async def test_back_off_ends_with_an_answer() -> None:
    clock = Clock()
    turns = hosts(clock)

    for _ in range(3):
        turns.failed("a.example:80", delay=5)
    turns.answered("a.example:80")
    turns.hold("a.example:80", 0)
    clock.passed += 100
    turns.failed("a.example:80", delay=5)
    await visit(turns, delay=0)

    assert clock.slept == [5.0]


async def test_thousands_of_faults_do_not_overflow() -> None:
    clock = Clock()
    turns = hosts(clock, patience=timedelta(days=1))

    for _ in range(5_000):
        turns.failed("a.example:80", delay=5)
    await visit(turns, delay=0)

    assert clock.slept == [900.0]


async def test_hosts_that_were_asked_once_are_forgotten_in_the_end() -> None:
    clock = Clock()
    turns = hosts(clock)

    for number in range(3_000):
        await visit(turns, f"h{number}.example:80")
        clock.passed += 10

    assert len(turns._known) <= 1_000


async def test_so_many_requests_are_in_the_air_and_no_more() -> None:
    turns, end = hosts(Clock()), asyncio.Event()
    begun: list[int] = []

    async def ask(number: int) -> None:
        async with turns.turn(f"host{number}.example:80", delay=5):
            begun.append(number)
            await end.wait()

    asking = [asyncio.create_task(ask(number)) for number in range(20)]
    for _ in range(5):
        await asyncio.sleep(0)
    in_the_air = len(begun)
    end.set()
    await asyncio.gather(*asking)

    assert (in_the_air, len(begun)) == (16, 20)
